"""The days of the routine by their position: the weeks first, then the loop for ever."""

from bot.coach.sheets import RoutineDay, RoutineSheet

DAYS_A_WEEK = 7

BEYOND_THE_WEEKS = 10**6
"""A position past the planned weeks, where each exercise has its own dose."""


def day_at(routine: RoutineSheet, position: int) -> RoutineDay:
    """Return the day at a position of the routine: the weeks first, then the loop for ever."""
    planned = len(routine.weeks) * DAYS_A_WEEK
    if position < planned:
        return routine.weeks[position // DAYS_A_WEEK].days[position % DAYS_A_WEEK]
    return routine.loop[(position - planned) % len(routine.loop)]


def recurring(routine: RoutineSheet, position: int) -> int:
    """Return the first position of which day and amounts are the same: in the loop, or before."""
    planned = len(routine.weeks) * DAYS_A_WEEK
    if position < planned:
        return position
    return planned + (position - planned) % len(routine.loop)


def cycle(routine: RoutineSheet) -> int:
    """Return how many positions to look through so that every day of the loop is among them."""
    return len(routine.weeks) * DAYS_A_WEEK + len(routine.loop)


def one_week_back(position: int) -> int:
    """Return where to go on after a week or more away; nobody goes back before the start."""
    return max(0, position - DAYS_A_WEEK)
