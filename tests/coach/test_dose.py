"""How much: the routine's dose, a step more or less of it, and what a trainer asks for."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach.dose import dose_of, side_of
from bot.coach.sheets import Dose, Equipment, Kind, RoutineDay, WeekDose
from bot.coach.trainee import Item, Practice, Side, Trainee, own_practice

from .lives import KITS, LIBRARY, LOOP, NOTHING, PLANNED, SLUGS, kind, live, with_exercise

kits = pytest.mark.parametrize("kit", KITS, ids=lambda kit: "+".join(sorted(kit)) or "nothing")


def doses(kit: frozenset[Equipment]) -> Iterator[tuple[int, Practice, Dose]]:
    """Give week (from 1), practice and dose of the planned weeks."""
    for one in with_exercise(live(Trainee(0, kit, 7), frozenset(range(7)), PLANNED)):
        practice = one.practice
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
        if kind(practice.exercise) == Kind.STRETCH:
            assert dose.hold == seconds
        elif kind(practice.exercise) == Kind.STRENGTH:
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
    days = tuple(RoutineDay(exercise="lunge", dose=WeekDose(hold=99)) for _ in range(2))
    routine = LIBRARY.routine.model_copy(update={"loop": days})
    library = replace(LIBRARY, routine=routine)

    assert dose_of(library, Practice(PLANNED, "lunge")).hold == 99
    assert dose_of(library, own_practice("lunge")).hold == 30


def test_a_version_may_have_a_dose_of_its_own() -> None:
    easier = LIBRARY.exercises["kettlebell-swing"].sheet.versions["easier"].dose

    assert dose_of(LIBRARY, own_practice("kettlebell-swing", "easier")) == easier


# --- steps up and down ----------------------------------------------------------------------

versions = [
    (slug, version)
    for slug in SLUGS
    for version in (None, *LIBRARY.exercises[slug].sheet.versions)
]
at_a_step = st.builds(
    lambda which, position: Practice(position, *which),
    st.sampled_from(versions),
    st.integers(0, PLANNED + LOOP),
)


def ladder(practice: Practice) -> list[Dose]:
    """Return the doses from the gentlest step to the hardest."""
    return [dose_of(LIBRARY, replace(practice, step=step)) for step in range(-2, 3)]


def work(dose: Dose) -> tuple[int, int, int]:
    """Return what a step may change, at its most."""
    return dose.sets[1], (dose.reps or (0, 0))[1], dose.hold or 0


@given(at_a_step)
def test_a_step_up_is_never_less_and_a_step_down_never_more(practice: Practice) -> None:
    steps = [work(dose) for dose in ladder(practice)]
    for less, more in pairwise(steps):
        assert all(a <= b for a, b in zip(less, more, strict=True))


@given(at_a_step)
def test_each_step_up_changes_one_thing_at_most(practice: Practice) -> None:
    for before, now in pairwise(work(dose) for dose in ladder(practice)[2:]):
        assert sum(a != b for a, b in zip(before, now, strict=True)) <= 1


@given(at_a_step)
def test_one_step_down_is_less_for_all_but_the_shortest_stretch(practice: Practice) -> None:
    down, planned = (work(dose) for dose in ladder(practice)[1:3])

    assert down < planned


@given(at_a_step)
def test_steps_stay_within_what_the_rules_allow(practice: Practice) -> None:
    planned = work(dose_of(LIBRARY, practice))
    load = kind(practice.exercise or "")
    sets, reps, hold = {
        Kind.STRENGTH: (3, 12, 20),
        Kind.STRETCH: (4, 0, 30),
        Kind.DYNAMIC: (2, 12, 0),
    }[load]
    for dose in ladder(practice):
        assert dose.sets[0] >= 1
        assert dose.sets[1] <= max(sets, planned[0])
        if dose.reps:
            assert 4 <= dose.reps[0] <= dose.reps[1] <= max(reps, planned[1])
            assert dose.hold == dose_of(LIBRARY, practice).hold
        else:
            assert dose.hold
            assert (10 if load is Kind.STRETCH else 5) <= dose.hold <= max(hold, planned[2])


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        # sets, repetitions, hold, from the gentlest step to the hardest, as the loop has them
        ("leg-lift", "1x4-6 2x4-6 2x6-8 2x8-10 3x8-10"),
        ("boat-pose", "2x5s 3x5s 3x10s 3x15s 3x20s"),
        ("lunge", "2x15s 2x20s 2x30s 3x30s 3x30s"),
        ("leg-swing", "1x6-6 1x8-8 1x10-10 1x12-12 2x12-12"),
    ],
)
def test_the_five_steps_read_so(slug: str, said: str) -> None:
    found = [
        f"{dose.sets[1]}x{dose.reps[0]}-{dose.reps[1]}"
        if dose.reps
        else f"{dose.sets[1]}x{dose.hold}s"
        for dose in ladder(Practice(PLANNED, slug))
    ]

    assert " ".join(found) == said


# --- a trainer's list -----------------------------------------------------------------------


def test_what_alternates_has_no_side_of_its_own() -> None:
    walk = Practice(0, "frankenstein-walk", item=Item("frankenstein-walk", side=Side.LEFT))

    assert side_of(LIBRARY, walk) is Side.BOTH
    assert dose_of(LIBRARY, walk).each_side


@pytest.mark.parametrize(("side", "each"), [(Side.BOTH, True), (Side.LEFT, False)])
def test_a_trainer_sets_sets_and_side(side: Side, each: bool) -> None:
    item = Item("lunge", sets=4, side=side)

    dose = dose_of(LIBRARY, Practice(0, "lunge", item=item))

    assert (dose.sets, dose.each_side) == ((4, 4), each)
    assert dose.hold == LIBRARY.exercises["lunge"].sheet.dose.hold  # not the first week's


def test_a_trainer_s_sets_stand_whatever_the_step() -> None:
    item = Item("floor-bridge", sets=3)

    dose = dose_of(LIBRARY, Practice(0, "floor-bridge", step=-2, item=item))

    assert (dose.sets, dose.reps) == ((3, 3), (6, 8))
