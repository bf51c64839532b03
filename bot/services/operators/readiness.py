"""Whether deliveries could be written down now: asked for with each look at /readyz."""

from bot.clock import Clock
from bot.store import roles, sending
from bot.store.database import Database

PROBE = (0, "readiness")
"""A role of no bot, held until it is taken: a row that each check writes, and nobody needs."""


class Readiness:
    """A check that writes: without it a full disk would show only in the next delivery."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def check(self) -> None:
        """Write a row and read what a tick reads first; raise what the database raises."""
        now = self._clock()
        async with self._database.write() as connection:
            await roles.hold(connection, PROBE, "readiness", now, now)
            await sending.next_instants(connection)
