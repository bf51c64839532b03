"""Groups: a shared count that is soon forgotten, and a row that nothing deletes."""

from datetime import timedelta

import pytest

from bot.services.delivery.outcome import Lost, Moved, Sent
from bot.services.people.groups import Groups
from bot.store.database import Database
from bot.store.subscribers import ChatKind, Status, Subscriber
from bot.store.tables import group_dones
from tests.services.rooms import (
    ALICE,
    BOB,
    CHARLIE,
    MONDAY_EIGHT,
    SUNDAY_EVENING,
    TUESDAY_EIGHT,
    Rooms,
    count,
    exercise_of,
)

US, THEM = -100500, -100600
TOPIC = 77
MONDAY = MONDAY_EIGHT.date()


@pytest.fixture
def groups(database: Database) -> Groups:
    return Groups(database)


async def subscribe(rooms: Rooms, chat: int = US) -> Subscriber:
    await rooms.subscriptions.start(
        chat,
        "en",
        "Europe/London",
        SUNDAY_EVENING,
        kind=ChatKind.GROUP,
        topic_id=TOPIC,
        owner_id=ALICE,
    )
    return await rooms.preferences.change(chat, SUNDAY_EVENING, zone_told=True)


async def of(rooms: Rooms, chat: int = US) -> Subscriber:
    found = await rooms.subscriptions.find(chat)
    assert found
    return found


async def test_each_member_counts_once_a_day(rooms: Rooms, groups: Groups) -> None:
    await subscribe(rooms)
    taps = [await groups.tap(US, who, MONDAY) for who in (ALICE, BOB, ALICE, ALICE)]

    assert taps == [True, True, False, True]
    assert await groups.count(US, MONDAY) == 2


async def test_groups_and_days_are_counted_apart(rooms: Rooms, groups: Groups) -> None:
    for chat in (US, THEM):
        await subscribe(rooms, chat)
    await groups.tap(US, ALICE, MONDAY)

    assert await groups.count(THEM, MONDAY) == 0
    assert await groups.count(US, MONDAY + timedelta(days=1)) == 0


async def test_without_a_subscription_nothing_is_kept(groups: Groups, database: Database) -> None:
    assert await groups.tap(US, ALICE, MONDAY) is None
    assert await groups.count(US, MONDAY) == 0
    assert await count(database, group_dones) == 0


async def test_a_members_own_day_is_left_alone(rooms: Rooms, groups: Groups) -> None:
    await rooms.subscribe(ALICE)
    await subscribe(rooms)
    await groups.tap(US, ALICE, SUNDAY_EVENING.date())

    assert not (await rooms.practices.today(ALICE, SUNDAY_EVENING)).done


async def test_who_did_it_is_forgotten_after_two_days(
    rooms: Rooms, groups: Groups, database: Database
) -> None:
    await subscribe(rooms)
    for days in range(4):
        await groups.tap(US, CHARLIE, MONDAY + timedelta(days=days))
    await groups.forget(MONDAY_EIGHT + timedelta(days=3))

    assert await groups.count(US, MONDAY) == 0
    assert await count(database, group_dones) == 3


async def test_a_parcel_knows_the_topic_the_first_time_and_again(rooms: Rooms) -> None:
    await subscribe(rooms)
    (first,) = await rooms.deliveries.claim(MONDAY_EIGHT, 10)
    (again,) = await rooms.deliveries.claim(MONDAY_EIGHT + timedelta(minutes=3), 10)

    assert [exercise_of(one).chat_kind for one in (first, again)] == ["group", "group"]
    assert first.topic_id == again.topic_id == TOPIC


async def test_a_topic_that_is_gone_is_forgotten_and_nothing_else(
    rooms: Rooms, groups: Groups
) -> None:
    before = await subscribe(rooms)
    await groups.leave_topic(US)
    await groups.leave_topic(THEM)

    assert await of(rooms) == before._replace(topic_id=None)


async def test_a_group_that_moved_keeps_its_row_and_its_count(
    rooms: Rooms, groups: Groups
) -> None:
    before = await subscribe(rooms)
    await groups.tap(US, ALICE, MONDAY)
    (parcel,) = await rooms.deliveries.claim(MONDAY_EIGHT, 10)
    (parcel,) = await rooms.deliveries.depart([parcel], MONDAY_EIGHT)
    await rooms.deliveries.settle([(parcel, Moved(THEM))], MONDAY_EIGHT)
    (again,) = await rooms.deliveries.claim(MONDAY_EIGHT, 10)

    assert again.chat_id == THEM
    assert (await of(rooms, THEM)).id == before.id
    assert await groups.count(THEM, MONDAY) == 1


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

    paused = await of(rooms)
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
