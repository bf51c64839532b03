"""Rows of days on which somebody said: done."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.batch import batch_of, batch_text
from bot.store.exercise_days import days_by_person
from bot.store.many import among
from bot.store.tables import completions
from bot.store.upsert import insert_into


class Done(NamedTuple):
    """A day done; `message_id` names the message whose reaction says so."""

    day: date
    exercise: str
    done_at: datetime
    message_id: int | None = None


class _Row(NamedTuple):
    subscriber_id: int
    day: date
    exercise: str
    done_at: datetime
    message_id: int | None


async def add(connection: AsyncConnection, subscriber_id: int, done: Done) -> bool:
    """Mark a day as done; return whether it was not yet."""
    return bool(await add_many(connection, {subscriber_id: done}))


async def add_many(connection: AsyncConnection, done: Mapping[int, Done]) -> set[int]:
    """Mark one day of each person as done; return the people who hadn't done it before."""
    if not done:
        return set()
    rows = [_Row(subscriber_id, *one) for subscriber_id, one in done.items()]
    statement, text = _add(connection.dialect.name), batch_text(connection, completions, rows)
    return set(await connection.scalars(statement, text))


@cache
def _add(dialect: str) -> sa.Executable:
    new = batch_of(dialect, completions, _Row)
    return (
        insert_into(dialect, completions, "subscriber_id", "day")
        .from_select(list(_Row._fields), sa.select(*new.c).where(sa.text("true")))
        .returning(completions.c.subscriber_id)
    )


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


_DAYS_OF_MANY = sa.select(completions.c.subscriber_id, completions.c.day).where(
    among(completions.c.subscriber_id, "ids"), completions.c.day >= sa.bindparam("since")
)


async def of_many(
    connection: AsyncConnection, subscriber_ids: Collection[int], since: date
) -> dict[int, set[date]]:
    """Return the days that many people have done since a date."""
    wanted = {"ids": subscriber_ids, "since": since}
    return days_by_person(await connection.execute(_DAYS_OF_MANY, wanted))


async def exercises(connection: AsyncConnection, subscriber_id: int) -> dict[date, str]:
    """Return every day done, with its exercise."""
    found = await connection.execute(
        sa.select(completions.c.day, completions.c.exercise).where(
            completions.c.subscriber_id == subscriber_id
        )
    )
    return {day: exercise for day, exercise in found}  # noqa: C416  # rows are no pairs to mypy


_TIMES = (
    sa.select(completions.c.subscriber_id, completions.c.exercise, sa.func.count())
    .where(
        among(completions.c.subscriber_id, "ids"), among(completions.c.exercise, "of_exercises")
    )
    .group_by(completions.c.subscriber_id, completions.c.exercise)
)


async def times(
    connection: AsyncConnection, exercises_of: Collection[tuple[int, str]]
) -> Mapping[tuple[int, str], int]:
    """Count the days on which each person did an exercise; those who never did are left out."""
    ids, exercises = zip(*exercises_of, strict=True)
    found = await connection.execute(_TIMES, {"ids": set(ids), "of_exercises": set(exercises)})
    return {(subscriber_id, exercise): number for subscriber_id, exercise, number in found}
