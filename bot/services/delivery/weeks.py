"""How a person's week went."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.coach.streak import streak
from bot.store import completions, exercise_days

STREAK_LOOKS_BACK = timedelta(days=400)
"""How far back a streak is counted."""


@dataclass(frozen=True)
class Week:
    """The days done of those that brought an exercise, and the streak they are part of.

    A day done unasked counts as one of both: after a pause that ended on it, or on a rest day.
    `days` says of each day, Monday first, whether it was done; None is a rest day, or one on
    which the exercise hurt. `is_first_day` says that the week ends with the only day that has
    brought an exercise so far.
    """

    done: int
    with_exercise: int
    streak: int
    days: tuple[bool | None, ...] = ()
    is_first_day: bool = False


async def week_of(connection: AsyncConnection, subscriber_id: int, day: date) -> Week:
    """Return the week that ends with a day; it began on Monday."""
    since = day - STREAK_LOOKS_BACK
    done = await completions.days(connection, subscriber_id, since)
    with_exercise, rests = await exercise_days.of_one(connection, subscriber_id, since)
    this_week = [monday(day) + timedelta(days=number) for number in range(7)]
    done_now = set(done).intersection(this_week)
    return Week(
        len(done_now),
        len(done_now | with_exercise.intersection(this_week)),
        streak(done, with_exercise, day),
        tuple(one in done or (None if one in rests else False) for one in this_week),
        is_first_day=with_exercise == {day},
    )


def monday(day: date) -> date:
    """Return the first day of a day's week."""
    return day - timedelta(days=day.weekday())
