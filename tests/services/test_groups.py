"""Groups: a shared count that is soon forgotten, and a row that nothing deletes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.services.groups import Groups, Tap
from bot.services.outcome import Lost, Moved, Sent
from bot.store.database import Database
from bot.store.subscribers import Standing, Subscriber
from bot.store.tables import group_dones
from tests.services.house import (
    ALICE,
    BOB,
    CHARLIE,
    MONDAY_EIGHT,
    SUNDAY_EVENING,
    TUESDAY_EIGHT,
    House,
    count,
)

US, THEM = -100500, -100600
TOPIC = 77
MONDAY = MONDAY_EIGHT.date()


@pytest.fixture
def groups(database: Database) -> Groups:
    return Groups(database)


async def subscribe(house: House, chat: int = US) -> Subscriber:
    return await house.subscriptions.start(
        chat, "en", "Europe/London", SUNDAY_EVENING, kind="group", topic_id=TOPIC, owner_id=ALICE
    )


async def of(house: House, chat: int = US) -> Subscriber:
    found = await house.subscriptions.of(chat)
    assert found
    return found


async def test_each_member_counts_once_a_day(house: House, groups: Groups) -> None:
    await subscribe(house)
    taps = [await groups.tap(US, who, MONDAY) for who in (ALICE, BOB, ALICE, ALICE)]

    assert taps == [Tap(True, 1), Tap(True, 2), Tap(False, 1), Tap(True, 2)]
    assert await groups.count(US, MONDAY) == 2


async def test_groups_and_days_are_counted_apart(house: House, groups: Groups) -> None:
    for chat in (US, THEM):
        await subscribe(house, chat)
    await groups.tap(US, ALICE, MONDAY)

    assert await groups.count(THEM, MONDAY) == 0
    assert await groups.count(US, MONDAY + timedelta(days=1)) == 0


async def test_without_a_subscription_nothing_is_kept(groups: Groups, database: Database) -> None:
    assert await groups.tap(US, ALICE, MONDAY) is None
    assert await groups.count(US, MONDAY) == 0
    assert await count(database, group_dones) == 0


async def test_a_members_own_day_is_left_alone(house: House, groups: Groups) -> None:
    await house.subscribe(ALICE)
    await subscribe(house)
    await groups.tap(US, ALICE, SUNDAY_EVENING.date())

    assert not (await house.practices.today(ALICE, SUNDAY_EVENING)).done


async def test_who_did_it_is_forgotten_after_two_days(
    house: House, groups: Groups, database: Database
) -> None:
    await subscribe(house)
    for days in range(4):
        await groups.tap(US, CHARLIE, MONDAY + timedelta(days=days))
    await groups.forget(MONDAY_EIGHT + timedelta(days=3))

    assert await groups.count(US, MONDAY) == 0
    assert await count(database, group_dones) == 3


async def test_a_parcel_knows_the_topic_the_first_time_and_again(house: House) -> None:
    await subscribe(house)
    (first,) = await house.deliveries.claim(MONDAY_EIGHT, 10)
    (again,) = await house.deliveries.claim(MONDAY_EIGHT + timedelta(minutes=3), 10)

    assert (first.kind, first.topic_id) == (again.kind, again.topic_id) == ("group", TOPIC)


async def test_a_topic_that_is_gone_is_forgotten_and_nothing_else(
    house: House, groups: Groups
) -> None:
    before = await subscribe(house)
    await groups.leave_topic(US)
    await groups.leave_topic(THEM)

    assert await of(house) == replace(before, topic_id=None)


async def test_a_group_that_moved_keeps_its_row_and_its_count(
    house: House, groups: Groups
) -> None:
    before = await subscribe(house)
    await groups.tap(US, ALICE, MONDAY)
    (parcel,) = await house.deliveries.claim(MONDAY_EIGHT, 10)
    (parcel,) = await house.deliveries.depart([parcel], MONDAY_EIGHT)
    await house.deliveries.settle([(parcel, Moved(THEM))], MONDAY_EIGHT)
    (again,) = await house.deliveries.claim(MONDAY_EIGHT, 10)

    assert again.chat_id == THEM
    assert (await of(house, THEM)).id == before.id
    assert await groups.count(THEM, MONDAY) == 1


async def test_who_is_shown_out_is_paused_once_and_comes_back_with_all(house: House) -> None:
    before = await subscribe(house)
    first = await house.subscriptions.block(US, SUNDAY_EVENING)
    second = await house.subscriptions.block(US, SUNDAY_EVENING)

    assert first is not None
    assert (first.owner_id, first.state) == (ALICE, Standing.BLOCKED)
    assert second is None
    assert await house.subscriptions.unblock(US, SUNDAY_EVENING) == before
    assert await house.subscriptions.unblock(US, SUNDAY_EVENING) is None


async def test_a_lost_group_is_paused_and_not_deleted(house: House) -> None:
    await subscribe(house)
    (parcel,) = await house.deliveries.claim(MONDAY_EIGHT, 10)
    (parcel,) = await house.deliveries.depart([parcel], MONDAY_EIGHT)
    await house.deliveries.settle([(parcel, Lost("not enough rights"))], MONDAY_EIGHT)

    paused = await of(house)
    assert (paused.state, paused.topic_id, paused.owner_id) == (Standing.BLOCKED, TOPIC, ALICE)


async def test_the_latest_start_says_where_and_who(house: House) -> None:
    await subscribe(house)
    again = await house.subscriptions.start(
        US, "de", "Asia/Tokyo", SUNDAY_EVENING, kind="group", topic_id=None
    )

    assert (again.topic_id, again.owner_id, again.zone) == (None, ALICE, "Europe/London")


async def test_a_group_gets_one_post_a_day(house: House) -> None:
    await subscribe(house)
    sent = []
    for now in (MONDAY_EIGHT, MONDAY_EIGHT + timedelta(hours=1), TUESDAY_EIGHT):
        parcels = await house.deliveries.depart(await house.deliveries.claim(now, 10), now)
        await house.deliveries.settle([(one, Sent(1)) for one in parcels], now)
        sent.append(len(parcels))

    assert sent == [1, 0, 1]
