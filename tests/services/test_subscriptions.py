"""Subscriptions: every change keeps the next delivery right."""

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.coach.sheets import Equipment
from bot.services.subscriptions import NotSubscribedError
from bot.store.subscribers import Standing
from tests.services.house import ALICE, BOB, MONDAY_EIGHT, SUNDAY_EVENING, House

LATER = SUNDAY_EVENING + timedelta(hours=1)


async def test_a_newcomer_is_due_tomorrow_at_the_default_hour(house: House) -> None:
    person = await house.subscriptions.start(ALICE, "en", "Europe/London", SUNDAY_EVENING)

    assert person.next_due_at == MONDAY_EIGHT


async def test_a_second_start_keeps_every_setting(house: House) -> None:
    await house.subscribe(ALICE, wall=time(6, 30), weekdays=frozenset({0, 2}))
    person = await house.subscriptions.start(ALICE, "de", "Asia/Tokyo", LATER)

    assert (person.wall, person.zone) == (time(6, 30), "Europe/London")
    assert person.weekdays == {0, 2}


async def test_stop_ends_deliveries_and_start_brings_them_back(house: House) -> None:
    await house.subscribe(ALICE)
    await house.subscriptions.stop(ALICE, LATER)
    stopped = await house.subscriptions.of(ALICE)
    back = await house.subscriptions.start(ALICE, "en", "Europe/London", LATER)

    assert stopped is not None
    assert (stopped.state, stopped.next_due_at) == (Standing.STOPPED, None)
    assert (back.state, back.next_due_at) == (Standing.ACTIVE, MONDAY_EIGHT)


async def test_stop_without_a_subscription_is_no_error(house: House) -> None:
    await house.subscriptions.stop(BOB, LATER)

    assert await house.subscriptions.of(BOB) is None


async def test_who_stopped_and_then_unblocks_stays_stopped(house: House) -> None:
    await house.subscribe(ALICE)
    await house.subscriptions.stop(ALICE, LATER)
    await house.subscriptions.block(ALICE, LATER)
    await house.subscriptions.unblock(ALICE, LATER)

    person = await house.subscriptions.of(ALICE)
    assert person is not None
    assert person.state == Standing.STOPPED


async def test_a_new_zone_moves_the_next_delivery_at_once(house: House) -> None:
    await house.subscribe(ALICE)
    person = await house.subscriptions.change(ALICE, LATER, zone="America/New_York")

    assert person.next_due_at == datetime(2026, 11, 23, 13, 0, tzinfo=UTC)


async def test_an_hour_still_ahead_today_is_today(house: House) -> None:
    await house.subscribe(ALICE)
    person = await house.subscriptions.change(ALICE, LATER, wall=time(21, 30), today_too=True)

    assert person.next_due_at == datetime(2026, 11, 22, 21, 30, tzinfo=UTC)


async def test_no_other_setting_brings_today_again_after_start(house: House) -> None:
    await house.subscriptions.start(BOB, "en", "Europe/London", MONDAY_EIGHT - timedelta(hours=1))
    early = MONDAY_EIGHT - timedelta(minutes=30)

    owned = await house.subscriptions.toggle_equipment(BOB, Equipment.BALL, early)
    days = await house.subscriptions.toggle_day(BOB, 6, early)

    assert owned.next_due_at == days.next_due_at == MONDAY_EIGHT + timedelta(days=1)


async def test_a_second_start_does_not_cost_an_active_person_their_day(house: House) -> None:
    await house.subscribe(ALICE)
    early = MONDAY_EIGHT - timedelta(minutes=30)
    person = await house.subscriptions.start(ALICE, "en", "Europe/London", early)

    assert person.next_due_at == MONDAY_EIGHT


async def test_an_hour_already_gone_is_tomorrow(house: House) -> None:
    await house.subscribe(ALICE)
    person = await house.subscriptions.change(ALICE, LATER, wall=time(20, 30))

    assert person.next_due_at == datetime(2026, 11, 23, 20, 30, tzinfo=UTC)


async def test_days_off_are_skipped(house: House) -> None:
    await house.subscribe(ALICE)
    person = await house.subscriptions.change(ALICE, LATER, weekdays=frozenset({3}))

    assert person.next_due_at == datetime(2026, 11, 26, 8, 0, tzinfo=UTC)


async def test_the_last_weekday_cannot_be_taken_away(house: House) -> None:
    await house.subscribe(ALICE, weekdays=frozenset({3}))
    person = await house.subscriptions.toggle_day(ALICE, 3, LATER)

    assert person.weekdays == {3}


async def test_equipment_is_switched_on_and_off(house: House) -> None:
    await house.subscribe(ALICE)
    on = await house.subscriptions.toggle_equipment(ALICE, Equipment.BALL, LATER)
    off = await house.subscriptions.toggle_equipment(ALICE, Equipment.BALL, LATER)

    assert on.equipment == {"ball"}
    assert off.equipment == frozenset()


async def test_a_stranger_has_nothing_to_change(house: House) -> None:
    with pytest.raises(NotSubscribedError):
        await house.subscriptions.change(BOB, LATER, wall=time(9))


async def test_a_group_that_moves_keeps_its_settings(house: House) -> None:
    await house.subscribe(ALICE, wall=time(6, 30))
    await house.subscriptions.migrate(ALICE, -100_777)

    moved = await house.subscriptions.of(-100_777)
    assert moved is not None
    assert moved.wall == time(6, 30)
