"""What an answer changes, and a trainer's own list."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach.dose import dose_of
from bot.coach.fitting import left_out
from bot.coach.next_practice import after, next_practice, swaps
from bot.coach.sheets import Flag
from bot.coach.suitability import Reason
from bot.coach.trainee import (
    Item,
    Practice,
    Programme,
    Side,
    Trainee,
    Tuning,
    hurts,
    too_easy,
    too_hard,
)

from .lives import LIBRARY, MONDAY, NOTHING, anybody, is_forbidden, live, tunings, with_exercise

EVERY_DAY = frozenset(range(7))
WEEK = timedelta(7)


# --- answers --------------------------------------------------------------------------------


@given(tunings)
def test_no_answer_leaves_the_five_steps_or_forgets_a_never(tuning: Tuning) -> None:
    for changed in (too_hard(tuning), too_easy(tuning, MONDAY), hurts(tuning, MONDAY)):
        assert -2 <= changed.step <= 2
        assert changed.never == tuning.never


@given(tunings)
def test_too_hard_always_brings_the_easier_version(tuning: Tuning) -> None:
    assert too_hard(tuning).eased
    assert too_hard(tuning).step < max(tuning.step, -1)


def test_too_easy_climbs_step_by_step() -> None:
    tuning = Tuning(-2)
    seen = []
    for _ in range(5):
        tuning = too_easy(tuning, MONDAY)
        seen.append(tuning.step)

    assert seen == [-1, 0, 1, 2, 2]


def test_what_hurt_rests_for_a_week_and_makes_no_progress_for_one_more() -> None:
    tuning = hurts(Tuning(1), MONDAY)

    assert tuning.is_paused_on(MONDAY + WEEK - timedelta(1))
    assert not tuning.is_paused_on(MONDAY + WEEK)
    assert too_easy(tuning, MONDAY + 2 * WEEK - timedelta(1)) == tuning
    assert too_easy(tuning, MONDAY + 2 * WEEK) == Tuning(-1)


# --- a trainer's list -----------------------------------------------------------------------

LIST = Programme(
    (
        Item("lunge", "harder", sets=3),
        Item("floor-bridge", sets=2),
        Item("leg-lift", "easier", sets=1, side=Side.LEFT),
    ),
    frozenset({0, 2, 4}),
)


def listed(**about: object) -> Trainee:
    return Trainee(0, NOTHING, 3, programme=LIST, **about)  # type: ignore[arg-type]  # any field


def test_a_list_comes_line_by_line_and_begins_again() -> None:
    life = live(listed(), LIST.weekdays, 14)

    assert [one.slug for one in life] == ["lunge", "floor-bridge", "leg-lift"] * 2
    assert [one.practice.version for one in life] == ["harder", None, "easier"] * 2
    assert [one.practice.item for one in life] == [*LIST.items, *LIST.items]


def test_a_list_is_dosed_as_the_trainer_says() -> None:
    practice = live(listed(), EVERY_DAY, 3)[2].practice

    dose = dose_of(LIBRARY, practice)

    assert (dose.sets, dose.each_side, practice.extra_fits) == ((1, 1), False, False)


def test_a_flag_takes_a_line_out_or_changes_its_version() -> None:
    hip = listed(flags=frozenset({Flag.HIP_FRONT}))
    back = listed(flags=frozenset({Flag.BACK_PAIN}))

    assert [one.slug for one in live(hip, EVERY_DAY, 3)] == [
        "floor-bridge",
        "leg-lift",
        "floor-bridge",
    ]
    assert [one.reason for one in left_out(LIBRARY, hip, MONDAY)] == [Reason.FLAG]
    assert next_practice(LIBRARY, back, MONDAY).version == "easier"


def test_a_list_of_which_nothing_is_left_gives_a_rest_or_a_walk() -> None:
    never = {item.exercise: Tuning(never=True) for item in LIST.items}

    assert next_practice(LIBRARY, listed(tunings=never), MONDAY) == Practice(0, None)


def test_a_line_whose_exercise_is_gone_is_passed_over() -> None:
    gone = Programme((Item("long-gone"), Item("lunge")), EVERY_DAY)

    life = live(Trainee(0, NOTHING, 7, programme=gone), EVERY_DAY, 3)

    assert [one.slug for one in life] == ["lunge"] * 3


def test_a_trainer_s_list_needs_no_equipment_ticked() -> None:
    bell = Programme((Item("kettlebell-swing"),), EVERY_DAY)

    assert next_practice(LIBRARY, Trainee(0, NOTHING, 7, programme=bell), MONDAY).exercise


def test_a_swap_gives_another_line_of_the_list() -> None:
    first = next_practice(LIBRARY, listed(), MONDAY)
    trainee = after(LIBRARY, listed(), first, MONDAY)

    other = swaps(LIBRARY, trainee, MONDAY, first)
    alone = Trainee(1, NOTHING, 7, programme=Programme(LIST.items[:1], EVERY_DAY))

    assert other is not None
    assert (other.exercise, other.item) == ("floor-bridge", LIST.items[1])
    assert swaps(LIBRARY, alone, MONDAY, first) is None


lines = st.builds(
    lambda which, sets, side: Item(which[0], which[1], sets, side),
    st.sampled_from(
        [(slug, version) for slug in LIBRARY.exercises for version in (None, "easier")]
    ),
    st.integers(1, 5),
    st.sampled_from(Side),
)


@given(anybody(), st.lists(lines, min_size=1, max_size=8))
def test_no_list_gives_anybody_what_a_flag_forbids(
    person: tuple[Trainee, frozenset[int]], items: list[Item]
) -> None:
    trainee, weekdays = person
    programme = Programme(tuple(items), weekdays)
    trainee = Trainee(
        0, NOTHING, 7, flags=trainee.flags, tunings=trainee.tunings, programme=programme
    )
    for one in with_exercise(live(trainee, weekdays, 60)):
        assert one.practice.item in items
        assert not is_forbidden(trainee, one.practice)
        assert not trainee.tuning(one.slug).never
        assert not trainee.tuning(one.slug).is_paused_on(one.day)


@pytest.mark.parametrize("size", [1, 2])
def test_a_short_list_comes_as_often_as_the_trainer_wants(size: int) -> None:
    short = Programme(LIST.items[:size], EVERY_DAY)

    life = live(Trainee(0, NOTHING, 7, programme=short), EVERY_DAY, 30)

    assert all(one.practice.exercise for one in life)
