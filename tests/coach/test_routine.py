"""The plan, followed for a year by everybody: any equipment, any days a week, any start."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.coach.library import load
from bot.coach.routine import (
    BEYOND_THE_PLAN,
    Practice,
    Trainee,
    dose_of,
    next_practice,
    own_practice,
)
from bot.coach.sheets import Day, Dose, Equipment, Kind, WeekDose

CONTENT = Path(__file__).resolve().parents[2] / "content"
LIBRARY = load(CONTENT)
FRESH = load(CONTENT)
WEEKS = len(LIBRARY.routine.weeks)
PLANNED = WEEKS * 7
LOOP = len(LIBRARY.routine.loop)
YEAR = 400
NOTHING = frozenset[Equipment]()
KITS = [frozenset(kit) for size in range(4) for kit in combinations(Equipment, size)]
kits = pytest.mark.parametrize("kit", KITS, ids=lambda kit: "+".join(sorted(kit)) or "nothing")
a_week = pytest.mark.parametrize("days", range(1, 8))


def practices(trainee: Trainee, count: int = YEAR) -> list[Practice]:
    """Follow the plan as the bot does: the next position, and the last exercise kept."""
    found = []
    for _ in range(count):
        practice = next_practice(LIBRARY, trainee)
        found.append(practice)
        last = practice.exercise or trainee.last
        trainee = replace(trainee, position=practice.position + 1, last=last)
    return found


def sent(kit: frozenset[Equipment], days: int, position: int = 0) -> list[Practice]:
    """Follow the plan and keep the days with an exercise."""
    found = practices(Trainee(position, kit, days))
    return [practice for practice in found if practice.exercise]


def kind(practice: Practice) -> Kind:
    assert practice.exercise
    return LIBRARY.exercises[practice.exercise].sheet.kind


def level(practice: Practice) -> int:
    assert practice.exercise
    sheet = LIBRARY.exercises[practice.exercise].sheet
    return sheet.forms[practice.form].level if practice.form else sheet.level


def equipment(practice: Practice) -> set[Equipment]:
    assert practice.exercise
    sheet = LIBRARY.exercises[practice.exercise].sheet
    return set(sheet.forms[practice.form].equipment if practice.form else sheet.equipment)


# --- a year of everybody --------------------------------------------------------------------


@kits
@a_week
def test_no_exercise_comes_twice_running_even_across_a_rest(
    kit: frozenset[Equipment], days: int
) -> None:
    assert all(a.exercise != b.exercise for a, b in pairwise(sent(kit, days)))


@kits
@a_week
def test_strength_never_comes_twice_running(kit: frozenset[Equipment], days: int) -> None:
    strong = [kind(practice) == Kind.STRENGTH for practice in sent(kit, days)]

    assert not any(a and b for a, b in pairwise(strong))


@kits
@a_week
def test_nobody_is_sent_what_they_have_no_equipment_for(
    kit: frozenset[Equipment], days: int
) -> None:
    assert all(equipment(practice) <= kit for practice in sent(kit, days))


@kits
@a_week
def test_the_plan_only_moves_forward(kit: frozenset[Equipment], days: int) -> None:
    assert all(a.position < b.position for a, b in pairwise(sent(kit, days)))


@kits
@a_week
def test_the_hardest_form_waits_for_the_third_week(kit: frozenset[Equipment], days: int) -> None:
    assert all(p.position >= 14 for p in sent(kit, days) if level(p) == 3)


@kits
@a_week
def test_the_first_fortnight_stays_at_the_first_level(
    kit: frozenset[Equipment], days: int
) -> None:
    assert all(level(p) == 1 for p in sent(kit, days) if p.position < 14)


def allowed(kit: frozenset[Equipment]) -> set[str]:
    """Name what the loop may send: the exercises themselves, or their forms without equipment."""
    stand_ins = LIBRARY.routine.stand_ins
    return {
        slug
        for slug, one in LIBRARY.exercises.items()
        if set(one.sheet.equipment) <= kit or stand_ins[slug].exercise == slug
    }


@kits
@a_week
def test_every_fortnight_of_the_loop_brings_every_exercise(
    kit: frozenset[Equipment], days: int
) -> None:
    looped = [p.exercise for p in sent(kit, days) if p.position >= PLANNED]

    for start in range(len(looped) - 14):
        assert set(looped[start : start + 14]) == allowed(kit)


@kits
def test_who_trains_every_day_rests_after_seven_at_most(kit: frozenset[Equipment]) -> None:
    running = 0
    for practice in practices(Trainee(0, kit, 7)):
        running = running + 1 if practice.exercise else 0

        assert running <= 7


@kits
def test_the_planned_weeks_rest_on_each_seventh_day(kit: frozenset[Equipment]) -> None:
    rests = [p.position for p in practices(Trainee(0, kit, 7)) if p.exercise is None]

    assert rests[:WEEKS] == [6, 13, 20, 27]


@kits
@pytest.mark.parametrize("days", range(1, 7))
def test_who_trains_fewer_days_rests_on_the_others(kit: frozenset[Equipment], days: int) -> None:
    assert all(practice.exercise for practice in practices(Trainee(0, kit, days)))


# --- a plan that changes under way ----------------------------------------------------------

moods = st.tuples(st.sampled_from(KITS), st.integers(1, 7))


@settings(deadline=None)
@given(st.lists(moods, min_size=1, max_size=60), st.integers(0, PLANNED + 2 * LOOP))
def test_changes_of_equipment_and_days_never_bring_one_exercise_twice_running(
    changes: list[tuple[frozenset[Equipment], int]], position: int
) -> None:
    trainee = Trainee(position, NOTHING, 7)
    for kit, days in changes:
        practice = next_practice(LIBRARY, replace(trainee, equipment=kit, days_a_week=days))
        if practice.exercise:
            assert practice.exercise != trainee.last
            assert equipment(practice) <= kit
        last = practice.exercise or trainee.last
        trainee = replace(trainee, position=practice.position + 1, last=last)


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
    """A /start may have shown an exercise that the plan has next, or as a stand-in."""
    practice = next_practice(LIBRARY, trainee)

    assert practice.exercise is None or practice.exercise != trainee.last


@given(trainees)
def test_the_same_person_always_gets_the_same_answer(trainee: Trainee) -> None:
    practice = next_practice(LIBRARY, trainee)

    assert next_practice(LIBRARY, trainee) == practice
    assert next_practice(FRESH, trainee) == practice


# --- how much -------------------------------------------------------------------------------


def doses(kit: frozenset[Equipment]) -> Iterator[tuple[int, Practice, Dose]]:
    """Give week (from 1), practice and dose of the planned weeks."""
    for practice in sent(kit, 7):
        if practice.position < PLANNED:
            yield practice.position // 7 + 1, practice, dose_of(LIBRARY, practice)


WEEKLY = {
    # strength sets and repetitions, seconds of a stretch
    1: ((1, 1), (6, 8), 15),
    2: ((2, 2), (8, 8), 20),
    3: ((2, 2), (8, 10), 30),
    4: ((2, 2), None, 30),
}


@kits
def test_each_week_has_the_dose_of_the_plan(kit: frozenset[Equipment]) -> None:
    for week, practice, dose in doses(kit):
        sets, reps, seconds = WEEKLY[week]
        assert practice.exercise
        day = LIBRARY.routine.weeks[week - 1].days[practice.position % 7]
        if day.dose and day.exercise == practice.exercise:
            continue  # a day's own dose has tests of its own
        if kind(practice) == Kind.STRETCH:
            assert dose.hold == seconds
        elif kind(practice) == Kind.STRENGTH:
            assert dose.sets == sets
            if dose.reps and reps:
                assert dose.reps == reps


def test_a_new_move_of_the_fourth_week_is_one_set_of_six() -> None:
    found = {p.exercise: dose for week, p, dose in doses(KITS[-1]) if week == 4}

    for slug in ("stability-ball-pass", "kettlebell-swing"):
        assert (found[slug].sets, found[slug].reps) == ((1, 1), (6, 6))


def test_a_stand_in_does_not_take_the_dose_of_whom_it_stands_in_for() -> None:
    found = {p.exercise: dose for week, p, dose in doses(NOTHING) if week == 4}

    assert found["floor-bridge"].sets == (2, 2)
    assert found["floor-bridge"].reps == LIBRARY.exercises["floor-bridge"].sheet.dose.reps


def test_a_hold_never_gets_repetitions_nor_a_pause_a_week_s_hold() -> None:
    for position in range(PLANNED):
        boat = dose_of(LIBRARY, Practice(position, "boat-pose"))
        bridge = dose_of(LIBRARY, Practice(position, "floor-bridge"))

        assert (boat.reps, boat.hold) == (None, 10)
        assert bridge.hold == LIBRARY.exercises["floor-bridge"].sheet.dose.hold


@pytest.mark.parametrize("slug", LIBRARY.exercises)
def test_the_loop_doses_each_exercise_as_its_own_sheet(slug: str) -> None:
    sheet = LIBRARY.exercises[slug].sheet

    assert dose_of(LIBRARY, Practice(PLANNED + 3, slug)) == sheet.dose
    assert dose_of(LIBRARY, own_practice(slug)) == sheet.dose


def test_what_somebody_asks_for_is_not_dosed_by_any_day_of_the_plan() -> None:
    days = tuple(Day(exercise="lunge", dose=WeekDose(hold=99)) for _ in range(2))
    routine = LIBRARY.routine.model_copy(update={"loop": days})
    library = replace(LIBRARY, routine=routine)

    assert dose_of(library, Practice(PLANNED, "lunge")).hold == 99
    assert dose_of(library, own_practice("lunge")).hold == 30


def test_a_form_may_have_a_dose_of_its_own() -> None:
    easier = LIBRARY.exercises["kettlebell-swing"].sheet.forms["easier"].dose

    assert dose_of(LIBRARY, own_practice("kettlebell-swing", "easier")) == easier


# --- where nothing fits ---------------------------------------------------------------------


def test_where_the_plan_has_nothing_left_the_first_exercise_comes_in_its_easier_form() -> None:
    days = tuple(Day(exercise="kettlebell-swing") for _ in range(2))
    routine = LIBRARY.routine.model_copy(update={"weeks": (), "loop": days, "stand_ins": {}})
    library = replace(LIBRARY, routine=routine)

    practice = next_practice(library, Trainee(5, NOTHING, 7))

    assert practice == Practice(5, "lunge", "easier")
    assert practice.position < BEYOND_THE_PLAN
