"""Rows of how stiff somebody's hips felt on a day, from 0 to 10."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import stiffness
from bot.store.upsert import insert_new


async def put(connection: AsyncConnection, subscriber_id: int, day: date, level: int) -> bool:
    """Write the level of a day, in place of an earlier answer; return whether it is the first."""
    written = await connection.execute(
        insert_new(connection, stiffness, "subscriber_id", "day").values(
            subscriber_id=subscriber_id, day=day, level=level
        )
    )
    if written.rowcount:
        return True
    await connection.execute(
        stiffness.update()
        .where(stiffness.c.subscriber_id == subscriber_id, stiffness.c.day == day)
        .values(level=level)
    )
    return False


async def of(connection: AsyncConnection, subscriber_id: int) -> dict[date, int]:
    """Return every level that somebody gave, by day, the earliest first."""
    found = await connection.execute(
        sa.select(stiffness.c.day, stiffness.c.level)
        .where(stiffness.c.subscriber_id == subscriber_id)
        .order_by(stiffness.c.day)
    )
    return {day: level for day, level in found}  # noqa: C416  # rows are no pairs to mypy
