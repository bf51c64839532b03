"""Groups and channels: who did the day's exercise, where it is posted, and whom to tell."""

from datetime import date, datetime, timedelta

from bot.store import group_dones, subscribers
from bot.store.database import Database

KEPT = timedelta(days=2)
"""How long it is known who did it: no card is tapped later than that."""


class Groups:
    """The use cases of a chat of several people; nothing of its members' own is touched."""

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

    async def leave_topic(self, chat_id: int) -> None:
        """Post to the main chat from now on."""
        async with self._database.write() as connection:
            if group := await subscribers.by_chat(connection, chat_id):
                await subscribers.change(connection, group.id, topic_id=None)

    async def forget(self, now: datetime) -> None:
        """Delete who did what is long past."""
        async with self._database.write() as connection:
            await group_dones.forget(connection, now.date() - KEPT)
