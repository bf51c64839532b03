"""Anybody, for 400 days: what fits them comes, what does not never does, and something always."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from functools import cache
from itertools import combinations, pairwise, product
from typing import TypeVar

import pytest
from hypothesis import given, settings

from bot.coach.fitting import Forms, open_forms
from bot.coach.routine import Practice, Reason, Trainee, dose_of, fitted, left_out
from bot.coach.sheets import Avoided, Equipment, Flag, Kind

from .lives import (
    KITS,
    LIBRARY,
    MONDAY,
    PLANNED,
    SLUGS,
    YEAR,
    Given,
    anybody,
    equipment,
    is_forbidden,
    kind,
    level,
    live,
    rested,
    with_exercise,
)

lives = settings(deadline=None, max_examples=100)
ALL_WEEK = frozenset(range(7))
T = TypeVar("T", bound=StrEnum)
Person = tuple[Trainee, frozenset[int]]


def open_to(trainee: Trainee, one: Given) -> Mapping[str, Forms]:
    """Return what might have come on a day."""
    return open_forms(LIBRARY, trainee, one.day, one.practice.position)


def subsets(of: type[T]) -> list[frozenset[T]]:
    return [frozenset(some) for size in range(len(of) + 1) for some in combinations(of, size)]


@cache
def everybody() -> list[Trainee]:
    """Return one person for each way in which flags, positions and equipment may turn out."""
    found: dict[object, Trainee] = {}
    for kit, health, wishes in product(KITS, subsets(Flag), subsets(Avoided)):
        trainee = Trainee(0, kit, 7, flags=health, avoided=wishes)
        ways = (open_forms(LIBRARY, trainee, MONDAY, week * 7).items() for week in range(4))
        found.setdefault(tuple(map(tuple, ways)), trainee)
    return list(found.values())


@pytest.mark.parametrize("days", ["0123456", "013", "024"])
def test_every_combination_there_is_keeps_the_rules(days: str) -> None:
    """All 32,768 combinations come down to 150 ways, and each of them lives 400 days here."""
    weekdays = frozenset(map(int, days))
    for trainee in everybody():
        allowed = set(open_forms(LIBRARY, trainee, MONDAY, PLANNED))
        life = live(replace(trainee, days_a_week=len(weekdays)), weekdays)
        sent = with_exercise(life)
        strong = [one.day for one in sent if kind(one.slug) is Kind.STRENGTH]
        looped = [one.slug for one in sent if one.practice.position >= PLANNED]

        assert bool(sent) == bool(allowed)
        assert all(a.slug != b.slug for a, b in pairwise(sent)) or len(allowed) == 1
        assert all((b - a).days > 1 for a, b in pairwise(strong))
        assert not any(is_forbidden(trainee, one.practice) for one in sent)
        for start in range(len(looped) - 14):
            assert set(looped[start : start + 14]) == allowed


# --- with any history, answers and dislikes -------------------------------------------------


@lives
@given(anybody())
def test_nothing_comes_in_a_form_that_a_flag_or_an_avoided_position_forbids(
    person: Person,
) -> None:
    trainee, weekdays = person
    for one in with_exercise(live(trainee, weekdays)):
        assert not is_forbidden(trainee, one.practice), one


@lives
@given(anybody())
def test_nothing_comes_that_is_never_wanted_or_rests_or_lacks_equipment(person: Person) -> None:
    trainee, weekdays = person
    for one in with_exercise(live(trainee, weekdays)):
        tuning = trainee.tuning(one.slug)
        assert not tuning.never
        assert tuning.rests_until is None or one.day >= tuning.rests_until
        assert equipment(one.practice) <= trainee.equipment


@lives
@given(anybody())
def test_nothing_comes_twice_running_unless_it_is_all_there_is(person: Person) -> None:
    trainee, weekdays = person
    for before, one in pairwise(with_exercise(live(trainee, weekdays))):
        assert before.slug != one.slug or len(open_to(trainee, one)) == 1


@lives
@given(anybody())
def test_all_there_is_comes_with_a_day_between(person: Person) -> None:
    trainee, weekdays = person
    for before, one in pairwise(live(trainee, weekdays)):
        if len(open_to(trainee, before)) == len(open_to(trainee, one)) == 1:
            assert None in (before.practice.exercise, one.practice.exercise)


@lives
@given(anybody())
def test_strength_never_comes_on_two_days_running(person: Person) -> None:
    trainee, weekdays = person
    life = with_exercise(live(trainee, weekdays))
    strong = [one.day for one in life if kind(one.slug) is Kind.STRENGTH]
    days = [trainee.last_strength, *strong] if trainee.last_strength else strong

    assert all((later - day).days > 1 for day, later in pairwise(days))


@lives
@given(anybody())
def test_every_allowed_exercise_comes_within_fourteen(person: Person) -> None:
    trainee, weekdays = person
    settled = rested(trainee)
    allowed = set(open_forms(LIBRARY, settled, date.max, PLANNED))
    life = with_exercise(live(settled, weekdays, 2 * YEAR))
    looped = [one.slug for one in life if one.practice.position >= PLANNED]

    for start in range(len(looped) - 14):
        assert set(looped[start : start + 14]) == allowed


@lives
@given(anybody())
def test_who_trains_every_day_rests_after_seven_at_most(person: Person) -> None:
    trainee, _ = person
    running = 0
    for one in live(replace(trainee, days_a_week=7), ALL_WEEK):
        running = running + 1 if one.practice.exercise else 0
        assert running <= 7


@lives
@given(anybody())
def test_a_day_stays_free_only_for_a_reason(person: Person) -> None:
    """The plan's rest, one exercise or none, or only strength on the day after strength."""
    trainee, weekdays = person
    for one in live(trainee, weekdays):
        if one.practice.exercise is None and len(weekdays) < 7 and len(open_to(trainee, one)) > 1:
            gentle = {slug for slug in open_to(trainee, one) if kind(slug) is not Kind.STRENGTH}
            assert len(gentle) <= 1


@lives
@given(anybody())
def test_levels_wait_for_their_week_unless_nothing_gentler_is_left(person: Person) -> None:
    trainee, weekdays = person
    life = live(trainee, weekdays, 60)
    for one in with_exercise(life):
        own = LIBRARY.exercises[one.slug].sheet.level
        week = one.practice.position // 7 + 1
        most, most_of_form = {1: (2, 1), 2: (2, 1), 3: (3, 2)}.get(week, (3, 3))
        if own > most or level(one.practice) > most_of_form:
            # Then only such are open, each in a gentle form.
            assert all(None not in forms for forms in open_to(trainee, one).values())


@lives
@given(anybody())
def test_the_hardest_form_is_never_sent_unasked(person: Person) -> None:
    assert all(one.practice.form != "harder" for one in live(*person))


@lives
@given(anybody())
def test_after_trouble_or_pain_the_easier_form_comes(person: Person) -> None:
    trainee, weekdays = person
    for one in with_exercise(live(trainee, weekdays)):
        if trainee.tuning(one.slug).eased:
            assert one.practice.form not in (None, "shallow")
            assert one.practice.step < 0


@lives
@given(anybody())
def test_a_row_s_four_values_rebuild_card_and_dose(person: Person) -> None:
    trainee, weekdays = person
    for one in with_exercise(live(trainee, weekdays, 60)):
        given_ = one.practice
        row = Practice(given_.position, given_.exercise, given_.form, given_.step)

        assert fitted(LIBRARY, trainee, row, one.day) == given_
        assert dose_of(LIBRARY, row) == dose_of(LIBRARY, given_)


@lives
@given(anybody())
def test_what_is_not_left_out_is_what_may_come(person: Person) -> None:
    trainee, _ = person
    named = {one.exercise for one in left_out(LIBRARY, trainee, MONDAY)}

    assert named == set(SLUGS) - set(open_forms(LIBRARY, trainee, MONDAY, PLANNED))


@lives
@given(anybody())
def test_nobody_is_refused_without_a_reason_of_their_own(person: Person) -> None:
    trainee, _ = person
    for one in left_out(LIBRARY, trainee, MONDAY):
        tuning = trainee.tuning(one.exercise)
        assert {
            Reason.FLAG: one.flag in trainee.flags,
            Reason.POSITION: one.avoided in trainee.avoided,
            Reason.EQUIPMENT: not trainee.equipment.issuperset(Equipment),
            Reason.NEVER: tuning.never,
            Reason.RESTING: one.until is not None and one.until == tuning.rests_until,
        }[one.reason]
