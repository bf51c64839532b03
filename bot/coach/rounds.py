"""Rounds of the routine: its weeks, then as many weeks again and again, a step more each time.

Rules O1 and D1-D5 of docs/coaching-rules.md: first more repetitions (or a longer hold), then one
more set, both within the bounds of the ladders in dose.py. The harder version is only offered.
"""

from functools import lru_cache
from typing import NamedTuple

from bot.coach.library import Library
from bot.coach.positions import DAYS_A_WEEK
from bot.coach.sheets import Kind, RoutineSheet
from bot.coach.trainee import HARDEST, Practice, Tuning


class RoundAndWeek(NamedTuple):
    """A round and its week; both count from 1."""

    round: int
    week: int


def round_and_week(routine: RoutineSheet, position: int) -> RoundAndWeek:
    """Return the round and week of a position in the routine."""
    rounds, week = divmod(position // DAYS_A_WEEK, len(routine.weeks))
    return RoundAndWeek(rounds + 1, week + 1)


def risen(library: Library, practice: Practice, tuning: Tuning) -> int:
    """Return the step of an exercise in a round: one more each time.

    It never rises in the round in which it was too hard, nor in the one after that.
    """
    if library.exercises[practice.exercise or ""].sheet.kind is Kind.STRETCH:
        return tuning.step  # held for 60 seconds on each side it has all that rule D2 asks
    rounds = rounds_since(library, practice, tuning.hard_round)
    return max(tuning.step, min(HARDEST, tuning.step + max(0, rounds)))


def rounds_since(library: Library, practice: Practice, hard_round: int = 0) -> int:
    """Return how many rounds have passed since the routine first had this version.

    Where it was too hard since then, they are counted from the round after that.
    """
    if not practice.follows_routine:
        return 0
    first = 1 if (practice.exercise, practice.version) in _met(library) else 2
    return round_and_week(library.routine, practice.position).round - max(first, hard_round + 1)


@lru_cache
def _met(library: Library) -> frozenset[tuple[str | None, str | None]]:
    """Return the exercises of the planned weeks in their versions; the loop has the others."""
    return frozenset(
        (day.exercise, day.version) for week in library.routine.weeks for day in week.days
    )
