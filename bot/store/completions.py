"""Rows of days on which somebody said: done."""

from collections.abc import Collection
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import completions
from bot.store.upsert import insert_new


async def add(
    connection: AsyncConnection, subscriber_id: int, day: date, exercise: str, at: datetime
) -> bool:
    """Write a day as done; say False where it was done already."""
    written = await connection.execute(
        insert_new(connection, completions, "subscriber_id", "day").values(
            subscriber_id=subscriber_id, day=day, exercise=exercise, done_at=at
        )
    )
    return bool(written.rowcount)


async def remove(connection: AsyncConnection, subscriber_id: int, day: date) -> None:
    """Take a done back."""
    await connection.execute(
        completions.delete().where(
            completions.c.subscriber_id == subscriber_id, completions.c.day == day
        )
    )


async def days(connection: AsyncConnection, subscriber_id: int, since: date) -> Collection[date]:
    """Return the days done since a date."""
    found = await connection.scalars(
        sa.select(completions.c.day).where(
            completions.c.subscriber_id == subscriber_id, completions.c.day >= since
        )
    )
    return frozenset(found)


async def count(connection: AsyncConnection, subscriber_id: int, exercise: str) -> int:
    """Count the days on which an exercise was done."""
    found = await connection.scalar(
        sa.select(sa.func.count())
        .select_from(completions)
        .where(completions.c.subscriber_id == subscriber_id, completions.c.exercise == exercise)
    )
    return found or 0
