"""The evening's messages: a reminder while the day is not done, and the summary of the week."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from bot.coach.library import Library
from bot.coach.progress import Mark
from bot.services.delivery.content import WeekSummary
from bot.services.delivery.outcome import Sent
from bot.services.delivery.weeks import Week, week_of
from bot.services.people.progress import Progress
from bot.services.people.responses import Answer
from bot.store import subscribers
from bot.store.subscribers import ChatKind
from tests.services.rooms import (
    ALICE,
    BOB,
    MONDAY_EIGHT,
    MONDAY_NIGHT,
    NOON,
    SUNDAY_EVENING,
    TUESDAY_EIGHT,
    Rooms,
    deliver,
    exercise_of,
    send_messages,
    with_reminder,
)

MOMENT = timedelta(seconds=1)
DONE, REST, MISSED = Mark.DONE, Mark.REST, Mark.NOT_DONE


# --- the reminder -----------------------------------------------------------------------------


async def test_a_person_without_a_reminder_has_no_message(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    await rooms.delivers(MONDAY_EIGHT)

    assert await rooms.planned() == []


async def test_done_drops_the_reminder_and_undone_restores_it(rooms: Rooms) -> None:
    await with_reminder(rooms, ALICE)

    await rooms.practices.count(ALICE, "lunge", NOON)
    done = await rooms.planned()
    await rooms.practices.uncount(ALICE, NOON)

    assert done == []
    assert await rooms.planned() == [("reminder", MONDAY_NIGHT)]


async def test_nobody_is_reminded_of_what_hurts_but_of_what_came_in_its_place(
    rooms: Rooms,
) -> None:
    await with_reminder(rooms, ALICE)
    (row,) = await rooms.ledger()
    monday, slug = MONDAY_EIGHT.date(), row["exercise"]

    await rooms.answers.tune(ALICE, monday, slug, Answer.HURTS, NOON)
    assert await rooms.planned() == []
    await rooms.answers.untune(ALICE, monday, slug, Answer.HURTS, NOON)
    assert await rooms.planned() == [("reminder", MONDAY_NIGHT)]

    await rooms.answers.tune(ALICE, monday, slug, Answer.HURTS, NOON)
    await rooms.moves.swap(ALICE, monday, slug, NOON)
    assert await rooms.planned() == [("reminder", MONDAY_NIGHT)]


async def test_nobody_is_reminded_between_an_emergency_and_the_day_after_the_question_about_it(
    rooms: Rooms,
) -> None:
    await with_reminder(rooms, ALICE)
    days = [MONDAY_EIGHT + timedelta(days=number) for number in range(3)]
    planned = []

    await rooms.answers.note_emergency(ALICE, MONDAY_EIGHT + MOMENT)
    for at in days:
        await rooms.delivers(at)
        before = await rooms.planned()
        exercise = (await rooms.ledger())[-1]["exercise"]
        await rooms.moves.swap(ALICE, at.date(), exercise, at + timedelta(hours=4))
        planned.append((before, await rooms.planned()))

    reminder = [("reminder", MONDAY_NIGHT + timedelta(days=2))]
    assert planned == [([], []), ([], []), (reminder, reminder)]


async def test_an_emergency_before_the_exercise_keeps_its_reminder_away(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE, nudge=time(20))
    await rooms.answers.note_emergency(ALICE, MONDAY_EIGHT - MOMENT)
    await rooms.delivers(MONDAY_EIGHT)

    assert await rooms.planned() == []


async def test_done_reaches_a_reminder_that_is_claimed_already(rooms: Rooms) -> None:
    await with_reminder(rooms, ALICE)
    claimed = await rooms.deliveries.claim(MONDAY_NIGHT, 1)

    await rooms.practices.count(ALICE, "lunge", MONDAY_NIGHT)

    assert await rooms.deliveries.depart(claimed, MONDAY_NIGHT) == []


async def test_undone_after_the_reminder_brings_no_second_one(rooms: Rooms) -> None:
    await with_reminder(rooms, ALICE)
    await send_messages(rooms, MONDAY_NIGHT, Sent(1))

    await rooms.practices.count(ALICE, "lunge", MONDAY_NIGHT + MOMENT)
    await rooms.practices.uncount(ALICE, MONDAY_NIGHT + 2 * MOMENT)
    await rooms.preferences.change(ALICE, MONDAY_NIGHT + 3 * MOMENT, nudge=time(21))

    assert await send_messages(rooms, MONDAY_NIGHT + timedelta(hours=1), Sent(1)) == []


async def test_stop_drops_every_message(rooms: Rooms) -> None:
    await with_reminder(rooms, ALICE)
    await rooms.subscriptions.stop(ALICE, NOON)

    assert await rooms.planned() == []


@pytest.mark.parametrize(
    ("change", "planned"),
    [
        ({"nudge": time(21)}, [("reminder", MONDAY_NIGHT + timedelta(hours=1))]),
        ({"nudge": None}, []),
        ({"nudge": time(8, 15)}, []),
        ({"zone": "Europe/Berlin"}, [("reminder", MONDAY_NIGHT - timedelta(hours=1))]),
        ({"time": time(9)}, [("reminder", MONDAY_NIGHT)]),
        ({"weekdays": frozenset({1})}, [("reminder", MONDAY_NIGHT)]),
        ({"paused_until": TUESDAY_EIGHT.date()}, []),
    ],
)
async def test_a_change_moves_todays_reminder(
    rooms: Rooms, change: dict[str, Any], planned: list[object]
) -> None:
    await with_reminder(rooms, ALICE)
    await rooms.preferences.change(ALICE, NOON, **change)

    assert await rooms.planned() == planned


async def test_a_reminder_set_at_noon_holds_today(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    await rooms.delivers(MONDAY_EIGHT)
    await rooms.preferences.change(ALICE, NOON, nudge=time(20))

    assert await rooms.planned() == [("reminder", MONDAY_NIGHT)]


# --- the week summary ------------------------------------------------------------------------


async def test_the_week_summary_comes_on_its_last_training_day(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE, weekly=True, weekdays=frozenset({0, 2, 4}))
    for day in range(5):
        morning = MONDAY_EIGHT + timedelta(days=day)
        await rooms.delivers(morning)
        if day in (0, 4):
            await rooms.practices.count(ALICE, "lunge", morning)
    friday_night = MONDAY_NIGHT + timedelta(days=4)

    planned = await rooms.planned()
    sent = await send_messages(rooms, friday_night, Sent(1))

    assert planned == [("week", friday_night)]
    summary = sent[0].content
    assert isinstance(summary, WeekSummary)
    days = (DONE, REST, MISSED, REST, DONE, None, None)
    assert summary.week == Week(2, 3, 1, days)


async def test_a_day_stopped_for_pain_is_one_of_rest(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    for number in range(3):
        morning = MONDAY_EIGHT + timedelta(days=number)
        (parcel,) = await deliver(rooms, morning)
        slug, day = exercise_of(parcel).practice.exercise or "", exercise_of(parcel).day
        if number == 1:
            await rooms.answers.tune(ALICE, day, slug, Answer.HURTS, morning)
        else:
            await rooms.practices.count(ALICE, slug, morning)

    async with rooms.database.read() as connection:
        person = await subscribers.by_chat(connection, ALICE)
        assert person
        week = await week_of(connection, person.id, MONDAY_EIGHT.date() + timedelta(days=2))
    assert week == Week(2, 2, 2, (DONE, REST, DONE, None, None, None, None))


async def test_a_day_done_after_a_pause_that_ended_on_it_counts_as_its_dot_says(
    rooms: Rooms,
) -> None:
    await rooms.subscribe(ALICE)
    await rooms.delivers(MONDAY_EIGHT)
    before = TUESDAY_EIGHT - timedelta(hours=2)
    await rooms.subscriptions.pause(ALICE, before, 3)
    await rooms.subscriptions.resume(ALICE, TUESDAY_EIGHT + timedelta(hours=2))
    await rooms.practices.count(ALICE, "lunge", TUESDAY_EIGHT + timedelta(hours=3))

    async with rooms.database.read() as connection:
        week = await week_of(connection, 1, TUESDAY_EIGHT.date())
    assert week == Week(1, 2, 1, (MISSED, DONE, *[None] * 5))


async def test_a_week_does_not_count_a_day_that_is_not_over(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    for number in range(3):
        await rooms.delivers(MONDAY_EIGHT + timedelta(days=number))
    await rooms.practices.count(ALICE, "lunge", MONDAY_EIGHT)
    wednesday = MONDAY_EIGHT.date() + timedelta(days=2)

    async with rooms.database.read() as connection:
        before = await week_of(connection, 1, wednesday)
        thursday = await week_of(connection, 1, wednesday + timedelta(days=1))

    assert before == Week(1, 2, 0, (DONE, MISSED, *[None] * 5), is_open=True)
    assert thursday == Week(1, 3, 0, (DONE, MISSED, MISSED, *[None] * 4))


async def test_a_week_shows_paused_days_and_days_off_as_progress_does(
    rooms: Rooms, library: Library
) -> None:
    await rooms.subscribe(ALICE, weekdays=frozenset({0, 1, 2, 3, 5, 6}))
    await rooms.delivers(MONDAY_EIGHT)
    await rooms.subscriptions.pause(ALICE, NOON, 2)
    for number in (1, 2, 3, 4):
        await rooms.delivers(MONDAY_EIGHT + timedelta(days=number))
    saturday = MONDAY_EIGHT + timedelta(days=5)

    async with rooms.database.read() as connection:
        week = await week_of(connection, 1, saturday.date())
    month = await Progress(rooms.database, library).month(ALICE, saturday)

    assert week.days == (MISSED, REST, REST, MISSED, REST, None, None)
    first = MONDAY_EIGHT.date()
    marks = [month.marks[first + timedelta(days=number)] for number in range(5)]
    assert marks == [MISSED, Mark.PAUSED, Mark.PAUSED, MISSED, REST]


async def test_the_week_summary_knows_the_very_first_day(rooms: Rooms) -> None:
    sunday = MONDAY_EIGHT.date() - timedelta(days=1)
    await rooms.subscribe(ALICE)
    await rooms.delivers(MONDAY_EIGHT)

    async with rooms.database.read() as connection:
        weeks = [
            await week_of(connection, 1, day)
            for day in (sunday, sunday + timedelta(days=1), sunday + timedelta(days=2))
        ]

    assert [week.is_first_day for week in weeks] == [False, True, False]


async def test_the_week_summary_is_on_from_the_start_in_private_chats(rooms: Rooms) -> None:
    start, now = rooms.subscriptions.start, SUNDAY_EVENING
    alone = await start(ALICE, "en", "Europe/London", now)
    group = await start(BOB, "en", "Europe/London", now, kind=ChatKind.GROUP)

    assert (alone.weekly, group.weekly) == (True, False)


async def test_a_done_after_midnight_leaves_the_week_summary_of_that_night(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE, time=time(23, 30), nudge=time(20), weekly=True)
    sunday = datetime(2026, 11, 29, 23, 30, tzinfo=UTC)
    await rooms.delivers(sunday)
    planned = [("week", sunday + timedelta(hours=1))]
    assert [one for one in await rooms.planned() if one[0] == "week"] == planned

    await rooms.practices.count(ALICE, "lunge", sunday + timedelta(minutes=40))

    assert [one for one in await rooms.planned() if one[0] == "week"] == planned


async def test_no_week_summary_for_who_switches_it_off(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE, weekly=True, weekdays=frozenset({0}))
    await rooms.delivers(MONDAY_EIGHT)
    await rooms.preferences.change(ALICE, NOON, weekly=False)

    assert await rooms.planned() == []
