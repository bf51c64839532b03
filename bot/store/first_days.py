"""The rows of a first day, which move when its date turns out to be another one."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import answers, completions, day_cards, sessions


async def move(connection: AsyncConnection, subscriber_id: int, old: date, new: date) -> None:
    """Give what somebody did and said on a day, and the messages that show it, to another day.

    What stands there takes the place of the same from the other day: who began twice may have
    done both.
    """
    if old == new:
        return
    for table in (completions, answers, day_cards, sessions):
        mine = table.c.subscriber_id == subscriber_id
        await connection.execute(
            table.delete().where(mine, table.c.day == new, _is_also(table, old))
        )
        await connection.execute(table.update().where(mine, table.c.day == old).values(day=new))


def _is_also(table: sa.Table, day: date) -> sa.ColumnElement[bool]:
    """Return whether a day has a row with the same key but for its own day."""
    other = table.alias()
    same = [other.c[column.name] == column for column in table.primary_key if column.name != "day"]
    return sa.exists(sa.select(sa.literal(1)).where(other.c.day == day, *same))
