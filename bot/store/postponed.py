"""The day's exercises that people asked for later: rows of the ledger that wait for them."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.deliveries import POSTPONED, State
from bot.store.tables import deliveries


async def postpone(
    connection: AsyncConnection, delivery_id: int, until: datetime, now: datetime
) -> bool:
    """Let a day's exercise wait until the person wants it, aloud again, in the states they see.

    What has arrived keeps `sent_at`, so it can count as sent again. Return False if a worker is
    sending it.
    """
    arrived = deliveries.c.state.in_((State.SENT, State.UNCONFIRMED))
    moved = await connection.execute(
        deliveries.update()
        .where(
            deliveries.c.id == delivery_id, sa.or_(arrived, deliveries.c.state == State.WAITING)
        )
        .values(
            state=State.WAITING,
            due_at=until,
            wake_at=until,
            worker=None,
            tries=0,
            repeated=False,
            reason=POSTPONED,
            sent_at=sa.case(
                (arrived, sa.func.coalesce(deliveries.c.sent_at, now)), else_=deliveries.c.sent_at
            ),
        )
    )
    return bool(moved.rowcount)


def _asked(subscriber_id: int) -> sa.ColumnElement[bool]:
    mine = deliveries.c.subscriber_id == subscriber_id
    return sa.and_(mine, deliveries.c.state == State.WAITING, deliveries.c.reason == POSTPONED)


async def drop_postponement(connection: AsyncConnection, subscriber_id: int) -> bool:
    """Mark what the person postponed as sent; return whether there was anything."""
    found = await connection.execute(
        deliveries.update()
        .where(_asked(subscriber_id))
        .values(state=State.SENT, wake_at=None, reason=None)
    )
    return bool(found.rowcount)


async def undo_postponement(
    connection: AsyncConnection, subscriber_id: int, now: datetime
) -> bool:
    """Undo a postponement: what had arrived counts as sent, what had not may go out now."""
    freed = await connection.execute(
        deliveries.update()
        .where(_asked(subscriber_id), deliveries.c.sent_at.is_(None))
        .values(due_at=now, wake_at=now, reason=None)
    )
    return bool(freed.rowcount) or await drop_postponement(connection, subscriber_id)
