"""The token's clock: a row for each lane, which spaces the sends of all workers of one bot."""

import time
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import pace
from bot.store.upsert import insert_new

FREE, PAID = "free", "paid"

LONGEST_HOLD = 300.0
"""Seconds that Telegram's pauses are kept at most; it would ask again.

No reservation lies further ahead: what does was written before the clock was put back.
"""

STARTED = time.time() - time.monotonic()
"""The machine's clock at the start; from there on it is counted, as it may be put back."""


async def prepare(connection: AsyncConnection, bot_id: int) -> None:
    """Make sure that the bot has a row for each lane."""
    rows = [{"bot_id": bot_id, "lane": lane, "next_at": 0, "used": 0} for lane in (FREE, PAID)]
    await connection.execute(insert_new(connection, pace, "bot_id", "lane"), rows)


@dataclass(frozen=True)
class Budget:
    """How many paid messages may go out on a day."""

    day: date
    messages: int


async def reserve(
    connection: AsyncConnection, bot_id: int, seconds: float, *, within: float | None = None
) -> float | None:
    """Reserve a stretch of `seconds` of the free lane; return how long until it begins.

    Return None, and reserve nothing, where it would begin later than `within` seconds from now.
    """
    present, _, _ = _present(connection)
    soon = sa.true() if within is None else pace.c.next_at <= present + within
    return await _reserved(connection, sa.and_(_lane(bot_id, FREE), soon), seconds, {})


async def reserve_paid(
    connection: AsyncConnection, bot_id: int, seconds: float, count: int, budget: Budget
) -> float | None:
    """Reserve a stretch of the paid lane; None where the day's budget is used up."""
    new_day = pace.c.day.is_distinct_from(budget.day)
    used = sa.case((new_day, 0), else_=pace.c.used) + count
    where = sa.and_(_lane(bot_id, PAID), used <= budget.messages)
    return await _reserved(connection, where, seconds, {"day": budget.day, "used": used})


async def hold(connection: AsyncConnection, bot_id: int, seconds: float) -> None:
    """Let no worker send for `seconds`: Telegram asked for a pause."""
    present, greatest, _ = _present(connection)
    until = present + min(seconds, LONGEST_HOLD)
    await connection.execute(
        pace.update()
        .where(pace.c.bot_id == bot_id)
        .values(next_at=greatest(pace.c.next_at, until))
    )


def _lane(bot_id: int, lane: str) -> sa.ColumnElement[bool]:
    return sa.and_(pace.c.bot_id == bot_id, pace.c.lane == lane)


async def _reserved(
    connection: AsyncConnection,
    where: sa.ColumnElement[bool],
    seconds: float,
    values: dict[str, Any],
) -> float | None:
    present, greatest, least = _present(connection)
    begin = least(greatest(pace.c.next_at, present), present + LONGEST_HOLD)
    found = await connection.execute(
        pace.update()
        .where(where)
        .values(next_at=begin + seconds, **values)
        .returning(pace.c.next_at - seconds - present)
    )
    wait = found.scalar_one_or_none()
    return None if wait is None else max(0.0, float(wait))


def _present(connection: AsyncConnection) -> tuple[sa.ColumnElement[float], Any, Any]:
    """Return seconds on the database's clock (machines differ), larger-of and smaller-of.

    SQLite is on this machine, so its clock is ours.
    """
    if connection.dialect.name == "sqlite":
        return sa.literal(STARTED + time.monotonic(), sa.Double), sa.func.max, sa.func.min
    stamp = sa.func.extract("epoch", sa.func.clock_timestamp())
    return sa.cast(stamp, sa.Double), sa.func.greatest, sa.func.least
