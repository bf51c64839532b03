"""Rows that only a wrong clock can have written: their days or instants lie in the future."""

from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.deliveries import State
from bot.store.rows import read_each
from bot.store.subscribers import Subscriber, subscriber
from bot.store.tables import IS_EXERCISE, IS_NO_EXERCISE, deliveries, subscribers

REACHED = (State.SENDING, State.UNCONFIRMED, State.SENT)


class Ahead(NamedTuple):
    """What nobody's row may lie beyond, and the last id that was looked at."""

    latest: date
    furthest: datetime
    after: int = 0


async def people_ahead(connection: AsyncConnection, ahead: Ahead, limit: int) -> list[Subscriber]:
    """Lock people who had a day after the latest, or whose next one is further than any can be."""
    row, (latest, furthest, after) = subscribers.c, ahead
    is_paused = sa.and_(row.paused_until.is_not(None), row.paused_until > latest)
    query = (
        subscribers.select()
        .where(
            row.id > after,
            row.quarantined.is_(None),
            sa.or_(
                row.last_day > latest,
                row.shown_day > latest,
                sa.and_(row.next_due_at > furthest, ~is_paused),
            ),
        )
        .order_by(row.id)
        .limit(limit)
        .with_for_update(key_share=True)
    )
    found, _ = await read_each(connection, query, row.id, subscriber)
    return found


async def take_back_days(
    connection: AsyncConnection, subscriber_id: int, today: date, since: datetime
) -> date | None:
    """Delete days that have not begun; return the last day that counts as handled.

    If an exercise went out under such a day, it was today's, unless today has its own. Nothing
    that was due after `since` can be too late yet.
    """
    mine = sa.and_(deliveries.c.subscriber_id == subscriber_id, IS_EXERCISE)
    ahead = sa.and_(mine, deliveries.c.day > today)
    missed = sa.and_(mine, deliveries.c.state == State.MISSED, deliveries.c.due_at > since)
    await connection.execute(deliveries.delete().where(missed))
    has_today = await connection.scalar(
        sa.select(deliveries.c.id).where(mine, deliveries.c.day == today)
    )
    sent = await connection.scalar(
        sa.select(deliveries.c.id)
        .where(ahead, deliveries.c.state.in_(REACHED))
        .order_by(deliveries.c.day)
        .limit(1)
    )
    if sent and not has_today:
        await connection.execute(
            deliveries.update()
            .where(deliveries.c.id == sent)
            .values(day=today, key=today.isoformat())
        )
    await connection.execute(deliveries.delete().where(ahead))
    last: date | None = await connection.scalar(
        sa.select(sa.func.max(deliveries.c.day)).where(mine)
    )
    return last


async def wake(
    connection: AsyncConnection, furthest: datetime, now: datetime, repeat_at: datetime
) -> None:
    """Bring back deliveries whose lease, or wait for a repeat, lies further ahead than any can."""
    state, wake_at = deliveries.c.state, deliveries.c.wake_at
    is_held = state.in_((State.CLAIMED, State.SENDING))
    for lane in (IS_EXERCISE, IS_NO_EXERCISE):  # each has its index
        await connection.execute(
            deliveries.update()
            .where(lane, wake_at > furthest, sa.or_(is_held, state == State.UNCONFIRMED))
            .values(wake_at=sa.case((is_held, now), else_=repeat_at))
        )
