"""Days done in a row, counted fairly: only an exercise that came and was not done ends a row."""

from collections.abc import Collection
from datetime import date

ROW = 3
"""So many days done make a row that a missed day ends."""


def streak(done: Collection[date], with_exercise: Collection[date], today: date) -> int:
    """Count the days done since the last one missed.

    `with_exercise` holds the days on which an exercise was really delivered. Days off, rest days,
    paused days and days on which we failed are not among them: they count neither way. Nor
    does today, until it is over.
    """
    rows = _rows(done, with_exercise, today)
    return rows[-1]


def longest(done: Collection[date], with_exercise: Collection[date], today: date) -> int:
    """Count the days of the longest row there was."""
    return max(_rows(done, with_exercise, today))


def slipped(
    done: Collection[date], with_exercise: Collection[date], today: date, row: int = ROW
) -> bool:
    """Return whether the last day before today is the first one missed after some in a row."""
    days = sorted(day for day in {*done, *with_exercise} if day < today)[-row - 1 :]
    return len(days) > row and days[-1] not in done and set(days[:-1]) <= set(done)


def _rows(done: Collection[date], with_exercise: Collection[date], today: date) -> list[int]:
    """Count the days done between one missed day and the next; the last row is still open."""
    done, rows = set(done), [0]
    for day in sorted(done.union(with_exercise)):
        if day > today:
            break
        if day in done:
            rows[-1] += 1
        elif day < today:
            rows.append(0)
    return rows
