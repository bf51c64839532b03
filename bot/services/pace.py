"""How fast one bot may send: evenly spaced slots that all its workers share."""

import time
from typing import Protocol

from bot.store import pace
from bot.store.database import Database


class Pace(Protocol):
    """The rate in messages a second, and the right to send."""

    rate: float
    spacing: float
    patience: float

    @property
    def is_held(self) -> bool:
        """Say whether Telegram asked this bot to pause."""
        ...

    async def reserve(self, count: int) -> float:
        """Reserve `count` slots; return the seconds until the first."""
        ...

    async def hold(self, seconds: float) -> None:
        """Let nobody send for a while."""
        ...


class SharedPace:
    """The pace kept in the database, for every worker of one token."""

    patience = 0.5

    def __init__(self, database: Database, bot_id: int, rate: float) -> None:
        self.rate = rate
        self.spacing = 1 / rate
        self._database = database
        self._bot_id = bot_id
        self._held_until = 0.0

    async def prepare(self) -> None:
        """Make sure that the bot has its row."""
        async with self._database.write() as connection:
            await pace.prepare(connection, self._bot_id)

    @property
    def is_held(self) -> bool:
        """Say whether Telegram asked this bot to pause."""
        return time.monotonic() < self._held_until

    async def reserve(self, count: int) -> float:
        """Reserve `count` slots; return the seconds until the first."""
        async with self._database.write() as connection:
            return await pace.reserve(connection, self._bot_id, count * self.spacing)

    async def hold(self, seconds: float) -> None:
        """Let no worker of this bot send for a while."""
        self._held_until = max(self._held_until, time.monotonic() + seconds)
        async with self._database.write() as connection:
            await pace.hold(connection, self._bot_id, seconds)
