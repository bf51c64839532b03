"""The shared count of a group: once a member and day, and soon forgotten."""

from datetime import timedelta

import pytest

from bot.services.delivery.outcome import Moved
from bot.services.people.group_dones import GroupDones
from bot.store.database import Database
from bot.store.tables import group_dones
from tests.services.people.group import THEM, US, found, subscribe
from tests.services.rooms import (
    ALICE,
    BOB,
    CHARLIE,
    MONDAY_EIGHT,
    SUNDAY_EVENING,
    Rooms,
    count,
    exercise_of,
)

MONDAY = MONDAY_EIGHT.date()


@pytest.fixture
def dones(database: Database) -> GroupDones:
    return GroupDones(database)


async def test_each_member_counts_once_a_day(rooms: Rooms, dones: GroupDones) -> None:
    await subscribe(rooms)
    taps = [await dones.tap(US, who, MONDAY) for who in (ALICE, BOB, ALICE, ALICE)]

    assert taps == [True, True, False, True]
    assert await dones.count(US, MONDAY) == 2


async def test_groups_and_days_are_counted_apart(rooms: Rooms, dones: GroupDones) -> None:
    for chat in (US, THEM):
        await subscribe(rooms, chat)
    await dones.tap(US, ALICE, MONDAY)

    assert await dones.count(THEM, MONDAY) == 0
    assert await dones.count(US, MONDAY + timedelta(days=1)) == 0


async def test_without_a_subscription_nothing_is_kept(
    dones: GroupDones, database: Database
) -> None:
    assert await dones.tap(US, ALICE, MONDAY) is None
    assert await dones.count(US, MONDAY) == 0
    assert await count(database, group_dones) == 0


async def test_a_members_own_day_is_left_alone(rooms: Rooms, dones: GroupDones) -> None:
    await rooms.subscribe(ALICE)
    await subscribe(rooms)
    await dones.tap(US, ALICE, SUNDAY_EVENING.date())

    assert not (await rooms.practices.today(ALICE, SUNDAY_EVENING)).done


async def test_who_did_it_is_forgotten_after_two_days(
    rooms: Rooms, dones: GroupDones, database: Database
) -> None:
    await subscribe(rooms)
    for days in range(4):
        await dones.tap(US, CHARLIE, MONDAY + timedelta(days=days))
    await dones.forget(MONDAY_EIGHT + timedelta(days=3))

    assert await dones.count(US, MONDAY) == 0
    assert await count(database, group_dones) == 3


async def test_the_day_s_post_opens_with_the_count_it_has(rooms: Rooms, dones: GroupDones) -> None:
    for chat in (US, THEM):
        await subscribe(rooms, chat)
    await rooms.subscribe(ALICE)
    for who in (ALICE, BOB):
        await dones.tap(US, who, MONDAY)
    await dones.tap(US, CHARLIE, MONDAY - timedelta(days=1))
    parcels = await rooms.deliveries.claim(MONDAY_EIGHT, 10)

    counts = {one.chat_id: exercise_of(one).count for one in parcels}
    assert counts == {US: 2, THEM: 0, ALICE: 0}


async def test_a_post_that_is_tried_again_opens_with_the_count_it_has_by_then(
    rooms: Rooms, dones: GroupDones
) -> None:
    await subscribe(rooms)
    await rooms.deliveries.claim(MONDAY_EIGHT, 10)
    await dones.tap(US, ALICE, MONDAY)
    (again,) = await rooms.deliveries.claim(MONDAY_EIGHT + timedelta(minutes=3), 10)

    assert exercise_of(again).count == 1


async def test_a_group_that_moved_keeps_its_row_and_its_count(
    rooms: Rooms, dones: GroupDones
) -> None:
    before = await subscribe(rooms)
    await dones.tap(US, ALICE, MONDAY)
    (parcel,) = await rooms.deliveries.claim(MONDAY_EIGHT, 10)
    (parcel,) = await rooms.deliveries.depart([parcel], MONDAY_EIGHT)
    await rooms.deliveries.settle([(parcel, Moved(THEM))], MONDAY_EIGHT)
    (again,) = await rooms.deliveries.claim(MONDAY_EIGHT, 10)

    assert again.chat_id == THEM
    assert (await found(rooms, THEM)).id == before.id
    assert await dones.count(THEM, MONDAY) == 1
