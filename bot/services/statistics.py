"""How it goes for everybody together: what operators ask."""

from dataclasses import dataclass
from datetime import datetime

from bot.store import statistics, subscribers
from bot.store.database import Database

COUNTED = 1_000
"""Due deliveries that are counted; beyond that, the wait of the oldest says more."""


@dataclass(frozen=True)
class Backlog:
    """How many deliveries are due and not yet claimed, and how long the oldest has waited."""

    count: float
    seconds: float


class Statistics:
    """The use cases of those who look after the bot."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def backlog(self, now: datetime) -> Backlog:
        """Return what is due; cheap, however much that is."""
        async with self._database.read() as connection:
            oldest = await subscribers.next_due(connection)
            if oldest is None or oldest > now:
                return Backlog(0, 0)
            count = await statistics.due(connection, now, COUNTED)
        return Backlog(count, (now - oldest).total_seconds())
