"""The days that brought people an exercise: what their streaks and weeks are counted by."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.answers import ALARM, HURTS
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

_DAYS = sa.select(deliveries.c.day, _HAS_EXERCISE).where(
    deliveries.c.subscriber_id == sa.bindparam("of_one"),
    deliveries.c.key >= sa.bindparam("since"),
    _CAME,
)


class Days(NamedTuple):
    """Days on which an exercise reached a person, or may have, and those of rest."""

    with_exercise: frozenset[date]
    rests: frozenset[date]


async def of_one(connection: AsyncConnection, subscriber_id: int, since: date = date.min) -> Days:
    """Return the days since a date that brought a person an exercise, and those of rest.

    A day on which an exercise hurt is one of rest.
    """
    wanted = {"of_one": subscriber_id, "since": since.isoformat()}
    found = (await connection.execute(_DAYS, wanted)).all()
    with_exercise = frozenset(day for day, is_one in found if is_one)
    return Days(with_exercise, frozenset(day for day, _is_one in found) - with_exercise)


async def of_many(
    connection: AsyncConnection, subscriber_ids: Sequence[int], since: date
) -> dict[int, set[date]]:
    """Return the days since a date that brought an exercise, of many people."""
    query = sa.select(deliveries.c.subscriber_id, deliveries.c.day).where(
        deliveries.c.subscriber_id.in_(subscriber_ids),
        # By the key, which the index has; it is the day in ISO format.
        deliveries.c.key >= since.isoformat(),
        *(_CAME, _HAS_EXERCISE),
    )
    return days_by_person(await connection.execute(query))


def days_by_person(pairs: Iterable[Any]) -> dict[int, set[date]]:
    """Return the days of each person from rows of a person's id and a day."""
    found: dict[int, set[date]] = {}
    for subscriber_id, day in pairs:
        found.setdefault(subscriber_id, set()).add(day)
    return found
