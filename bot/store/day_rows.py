"""What is written of people's days: the exercise of each, and what was said of it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.answers import Key
from bot.store.deliveries import Delivery, delivery
from bot.store.many import among
from bot.store.tables import IS_EXERCISE, answers, completions, deliveries

_DONE = "done"


class DayRows(NamedTuple):
    """One person's rows; what they said is in the order in which they said it."""

    deliveries: Mapping[date, Delivery]
    done: Collection[date]
    said: Sequence[Key]


_FIRST, _LAST = sa.bindparam("first", type_=sa.Date), sa.bindparam("last", type_=sa.Date)

# By the key, which the index has; it is the day in ISO format.
_DELIVERIES = deliveries.select().where(
    among(deliveries.c.subscriber_id, "ids"),
    IS_EXERCISE,
    deliveries.c.key.between(sa.bindparam("first_key"), sa.bindparam("last_key")),
)
_SAID = sa.union_all(
    sa.select(
        answers.c.subscriber_id, answers.c.day, answers.c.exercise, answers.c.answer, answers.c.at
    ).where(among(answers.c.subscriber_id, "ids"), answers.c.day.between(_FIRST, _LAST)),
    sa.select(
        completions.c.subscriber_id,
        completions.c.day,
        completions.c.exercise,
        sa.literal_column(f"'{_DONE}'"),
        completions.c.done_at,
    ).where(among(completions.c.subscriber_id, "ids"), completions.c.day.between(_FIRST, _LAST)),
).order_by("at")


async def of_many(
    connection: AsyncConnection, ids: Collection[int], first: date, last: date
) -> dict[int, DayRows]:
    """Return the rows of many people's days, from a first day to a last one."""
    came = {key: dict[date, Delivery]() for key in ids}
    keys = {"first_key": first.isoformat(), "last_key": last.isoformat()}
    for row in (await connection.execute(_DELIVERIES, {"ids": ids, **keys})).mappings():
        came[row["subscriber_id"]][row["day"]] = delivery(row)
    done, said = {key: set[date]() for key in ids}, {key: list[Key]() for key in ids}
    wanted = {"ids": ids, "first": first, "last": last}
    for key, day, exercise, answer, _at in await connection.execute(_SAID, wanted):
        if answer == _DONE:
            done[key].add(day)
        else:
            said[key].append(Key(key, day, exercise, answer))
    return {key: DayRows(came[key], done[key], said[key]) for key in ids}


async def of_one(
    connection: AsyncConnection, subscriber_id: int, first: date, last: date
) -> DayRows:
    """Return the rows of one person's days."""
    return (await of_many(connection, [subscriber_id], first, last))[subscriber_id]
