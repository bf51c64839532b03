"""Rows of who did the day's exercise of a group: kept for its count, and a few days only."""

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.many import among
from bot.store.tables import group_dones
from bot.store.upsert import insert_new


async def add(connection: AsyncConnection, subscriber_id: int, day: date, user_id: int) -> bool:
    """Count a member; return whether they were not counted yet."""
    written = await connection.execute(
        insert_new(connection, group_dones, "subscriber_id", "day", "user_id").values(
            subscriber_id=subscriber_id, day=day, user_id=user_id
        )
    )
    return bool(written.rowcount)


async def remove(connection: AsyncConnection, subscriber_id: int, day: date, user_id: int) -> None:
    """Count a member no more."""
    await connection.execute(
        group_dones.delete().where(_of(subscriber_id, day), group_dones.c.user_id == user_id)
    )


async def count(connection: AsyncConnection, subscriber_id: int, day: date) -> int:
    """Return how many members are counted."""
    query = sa.select(sa.func.count()).select_from(group_dones).where(_of(subscriber_id, day))
    return await connection.scalar(query) or 0


async def counts(
    connection: AsyncConnection, subscriber_ids: Collection[int], since: date
) -> dict[tuple[int, date], int]:
    """Return how many members are counted, by group and day; a day without any is left out."""
    wanted = {"ids": subscriber_ids, "since": since}
    found = await connection.execute(_COUNTS, wanted)
    return {(subscriber_id, day): number for subscriber_id, day, number in found}


_COUNTS = (
    sa.select(group_dones.c.subscriber_id, group_dones.c.day, sa.func.count())
    .where(among(group_dones.c.subscriber_id, "ids"), group_dones.c.day >= sa.bindparam("since"))
    .group_by(group_dones.c.subscriber_id, group_dones.c.day)
)


async def forget(connection: AsyncConnection, before: date) -> None:
    """Delete the rows of all groups from before a day."""
    await connection.execute(group_dones.delete().where(group_dones.c.day < before))


def _of(subscriber_id: int, day: date) -> sa.ColumnElement[bool]:
    return sa.and_(group_dones.c.subscriber_id == subscriber_id, group_dones.c.day == day)
