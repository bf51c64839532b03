"""Who of several replicas does what only one may do."""

from contextlib import suppress
from datetime import timedelta

from bot.clock import Clock
from bot.store import roles
from bot.store.database import Database

POLLING = "polling"
ALARMS = "alarms"
TERM = timedelta(seconds=25)
"""How long a role is kept without a sign of life: longer than one poll."""


class Role:
    """One role of one bot, as one process sees it."""

    def __init__(
        self, database: Database, bot_id: int, name: str, worker: str, clock: Clock
    ) -> None:
        self._database = database
        self._key = (bot_id, name)
        self._worker = worker
        self._clock = clock

    async def hold(self) -> bool:
        """Take or keep the role; say False where another process has it."""
        now = self._clock()
        async with self._database.write() as connection:
            return await roles.hold(connection, self._key, self._worker, now, now + TERM)

    async def give_up(self) -> None:
        """Leave the role to the next who asks; without a database, its term runs out."""
        with suppress(Exception):
            async with self._database.write() as connection:
                await roles.give_up(connection, self._key, self._worker)
