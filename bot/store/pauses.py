"""Rows of pauses: the days on which a person wanted no exercise."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import pauses


async def begin(
    connection: AsyncConnection, subscriber_id: int, first_day: date, until_day: date
) -> None:
    """Write a pause; it takes the place of whatever was planned from its first day on.

    One without days only ends the others: who has had today's may want quiet until tomorrow.
    """
    await end(connection, subscriber_id, first_day)
    if until_day <= first_day:
        return
    await connection.execute(
        pauses.insert().values(
            subscriber_id=subscriber_id, first_day=first_day, until_day=until_day
        )
    )


async def end(connection: AsyncConnection, subscriber_id: int, day: date) -> None:
    """End every pause by a day; delete those that begin on it or later."""
    mine = pauses.c.subscriber_id == subscriber_id
    await connection.execute(pauses.delete().where(mine, pauses.c.first_day >= day))
    await connection.execute(
        pauses.update().where(mine, pauses.c.until_day > day).values(until_day=day)
    )


async def of(connection: AsyncConnection, subscriber_id: int) -> list[tuple[date, date]]:
    """Return every pause as its first day and the first day after it, in order."""
    found = await connection.execute(
        sa.select(pauses.c.first_day, pauses.c.until_day)
        .where(pauses.c.subscriber_id == subscriber_id)
        .order_by(pauses.c.first_day)
    )
    return [(first, until) for first, until in found]
