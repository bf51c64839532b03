"""Services joined on a test's database, and people who live in them."""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

import sqlalchemy as sa

from bot.coach.library import Library
from bot.services.answers import Answers
from bot.services.broadcasts import Broadcasts
from bot.services.delivery import Deliveries
from bot.services.moves import Moves
from bot.services.notes import Notes, Slip
from bot.services.outcome import Outcome, Sent
from bot.services.parcels import Parcel
from bot.services.practice import Practices
from bot.services.subscriptions import Subscriptions
from bot.store.database import Database
from bot.store.tables import deliveries, notes

ALICE, BOB, CHARLIE = 1001, 1002, 1003
SUNDAY_EVENING = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
MONDAY_EIGHT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TUESDAY_EIGHT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


@dataclass(frozen=True)
class House:
    """Everything that a service test calls."""

    database: Database
    subscriptions: Subscriptions
    practices: Practices
    deliveries: Deliveries
    notes: Notes
    broadcasts: Broadcasts
    answers: Answers
    moves: Moves

    async def subscribe(self, *chats: int, zone: str = "Europe/London", **values: Any) -> None:
        """Subscribe people on Sunday evening, at 08:00 London time where nothing else is said."""
        for chat in chats:
            await self.subscriptions.start(chat, "en", zone, SUNDAY_EVENING)
            if values:
                await self.subscriptions.change(chat, SUNDAY_EVENING, **values)

    async def ledger(self) -> list[dict[str, Any]]:
        """Return the rows of the ledger in the order in which they were written."""
        async with self.database.read() as connection:
            found = await connection.execute(deliveries.select().order_by(deliveries.c.id))
            return [dict(row) for row in found.mappings()]

    async def delivers(self, now: datetime) -> None:
        """Let everybody who is due have their exercise."""
        parcels = await self.deliveries.depart(await self.deliveries.claim(now, 1000), now)
        await self.deliveries.settle([(parcel, Sent(1)) for parcel in parcels], now)

    async def planned(self) -> list[tuple[str, datetime | None]]:
        """Return kind and next instant of every note, in the order of these instants."""
        async with self.database.read() as connection:
            found = await connection.execute(
                sa.select(notes.c.kind, notes.c.wake_at).order_by(notes.c.wake_at, notes.c.id)
            )
            return [(kind, at) for kind, at in found]

    async def note_states(self) -> list[str]:
        """Return the states of the notes in the order in which they were written."""
        async with self.database.read() as connection:
            return list(await connection.scalars(sa.select(notes.c.state).order_by(notes.c.id)))

    async def states(self) -> list[str]:
        """Return the states in the ledger."""
        return [row["state"] for row in await self.ledger()]


def build(database: Database, library: Library) -> House:
    """Join the services of one worker."""
    return House(
        database,
        Subscriptions(database, time(8)),
        Practices(database, library),
        Deliveries(database, library),
        Notes(database),
        Broadcasts(database),
        Answers(database),
        Moves(database, library),
    )


async def count(database: Database, table: sa.Table) -> int:
    """Count the rows of a table."""
    async with database.read() as connection:
        return await connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0


async def deliver(house: House, now: datetime) -> list[Parcel]:
    """Send everything that is due, with success."""
    parcels = await house.deliveries.depart(await house.deliveries.claim(now, 9), now)
    await house.deliveries.settle([(one, Sent(1)) for one in parcels], now)
    return parcels


async def send_notes(house: House, now: datetime, outcome: Outcome) -> list[Slip]:
    """Claim the notes that are due, let them depart and settle them with one outcome."""
    departed = await house.notes.depart(await house.notes.claim(now, 100), now)
    await house.notes.settle([(slip, outcome) for slip in departed], now)
    return departed
