"""Sums over everybody, for operators: never a row of one person."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.deliveries import State
from bot.store.subscribers import ChatKind
from bot.store.tables import IS_EXERCISE, deliveries, subscribers


async def due(connection: AsyncConnection, now: datetime, at_most: int) -> int:
    """Count who is due, up to a limit: a million due rows are not worth reading."""
    is_due = sa.select(sa.literal(1)).where(subscribers.c.next_due_at <= now).limit(at_most)
    return await connection.scalar(sa.select(sa.func.count()).select_from(is_due.subquery())) or 0


async def standings(connection: AsyncConnection) -> dict[str, dict[str, int]]:
    """Count subscribers by their kind (private, group, channel) and their state."""
    columns = subscribers.c.kind, subscribers.c.state
    counted: dict[str, dict[str, int]] = {}
    query = sa.select(*columns, sa.func.count()).group_by(*columns)
    for kind, state, count in await connection.execute(query):
        counted.setdefault(kind, {})[state] = count
    return counted


async def quarantined(connection: AsyncConnection) -> int:
    """Count the subscribers who are set aside."""
    query = sa.select(sa.func.count()).where(subscribers.c.quarantined.is_not(None))
    return await connection.scalar(query) or 0


async def came_and_left(
    connection: AsyncConnection, since: Sequence[datetime]
) -> tuple[list[int], list[int]]:
    """Count for each instant the people who came and who left since then, without groups."""
    came, left = subscribers.c.created_at, subscribers.c.left_at
    counts = [sa.func.count(sa.case((column >= at, 1))) for column in (came, left) for at in since]
    query = sa.select(*counts).where(subscribers.c.kind == ChatKind.PRIVATE)
    found = list((await connection.execute(query)).one())
    return found[: len(since)], found[len(since) :]


async def days(
    connection: AsyncConnection, since: date, late: timedelta
) -> list[tuple[date, str, int, int]]:
    """Count exercises by local day and state, and how many of them were sent late."""
    found = await connection.execute(
        sa.select(deliveries.c.day, *_counts(connection, late))
        .where(IS_EXERCISE, deliveries.c.day >= since)
        .group_by(deliveries.c.day, deliveries.c.state)
    )
    return [(day, state, count, behind) for day, state, count, behind in found]


async def since(
    connection: AsyncConnection, at: datetime, late: timedelta
) -> list[tuple[str, int, int]]:
    """Count the exercises due since an instant by state, and how many of them were sent late."""
    found = await connection.execute(
        sa.select(*_counts(connection, late))
        .where(IS_EXERCISE, deliveries.c.due_at >= at)
        .group_by(deliveries.c.state)
    )
    return [(state, count, behind) for state, count, behind in found]


def _counts(connection: AsyncConnection, late: timedelta) -> Sequence[sa.ColumnElement[Any]]:
    """Return state, number, and the number of those sent late."""
    is_late = _seconds(connection, deliveries.c.sent_at) > (
        _seconds(connection, deliveries.c.due_at) + late.total_seconds()
    )
    return deliveries.c.state, sa.func.count(), sa.func.count(sa.case((is_late, 1)))


def _seconds(connection: AsyncConnection, at: sa.Column[Any]) -> sa.ColumnElement[float]:
    """Return an instant as seconds: the databases have no difference of instants in common."""
    if connection.dialect.name == "sqlite":
        return sa.cast(sa.func.strftime("%s", at), sa.Float)
    return sa.cast(sa.func.extract("epoch", at), sa.Float)


async def latest(connection: AsyncConnection, since: datetime, at_most: int) -> dict[str, int]:
    """Count the states of the latest deliveries of any kind, read by their ids from the end.

    What waits and was never tried (an evening's reminder, an exercise asked for later) is left
    out: it does not show how deliveries go.
    """
    last = (
        sa.select(deliveries.c.state, deliveries.c.due_at, deliveries.c.tries)
        .order_by(deliveries.c.id.desc())
        .limit(at_most)
        .subquery()
    )
    untried = sa.and_(last.c.state == State.WAITING, last.c.tries == 0)
    found = await connection.execute(
        sa.select(last.c.state, sa.func.count())
        .where(last.c.due_at >= since, ~untried)
        .group_by(last.c.state)
    )
    return {str(state): int(count) for state, count in found}
