"""The bot's database, opened beside it: people to put in, and how their day stands."""

import asyncio
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bot import app
from bot.store.database import Database
from bot.store.deliveries import State
from bot.store.tables import deliveries, subscribers
from tests.failures.runs import MachineClock
from tests.flows.telegram import DAYLIT

FIRST = 100_001
"""The chat of the first person; the others follow."""

PATIENCE = 90
"""Seconds to wait for the end of a day."""


class Ledger:
    """What a test knows of the database that the bot writes."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.database = Database(url)
        self._people = 0

    async def fill(self, count: int, ahead: float = 0.0) -> range:
        """Write people who are due in some seconds; return their chats."""
        now = datetime.now(UTC)
        due = now + timedelta(seconds=ahead)
        local = due.astimezone(ZoneInfo(DAYLIT))
        one = {
            "state": "active",
            "language": "en",
            "wall": local.time().replace(second=0, microsecond=0),
            "zone": DAYLIT,
            "zone_told": True,
            "weekdays": frozenset("0123456"),
            "equipment": frozenset[str](),
            "position": 0,
            "next_day": local.date(),
            "next_due_at": due,
            "created_at": now,
        }
        first = FIRST + self._people
        chats = range(first, first + count)
        async with app.migrated_database(self.url) as database, database.write() as connection:
            rows = [one | {"chat_id": chat} for chat in chats]
            await connection.execute(subscribers.insert(), rows)
        self._people += count
        return chats

    async def states(self) -> Counter[str]:
        """Count the deliveries by state."""
        found = await self._rows(sa.select(deliveries.c.state))
        return Counter(state for (state,) in found)

    async def sending(self) -> set[tuple[int, str | None]]:
        """Return chat and worker of every delivery that may be on its way, or has been.

        A death is noticed so soon that what the dead one was sending may be unconfirmed already.
        """
        query = (
            sa.select(subscribers.c.chat_id, deliveries.c.worker)
            .join(deliveries, deliveries.c.subscriber_id == subscribers.c.id)
            .where(
                deliveries.c.state.in_((State.SENDING, State.UNCONFIRMED)),
                deliveries.c.wake_at.is_not(None),
            )
        )
        return {(chat, worker) for chat, worker in await self._rows(query)}

    async def held(self, state: State) -> dict[str, set[int]]:
        """Return the chats of deliveries in a state by the worker that holds them."""
        held: dict[str, set[int]] = {}
        found = await self._rows(
            sa.select(subscribers.c.chat_id, deliveries.c.worker)
            .join(deliveries, deliveries.c.subscriber_id == subscribers.c.id)
            .where(deliveries.c.state == state, deliveries.c.wake_at.is_not(None))
        )
        for chat, name in found:
            held.setdefault(name, set()).add(chat)
        return held

    async def standings(self) -> dict[int, str]:
        """Return every subscriber's state by chat."""
        found = await self._rows(sa.select(subscribers.c.chat_id, subscribers.c.state))
        return dict(found)

    async def reasons(self) -> Counter[str]:
        """Count the deliveries that failed by reason."""
        query = sa.select(deliveries.c.reason).where(deliveries.c.state == State.FAILED)
        return Counter(reason for (reason,) in await self._rows(query))

    async def idle_holders(self, table: str, seconds: float = 0.0) -> int:
        """Count the sessions of PostgreSQL that wrote to a table and then did nothing so long."""
        query = sa.text(
            "SELECT 1 FROM pg_stat_activity JOIN pg_locks USING (pid)"
            " WHERE state = 'idle in transaction' AND mode = 'RowExclusiveLock'"
            " AND backend_xid IS NOT NULL"
            " AND relation = CAST(:name AS regclass)"
            " AND extract(epoch FROM clock_timestamp() - state_change) > :seconds"
        )
        async with self.database.read() as connection:
            return len(
                (await connection.execute(query, {"name": table, "seconds": seconds})).all()
            )

    async def is_settled(self, wanted: int) -> bool:
        """Return whether the ledger has so many days and none is open."""
        wakes = sa.select(deliveries.c.id).where(deliveries.c.wake_at.is_not(None)).limit(1)
        return (await self.states()).total() >= wanted and not await self._rows(wakes)

    async def settles(self, clock: MachineClock | None = None, wanted: int | None = None) -> None:
        """Wait until everybody's day has come to an end; with a clock, skip mere waiting."""
        until = time.monotonic() + PATIENCE
        before = Counter[str]()
        while not await self.is_settled(wanted or self._people):
            states = await self.states()
            assert time.monotonic() < until, f"not settled: {states}"
            if clock is not None and states == before:
                await clock.passes(30)
            before = states
            await asyncio.sleep(0.3)

    async def close(self) -> None:
        """Close the database."""
        await self.database.close()

    async def _rows(self, query: sa.Select[Any]) -> Any:
        async with self.database.read() as connection:
            return (await connection.execute(query)).all()
