"""How fast one bot may send: evenly spaced slots that all its workers share."""

import time
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bot.store import pace
from bot.store.database import Database

FREE_RATE = 25.0
"""Messages a second in the free lane where there is a paid one: Telegram's 30 less replies."""

FREE_LIMIT = 30
"""Messages in any second that Telegram takes for nothing."""

SLACK, PAID_SLACK = 0.04, 0.25
"""Seconds by which a send may miss its slot; then it gets another, and its slot stays empty.

At the free limit a late one meets those of the next second: at 28 a second, 30 fit between a slot
and the end of the second that begins 71 ms after it. The paid limit is far away.
"""

FREE_AT_ONCE = 5
"""How many of a group take the free lane where there is a paid one: a fifth of a second."""

MESSAGES_A_STAR = 10
"""Telegram takes 0.1 Star for each message of a paid broadcast."""


@dataclass(frozen=True)
class Slots:
    """The right to send `count` messages: the first after `wait` seconds, one every `spacing`."""

    count: int
    wait: float
    spacing: float
    paid: bool = False


class Pace(Protocol):
    """The rate in messages a second, and the right to send."""

    rate: float
    patience: float
    slack: float

    @property
    def is_held(self) -> bool:
        """Say whether Telegram asked this bot to pause."""
        ...

    async def reserve(self, count: int, day: date) -> Slots:
        """Reserve at most `count` slots, at least one; `day` is the one whose budget pays."""
        ...

    async def hold(self, seconds: float) -> None:
        """Let nobody send for a while."""
        ...


class SharedPace:
    """The pace kept in the database, for every worker of one token."""

    patience = 0.1
    """Seconds of slots that may be taken ahead: a pause, or a death, finds few on their way."""

    def __init__(
        self, database: Database, bot_id: int, rate: float, *, daily_stars: int = 0
    ) -> None:
        self.rate = rate
        self.slack = SLACK if rate <= FREE_LIMIT else PAID_SLACK
        self._database = database
        self._bot_id = bot_id
        self._budget = daily_stars * MESSAGES_A_STAR if rate > FREE_RATE else 0
        free = FREE_RATE if self._budget else rate
        self._free_spacing = 1 / free
        self._paid_spacing = 1 / (rate - free) if self._budget else 0.0
        self._held_until = 0.0

    async def prepare(self) -> None:
        """Make sure that the bot has its rows."""
        async with self._database.write() as connection:
            await pace.prepare(connection, self._bot_id)

    @property
    def is_held(self) -> bool:
        """Say whether Telegram asked this bot to pause."""
        return time.monotonic() < self._held_until

    async def reserve(self, count: int, day: date) -> Slots:
        """Reserve slots: free ones if they come soon, else paid ones while the budget lasts."""
        free, paid = self._free_spacing, self._paid_spacing
        async with self._database.write() as connection:
            if self._budget:
                soon, few = self.patience, min(count, FREE_AT_ONCE)
                wait = await pace.reserve(connection, self._bot_id, few * free, within=soon)
                if wait is not None:
                    return Slots(few, wait, free)
                budget = pace.Budget(day, self._budget)
                wait = await pace.reserve_paid(
                    connection, self._bot_id, count * paid, count, budget
                )
                if wait is not None:
                    return Slots(count, wait, paid, paid=True)
            wait = await pace.reserve(connection, self._bot_id, count * free)
        return Slots(count, wait or 0.0, free)

    async def hold(self, seconds: float) -> None:
        """Let no worker of this bot send for a while."""
        self._held_until = max(self._held_until, time.monotonic() + seconds)
        async with self._database.write() as connection:
            await pace.hold(connection, self._bot_id, seconds)
