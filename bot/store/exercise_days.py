"""The days that brought people an exercise: what their streaks and weeks are counted by."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.answers import ALARM, HURTS
from bot.store.many import among
from bot.store.tables import IS_EXERCISE, answers, deliveries

_CAME = sa.and_(IS_EXERCISE, deliveries.c.state.in_(("sent", "unconfirmed")))
"""What reached a person, or may have: an exercise or a rest day."""

_HAS_EXERCISE = sa.and_(
    deliveries.c.exercise.is_not(None),
    ~sa.exists().where(
        answers.c.subscriber_id == deliveries.c.subscriber_id,
        answers.c.day == deliveries.c.day,
        answers.c.answer.in_((HURTS, ALARM)),
    ),
)
"""What brought an exercise: neither a rest day nor one on which it hurt."""

# By the key, which the index has; it is the day in ISO format.
_DAYS = sa.select(deliveries.c.subscriber_id, deliveries.c.day, _HAS_EXERCISE).where(
    among(deliveries.c.subscriber_id, "ids"), deliveries.c.key >= sa.bindparam("since"), _CAME
)
_DAYS_WITH_EXERCISE = _DAYS.where(_HAS_EXERCISE)


class Days(NamedTuple):
    """Days on which an exercise reached a person, or may have, and those of rest."""

    with_exercise: frozenset[date]
    rests: frozenset[date]


async def of_one(connection: AsyncConnection, subscriber_id: int, since: date = date.min) -> Days:
    """Return the days since a date that brought a person an exercise, and those of rest.

    A day on which an exercise hurt is one of rest.
    """
    return (await of_each(connection, [subscriber_id], since))[subscriber_id]


async def of_each(
    connection: AsyncConnection, subscriber_ids: Collection[int], since: date
) -> dict[int, Days]:
    """Return what of_one() does, of many people."""
    found = {key: (set[date](), set[date]()) for key in subscriber_ids}
    wanted = {"ids": subscriber_ids, "since": since.isoformat()}
    for key, day, has_exercise in await connection.execute(_DAYS, wanted):
        found[key][not has_exercise].add(day)
    return {key: Days(*map(frozenset, days)) for key, days in found.items()}


async def of_many(
    connection: AsyncConnection, subscriber_ids: Collection[int], since: date
) -> dict[int, set[date]]:
    """Return the days since a date that brought an exercise, of many people."""
    wanted = {"ids": subscriber_ids, "since": since.isoformat()}
    found = await connection.execute(_DAYS_WITH_EXERCISE, wanted)
    return days_by_person((key, day) for key, day, _has_exercise in found)


def days_by_person(pairs: Iterable[Any]) -> dict[int, set[date]]:
    """Return the days of each person from rows of a person's id and a day."""
    found: dict[int, set[date]] = {}
    for subscriber_id, day in pairs:
        found.setdefault(subscriber_id, set()).add(day)
    return found
