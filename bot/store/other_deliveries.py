"""The ledger's rows that are no exercise: dropped, answered, and deleted when they are old."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.deliveries import UNSENT, DeliveryKind, State, lock_in_order
from bot.store.tables import IS_NO_EXERCISE, deliveries

KINDS = tuple(kind for kind in DeliveryKind if kind is not DeliveryKind.EXERCISE)


async def answer(
    connection: AsyncConnection, subscriber_id: int, kind: DeliveryKind, key: str, reason: str
) -> bool | None:
    """Record an answer; return False where one was given before, None where nothing was asked."""
    this = sa.and_(
        deliveries.c.subscriber_id == subscriber_id,
        deliveries.c.kind == kind,
        deliveries.c.key == key,
    )
    written = await connection.execute(
        deliveries.update()
        .where(this, deliveries.c.state != State.ANSWERED)
        .values(state=State.ANSWERED, wake_at=None, reason=reason)
    )
    if written.rowcount:
        return True
    return False if await connection.scalar(sa.select(deliveries.c.id).where(this)) else None


async def drop(
    connection: AsyncConnection, subscriber_id: int, kinds: Collection[DeliveryKind]
) -> None:
    """Delete what has not gone out to a subscriber, of some kinds."""
    unsent = sa.and_(
        deliveries.c.subscriber_id == subscriber_id,
        deliveries.c.kind.in_(kinds),
        deliveries.c.state.in_(UNSENT),
    )
    await lock_in_order(connection, unsent)
    await connection.execute(deliveries.delete().where(unsent))


async def prune(connection: AsyncConnection, before: datetime, most: int) -> int:
    """Delete up to `most` closed rows that were due before an instant; return how many.

    Exercises stay: they are a person's history.
    """
    old = (
        sa.select(deliveries.c.id)
        .where(IS_NO_EXERCISE, deliveries.c.due_at < before, deliveries.c.wake_at.is_(None))
        .order_by(deliveries.c.due_at)
        .limit(most)
    )
    gone = await connection.execute(deliveries.delete().where(deliveries.c.id.in_(old)))
    return gone.rowcount
