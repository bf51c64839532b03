"""Roles: leases on what only one of several replicas may do."""

from contextlib import suppress
from datetime import timedelta

from bot.clock import Clock
from bot.store import roles
from bot.store.database import Database

POLLING = "polling"
ALARMS = "alarms"
TERM = timedelta(seconds=25)
"""How long a role is held without being renewed: longer than one poll."""


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
        """Acquire or renew the role; return False if another process holds it."""
        now = self._clock()
        async with self._database.write() as connection:
            return await roles.hold(connection, self._key, self._worker, now, now + TERM)

    async def give_up(self) -> None:
        """Release the role; without a database, it expires."""
        with suppress(Exception):
            async with self._database.write() as connection:
                await roles.give_up(connection, self._key, self._worker)
