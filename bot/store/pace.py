"""The token's clock: one row that spaces the sends of all workers of one bot."""

import time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import pace
from bot.store.upsert import insert_new


async def prepare(connection: AsyncConnection, bot_id: int) -> None:
    """Make sure that the bot has its row."""
    await connection.execute(
        insert_new(connection, pace, "bot_id").values(bot_id=bot_id, next_at=0)
    )


async def reserve(connection: AsyncConnection, bot_id: int, seconds: float) -> float:
    """Reserve a stretch of `seconds` for our sends; return how long to wait until it begins."""
    present, greatest = _present(connection)
    begins = greatest(pace.c.next_at, present)
    found = await connection.execute(
        pace.update()
        .where(pace.c.bot_id == bot_id)
        .values(next_at=begins + seconds)
        .returning(pace.c.next_at - seconds - present)
    )
    return max(0.0, float(found.scalar_one()))


async def hold(connection: AsyncConnection, bot_id: int, seconds: float) -> None:
    """Let no worker send for `seconds`: Telegram asked for a pause."""
    present, greatest = _present(connection)
    await connection.execute(
        pace.update()
        .where(pace.c.bot_id == bot_id)
        .values(next_at=greatest(pace.c.next_at, present + seconds))
    )


def _present(connection: AsyncConnection) -> tuple[sa.ColumnElement[float], Any]:
    """Return seconds on the database's clock (machines differ), and the larger-of function.

    SQLite is on this machine, so its clock is ours.
    """
    if connection.dialect.name == "sqlite":
        return sa.literal(time.time(), sa.Double), sa.func.max
    stamp = sa.func.extract("epoch", sa.func.clock_timestamp())
    return sa.cast(stamp, sa.Double), sa.func.greatest
