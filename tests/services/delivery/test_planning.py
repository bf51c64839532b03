"""What a due person gets: the late, the missed and the next."""

from datetime import UTC, date, datetime, timedelta

from bot.services.delivery.outcome import (
    Sent,
)
from bot.store import subscribers
from tests.services.rooms import (
    ALICE,
    BOB,
    MONDAY_EIGHT,
    SUNDAY_EVENING,
    TUESDAY_EIGHT,
    Rooms,
    exercise_of,
    send_all,
)

MOMENT = timedelta(seconds=1)


async def test_the_next_day_brings_the_next_exercise(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)

    monday = await send_all(rooms, MONDAY_EIGHT, Sent(1))
    tuesday = await send_all(rooms, TUESDAY_EIGHT, Sent(2))

    assert exercise_of(monday[0]).practice.exercise != exercise_of(tuesday[0]).practice.exercise


async def test_a_short_outage_brings_today_late_and_says_so(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)

    sent = await send_all(rooms, MONDAY_EIGHT + timedelta(hours=5), Sent(1))

    assert [exercise_of(parcel).late for parcel in sent] == [True]


async def test_a_long_outage_records_missed_days_and_sends_only_today(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)

    sent = await send_all(rooms, MONDAY_EIGHT + timedelta(days=3, hours=1), Sent(1))

    assert [exercise_of(parcel).day for parcel in sent] == [date(2026, 11, 26)]
    assert await rooms.states() == ["missed", "missed", "missed", "sent"]


async def test_missed_days_do_not_use_up_the_plan(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE, BOB)
    monday = await rooms.deliveries.claim(MONDAY_EIGHT, 1)
    late = await rooms.deliveries.claim(MONDAY_EIGHT + timedelta(days=3, hours=1), 10)

    same = [exercise_of(p).practice.exercise for p in late if p.chat_id != monday[0].chat_id]
    assert same == [exercise_of(monday[0]).practice.exercise]


async def test_an_absence_of_a_year_is_answered_with_today(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)

    sent = await send_all(rooms, MONDAY_EIGHT + timedelta(days=365), Sent(1))

    assert [exercise_of(parcel).day for parcel in sent] == [date(2027, 11, 23)]
    assert len(await rooms.ledger()) < 20


async def test_today_and_the_delivery_agree(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    for days in range(30):
        morning = MONDAY_EIGHT + timedelta(days=days)
        before = await rooms.practices.today(ALICE, morning - timedelta(hours=1))
        sent = await send_all(rooms, morning, Sent(1))
        after = await rooms.practices.today(ALICE, morning + timedelta(hours=1))

        assert before.practice == exercise_of(sent[0]).practice == after.practice


async def test_the_first_delivery_is_not_what_start_showed(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    shown = await rooms.practices.today(ALICE, SUNDAY_EVENING)

    sent = await send_all(rooms, MONDAY_EIGHT, Sent(1))

    assert exercise_of(sent[0]).practice.exercise != shown.practice.exercise


async def test_an_hour_still_ahead_today_brings_what_start_showed(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    shown = await rooms.practices.today(ALICE, SUNDAY_EVENING)
    nine = datetime(2026, 11, 22, 21, 0, tzinfo=UTC)
    await rooms.preferences.change(ALICE, SUNDAY_EVENING, time=nine.time(), today_too=True)

    sent = await send_all(rooms, nine, Sent(1))

    assert [exercise_of(parcel).practice for parcel in sent] == [shown.practice]


async def test_one_bad_row_never_stops_the_others(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE, BOB)
    async with rooms.database.write() as connection:
        alice = await subscribers.by_chat(connection, ALICE)
        assert alice is not None
        await subscribers.change(connection, alice.id, zone="Nowhere/Atlantis")

    sent = await send_all(rooms, MONDAY_EIGHT, Sent(1))

    assert [parcel.chat_id for parcel in sent] == [BOB]
