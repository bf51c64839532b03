"""One row that cannot be read never stops the others: it is set aside, and counted."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.services.delivery.outcome import Later, Sent
from bot.services.delivery.policy import LEASE
from bot.services.operators.statistics import Statistics
from bot.store.database import Database
from bot.store.tables import deliveries, subscribers
from tests.services.rooms import ALICE, MONDAY_EIGHT, TUESDAY_EIGHT, Rooms, send_all

OTHERS = range(2000, 2050)
MINUTE = timedelta(minutes=1)

BAD: dict[str, tuple[str, object]] = {
    "an unknown state": ("state", "asleep"),
    "an unknown kind": ("kind", "robot"),
    "junk weekdays": ("weekdays", "mon tue"),
    "a weekday that is none": ("weekdays", "9"),
    "no weekdays": ("weekdays", ""),
    "an unknown zone": ("zone", "Mars/Olympus"),
    "tuning of another shape": ("tuning", '{"lunge": 5}'),
    "tuning that is a list": ("tuning", "[1, 2]"),
    "the last position there is": ("position", 2**31 - 1),
    "a position before the first": ("position", -1),
}
ON_SQLITE: dict[str, tuple[str, object]] = {
    "a junk time": ("wall", "half past"),
    "a junk next day": ("next_day", "soon"),
    "a junk last day": ("last_day", "2026-13-45"),
    "junk tuning": ("tuning", "{not json"),
    "a position in words": ("position", "many"),
    "a junk reminder": ("nudge", "evening"),
    "a count in words": ("unanswered", "lots"),
    "a junk instant": ("next_due_at", "0 o'clock"),
}


async def spoil(database: Database, chat: int, column: str, value: object) -> None:
    """Write a value past every type."""
    cast = "CAST(:value AS json)" if column == "tuning" and not database.is_sqlite else ":value"
    statement = f"UPDATE subscribers SET {column} = {cast} WHERE chat_id = :chat"  # noqa: S608
    async with database.write() as connection:
        await connection.execute(sa.text(statement), {"value": value, "chat": chat})


async def check(rooms: Rooms, column: str, value: object) -> None:
    await rooms.subscribe(ALICE, *OTHERS)
    await spoil(rooms.database, ALICE, column, value)

    sent = await send_all(rooms, MONDAY_EIGHT, Sent(1))

    assert sorted(parcel.chat_id for parcel in sent) == list(OTHERS)
    assert await Statistics(rooms.database).quarantined() == 1
    assert await send_all(rooms, MONDAY_EIGHT + MINUTE, Sent(1)) == []
    assert len(await send_all(rooms, TUESDAY_EIGHT, Sent(1))) == len(OTHERS)
    assert await Statistics(rooms.database).quarantined() == 1


@pytest.mark.parametrize("bad", BAD)
async def test_a_bad_row_is_set_aside_and_all_others_are_delivered(rooms: Rooms, bad: str) -> None:
    await check(rooms, *BAD[bad])


class TestOnSqlite:
    """Its columns take a value of any type."""

    @pytest.fixture
    def engine(self) -> str:
        return "sqlite"

    @pytest.mark.parametrize("bad", ON_SQLITE)
    async def test_a_bad_row_is_set_aside_and_all_others_are_delivered(
        self, rooms: Rooms, bad: str
    ) -> None:
        await check(rooms, *ON_SQLITE[bad])

    async def test_a_bad_instant_in_the_ledger_ends_that_delivery_only(self, rooms: Rooms) -> None:
        await rooms.subscribe(ALICE, *OTHERS)
        await send_all(rooms, MONDAY_EIGHT, Later("502"))
        await self._spoil_one(rooms, "due_at", "0000")

        sent = await send_all(rooms, MONDAY_EIGHT + MINUTE, Sent(1))

        assert len(sent) == len(OTHERS)
        assert sorted(await rooms.message_states()) == []

    async def test_a_week_that_cannot_be_read_ends_its_summary_only(self, rooms: Rooms) -> None:
        await rooms.subscribe(ALICE, *OTHERS, weekly=True, weekdays=frozenset({0}))
        await send_all(rooms, MONDAY_EIGHT, Sent(1))
        async with rooms.database.write() as connection:
            await connection.execute(
                sa.text(
                    "INSERT INTO completions (subscriber_id, day, exercise, done_at)"
                    " SELECT id, '2026-99-99', 'lunge', '2026-11-23 08:00:00.000000'"
                    " FROM subscribers WHERE chat_id = :chat"
                ),
                {"chat": ALICE},
            )

        chats: list[int] = []
        while sent := await send_all(
            rooms, MONDAY_EIGHT + timedelta(hours=12, minutes=1), Sent(1)
        ):
            chats += [one.chat_id for one in sent]

        assert sorted(chats) == list(OTHERS)

    async def _spoil_one(self, rooms: Rooms, column: str, value: object) -> None:
        async with rooms.database.write() as connection:
            await connection.execute(
                sa.text(f"UPDATE deliveries SET {column} = :value WHERE id = 1"),  # noqa: S608
                {"value": value},
            )


@pytest.mark.parametrize("column", ["state", "zone"])
async def test_a_retry_to_a_bad_row_does_not_stop_the_other_retries(
    rooms: Rooms, column: str
) -> None:
    await rooms.subscribe(ALICE, *OTHERS)
    await send_all(rooms, MONDAY_EIGHT, Later("502"))
    await spoil(rooms.database, ALICE, column, "junk")

    sent = await send_all(rooms, MONDAY_EIGHT + MINUTE, Sent(1))

    assert {parcel.chat_id for parcel in sent} >= set(OTHERS)


async def test_a_delivery_in_an_unknown_state_does_not_stop_the_others(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE, *OTHERS)
    await rooms.deliveries.claim(MONDAY_EIGHT, 100)
    async with rooms.database.write() as connection:
        mine = sa.select(subscribers.c.id).where(subscribers.c.chat_id == ALICE)
        await connection.execute(
            deliveries.update()
            .where(deliveries.c.subscriber_id.in_(mine))
            .values(state="lost in the post")
        )

    sent = await send_all(rooms, MONDAY_EIGHT + LEASE, Sent(1))

    assert sorted(parcel.chat_id for parcel in sent) == list(OTHERS)
    assert sorted(set(await rooms.states())) == ["failed", "sent"]


async def test_the_count_of_silence_stops_at_what_the_column_holds(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    await spoil(rooms.database, ALICE, "unanswered", 2**15 - 1)

    assert len(await send_all(rooms, MONDAY_EIGHT, Sent(1))) == 1
    alice = await rooms.subscriptions.find(ALICE)
    assert alice is not None
    assert alice.unanswered == 2**15 - 1


async def test_a_row_that_was_mended_is_back_with_start(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    await spoil(rooms.database, ALICE, "zone", "Mars/Olympus")
    await send_all(rooms, MONDAY_EIGHT, Sent(1))
    await spoil(rooms.database, ALICE, "zone", "Europe/London")

    await rooms.subscriptions.start(ALICE, "en", "Europe/London", MONDAY_EIGHT)

    assert await Statistics(rooms.database).quarantined() == 0
    assert len(await send_all(rooms, TUESDAY_EIGHT, Sent(1))) == 1
