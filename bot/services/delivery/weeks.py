"""How a person's week went."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.coach.progress import Mark
from bot.coach.streak import streak
from bot.store import completions, exercise_days
from bot.store.exercise_days import Days

STREAK_LOOKS_BACK = timedelta(days=400)
"""How far back a streak is counted."""


@dataclass(frozen=True)
class Week:
    """The days done of those that brought an exercise, and the streak they are part of.

    A day done unasked counts as one of both: after a pause that ended on it, or on a rest day.
    `days` marks each day, Monday first, as the month does, except that pauses are rest too; None
    is still to come. A day on which the exercise hurt is one of rest. `is_open` says that the
    last day's exercise isn't done, which is no miss until the day is over; `is_first_day` that
    the last day is the only one that has brought an exercise so far.
    """

    done: int
    with_exercise: int
    streak: int
    days: tuple[Mark | None, ...] = ()
    is_first_day: bool = False
    is_open: bool = False


async def week_of(connection: AsyncConnection, subscriber_id: int, day: date) -> Week:
    """Return the week that ends with a day; it began on Monday."""
    return (await weeks_of(connection, [(subscriber_id, day)]))[subscriber_id, day]


async def weeks_of(
    connection: AsyncConnection, days: Collection[tuple[int, date]]
) -> Mapping[tuple[int, date], Week]:
    """Return the weeks that end with days of people; each day comes with the person's id."""
    ids, since = {key for key, _ in days}, min(day for _, day in days) - STREAK_LOOKS_BACK
    done = await completions.of_many(connection, ids, since)
    came = await exercise_days.of_each(connection, ids, since)
    return {(key, day): _week(day, done.get(key, set()), came[key]) for key, day in days}


def _week(day: date, done: Collection[date], came: Days) -> Week:
    with_exercise, rests = came
    this_week = [monday(day) + timedelta(days=number) for number in range(7)]
    marks = tuple(_mark(one, day, done, with_exercise, rests) for one in this_week)
    return Week(
        marks.count(Mark.DONE),
        marks.count(Mark.DONE) + marks.count(Mark.NOT_DONE),
        streak(done, with_exercise, day),
        marks,
        is_first_day=with_exercise == {day},
        is_open=day in with_exercise and day not in done,
    )


def _mark(
    day: date,
    today: date,
    done: Collection[date],
    with_exercise: Collection[date],
    rests: Collection[date],
) -> Mark | None:
    """Return what a day was; until it is over, an exercise may come or be done."""
    if day in done:
        return Mark.DONE
    if day in rests:
        return Mark.REST
    if day >= today:
        return None
    return Mark.NOT_DONE if day in with_exercise else Mark.REST


def monday(day: date) -> date:
    """Return the first day of a day's week."""
    return day - timedelta(days=day.weekday())
