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

CATCHING_UP = 3.0
"""Seconds by which deliveries may make up for slots that others had, or for a pause."""

AHEAD, FURTHEST_AHEAD = 0.1, 5.0
"""Seconds by which replies may be ahead of their share, and by which its clock can be at all."""

DUE_SECONDS = 1.0
"""Seconds after the last slot of deliveries for which more of them are expected."""

STARTED = time.time() - time.monotonic()
"""The machine's clock at the start; from there on it is counted, as it may be put back."""


async def prepare(connection: AsyncConnection, bot_id: int) -> None:
    """Make sure that the bot has a row for each lane."""
    rows = [{"bot_id": bot_id, "lane": lane, "next_at": 0, "used": 0} for lane in (FREE, PAID)]
    await connection.execute(insert_new(connection, pace, "bot_id", "lane"), rows)


async def bots(connection: AsyncConnection) -> set[int]:
    """Return the ids of the bots that this database belongs to."""
    return set(await connection.scalars(sa.select(pace.c.bot_id).distinct()))


async def forget_bots(connection: AsyncConnection) -> None:
    """Delete the rows of every bot."""
    await connection.execute(pace.delete())


@dataclass(frozen=True)
class Budget:
    """How many paid messages may go out on a day."""

    day: date
    messages: int


@dataclass(frozen=True)
class Shares:
    """Messages a second: of all together, and of each sender while deliveries are due."""

    total: float
    deliveries: float
    replies: float
    floods: float


async def reserve(
    connection: AsyncConnection,
    bot_id: int,
    count: int,
    shares: Shares,
    *,
    within: float | None = None,
) -> float | None:
    """Reserve slots of the free lane for deliveries; return the seconds until the first.

    Return None, and reserve nothing, where that would be later than `within` seconds from now.
    """
    clock, length = _clock(connection), count / shares.total
    goes_on = pace.c.deliveries_at > clock.present - CATCHING_UP
    own = sa.case((goes_on, pace.c.deliveries_at), else_=clock.free_from)
    own = clock.least(own, clock.free_from + FURTHEST)
    begin = clock.greatest(clock.at(pace.c.next_at), own)
    soon = sa.true() if within is None else begin <= clock.present + within
    values = {"next_at": begin + length, "deliveries_at": own + count / shares.deliveries}
    return await _reserved(connection, sa.and_(_lane(bot_id, FREE), soon), length, values)


async def reserve_replies(
    connection: AsyncConnection, bot_id: int, count: int, shares: Shares, *, is_flood: bool
) -> float | None:
    """Reserve slots of the free lane for replies; return the seconds until the first.

    Return None, and reserve nothing, while the replies, or those to floods, have had their share.
    """
    clock, length = _clock(connection), count / shares.total
    are_due = sa.func.coalesce(pace.c.deliveries_at, 0.0) > clock.present - DUE_SECONDS
    used = {pace.c.replies_at: shares.replies} | (
        {pace.c.floods_at: shares.floods} if is_flood else {}
    )
    where = [_lane(bot_id, FREE)]
    values = {"next_at": clock.at(pace.c.next_at) + length}
    for column, share in used.items():
        own = clock.at(column, FURTHEST_AHEAD)
        where.append(own <= clock.free_from + AHEAD)
        values[column.name] = own + sa.case((are_due, count / share), else_=length)
    return await _reserved(connection, sa.and_(*where), length, values)


async def reserve_paid(
    connection: AsyncConnection, bot_id: int, seconds: float, count: int, budget: Budget
) -> float | None:
    """Reserve a stretch of the paid lane; None where the day's budget is used up."""
    new_day = pace.c.day.is_distinct_from(budget.day)
    used = sa.case((new_day, 0), else_=pace.c.used) + count
    where = sa.and_(_lane(bot_id, PAID), used <= budget.messages)
    next_at = _clock(connection).at(pace.c.next_at) + seconds
    values = {"next_at": next_at, "day": budget.day, "used": used}
    return await _reserved(connection, where, seconds, values)


async def hold(connection: AsyncConnection, bot_id: int, seconds: float) -> None:
    """Let no worker send for `seconds`: Telegram asked for a pause."""
    clock = _clock(connection)
    until = clock.greatest(clock.held, clock.present + seconds)
    await connection.execute(pace.update().where(pace.c.bot_id == bot_id).values(held_until=until))


async def look(connection: AsyncConnection, bot_id: int) -> float | None:
    """Return the seconds until the latest pause ends, negative if it has; None if none was."""
    left = pace.c.held_until - _clock(connection).present
    found: float | None = await connection.scalar(sa.select(left).where(_lane(bot_id, FREE)))
    return found


def _lane(bot_id: int, lane: str) -> sa.ColumnElement[bool]:
    return sa.and_(pace.c.bot_id == bot_id, pace.c.lane == lane)


async def _reserved(
    connection: AsyncConnection,
    where: sa.ColumnElement[bool],
    seconds: float,
    values: dict[str, Any],
) -> float | None:
    """Write clocks; return how long it is until what was reserved of next_at begins."""
    found = await connection.execute(
        pace.update()
        .where(where)
        .values(values)
        .returning(pace.c.next_at - seconds - _clock(connection).present)
    )
    wait = found.scalar_one_or_none()
    return None if wait is None else max(0.0, float(wait))


@dataclass(frozen=True)
class _Clock:
    """The database's clock in SQL: now, the end of a pause, and the later of them.

    Machines differ, so one clock counts for all; SQLite is on this machine, and its clock is ours.
    """

    present: sa.ColumnElement[float]
    held: sa.ColumnElement[float]
    free_from: sa.ColumnElement[float]
    greatest: Any
    least: Any

    def at(
        self, column: sa.ColumnElement[Any], furthest: float = FURTHEST
    ) -> sa.ColumnElement[float]:
        """Return where a clock stands; one that lags is brought up to now."""
        stored = self.least(sa.func.coalesce(column, 0.0), self.free_from + furthest)
        at: sa.ColumnElement[float] = self.greatest(stored, self.free_from)
        return at


def _clock(connection: AsyncConnection) -> _Clock:
    greatest: Any = sa.func.greatest
    least: Any = sa.func.least
    if connection.dialect.name == "sqlite":
        greatest, least = sa.func.max, sa.func.min
        present: sa.ColumnElement[float] = sa.literal(STARTED + time.monotonic(), sa.Double)
    else:
        present = sa.cast(sa.func.extract("epoch", sa.func.clock_timestamp()), sa.Double)
    held = sa.func.coalesce(pace.c.held_until, 0.0)
    return _Clock(present, held, greatest(present, held), greatest, least)
