"""People whose chat can't be reached any more, or has moved."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.subscribers import Status, change
from bot.store.tables import subscribers


async def lose(
    connection: AsyncConnection, ids: Sequence[int], state: Status, now: datetime
) -> None:
    """Block people whose chat can't be reached; whoever stopped stays stopped.

    Only their rows change, in one statement for a whole batch. What waits for them ends when its
    time comes (services/delivery/transitions.py), and a session when its message can't be edited.
    """
    if ids:
        await _lock(connection, subscribers.c.id.in_(ids))
        await connection.execute(
            subscribers.update()
            .where(subscribers.c.id.in_(ids), subscribers.c.state == Status.ACTIVE)
            .values(state=state, next_day=None, next_due_at=None, left_at=now)
        )


async def migrate(connection: AsyncConnection, subscriber_id: int, chat_id: int) -> None:
    """Re-key a chat that Telegram gave a new id; delete the row that had the new id, if any."""
    new = subscribers.c.chat_id == chat_id
    while subscriber_id in await _lock(connection, sa.or_(subscribers.c.id == subscriber_id, new)):
        await connection.execute(
            subscribers.delete().where(new, subscribers.c.id != subscriber_id)
        )
        try:
            async with connection.begin_nested():
                await change(connection, subscriber_id, chat_id=chat_id)
        except IntegrityError:  # somebody subscribed under the new id just now
            continue
        return


async def _lock(connection: AsyncConnection, which: sa.ColumnElement[bool]) -> list[int]:
    """Lock several rows in the order of their ids, so that no two transactions deadlock.

    Return those ids.
    """
    query = sa.select(subscribers.c.id).where(which).order_by(subscribers.c.id)
    return list(await connection.scalars(query.with_for_update(key_share=True)))
