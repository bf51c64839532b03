"""Rounds after the four weeks: each adds a small step, in bounds and never against an answer."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach.dose import dose_of, work
from bot.coach.fitting import fitted, prescribable, step_for
from bot.coach.next_practice import next_practice
from bot.coach.positions import day_at
from bot.coach.rounds import risen, round_and_week
from bot.coach.sheets import Equipment, Flag, Kind
from bot.coach.trainee import HARDEST, Practice, Trainee, Tuning, own_practice, too_easy, too_hard

from .lives import LIBRARY, MONDAY, PLANNED, SLUGS, anybody, kind

ROUNDS = 12
EVERYTHING = frozenset(Equipment)
MET_IN_THE_LOOP = {"sit-up", "leg-lift", "bulgarian-split-squat", "kettlebell-swing"}
"""What the planned weeks have only in a gentler version: its own begins with the loop."""
positions = st.integers(0, ROUNDS * PLANNED)
MOST = {Kind.STRENGTH: (3, 12), Kind.DYNAMIC: (2, 12), Kind.STRETCH: (3, 12)}


def person(position: int, **values: object) -> Trainee:
    return replace(Trainee(position, EVERYTHING, 7), **values)  # type: ignore[arg-type]


def given_at(position: int, slug: str, **values: object) -> Practice:
    """Return how an exercise comes to a person at a position of the routine."""
    routine = LIBRARY.routine.model_copy(
        update={"loop": (day_at(LIBRARY.routine, 0).model_copy(update={"exercise": slug}),) * 2}
    )
    library = replace(LIBRARY, routine=routine)
    return next_practice(library, person(position, **values), MONDAY)


@pytest.mark.parametrize(
    ("position", "place"),
    [
        (0, (1, 1)),
        (6, (1, 1)),
        (7, (1, 2)),
        (27, (1, 4)),
        (28, (2, 1)),
        (55, (2, 4)),
        (84, (4, 1)),
    ],
)
def test_a_round_is_as_long_as_the_planned_weeks(position: int, place: tuple[int, int]) -> None:
    assert round_and_week(LIBRARY.routine, position) == place


@pytest.mark.parametrize("slug", [one for one in SLUGS if kind(one) is Kind.STRENGTH])
def test_first_repetitions_rise_or_the_hold_then_a_set_and_then_nothing(slug: str) -> None:
    first, second, third, later, much_later = (
        dose_of(LIBRARY, given_at(PLANNED * (rounds + (slug in MET_IN_THE_LOOP)) + 1, slug))
        for rounds in (1, 2, 3, 4, 11)
    )
    own = LIBRARY.exercises[slug].sheet.dose

    assert first.sets == own.sets
    if own.reps:
        assert first.reps
        assert own.reps[1] < first.reps[1] <= 12
        assert second.reps == first.reps
        assert second.sets[1] == min(3, own.sets[1] + 1)
    else:
        assert (own.hold, first.hold, second.hold) == (10, 15, 20)
    assert third == second == later == much_later


def test_a_stretch_stays_at_a_minute_for_each_side() -> None:
    for rounds in range(1, ROUNDS):
        assert work(dose_of(LIBRARY, given_at(PLANNED * rounds, "lunge"))) == 60


@given(position=positions, slug=st.sampled_from(SLUGS), step=st.integers(-2, 2))
def test_nothing_rises_above_the_cap(position: int, slug: str, step: int) -> None:
    found = risen(LIBRARY, Practice(position, slug), Tuning(step))
    dose = dose_of(LIBRARY, Practice(position, slug, step=found))
    own = dose_of(LIBRARY, Practice(position, slug))
    sets, reps = MOST[kind(slug)]

    assert step <= found <= HARDEST
    assert dose.sets[1] <= max(sets, own.sets[1])
    if dose.reps and own.reps:
        assert dose.reps[1] <= max(reps, own.reps[1])
    elif dose.hold and own.hold:
        assert dose.hold <= max(30, own.hold)


@given(
    position=positions,
    slug=st.sampled_from(SLUGS),
    tuning=st.builds(Tuning, st.integers(-2, 2), hard_round=st.integers(0, ROUNDS)),
    later=st.integers(0, 2 * PLANNED),
)
def test_nothing_rises_in_the_round_of_too_hard_nor_in_the_next(
    position: int, slug: str, tuning: Tuning, later: int
) -> None:
    said_in = round_and_week(LIBRARY.routine, position).round
    given_then = Practice(position, slug, step=risen(LIBRARY, Practice(position, slug), tuning))
    amount = work(dose_of(LIBRARY, given_then))
    said = too_hard(tuning, amount, said_in)
    then = position + later
    found = next_step(then, slug, said)

    if round_and_week(LIBRARY.routine, then).round <= said_in + 1:
        assert found <= said.step
    assert work(dose_of(LIBRARY, Practice(then, slug, step=found))) < max(amount, 2) or found == -4


def next_step(position: int, slug: str, tuning: Tuning) -> int:
    """Return the step at which the routine gives an exercise."""
    return step_for(LIBRARY, person(position, tunings={slug: tuning}), Practice(position, slug))


@given(someone=anybody(ROUNDS * PLANNED))
def test_health_keeps_an_exercise_where_it_is(someone: tuple[Trainee, frozenset[int]]) -> None:
    trainee, _ = someone
    practice = next_practice(LIBRARY, trainee, MONDAY)
    if practice.exercise is None:
        return
    sheet = LIBRARY.exercises[practice.exercise].sheet
    step = trainee.tuning(practice.exercise).step

    assert not any(sheet.flags.get(flag) == "skip" for flag in trainee.flags)
    if sheet.adapts_to(trainee.flags):
        assert practice.step <= step
        assert not practice.harder_fits
    if practice.harder_fits:
        assert "harder" in prescribable(LIBRARY, trainee, MONDAY, practice.exercise)
    assert practice.version != "harder"


@pytest.mark.parametrize("values", [{"idle": True}, {"unscreened": True}])
def test_who_is_silent_or_was_never_asked_gets_no_more(values: dict[str, bool]) -> None:
    for position in range(PLANNED, ROUNDS * PLANNED, 5):
        practice = next_practice(LIBRARY, person(position, **values), MONDAY)
        assert practice.step <= 0


def test_what_hurt_does_not_rise_by_itself() -> None:
    hurt = {slug: Tuning(-2, MONDAY - timedelta(days=30)) for slug in SLUGS}
    for position in range(PLANNED, ROUNDS * PLANNED, 5):
        practice = next_practice(LIBRARY, person(position, tunings=hurt), MONDAY)
        assert practice.step < 0 or practice.exercise is None


def test_too_easy_goes_one_step_further_than_the_round() -> None:
    before = risen(LIBRARY, Practice(PLANNED, "floor-bridge"), Tuning())

    assert before == 1
    assert risen(LIBRARY, Practice(PLANNED, "floor-bridge"), too_easy(Tuning(), MONDAY)) == 2


def test_what_somebody_asks_for_knows_no_round() -> None:
    assert risen(LIBRARY, own_practice("floor-bridge"), Tuning()) == 0


@pytest.mark.parametrize("slug", sorted(MET_IN_THE_LOOP))
def test_a_version_that_the_loop_brings_does_not_rise_when_it_is_new(slug: str) -> None:
    assert [given_at(PLANNED * rounds, slug).step for rounds in (1, 2, 3, 4)] == [0, 1, 2, 2]


@pytest.mark.parametrize(
    ("rounds", "flags", "fits"),
    [
        (4, frozenset[Flag](), True),
        (3, frozenset[Flag](), False),
        (4, frozenset({Flag.KNEE_PAIN}), True),
        (4, frozenset({Flag.BACK_PAIN}), False),
    ],
)
def test_the_harder_version_is_offered_after_the_last_step(
    rounds: int, flags: frozenset[Flag], fits: bool
) -> None:
    practice = Practice((rounds - 1) * PLANNED, "floor-bridge", step=HARDEST)

    assert fitted(LIBRARY, person(0, flags=flags), practice, MONDAY).harder_fits == fits
