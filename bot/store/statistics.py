"""Sums over everybody, for operators: never a row of one person."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import subscribers


async def due(connection: AsyncConnection, now: datetime, at_most: int) -> int:
    """Count who is due, up to a limit: a million due rows are not worth reading."""
    is_due = sa.select(sa.literal(1)).where(subscribers.c.next_due_at <= now).limit(at_most)
    return await connection.scalar(sa.select(sa.func.count()).select_from(is_due.subquery())) or 0
