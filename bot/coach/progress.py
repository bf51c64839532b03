"""How far a person has come: one month day by day, and the sums over all of it. Pure."""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from bot.coach import streak

_DAY = timedelta(days=1)

WEEKS = 8
"""How many answers on stiffness are shown."""


class Mark(StrEnum):
    """What a day was. An open one had an exercise that nobody called done; that is no fault."""

    DONE = "done"
    REST = "rest"
    PAUSED = "paused"
    NOT_DONE = "open"


@dataclass(frozen=True)
class History:
    """What is known of a person: days done with their exercise, days on which one came, pauses.

    A pause goes from its first day to the first one after it; `began` is the first day of all.
    """

    done: Mapping[date, str]
    with_exercise: AbstractSet[date]
    pauses: Sequence[tuple[date, date]]
    began: date
    stiffness: Mapping[date, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Month:
    """One month: `first` is its first day, `marks` has its days from the beginning to today.

    `times` counts each exercise in this month, `untried` names those never done at all;
    `stiffness` has the latest answers, from 0 to 10, the earliest first;
    `earlier` and `later` are the months beside it, where there is anything to see.
    """

    first: date
    today: date
    marks: Mapping[date, Mark]
    times: Mapping[str, int]
    streak: int
    longest: int
    total: int
    untried: tuple[str, ...]
    earlier: date | None
    later: date | None
    stiffness: tuple[int, ...] = ()

    @property
    def done(self) -> int:
        """Return how many days of the month are done."""
        return sum(mark == Mark.DONE for mark in self.marks.values())


def month(history: History, wanted: date, today: date, exercises: Iterable[str]) -> Month:
    """Look at the month of a day; one beyond what exists is the nearest that does."""
    begin = min((history.began, *history.done, *history.with_exercise))
    begin = min(begin, today)
    first = min(max(wanted, begin), today).replace(day=1)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    days = _days(max(first, begin), min(last, today))
    done = [name for day, name in history.done.items() if first <= day <= last]
    ever, every = set(history.done.values()), tuple(exercises)
    return Month(
        first=first,
        today=today,
        marks={day: _mark(history, day) for day in days if day < today or _is_known(history, day)},
        times={name: done.count(name) for name in every},
        streak=streak.streak(history.done.keys(), history.with_exercise, today),
        longest=streak.longest(history.done.keys(), history.with_exercise, today),
        total=len(history.done),
        untried=tuple(name for name in every if name not in ever),
        earlier=(first - _DAY).replace(day=1) if begin < first else None,
        later=last + _DAY if last < today else None,
        stiffness=tuple(level for day, level in history.stiffness.items() if day <= last)[-WEEKS:],
    )


def _mark(history: History, day: date) -> Mark:
    """Say what a day was; what was done counts, even on a day off or in a pause."""
    if day in history.done:
        return Mark.DONE
    if any(first <= day < until for first, until in history.pauses):
        return Mark.PAUSED
    return Mark.NOT_DONE if day in history.with_exercise else Mark.REST


def _is_known(history: History, today: date) -> bool:
    """Return whether today is decided already: until its end, an exercise may come or be done."""
    return _mark(history, today) in (Mark.DONE, Mark.PAUSED)


def _days(first: date, last: date) -> list[date]:
    return [first + _DAY * number for number in range((last - first).days + 1)]
