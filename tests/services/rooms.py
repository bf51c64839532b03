"""Services joined on a test's database, and people who live in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any, Unpack, cast

import sqlalchemy as sa

from bot.coach.library import Library
from bot.services.delivery.content import DailyExercise
from bot.services.delivery.deliveries import Deliveries
from bot.services.delivery.outcome import Outcome, Sent
from bot.services.delivery.parcels import Parcel
from bot.services.operators.broadcasts import Broadcasts
from bot.services.people.answers import Answers
from bot.services.people.moves import Moves
from bot.services.people.practice import Practices
from bot.services.people.preferences import Preferences
from bot.services.people.programme_links import key_of
from bot.services.people.programmes import Programmes
from bot.services.people.subscriptions import Subscriptions
from bot.store.database import Database
from bot.store.deliveries import DeliveryKind
from bot.store.subscribers import Change, PersonSettings
from bot.store.tables import IS_EXERCISE, IS_NO_EXERCISE, deliveries, subscribers

ALICE, BOB, CHARLIE = 1001, 1002, 1003
SUNDAY_EVENING = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
MONDAY_EIGHT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TUESDAY_EIGHT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MONDAY_NIGHT = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Rooms:
    """Everything that a service test calls."""

    database: Database
    subscriptions: Subscriptions
    preferences: Preferences
    programmes: Programmes
    practices: Practices
    deliveries: Deliveries
    broadcasts: Broadcasts
    answers: Answers
    moves: Moves

    async def subscribe(self, *chats: int, **values: Unpack[Change]) -> None:
        """Subscribe people on Sunday evening, at 08:00 London time where nothing else is said.

        Without the weekly summary, so that a test counts only the messages that it is about.
        """
        zone = values.get("zone", "Europe/London")
        # More than a person may change by settings: a test may begin anywhere.
        settings = cast(PersonSettings, {"weekly": False, "zone_told": True, **values})
        first, *others = chats
        await self.subscriptions.start(first, "en", zone, SUNDAY_EVENING)
        await self.preferences.change(first, SUNDAY_EVENING, **settings)
        await self._copy(first, others)

    async def _copy(self, chat: int, others: Sequence[int]) -> None:
        """Give others the row of one person: quicker than to subscribe each."""
        query = subscribers.select().where(subscribers.c.chat_id == chat)
        async with self.database.write() as connection:
            found = (await connection.execute(query.execution_options(unlocked=True))).mappings()
            row = {name: value for name, value in found.one().items() if name != "id"}
            if others:
                rows = [row | {"chat_id": other} for other in others]
                await connection.execute(subscribers.insert(), rows)

    async def ledger(self) -> list[dict[str, Any]]:
        """Return the ledger's exercises in the order in which they were written."""
        async with self.database.read() as connection:
            found = await connection.execute(
                deliveries.select().where(IS_EXERCISE).order_by(deliveries.c.id)
            )
            return [dict(row) for row in found.mappings()]

    async def delivers(self, now: datetime) -> None:
        """Let everybody who is due have their exercise."""
        parcels = await self.deliveries.depart(await self.deliveries.claim(now, 1000), now)
        await self.deliveries.settle([(parcel, Sent(1)) for parcel in parcels], now)

    async def planned(self) -> list[tuple[str, datetime | None]]:
        """Return kind and next instant of every message, in the order of these instants."""
        columns = deliveries.c.kind, deliveries.c.wake_at
        async with self.database.read() as connection:
            found = await connection.execute(
                sa.select(*columns)
                .where(IS_NO_EXERCISE)
                .order_by(deliveries.c.wake_at, deliveries.c.id)
            )
            return [(kind, at) for kind, at in found]

    async def message_states(self) -> list[str]:
        """Return the states of the messages in the order in which they were written."""
        query = sa.select(deliveries.c.state).where(IS_NO_EXERCISE).order_by(deliveries.c.id)
        async with self.database.read() as connection:
            return list(await connection.scalars(query))

    async def states(self) -> list[str]:
        """Return the states of the exercises in the ledger."""
        return [row["state"] for row in await self.ledger()]


def build(database: Database, library: Library) -> Rooms:
    """Join the services of one worker."""
    return Rooms(
        database,
        Subscriptions(database, time(8)),
        Preferences(database),
        Programmes(database, library, key_of("1:token")),
        Practices(database, library),
        Deliveries(database, library),
        Broadcasts(database),
        Answers(database, library),
        Moves(database, library),
    )


async def count(database: Database, table: sa.Table) -> int:
    """Count the rows of a table."""
    async with database.read() as connection:
        return await connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0


async def deliver(rooms: Rooms, now: datetime) -> list[Parcel]:
    """Send everything that is due, with success."""
    parcels = await rooms.deliveries.depart(await rooms.deliveries.claim(now, 9), now)
    await rooms.deliveries.settle([(one, Sent(1)) for one in parcels], now)
    return parcels


async def send_all(rooms: Rooms, now: datetime, outcome: Outcome) -> list[Parcel]:
    """Claim what is due, let it depart and settle it with one outcome."""
    parcels = await rooms.deliveries.claim(now, 100)
    departed = await rooms.deliveries.depart(parcels, now)
    await rooms.deliveries.settle([(parcel, outcome) for parcel in departed], now)
    return departed


async def with_reminder(rooms: Rooms, *chats: int) -> None:
    """Let people have a reminder at 20:00, and Monday's exercise."""
    await rooms.subscribe(*chats, nudge=time(20))
    await rooms.delivers(MONDAY_EIGHT)


async def send_messages(rooms: Rooms, now: datetime, outcome: Outcome) -> list[Parcel]:
    """Claim the messages that are due, let them depart and settle them with one outcome."""
    claimed = await rooms.deliveries.claim(now, 100)
    assert all(parcel.kind is not DeliveryKind.EXERCISE for parcel in claimed)
    departed = await rooms.deliveries.depart(claimed, now)
    await rooms.deliveries.settle([(parcel, outcome) for parcel in departed], now)
    return departed


def exercise_of(parcel: Parcel) -> DailyExercise:
    """Return the exercise that a parcel carries."""
    assert isinstance(parcel.content, DailyExercise)
    return parcel.content
