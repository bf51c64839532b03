"""The routine: rest between strength days, no move twice running, all ten, gentle ones first."""

from itertools import pairwise, product

import pytest

from bot.coach.sheets import Equipment, Kind, RoutineDay

from .shelf import EXERCISES, FIRST_TEN, ROUTINE

Owned = frozenset[Equipment]

WEEKS = [list(week.days) for week in ROUTINE.weeks]
PLANNED = [day for week in WEEKS for day in week]
ALL_DAYS = [*PLANNED, *ROUTINE.loop, *ROUTINE.loop]
"""The loop stands here twice, so that its end meets its beginning."""

OWNED = [
    frozenset(kit for kit, has in zip(Equipment, row, strict=True) if has)
    for row in product((False, True), repeat=len(Equipment))
]
LOOP = "E2 E9 E5 E1 E8 E6 E4 rest E9 E10 E1 E3 E6 E7 E1 rest"


def _level(day: RoutineDay) -> int:
    assert day.exercise
    sheet = EXERCISES[day.exercise].sheet
    return sheet.versions[day.version].level if day.version else sheet.level


def _equipment(day: RoutineDay) -> Owned:
    assert day.exercise
    sheet = EXERCISES[day.exercise].sheet
    return frozenset(sheet.versions[day.version].equipment if day.version else sheet.equipment)


def _as_done(day: RoutineDay, owned: Owned) -> RoutineDay:
    """Put the stand-in where the equipment of the standard version is missing."""
    if day.exercise is None or owned.issuperset(EXERCISES[day.exercise].sheet.equipment):
        return day
    return ROUTINE.stand_ins[day.exercise]


def _is_strength(day: RoutineDay) -> bool:
    return day.exercise is not None and EXERCISES[day.exercise].sheet.kind is Kind.STRENGTH


@pytest.mark.parametrize("owned", OWNED, ids=lambda owned: "+".join(sorted(owned)) or "nothing")
@pytest.mark.parametrize("rests", [True, False])
def test_strength_never_falls_on_two_days_running(owned: Owned, rests: bool) -> None:
    days = [_as_done(day, owned) for day in ALL_DAYS if rests or not day.rest]
    for before, after in pairwise(days):
        assert not (_is_strength(before) and _is_strength(after)), (before, after)


@pytest.mark.parametrize("owned", OWNED, ids=lambda owned: "+".join(sorted(owned)) or "nothing")
def test_no_exercise_is_sent_twice_running_even_across_a_rest_day(owned: Owned) -> None:
    sent = [_as_done(day, owned).exercise for day in ALL_DAYS if not day.rest]
    for before, after in pairwise(sent):
        assert before != after


def test_the_first_ten_appear_in_the_weeks_and_every_exercise_in_the_loop() -> None:
    assert {day.exercise for day in PLANNED if not day.rest} >= set(FIRST_TEN)
    assert {day.exercise for day in ROUTINE.loop if not day.rest} == set(EXERCISES)


def test_strength_days_are_two_in_the_first_week_and_then_three() -> None:
    assert [sum(map(_is_strength, week)) for week in WEEKS] == [2, 3, 3, 3]


def test_each_week_ends_with_its_one_rest_day() -> None:
    for week in WEEKS:
        assert [day.rest for day in week] == [False] * 6 + [True]


def test_the_loop_keeps_its_order_with_a_rest_after_each_seven() -> None:
    order = [EXERCISES[day.exercise].sheet.id if day.exercise else "rest" for day in ROUTINE.loop]
    assert order == LOOP.split()


def test_levels_rise_with_the_weeks() -> None:
    for day in (day for week in WEEKS[:2] for day in week if not day.rest):
        assert day.exercise
        own = EXERCISES[day.exercise].sheet.level
        assert own <= 2
        assert _level(day) == 1
        assert day.version == ("easier" if own == 2 else None)
    for day in (day for day in WEEKS[2] if not day.rest):
        assert _level(day) <= 2
    assert {_level(day) for day in WEEKS[3] if not day.rest} == {1, 2, 3}


def test_the_first_two_weeks_need_no_equipment() -> None:
    for day in (day for week in WEEKS[:2] for day in week if not day.rest):
        assert not _equipment(day)


def test_each_move_with_equipment_has_a_stand_in_without() -> None:
    needy = {slug for slug, one in EXERCISES.items() if one.sheet.equipment}
    assert set(ROUTINE.stand_ins) == needy
    for day in ROUTINE.stand_ins.values():
        assert not _equipment(day)


def test_week_doses_grow_one_thing_at_a_time() -> None:
    strength = [week.dose[Kind.STRENGTH] for week in ROUTINE.weeks]
    assert [dose.sets for dose in strength] == [(1, 1), (2, 2), (2, 2), (2, 2)]
    assert [dose.reps for dose in strength] == [(6, 8), (8, 8), (8, 10), None]
    stretch = [week.dose[Kind.STRETCH] for week in ROUTINE.weeks]
    assert [dose.hold for dose in stretch] == [15, 20, 30, 30]


def test_a_new_move_of_the_fourth_week_starts_with_one_set_of_six() -> None:
    met = {day.exercise for week in WEEKS[:3] for day in week}
    for day in WEEKS[3]:
        if day.exercise not in met:
            assert day.dose
            assert (day.dose.sets, day.dose.reps) == ((1, 1), (6, 6))


def test_who_owns_a_kettlebell_meets_the_hinge_then_the_deadlift_then_the_swing() -> None:
    weeks = [
        (week, day.version)
        for week, days in enumerate([*WEEKS, ROUTINE.loop], 1)
        for day in days
        if day.exercise == "kettlebell-swing"
    ]

    assert weeks == [(3, "easier"), (4, "deadlift"), (5, None)]
    levels = [EXERCISES["kettlebell-swing"].sheet.version(version).level for _, version in weeks]
    assert levels == [1, 2, 3]


def test_no_week_brings_two_first_moves_of_the_hardest_level() -> None:
    for days in [*WEEKS, ROUTINE.loop[:7]]:
        hardest = {day.exercise for day in days if not day.rest and _level(day) == 3}
        assert len(hardest) <= 1


def test_a_lunge_of_thirty_seconds_follows_strength() -> None:
    assert (ROUTINE.extra_exercise, ROUTINE.extra_hold) == ("lunge", 30)
    assert EXERCISES["lunge"].sheet.kind is Kind.STRETCH
