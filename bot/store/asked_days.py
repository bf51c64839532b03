"""The days that asked something of people: what their streaks and weeks are counted by."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.answers import ALARM, HURTS
from bot.store.rows import gathered
from bot.store.tables import IS_EXERCISE, answers, deliveries

_CAME = sa.and_(IS_EXERCISE, deliveries.c.state.in_(("sent", "unconfirmed")))
"""What reached a person, or may have: an exercise or a rest day."""

_ASKS = sa.and_(
    deliveries.c.exercise.is_not(None),
    ~sa.exists().where(
        answers.c.subscriber_id == deliveries.c.subscriber_id,
        answers.c.day == deliveries.c.day,
        answers.c.answer.in_((HURTS, ALARM)),
    ),
)
"""What asked something of a person: neither a rest day nor one on which it hurt."""

_DAYS = sa.select(deliveries.c.day, _ASKS).where(
    deliveries.c.subscriber_id == sa.bindparam("of_one"),
    deliveries.c.key >= sa.bindparam("since"),
    _CAME,
)


class Days(NamedTuple):
    """Days on which an exercise reached a person, or may have, and those of rest."""

    asked: frozenset[date]
    rests: frozenset[date]


async def of_one(connection: AsyncConnection, subscriber_id: int, since: date = date.min) -> Days:
    """Return the days since a date that asked something of a person, and those of rest.

    A day on which an exercise hurt is one of rest.
    """
    wanted = {"of_one": subscriber_id, "since": since.isoformat()}
    found = (await connection.execute(_DAYS, wanted)).all()
    asked = frozenset(day for day, asks in found if asks)
    return Days(asked, frozenset(day for day, _asks in found) - asked)


async def of_many(
    connection: AsyncConnection, subscriber_ids: Sequence[int], since: date
) -> dict[int, set[date]]:
    """Return the days since a date that asked something, of many people."""
    query = sa.select(deliveries.c.subscriber_id, deliveries.c.day).where(
        deliveries.c.subscriber_id.in_(subscriber_ids),
        # By the key, which the index has; it is the day in ISO format.
        deliveries.c.key >= since.isoformat(),
        *(_CAME, _ASKS),
    )
    return gathered(await connection.execute(query))
