"""Settings: every change keeps the next delivery right."""

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.coach.sheets import Equipment
from bot.services.people.changes import NotSubscribedError
from tests.services.rooms import ALICE, BOB, MONDAY_EIGHT, SUNDAY_EVENING, Rooms

LATER = SUNDAY_EVENING + timedelta(hours=1)


async def test_a_new_zone_moves_the_next_delivery_at_once(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    person = await rooms.preferences.change(ALICE, LATER, zone="America/New_York")

    assert person.next_due_at == datetime(2026, 11, 23, 13, 0, tzinfo=UTC)


async def test_an_hour_still_ahead_today_is_today(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    person = await rooms.preferences.change(ALICE, LATER, time=time(21, 30), today_too=True)

    assert person.next_due_at == datetime(2026, 11, 22, 21, 30, tzinfo=UTC)


async def test_what_is_done_today_does_not_come_again_at_a_later_hour(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    await rooms.practices.count(ALICE, "lunge", SUNDAY_EVENING)
    person = await rooms.preferences.change(ALICE, LATER, time=time(21, 30), today_too=True)

    assert person.next_due_at == datetime(2026, 11, 23, 21, 30, tzinfo=UTC)


async def test_what_is_done_no_more_comes_at_a_later_hour(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    await rooms.practices.count(ALICE, "lunge", SUNDAY_EVENING)
    await rooms.practices.uncount(ALICE, SUNDAY_EVENING)
    person = await rooms.preferences.change(ALICE, LATER, time=time(21, 30), today_too=True)

    assert person.next_due_at == datetime(2026, 11, 22, 21, 30, tzinfo=UTC)


async def test_no_other_setting_brings_today_again_after_start(rooms: Rooms) -> None:
    await rooms.subscriptions.start(BOB, "en", "Europe/London", MONDAY_EIGHT - timedelta(hours=1))
    early = MONDAY_EIGHT - timedelta(minutes=30)

    owned = await rooms.preferences.set_equipment(BOB, Equipment.BALL, early, on=True)
    days = await rooms.preferences.set_weekday(BOB, 6, early, on=False)

    assert owned.next_due_at == days.next_due_at == MONDAY_EIGHT + timedelta(days=1)


async def test_an_hour_already_gone_is_tomorrow(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    person = await rooms.preferences.change(ALICE, LATER, time=time(20, 30))

    assert person.next_due_at == datetime(2026, 11, 23, 20, 30, tzinfo=UTC)


async def test_days_off_are_skipped(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    person = await rooms.preferences.change(ALICE, LATER, weekdays=frozenset({3}))

    assert person.next_due_at == datetime(2026, 11, 26, 8, 0, tzinfo=UTC)


async def test_the_last_weekday_cannot_be_taken_away(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE, weekdays=frozenset({3}))
    person = await rooms.preferences.set_weekday(ALICE, 3, LATER, on=False)

    assert person.weekdays == {3}


async def test_equipment_is_switched_on_and_off(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    on = await rooms.preferences.set_equipment(ALICE, Equipment.BALL, LATER, on=True)
    again = await rooms.preferences.set_equipment(ALICE, Equipment.BALL, LATER, on=True)
    off = await rooms.preferences.set_equipment(ALICE, Equipment.BALL, LATER, on=False)

    assert on.equipment == again.equipment == {"ball"}
    assert off.equipment == frozenset()


async def test_a_stranger_has_nothing_to_change(rooms: Rooms) -> None:
    with pytest.raises(NotSubscribedError):
        await rooms.preferences.change(BOB, LATER, time=time(9))


async def test_a_chosen_language_stays_until_the_person_follows_their_app_again(
    rooms: Rooms,
) -> None:
    people = rooms.subscriptions
    await rooms.subscribe(ALICE)
    assert not (await people.require(ALICE)).language_chosen

    await rooms.preferences.choose_language(ALICE, "de", SUNDAY_EVENING, is_chosen=True)
    assert await people.language_for(ALICE, "pt-br") == "de"
    assert await people.language_for(ALICE) == "de"

    await rooms.preferences.choose_language(ALICE, "pt-br", SUNDAY_EVENING, is_chosen=False)
    assert await people.language_for(ALICE, "es") == "es"
    assert (await people.require(ALICE)).language == "es"


async def test_a_chosen_language_moves_no_delivery(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    before = await rooms.subscriptions.require(ALICE)
    after = await rooms.preferences.choose_language(ALICE, "de", SUNDAY_EVENING, is_chosen=True)

    assert (after.next_day, after.next_due_at) == (before.next_day, before.next_due_at)
