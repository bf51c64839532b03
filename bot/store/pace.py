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

FURTHEST = 300.0
"""Seconds ahead of now, or of the end of a pause, that slots are reserved at most.

What lies further ahead was written before the clock was put back.
"""

STARTED = time.time() - time.monotonic()
"""The machine's clock at the start; from there on it is counted, as it may be put back."""


async def prepare(connection: AsyncConnection, bot_id: int) -> None:
    """Make sure that the bot has a row for each lane."""
    rows = [{"bot_id": bot_id, "lane": lane, "next_at": 0, "used": 0} for lane in (FREE, PAID)]
    await connection.execute(insert_new(connection, pace, "bot_id", "lane"), rows)


async def bots(connection: AsyncConnection) -> set[int]:
    """Return the ids of all bots that ever delivered from here."""
    return set(await connection.scalars(sa.select(pace.c.bot_id).distinct()))


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
    clock = _clock(connection)
    soon = sa.true() if within is None else clock.begin <= clock.present + within
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
    clock = _clock(connection)
    until = clock.greatest(clock.held, clock.present + seconds)
    await connection.execute(pace.update().where(pace.c.bot_id == bot_id).values(held_until=until))


def _lane(bot_id: int, lane: str) -> sa.ColumnElement[bool]:
    return sa.and_(pace.c.bot_id == bot_id, pace.c.lane == lane)


async def _reserved(
    connection: AsyncConnection,
    where: sa.ColumnElement[bool],
    seconds: float,
    values: dict[str, Any],
) -> float | None:
    clock = _clock(connection)
    found = await connection.execute(
        pace.update()
        .where(where)
        .values(next_at=clock.begin + seconds, **values)
        .returning(pace.c.next_at - seconds - clock.present)
    )
    wait = found.scalar_one_or_none()
    return None if wait is None else max(0.0, float(wait))


@dataclass(frozen=True)
class _Clock:
    """The database's clock in SQL: now, the end of a pause, and where the next slot begins.

    Machines differ, so one clock counts for all; SQLite is on this machine, and its clock is ours.
    """

    present: sa.ColumnElement[float]
    held: sa.ColumnElement[float]
    begin: sa.ColumnElement[float]
    greatest: Any


def _clock(connection: AsyncConnection) -> _Clock:
    greatest: Any = sa.func.greatest
    least: Any = sa.func.least
    if connection.dialect.name == "sqlite":
        greatest, least = sa.func.max, sa.func.min
        present: sa.ColumnElement[float] = sa.literal(STARTED + time.monotonic(), sa.Double)
    else:
        present = sa.cast(sa.func.extract("epoch", sa.func.clock_timestamp()), sa.Double)
    held = sa.func.coalesce(pace.c.held_until, 0.0)
    free_from = greatest(present, held)
    begin = greatest(least(pace.c.next_at, free_from + FURTHEST), free_from)
    return _Clock(present, held, begin, greatest)
