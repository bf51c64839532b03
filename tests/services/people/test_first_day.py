"""The first exercise belongs to one day, whichever time zone was guessed before it was known."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.services.people.finishing import Finish
from bot.services.people.responses import Answer
from bot.store.day_cards import DayExercise
from bot.store.subscribers import ChatKind, Subscriber
from tests.services.rooms import ALICE, MONDAY_EIGHT, TUESDAY_EIGHT, Rooms

SUNDAY_SEVEN = datetime(2026, 11, 22, 7, 2, tzinfo=UTC)
"""In New York, 02:02 of the same date."""

SATURDAY, SUNDAY, MONDAY = date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 23)
LOS_ANGELES = "America/Los_Angeles"


async def _tells_zone(rooms: Rooms, zone: str = "Europe/London") -> Subscriber:
    return await rooms.preferences.change(ALICE, SUNDAY_SEVEN, zone=zone, zone_told=True)


async def test_what_was_done_moves_with_the_day_once_the_zone_is_known(rooms: Rooms) -> None:
    await rooms.subscriptions.start(ALICE, "en", LOS_ANGELES, SUNDAY_SEVEN)
    await rooms.practices.shows(ALICE, 7, DayExercise(SATURDAY, "lunge"))
    await rooms.practices.count(ALICE, "lunge", SUNDAY_SEVEN)
    await rooms.answers.tune(ALICE, SATURDAY, "lunge", Answer.HARD, SUNDAY_SEVEN)
    await _tells_zone(rooms)

    found = await rooms.practices.today(ALICE, SUNDAY_SEVEN)
    assert (found.day, found.done) == (SUNDAY, True)
    assert Answer.HARD in found.responses.answers
    assert await rooms.practices.shown_by(ALICE, 7, SUNDAY_SEVEN) == DayExercise(SUNDAY, "lunge")


async def test_what_was_done_on_both_dates_stays_done_once_they_are_one(rooms: Rooms) -> None:
    """Begin on Saturday, and anew on Sunday at 04:02; in New York it's still Saturday."""
    saturday, sunday = SUNDAY_SEVEN - timedelta(hours=19), SUNDAY_SEVEN - timedelta(hours=3)
    for now in (saturday, sunday):
        await rooms.subscriptions.start(ALICE, "en", "Europe/London", now)
        await rooms.practices.count(ALICE, "lunge", now)
        await rooms.answers.tune(ALICE, now.date(), "lunge", Answer.HARD, now)
        await rooms.subscriptions.stop(ALICE, now)
    await rooms.subscriptions.start(ALICE, "en", "Europe/London", sunday)
    await rooms.preferences.change(ALICE, sunday, zone="America/New_York", zone_told=True)

    found = await rooms.practices.today(ALICE, sunday)
    assert (found.day, found.done) == (SATURDAY, True)
    assert Answer.HARD in found.responses.answers


async def test_done_on_the_card_of_a_guessed_day_counts_for_the_day_it_is(rooms: Rooms) -> None:
    await rooms.subscriptions.start(ALICE, "en", LOS_ANGELES, SUNDAY_SEVEN)
    await _tells_zone(rooms)
    await rooms.practices.finish(Finish(ALICE, SUNDAY, "lunge", SUNDAY_SEVEN))

    completed = await rooms.practices.count(ALICE, "lunge", SUNDAY_SEVEN, SATURDAY)
    responses = await rooms.practices.responses(ALICE, SATURDAY, "lunge", SUNDAY_SEVEN)
    assert completed is not None
    assert (completed.day, completed.is_new, completed.week.streak) == (SUNDAY, False, 1)
    assert (responses.done, responses.is_todays) == (True, True)

    await rooms.practices.uncount(ALICE, SUNDAY_SEVEN, SATURDAY)
    assert not (await rooms.practices.today(ALICE, SUNDAY_SEVEN)).done


async def test_the_card_of_a_guessed_day_takes_every_answer(rooms: Rooms) -> None:
    await rooms.subscriptions.start(ALICE, "en", LOS_ANGELES, SUNDAY_SEVEN)
    await _tells_zone(rooms)
    await rooms.answers.tune(ALICE, SATURDAY, "lunge", Answer.HARD, SUNDAY_SEVEN)

    assert Answer.HARD in (await rooms.practices.today(ALICE, SUNDAY_SEVEN)).responses.answers
    await rooms.answers.untune(ALICE, SATURDAY, "lunge", Answer.HARD, SUNDAY_SEVEN)
    assert not (await rooms.practices.today(ALICE, SUNDAY_SEVEN)).responses.answers


@pytest.mark.parametrize("hour", [0, 1, 2, 6])
async def test_who_begins_after_midnight_begins_today(rooms: Rooms, hour: int) -> None:
    begins = datetime(2026, 11, 22, hour, 30, tzinfo=UTC)
    await rooms.subscriptions.start(ALICE, "en", "Europe/London", begins)
    await rooms.preferences.change(ALICE, begins, zone_told=True)
    completed = await rooms.practices.count(ALICE, "lunge", begins)
    found = await rooms.practices.today(ALICE, begins + timedelta(minutes=1))
    person = await rooms.subscriptions.find(ALICE)

    assert completed is not None
    assert (completed.day, found.day, found.done) == (SUNDAY, SUNDAY, True)
    assert person is not None
    assert (person.shown_day, person.next_day) == (SUNDAY, MONDAY)


@pytest.mark.parametrize("kind", [ChatKind.GROUP, ChatKind.CHANNEL])
async def test_a_group_without_a_time_zone_gets_one_post_on_its_first_day(
    rooms: Rooms, kind: ChatKind
) -> None:
    group = await rooms.subscriptions.start(ALICE, "en", LOS_ANGELES, SUNDAY_SEVEN, kind=kind)
    assert group.next_due_at is not None
    assert group.next_due_at.date() == MONDAY

    told = await _tells_zone(rooms)
    assert (told.shown_day, told.next_day) == (SUNDAY, MONDAY)


async def test_a_later_night_still_belongs_to_the_day_before(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE, time=time(8))
    night = datetime(2026, 11, 23, 1, tzinfo=UTC)

    assert (await rooms.practices.today(ALICE, night)).day == SUNDAY


async def test_who_comes_back_after_midnight_to_yesterdays_exercise_still_gets_the_mornings(
    rooms: Rooms,
) -> None:
    await rooms.subscribe(ALICE)
    await rooms.delivers(MONDAY_EIGHT)
    night = datetime(2026, 11, 24, 0, 20, tzinfo=UTC)
    await rooms.subscriptions.stop(ALICE, night)
    back = await rooms.subscriptions.start(ALICE, "en", "Europe/London", night)

    assert (await rooms.practices.today(ALICE, night)).day == MONDAY
    assert back.next_due_at == TUESDAY_EIGHT


async def test_the_first_days_exercise_stays_that_days_after_midnight(rooms: Rooms) -> None:
    noon, night = SUNDAY_SEVEN.replace(hour=12), datetime(2026, 11, 23, 0, 20, tzinfo=UTC)
    await rooms.subscriptions.start(ALICE, "en", "Europe/London", noon)
    await rooms.preferences.change(ALICE, noon, zone_told=True)
    await rooms.practices.count(ALICE, "lunge", noon)
    await rooms.subscriptions.stop(ALICE, night)
    back = await rooms.subscriptions.start(ALICE, "en", "Europe/London", night)

    found = await rooms.practices.today(ALICE, night)
    assert (found.day, found.done, back.next_day) == (SUNDAY, True, MONDAY)
