"""Groups that come, move and leave: a topic, an owner, and a row that nothing deletes."""

from datetime import time, timedelta

from bot.services.delivery.outcome import Lost, Sent
from bot.store.subscribers import ChatKind, Status
from tests.services.people.group import THEM, TOPIC, US, found, subscribe
from tests.services.rooms import (
    ALICE,
    MONDAY_EIGHT,
    SUNDAY_EVENING,
    TUESDAY_EIGHT,
    Rooms,
    exercise_of,
)


async def test_a_parcel_knows_the_topic_the_first_time_and_again(rooms: Rooms) -> None:
    await subscribe(rooms)
    (first,) = await rooms.deliveries.claim(MONDAY_EIGHT, 10)
    (again,) = await rooms.deliveries.claim(MONDAY_EIGHT + timedelta(minutes=3), 10)

    assert [exercise_of(one).chat_kind for one in (first, again)] == ["group", "group"]
    assert first.topic_id == again.topic_id == TOPIC


async def test_a_topic_that_is_gone_is_forgotten_and_nothing_else(rooms: Rooms) -> None:
    before = await subscribe(rooms)
    await rooms.subscriptions.leave_topic(US)
    await rooms.subscriptions.leave_topic(THEM)

    assert await found(rooms) == before._replace(topic_id=None)


async def test_who_is_shown_out_is_paused_once_and_comes_back_with_all(rooms: Rooms) -> None:
    before = await subscribe(rooms)
    first = await rooms.subscriptions.block(US, SUNDAY_EVENING)
    second = await rooms.subscriptions.block(US, SUNDAY_EVENING)

    assert first is not None
    assert (first.owner_id, first.state) == (ALICE, Status.BLOCKED)
    assert second is None
    assert await rooms.subscriptions.unblock(US, SUNDAY_EVENING) == before
    assert await rooms.subscriptions.unblock(US, SUNDAY_EVENING) is None


async def test_a_lost_group_is_paused_and_not_deleted(rooms: Rooms) -> None:
    await subscribe(rooms)
    (parcel,) = await rooms.deliveries.claim(MONDAY_EIGHT, 10)
    (parcel,) = await rooms.deliveries.depart([parcel], MONDAY_EIGHT)
    await rooms.deliveries.settle([(parcel, Lost("not enough rights"))], MONDAY_EIGHT)

    paused = await found(rooms)
    assert (paused.state, paused.topic_id, paused.owner_id) == (Status.BLOCKED, TOPIC, ALICE)


async def test_the_latest_start_says_where_and_who(rooms: Rooms) -> None:
    await subscribe(rooms)
    again = await rooms.subscriptions.start(
        US, "de", "Asia/Tokyo", SUNDAY_EVENING, kind=ChatKind.GROUP, topic_id=None
    )

    assert (again.topic_id, again.owner_id, again.zone) == (None, ALICE, "Europe/London")


async def test_a_group_gets_one_post_a_day(rooms: Rooms) -> None:
    await subscribe(rooms)
    sent = []
    for now in (MONDAY_EIGHT, MONDAY_EIGHT + timedelta(hours=1), TUESDAY_EIGHT):
        parcels = await rooms.deliveries.depart(await rooms.deliveries.claim(now, 10), now)
        await rooms.deliveries.settle([(one, Sent(1)) for one in parcels], now)
        sent.append(len(parcels))

    assert sent == [1, 0, 1]


async def test_an_hour_still_ahead_brings_no_second_post_on_the_first_day(rooms: Rooms) -> None:
    await subscribe(rooms)
    changed = await rooms.preferences.change(US, SUNDAY_EVENING, time=time(21), today_too=True)

    assert changed.next_day == MONDAY_EIGHT.date()


async def test_an_hour_still_ahead_moves_a_post_that_is_still_to_come(rooms: Rooms) -> None:
    await subscribe(rooms)
    early = MONDAY_EIGHT - timedelta(hours=1)
    changed = await rooms.preferences.change(US, early, time=time(21), today_too=True)

    assert changed.next_due_at == MONDAY_EIGHT + timedelta(hours=13)
