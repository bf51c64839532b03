"""The routine, followed for a year by everybody: any equipment, any days a week, any start."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach.library import Library, load
from bot.coach.next_practice import after, first_week_with, next_practice
from bot.coach.positions import day_at
from bot.coach.rounds import risen
from bot.coach.sheets import Equipment, Kind, RoutineDay
from bot.coach.trainee import Practice, Trainee, Tuning
from tests.library import CONTENT

from .lives import (
    KITS,
    LIBRARY,
    LOOP,
    MONDAY,
    NOTHING,
    PLANNED,
    WEEKS,
    YEAR,
    equipment,
    kind,
    level,
    live,
)

kits = pytest.mark.parametrize("kit", KITS, ids=lambda kit: "+".join(sorted(kit)) or "nothing")
A_WEEK = range(1, 8)


@cache
def fresh() -> Library:
    """Read the content once more."""
    return load(CONTENT)


@cache
def practices(kit: frozenset[Equipment], days: int) -> Sequence[Practice]:
    """Follow the routine on the first days of each week."""
    return [one.practice for one in live(Trainee(0, kit, days), frozenset(range(days)))]


def test_the_week_that_first_needs_a_chair_follows_from_the_routine() -> None:
    routine = LIBRARY.routine
    backwards = routine.model_copy(update={"weeks": routine.weeks[::-1]})
    unplanned = routine.model_copy(update={"weeks": routine.weeks[:1], "loop": routine.loop[:1]})

    assert first_week_with(LIBRARY, Equipment.BENCH) == 2
    assert first_week_with(replace(LIBRARY, routine=backwards), Equipment.BENCH) == 1
    assert first_week_with(replace(LIBRARY, routine=unplanned), Equipment.BENCH) is None


def sent(kit: frozenset[Equipment], days: int) -> list[Practice]:
    """Follow the routine and keep the days with an exercise."""
    return [practice for practice in practices(kit, days) if practice.exercise]


def load_of(practice: Practice) -> Kind:
    assert practice.exercise
    return kind(practice.exercise)


# --- a year of everybody --------------------------------------------------------------------


@kits
def test_no_exercise_comes_twice_running_even_across_a_rest(kit: frozenset[Equipment]) -> None:
    for days in A_WEEK:
        assert all(a.exercise != b.exercise for a, b in pairwise(sent(kit, days)))


@kits
def test_strength_never_comes_twice_running(kit: frozenset[Equipment]) -> None:
    for days in A_WEEK:
        strong = [load_of(practice) == Kind.STRENGTH for practice in sent(kit, days)]

        assert not any(a and b for a, b in pairwise(strong))


@kits
def test_nobody_is_sent_what_they_have_no_equipment_for(kit: frozenset[Equipment]) -> None:
    for days in A_WEEK:
        assert all(equipment(practice) <= kit for practice in sent(kit, days))


@kits
def test_the_plan_only_moves_forward(kit: frozenset[Equipment]) -> None:
    for days in A_WEEK:
        assert all(a.position < b.position for a, b in pairwise(sent(kit, days)))


@kits
def test_the_hardest_version_waits_for_the_third_week(kit: frozenset[Equipment]) -> None:
    for days in A_WEEK:
        assert all(p.position >= 14 for p in sent(kit, days) if level(p) == 3)


@kits
def test_the_first_fortnight_stays_at_the_first_level(kit: frozenset[Equipment]) -> None:
    for days in A_WEEK:
        assert all(level(p) == 1 for p in sent(kit, days) if p.position < 14)


def allowed(kit: frozenset[Equipment]) -> set[str]:
    """Name what the loop may send: the exercises, or their versions without equipment."""
    stand_ins = LIBRARY.routine.stand_ins
    return {
        slug
        for slug, one in LIBRARY.exercises.items()
        if set(one.sheet.equipment) <= kit or stand_ins[slug].exercise == slug
    }


@kits
def test_every_fortnight_of_the_loop_brings_every_exercise(kit: frozenset[Equipment]) -> None:
    for days in A_WEEK:
        looped = [p.exercise for p in sent(kit, days) if p.position >= PLANNED]

        for start in range(len(looped) - 14):
            assert set(looped[start : start + 14]) == allowed(kit)


@kits
def test_who_trains_every_day_rests_after_seven_at_most(kit: frozenset[Equipment]) -> None:
    running = 0
    for practice in practices(kit, 7):
        running = running + 1 if practice.exercise else 0

        assert running <= 7


@kits
def test_the_planned_weeks_rest_on_each_seventh_day(kit: frozenset[Equipment]) -> None:
    rests = [p.position for p in practices(kit, 7) if p.exercise is None]

    assert rests[:WEEKS] == [6, 13, 20, 27]


@kits
def test_who_trains_fewer_days_rests_on_the_others(kit: frozenset[Equipment]) -> None:
    for days in range(1, 7):
        assert all(practice.exercise for practice in practices(kit, days))


def as_planned(position: int, kit: frozenset[Equipment]) -> RoutineDay:
    """Read the routine by hand: the day itself, or who stands in for it."""
    day = day_at(LIBRARY.routine, position)
    if day.exercise is None:
        return day
    sheet = LIBRARY.exercises[day.exercise].sheet
    return day if kit.issuperset(sheet.equipment) else LIBRARY.routine.stand_ins[day.exercise]


def as_risen(position: int, day: RoutineDay) -> int:
    """Return the step of a planned day for somebody who never answers."""
    practice = Practice(position, day.exercise, day.version)
    return risen(LIBRARY, practice, Tuning()) if day.exercise else 0


@kits
def test_who_has_no_restriction_follows_the_plan_to_the_letter(kit: frozenset[Equipment]) -> None:
    for days in A_WEEK:
        found = [(p.position, p.exercise, p.version, p.step) for p in practices(kit, days)]

        rests = days == 7
        planned = [(number, as_planned(number, kit)) for number in range(2 * YEAR)]
        spine = [
            (n, day.exercise, day.version, as_risen(n, day))
            for n, day in planned
            if rests or not day.rest
        ]
        assert found == spine[: len(found)]


# --- a routine that changes under way -------------------------------------------------------

moods = st.tuples(st.sampled_from(KITS), st.integers(1, 7))


@given(st.lists(moods, min_size=1, max_size=60), st.integers(0, PLANNED + 2 * LOOP))
def test_changes_of_equipment_and_days_never_bring_one_exercise_twice_running(
    changes: list[tuple[frozenset[Equipment], int]], position: int
) -> None:
    trainee = Trainee(position, NOTHING, 7)
    for number, (kit, days) in enumerate(changes):
        day = MONDAY + timedelta(number)
        practice = next_practice(LIBRARY, replace(trainee, equipment=kit, days_a_week=days), day)
        if practice.exercise:
            assert practice.exercise != trainee.last
            assert equipment(practice) <= kit
        trainee = after(LIBRARY, trainee, practice, day)


lasts = st.sampled_from([None, "no-longer-there", *LIBRARY.exercises])
trainees = st.builds(
    Trainee,
    position=st.integers(0, 5000),
    equipment=st.sampled_from(KITS),
    days_a_week=st.integers(1, 7),
    last=lasts,
)


@given(trainees)
def test_whatever_came_last_does_not_come_again_at_once(trainee: Trainee) -> None:
    """A /start may have shown an exercise that the routine has next, or as a stand-in."""
    practice = next_practice(LIBRARY, trainee, MONDAY)

    assert practice.exercise is None or practice.exercise != trainee.last


@given(trainees)
def test_the_same_person_always_gets_the_same_answer(trainee: Trainee) -> None:
    practice = next_practice(LIBRARY, trainee, MONDAY)

    assert next_practice(LIBRARY, trainee, MONDAY) == practice
    assert next_practice(fresh(), trainee, MONDAY) == practice


# --- where the routine has nothing for a person ---


def test_where_the_plan_has_nothing_left_what_was_longest_not_given_comes() -> None:
    days = tuple(RoutineDay(exercise="kettlebell-swing") for _ in range(2))
    routine = LIBRARY.routine.model_copy(update={"loop": days, "stand_ins": {}})
    library = replace(LIBRARY, routine=routine)
    recent = ("leg-lift", "sit-up", "floor-bridge", "boat-pose")

    practice = next_practice(library, Trainee(50, NOTHING, 7, recent=recent), MONDAY)

    assert practice == Practice(50, "leg-lift")


def test_strength_on_the_day_after_strength_waits_for_the_next_place_in_the_plan() -> None:
    trainee = Trainee(1, NOTHING, 7, last="boat-pose", last_strength=MONDAY - timedelta(1))

    assert next_practice(LIBRARY, trainee, MONDAY) == Practice(2, "leg-swing")
    assert next_practice(LIBRARY, trainee, MONDAY + timedelta(1)).exercise == "floor-bridge"
