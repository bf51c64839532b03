"""What fits one person or another: versions, swaps, and the hold after strength."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.coach.dose import dose_of
from bot.coach.fitting import extra_fits, flag_against, left_out, may_go_harder
from bot.coach.next_practice import after, next_practice, swaps
from bot.coach.positions import one_week_back
from bot.coach.sheets import Avoided, Equipment, Flag, Kind
from bot.coach.suitability import Reason
from bot.coach.trainee import Practice, Trainee, Tuning, too_hard

from .lives import (
    LIBRARY,
    LOOP,
    MONDAY,
    NOTHING,
    PLANNED,
    SLUGS,
    anybody,
    equipment,
    is_forbidden,
    kind,
    live,
    with_exercise,
)

ALL_WEEK = frozenset(range(7))
Person = tuple[Trainee, frozenset[int]]


# --- a swap ---------------------------------------------------------------------------------


@given(anybody(), st.integers(0, 40))
def test_a_swap_gives_something_else_that_fits_today(person: Person, days: int) -> None:
    trainee, weekdays = person
    for one in live(trainee, weekdays, days):
        before, trainee = trainee, after(LIBRARY, trainee, one.practice, one.day)
        other = swaps(LIBRARY, trainee, one.day, one.practice)
        if other is None:
            continue
        assert other.exercise not in (None, one.practice.exercise)
        assert other.position == one.practice.position
        assert not is_forbidden(trainee, other)
        assert not trainee.tuning(other.exercise or "").never
        assert equipment(other) <= trainee.equipment
        if one.practice.exercise:
            assert other.exercise != before.last
        tired = before.last_strength and (one.day - before.last_strength).days < 2
        assert not tired or kind(other.exercise or "") is not Kind.STRENGTH


def test_swapping_on_goes_through_all_of_the_same_load() -> None:
    practice = next_practice(LIBRARY, Trainee(PLANNED, NOTHING, 7), MONDAY)
    trainee = after(LIBRARY, Trainee(PLANNED, NOTHING, 7), practice, MONDAY)
    seen = [practice.exercise]
    for _ in range(4):
        other = swaps(LIBRARY, trainee, MONDAY, practice)
        assert other is not None
        seen.append(other.exercise)
        practice, trainee = other, after(LIBRARY, trainee, other, MONDAY)

    assert len(set(seen)) == len(seen)
    assert {kind(slug or "") for slug in seen} == {Kind.STRENGTH}


def test_a_swap_on_a_day_between_stays_off_strength_while_anything_else_fits() -> None:
    stretch = Practice(0, "lunge")
    trainee = after(LIBRARY, Trainee(0, NOTHING, 7), stretch, MONDAY)

    other = swaps(LIBRARY, trainee, MONDAY, stretch)

    assert other is not None
    assert kind(other.exercise or "") is Kind.DYNAMIC


def test_where_nothing_else_fits_there_is_no_swap() -> None:
    never = {slug: Tuning(never=True) for slug in SLUGS if slug != "lunge"}
    trainee = Trainee(1, NOTHING, 7, last="lunge", tunings=never, recent=("lunge",))

    assert swaps(LIBRARY, trainee, MONDAY, Practice(0, "lunge")) is None


# --- one by one -----------------------------------------------------------------------------


def first(**about: object) -> Practice:
    return next_practice(LIBRARY, replace(Trainee(0, NOTHING, 7), **about), MONDAY)  # type: ignore[arg-type]  # any field


def test_a_sore_knee_stays_off_the_floor_and_the_card_says_so() -> None:
    practice = first(flags=frozenset({Flag.KNEE_PAIN}))

    assert (practice.exercise, practice.version) == ("lunge", "standing")
    assert practice.adapt == (Flag.KNEE_PAIN,)


def test_a_hip_replaced_from_the_back_swings_only_forward_and_back() -> None:
    practice = first(position=2, flags=frozenset({Flag.HIP_BACK}))

    assert (practice.exercise, practice.version) == ("leg-swing", "forward")
    assert not dose_of(LIBRARY, practice).each_way


@pytest.mark.parametrize("also", [frozenset[Flag](), frozenset({Flag.HIP_BACK})])
def test_a_hip_replaced_from_the_front_leaves_the_swing_out(also: frozenset[Flag]) -> None:
    flags = also | {Flag.HIP_FRONT}
    trainee = Trainee(0, NOTHING, 7, flags=flags)

    reasons = {one.exercise: one for one in left_out(LIBRARY, trainee, MONDAY)}

    assert reasons["leg-swing"].reason is Reason.FLAG
    assert reasons["leg-swing"].flag in flags


def test_flat_on_the_back_a_pregnant_person_does_one_short_set() -> None:
    practice = first(position=PLANNED, flags=frozenset({Flag.PREGNANCY}))

    assert (practice.exercise, practice.version) == ("floor-bridge", "easier")
    assert dose_of(LIBRARY, practice).sets == (1, 1)
    assert dose_of(LIBRARY, practice).reps == (6, 6)


@pytest.mark.parametrize("flag", Flag)
def test_each_flag_alone_leaves_a_routine(flag: Flag) -> None:
    trainee = Trainee(0, NOTHING, 7, flags=frozenset({flag}))

    life = with_exercise(live(trainee, ALL_WEEK))

    assert life[0].day < MONDAY + timedelta(2)
    fewest = {Flag.GROIN: 1, Flag.HIP_FRONT: 3}
    assert len({one.slug for one in life}) >= fewest.get(flag, 4)


@given(st.frozensets(st.sampled_from(list(Flag))))
@example(frozenset(Flag))
def test_the_pelvic_tilt_is_left_whatever_a_person_tells_of_their_health(
    flags: frozenset[Flag],
) -> None:
    trainee = Trainee(0, NOTHING, 7, flags=flags)

    given_ = {(one.slug, one.practice.version) for one in with_exercise(live(trainee, ALL_WEEK))}
    assert ("floor-bridge", "easier") in given_ or ("floor-bridge", None) in given_


def test_a_groin_strain_leaves_only_the_pelvic_tilt_with_a_day_between() -> None:
    trainee = Trainee(0, NOTHING, 7, flags=frozenset({Flag.GROIN}))

    life = [one.practice for one in live(trainee, ALL_WEEK, 30)]

    assert {(p.exercise, p.version) for p in life if p.exercise} == {("floor-bridge", "easier")}
    assert all(None in (a.exercise, b.exercise) for a, b in pairwise(life))


def test_words_on_breathing_are_enough_for_high_blood_pressure() -> None:
    practice = first(position=PLANNED, flags=frozenset({Flag.BLOOD_PRESSURE}))

    assert (practice.exercise, practice.version) == ("floor-bridge", None)
    assert practice.adapt == (Flag.BLOOD_PRESSURE,)


def test_with_everything_left_out_the_day_is_for_a_rest_or_a_walk() -> None:
    never = {slug: Tuning(never=True) for slug in SLUGS}
    trainee = Trainee(0, NOTHING, 3, tunings=never)

    assert next_practice(LIBRARY, trainee, MONDAY) == Practice(0, None, extra_fits=False)
    assert {one.reason for one in left_out(LIBRARY, trainee, MONDAY)} == {Reason.NEVER}


def test_what_only_comes_in_week_three_comes_at_once_where_nothing_else_is_left() -> None:
    never = {slug: Tuning(never=True) for slug in SLUGS if slug != "bulgarian-split-squat"}

    practice = first(tunings=never, equipment=frozenset({Equipment.BENCH}))

    assert (practice.exercise, practice.version) == ("bulgarian-split-squat", "easier")


def test_a_day_between_strength_days_gets_no_strength_in_place_of_what_does_not_fit() -> None:
    practice = first(tunings={"lunge": Tuning(never=True)})

    assert practice.exercise == "frankenstein-walk"


def test_with_only_strength_left_the_day_after_it_is_free_and_the_plan_goes_on() -> None:
    both = frozenset({Flag.HIP_FRONT, Flag.HIP_BACK})
    trainee = Trainee(PLANNED, NOTHING, 7, flags=both)

    life = [one.practice for one in live(trainee, ALL_WEEK, 4)]

    assert [(p.position - PLANNED, p.exercise) for p in life] == [
        (0, "floor-bridge"),
        (1, None),
        (2, "leg-lift"),
        (3, None),
    ]


def test_what_hurt_comes_back_after_its_week_in_the_easier_version() -> None:
    until = MONDAY + timedelta(7)
    trainee = Trainee(0, NOTHING, 7, tunings={"lunge": Tuning(paused_until=until)})

    life = with_exercise(live(trainee, ALL_WEEK, 30))
    lunges = [one for one in life if one.slug == "lunge"]

    assert lunges[0].day >= until
    assert {one.practice.version for one in lunges} == {"easier"}
    assert left_out(LIBRARY, trainee, MONDAY)[0].until == until
    assert "lunge" not in {one.exercise for one in left_out(LIBRARY, trainee, until)}


@pytest.mark.parametrize(
    "about",
    [
        {"flags": frozenset({Flag.HIP_FRONT})},
        {"flags": frozenset({Flag.KNEE_PAIN})},
        {"avoided": frozenset({Avoided.KNEELING})},
        {"tunings": {"lunge": Tuning(never=True)}},
        {"tunings": {"lunge": Tuning(paused_until=MONDAY + timedelta(1))}},
        {"tunings": {"lunge": Tuning(step=-1)}},
    ],
)
def test_no_hold_follows_strength_where_the_usual_lunge_does_not_suit(about: object) -> None:
    trainee = replace(Trainee(1, NOTHING, 7), **about)  # type: ignore[arg-type]  # any field

    assert not extra_fits(LIBRARY, trainee, MONDAY)
    practice = next_practice(LIBRARY, trainee, MONDAY)
    assert (practice.exercise, practice.extra_fits) == ("floor-bridge", False)


def test_the_hold_follows_strength_for_everybody_else() -> None:
    assert extra_fits(LIBRARY, Trainee(1, NOTHING, 7), MONDAY)
    assert first(position=1).extra_fits
    assert first(position=1, flags=frozenset({Flag.HERNIA})).extra_fits


# --- after a week away ----------------------------------------------------------------------


@given(st.integers(0, 5000))
@example(0)
@example(LOOP)
def test_after_a_week_away_the_plan_goes_one_week_back(position: int) -> None:
    back = one_week_back(position)

    assert back == (position - 7 if position >= 7 else 0)


def test_a_rest_day_knows_whether_its_gentle_move_suits() -> None:
    person = Trainee(6, NOTHING, 7)
    banned = replace(person, tunings={"leg-swing": Tuning(never=True)})

    assert next_practice(LIBRARY, person, MONDAY) == Practice(6, None)
    assert next_practice(LIBRARY, banned, MONDAY) == Practice(6, None, extra_fits=False)


@given(anybody())
def test_health_is_named_against_just_the_exercises_left_out_for_it(person: Person) -> None:
    trainee = replace(person[0], programme=None, tunings={})
    for_health = {one.exercise: one.flag for one in left_out(LIBRARY, trainee, MONDAY) if one.flag}
    against = {slug: flag_against(LIBRARY, trainee, slug) for slug in SLUGS}

    assert {slug: flag for slug, flag in against.items() if flag} == for_health


def test_harder_is_offered_to_nobody_in_trouble() -> None:
    hard = Trainee(0, NOTHING, 7, tunings={"lunge": too_hard(Tuning())})
    sore = Trainee(0, NOTHING, 7, flags=frozenset({Flag.BACK_PAIN}))

    assert may_go_harder(LIBRARY, Trainee(0, NOTHING, 7), "lunge")
    assert not may_go_harder(LIBRARY, hard, "lunge")
    assert may_go_harder(LIBRARY, hard, "floor-bridge")
    assert not may_go_harder(LIBRARY, sore, "lunge")
