"""Rows of days on which somebody said: done."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.exercise_days import days_by_person
from bot.store.tables import completions
from bot.store.upsert import insert_new


class Done(NamedTuple):
    """A day done; `message_id` names the message whose reaction says so."""

    day: date
    exercise: str
    done_at: datetime
    message_id: int | None = None


async def add(connection: AsyncConnection, subscriber_id: int, done: Done) -> bool:
    """Mark a day as done; return whether it was not yet."""
    written = await connection.execute(
        insert_new(connection, completions, "subscriber_id", "day"),
        {"subscriber_id": subscriber_id, **done._asdict()},
    )
    return bool(written.rowcount)


async def remove(
    connection: AsyncConnection, subscriber_id: int, day: date, message_id: int | None = None
) -> bool:
    """Take a done back; with a message, only what its reaction counted. Return whether it was."""
    which = [completions.c.subscriber_id == subscriber_id, completions.c.day == day]
    if message_id is not None:
        which.append(completions.c.message_id == message_id)
    return bool((await connection.execute(completions.delete().where(*which))).rowcount)


_DAYS = sa.select(completions.c.day).where(
    completions.c.subscriber_id == sa.bindparam("of_one"),
    completions.c.day >= sa.bindparam("since"),
)


async def days(connection: AsyncConnection, subscriber_id: int, since: date) -> Collection[date]:
    """Return the days done since a date."""
    return frozenset(await connection.scalars(_DAYS, {"of_one": subscriber_id, "since": since}))


async def of_many(
    connection: AsyncConnection, subscriber_ids: Sequence[int], since: date
) -> dict[int, set[date]]:
    """Return the days that many people have done since a date."""
    found = await connection.execute(
        sa.select(completions.c.subscriber_id, completions.c.day).where(
            completions.c.subscriber_id.in_(subscriber_ids), completions.c.day >= since
        )
    )
    return days_by_person(found)


async def exercises(connection: AsyncConnection, subscriber_id: int) -> dict[date, str]:
    """Return every day done, with its exercise."""
    found = await connection.execute(
        sa.select(completions.c.day, completions.c.exercise).where(
            completions.c.subscriber_id == subscriber_id
        )
    )
    return {day: exercise for day, exercise in found}  # noqa: C416  # rows are no pairs to mypy


async def count(connection: AsyncConnection, subscriber_id: int, exercise: str) -> int:
    """Count the days on which an exercise was done."""
    found = await connection.scalar(
        sa.select(sa.func.count())
        .select_from(completions)
        .where(completions.c.subscriber_id == subscriber_id, completions.c.exercise == exercise)
    )
    return found or 0
