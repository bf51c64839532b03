"""Anybody, for 400 days: what fits them comes, what does not never does, and something always."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from functools import cache
from itertools import combinations, pairwise, product
from random import Random
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach.dose import dose_of, work
from bot.coach.fitting import allowed_versions, fitted, left_out
from bot.coach.sheets import Avoided, Equipment, Flag, Kind
from bot.coach.suitability import Needs, Reason, Versions
from bot.coach.trainee import GENTLEST, LOWEST, Practice, Trainee, too_hard

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
    unpaused,
    with_exercise,
)

ALL_WEEK = frozenset(range(7))
T = TypeVar("T", bound=StrEnum)
Person = tuple[Trainee, frozenset[int]]
FLAGS_TOGETHER = 3
"""How many flags at once are tried in every combination; more of them are drawn by chance."""


def open_to(trainee: Trainee, one: Given) -> Mapping[str, Versions]:
    """Return what might have come on a day."""
    return allowed_versions(LIBRARY, trainee, one.day, one.practice.position)


def subsets(of: type[T], most: int | None = None) -> list[frozenset[T]]:
    sizes = range(len(of) + 1 if most is None else most + 1)
    return [frozenset(some) for size in sizes for some in combinations(of, size)]


@cache
def restrictions() -> list[Needs]:
    """Return all combinations of equipment, up to three flags and avoided positions, shuffled."""
    found = list(product(KITS, subsets(Flag, FLAGS_TOGETHER), subsets(Avoided)))
    Random(7).shuffle(found)
    return found


def people(most: int | None) -> list[Trainee]:
    """Return one person for each distinct set of open versions among the first combinations."""
    found: dict[object, Trainee] = {}
    for kit, health, wishes in restrictions()[:most]:
        trainee = Trainee(0, kit, 7, flags=health, avoided=wishes)
        ways = (allowed_versions(LIBRARY, trainee, MONDAY, week * 7).items() for week in range(4))
        found.setdefault(tuple(map(tuple, ways)), trainee)
    return list(found.values())


@pytest.mark.parametrize("days", ["0123456", "013", "024"])
@pytest.mark.parametrize("most", [60, pytest.param(None, marks=pytest.mark.slow)])
def test_every_combination_of_restrictions_keeps_the_rules(days: str, most: int | None) -> None:
    """All combinations come down to 173 people; each follows the routine for 400 days."""
    weekdays = frozenset(map(int, days))
    for trainee in people(most):
        allowed = set(allowed_versions(LIBRARY, trainee, MONDAY, PLANNED))
        life = live(replace(trainee, days_a_week=len(weekdays)), weekdays)
        sent = with_exercise(life)
        strong = [one.day for one in sent if kind(one.slug) is Kind.STRENGTH]
        looped = [one.slug for one in sent if one.practice.position >= PLANNED]

        assert bool(sent) == bool(allowed)
        for before, one in pairwise(sent):
            assert before.slug != one.slug or len(open_to(trainee, one)) == 1
        assert all((b - a).days > 1 for a, b in pairwise(strong))
        assert not any(is_forbidden(trainee, one.practice) for one in sent)
        for start in range(len(looped) - 14):
            assert set(looped[start : start + 14]) == allowed


@pytest.mark.parametrize("most", [60, pytest.param(None, marks=pytest.mark.slow)])
def test_no_combination_opens_a_version_that_one_of_its_flags_forbids(most: int | None) -> None:
    """People with the same open versions lead the same life, whatever they told."""
    for kit, health, wishes in restrictions()[:most]:
        trainee = Trainee(0, kit, 7, flags=health, avoided=wishes)
        for week in range(4):
            for slug, versions in allowed_versions(LIBRARY, trainee, MONDAY, week * 7).items():
                for version in versions:
                    assert not is_forbidden(trainee, Practice(0, slug, version))


# --- with any history, answers and dislikes -------------------------------------------------


@given(anybody())
def test_nothing_comes_in_a_version_that_a_flag_or_an_avoided_position_forbids(
    person: Person,
) -> None:
    trainee, weekdays = person
    for one in with_exercise(live(trainee, weekdays)):
        assert not is_forbidden(trainee, one.practice), one


@given(anybody())
def test_nothing_comes_that_is_never_wanted_or_rests_or_lacks_equipment(person: Person) -> None:
    trainee, weekdays = person
    for one in with_exercise(live(trainee, weekdays)):
        tuning = trainee.tuning(one.slug)
        assert not tuning.never
        assert tuning.paused_until is None or one.day >= tuning.paused_until
        assert equipment(one.practice) <= trainee.equipment


@given(anybody())
def test_nothing_comes_twice_running_unless_it_is_all_there_is(person: Person) -> None:
    trainee, weekdays = person
    for before, one in pairwise(with_exercise(live(trainee, weekdays))):
        assert before.slug != one.slug or len(open_to(trainee, one)) == 1


@given(anybody())
def test_all_there_is_comes_with_a_day_between(person: Person) -> None:
    trainee, weekdays = person
    for before, one in pairwise(live(trainee, weekdays)):
        if len(open_to(trainee, before)) == len(open_to(trainee, one)) == 1:
            assert None in (before.practice.exercise, one.practice.exercise)


@given(anybody())
def test_strength_never_comes_on_two_days_running(person: Person) -> None:
    trainee, weekdays = person
    life = with_exercise(live(trainee, weekdays))
    strong = [one.day for one in life if kind(one.slug) is Kind.STRENGTH]
    days = [trainee.last_strength, *strong] if trainee.last_strength else strong

    assert all((later - day).days > 1 for day, later in pairwise(days))


@given(anybody())
def test_every_allowed_exercise_comes_within_fourteen(person: Person) -> None:
    trainee, weekdays = person
    settled = unpaused(trainee)
    allowed = set(allowed_versions(LIBRARY, settled, date.max, PLANNED))
    life = with_exercise(live(settled, weekdays, 2 * YEAR))
    looped = [one.slug for one in life if one.practice.position >= PLANNED]

    for start in range(len(looped) - 14):
        assert set(looped[start : start + 14]) == allowed


@given(anybody())
def test_who_trains_every_day_rests_after_seven_at_most(person: Person) -> None:
    trainee, _ = person
    running = 0
    for one in live(replace(trainee, days_a_week=7), ALL_WEEK):
        running = running + 1 if one.practice.exercise else 0
        assert running <= 7


@given(anybody())
def test_a_day_stays_free_only_for_a_reason(person: Person) -> None:
    """The routine's rest, one exercise or none, or only strength on the day after strength."""
    trainee, weekdays = person
    for one in live(trainee, weekdays):
        if one.practice.exercise is None and len(weekdays) < 7 and len(open_to(trainee, one)) > 1:
            gentle = {slug for slug in open_to(trainee, one) if kind(slug) is not Kind.STRENGTH}
            assert len(gentle) <= 1


@given(anybody())
def test_levels_wait_for_their_week_unless_nothing_gentler_is_left(person: Person) -> None:
    trainee, weekdays = person
    life = live(trainee, weekdays, 60)
    for one in with_exercise(life):
        own = LIBRARY.exercises[one.slug].sheet.level
        week = one.practice.position // 7 + 1
        most, most_of_version = {1: (2, 1), 2: (2, 1), 3: (3, 2)}.get(week, (3, 3))
        if own > most or level(one.practice) > most_of_version:
            # Then only such are open, each in a gentle version.
            assert all(None not in versions for versions in open_to(trainee, one).values())


@given(anybody())
def test_the_hardest_version_is_never_sent_unasked(person: Person) -> None:
    assert all(one.practice.version != "harder" for one in live(*person))


@given(anybody())
def test_after_trouble_or_pain_the_easier_version_comes(person: Person) -> None:
    trainee, weekdays = person
    for one in with_exercise(live(trainee, weekdays)):
        if trainee.tuning(one.slug).eased:
            assert one.practice.version not in (None, "shallow")
            assert one.practice.step < 0


@given(anybody())
def test_nothing_comes_more_than_twice_in_seven_days_where_six_fit(person: Person) -> None:
    trainee, weekdays = person
    life = live(replace(trainee, recent=(), last=None), weekdays)
    for one in with_exercise(life):
        before = [earlier.slug for earlier in with_exercise(life) if earlier.day <= one.day]
        week = [
            earlier.slug
            for earlier in with_exercise(life)
            if 0 <= (one.day - earlier.day).days < 7
        ]
        assert len(before) >= len(week)
        if week.count(one.slug) > 2:
            assert len(_free(trainee, one)) < 6, (one, week)


def _free(trainee: Trainee, one: Given) -> set[str]:
    """Return what might have come on a day, strength only where strength came."""
    strong = kind(one.slug) is Kind.STRENGTH
    return {slug for slug in open_to(trainee, one) if strong or kind(slug) is not Kind.STRENGTH}


@given(anybody(start=0), st.integers(0, 40))
def test_after_too_hard_less_comes_than_was_given_whatever_the_week(
    person: Person, days: int
) -> None:
    trainee, weekdays = person
    life = with_exercise(live(trainee, weekdays, 60))
    if not life:
        return
    hard = life[days % len(life)]
    given_ = work(dose_of(LIBRARY, hard.practice))
    tuning = too_hard(trainee.tuning(hard.slug), given_)
    complains = replace(trainee, tunings={**trainee.tunings, hard.slug: tuning})

    for one in with_exercise(live(complains, weekdays)):
        if one.slug == hard.slug:
            now = work(dose_of(LIBRARY, one.practice))
            assert now < given_ or one.practice.step == LOWEST, (hard, one)


@given(anybody())
def test_before_anybody_asked_only_the_easier_versions_of_level_one_come(person: Person) -> None:
    trainee, weekdays = person
    for one in with_exercise(live(replace(trainee, unscreened=True), weekdays, 60)):
        assert (one.practice.version, one.practice.step) == ("easier", GENTLEST)
        assert level(one.practice) == 1
        assert not one.practice.extra_fits


@given(anybody())
def test_a_row_s_four_values_rebuild_card_and_dose(person: Person) -> None:
    trainee, weekdays = person
    for one in with_exercise(live(trainee, weekdays, 60)):
        given_ = one.practice
        row = Practice(given_.position, given_.exercise, given_.version, given_.step)

        assert fitted(LIBRARY, trainee, row, one.day) == given_
        assert dose_of(LIBRARY, row) == dose_of(LIBRARY, given_)


@given(anybody())
def test_what_is_not_left_out_is_what_may_come(person: Person) -> None:
    trainee, _ = person
    named = {one.exercise for one in left_out(LIBRARY, trainee, MONDAY)}

    assert named == set(SLUGS) - set(allowed_versions(LIBRARY, trainee, MONDAY, PLANNED))


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
            Reason.PAUSED: one.until is not None and one.until == tuning.paused_until,
        }[one.reason]
