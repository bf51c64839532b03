"""Today's practice, and done."""

from datetime import time, timedelta

from bot.services.people.responses import Answer
from tests.services.rooms import (
    ALICE,
    BOB,
    MONDAY_EIGHT,
    NOON,
    SUNDAY_EVENING,
    Rooms,
    deliver,
    exercise_of,
)


async def test_a_stranger_may_look_at_the_first_exercise(rooms: Rooms) -> None:
    found = await rooms.practices.today(BOB, SUNDAY_EVENING)

    assert found.practice.exercise == "lunge"


async def test_done_counts_once_and_can_be_taken_back(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    for _ in range(2):
        await rooms.practices.count(ALICE, "lunge", SUNDAY_EVENING)
    done = await rooms.practices.today(ALICE, SUNDAY_EVENING)
    await rooms.practices.uncount(ALICE, SUNDAY_EVENING)
    undone = await rooms.practices.today(ALICE, SUNDAY_EVENING)

    assert (done.done, undone.done) == (True, False)


async def test_done_belongs_to_its_own_local_day(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    await rooms.practices.count(ALICE, "lunge", SUNDAY_EVENING)

    tomorrow = await rooms.practices.today(ALICE, SUNDAY_EVENING + timedelta(days=1))
    assert not tomorrow.done


async def test_done_by_a_stranger_is_not_kept(rooms: Rooms) -> None:
    assert await rooms.practices.count(BOB, "lunge", SUNDAY_EVENING) is None


async def test_a_day_off_is_known_as_one(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE, weekdays=frozenset({3}))

    found = await rooms.practices.today(ALICE, MONDAY_EIGHT)
    assert not found.is_training_day


async def test_the_day_ends_at_three_at_night(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    (parcel,) = await deliver(rooms, MONDAY_EIGHT)
    slug = exercise_of(parcel).practice.exercise or ""
    night = MONDAY_EIGHT + timedelta(hours=17)  # 01:00
    shown = await rooms.practices.today(ALICE, night)
    await rooms.practices.count(ALICE, slug, night)

    assert shown.day == exercise_of(parcel).day
    assert (await rooms.practices.responses(ALICE, exercise_of(parcel).day, slug, night)).done
    assert not (await rooms.practices.today(ALICE, night + timedelta(hours=2))).done


async def test_what_came_after_midnight_is_today_s(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE, time=time(0, 30))
    half_past = MONDAY_EIGHT - timedelta(hours=7, minutes=30)
    (parcel,) = await deliver(rooms, half_past)
    found = await rooms.practices.today(ALICE, half_past + timedelta(minutes=10))

    assert found.day == exercise_of(parcel).day
    assert found.practice == exercise_of(parcel).practice
    assert await rooms.practices.is_under_way(ALICE, exercise_of(parcel).day, half_past)


async def test_what_hurt_today_keeps_the_version_in_which_it_came(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    (parcel,) = await deliver(rooms, MONDAY_EIGHT)
    came = exercise_of(parcel).practice
    assert came.version is None
    await rooms.answers.tune(ALICE, NOON.date(), came.exercise or "", Answer.HURTS, NOON)

    found = await rooms.practices.today(ALICE, NOON)
    assert found.responses.hurt_today
    assert found.practice.version is None


async def test_what_was_too_hard_and_is_done_keeps_the_version_in_which_it_came(
    rooms: Rooms,
) -> None:
    await rooms.subscribe(ALICE)
    (parcel,) = await deliver(rooms, MONDAY_EIGHT)
    came = exercise_of(parcel).practice
    assert came.exercise
    await rooms.practices.count(ALICE, came.exercise, NOON)
    await rooms.answers.tune(ALICE, NOON.date(), came.exercise, Answer.HARD, NOON)

    found = await rooms.practices.today(ALICE, NOON)
    assert (found.practice.exercise, found.practice.version) == (came.exercise, came.version)
