"""The shared count under a group's post: who did the day's exercise."""

from datetime import date, datetime, timedelta

from bot.store import group_dones, subscribers
from bot.store.database import Database

KEPT = timedelta(days=2)
"""How long it is known who did it: no card is tapped later than that."""


def is_open(day: date, today: date) -> bool:
    """Return whether a post of a day still counts: what comes in the evening has the next day."""
    return day in (today, today - timedelta(days=1))


class GroupDones:
    """The use cases of the count; a member's own subscription and days are left alone."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def tap(self, chat_id: int, user_id: int, day: date) -> bool | None:
        """Count a member's day, or take it back; return whether they are counted now.

        None means that the group has no subscription.
        """
        async with self._database.write() as connection:
            group = await subscribers.by_chat(connection, chat_id)
            if group is None:
                return None
            counted = await group_dones.add(connection, group.id, day, user_id)
            if not counted:
                await group_dones.remove(connection, group.id, day, user_id)
            return counted

    async def count(self, chat_id: int, day: date) -> int:
        """Return how many members did the exercise of a day."""
        async with self._database.read() as connection:
            group = await subscribers.by_chat(connection, chat_id)
            return await group_dones.count(connection, group.id, day) if group else 0

    async def forget(self, now: datetime) -> None:
        """Delete who did what is long past."""
        async with self._database.write() as connection:
            await group_dones.forget(connection, now.date() - KEPT)
