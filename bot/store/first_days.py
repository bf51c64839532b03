"""The rows of a first day, which move when its date turns out to be another one."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import answers, completions, day_cards, sessions


async def move(connection: AsyncConnection, subscriber_id: int, old: date, new: date) -> None:
    """Give what somebody did and said on a day, and the messages that show it, to another day."""
    for table in (completions, answers, day_cards, sessions):
        which = (table.c.subscriber_id == subscriber_id, table.c.day == old)
        await connection.execute(table.update().where(*which).values(day=new))
