"""Who administers a group or channel: asked of Telegram, and remembered for a few seconds."""

from datetime import datetime, timedelta

from telegram import ChatMember
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.botapi import raw

KNOWN_FOR = timedelta(seconds=15)
MOST_KEPT = 10_000

ADMINS = (ChatMember.OWNER, ChatMember.ADMINISTRATOR)


class ChatAdmins:
    """The admins of groups and channels."""

    def __init__(self, bot: ExtBot[None]) -> None:
        self._bot = bot
        self._known: dict[tuple[int, int], tuple[bool, datetime]] = {}

    async def is_admin(self, user_id: int, chat_id: int, now: datetime) -> bool:
        """Return whether a person is an admin of a chat; False if Telegram does not say."""
        key = user_id, chat_id
        is_admin, asked_at = self._known.get(key, (False, None))
        if asked_at and now - asked_at < KNOWN_FOR:
            return is_admin
        try:
            found = await raw.call(self._bot, "getChatMember", chat_id=chat_id, user_id=user_id)
        except TelegramError:
            return False
        is_admin = isinstance(found, dict) and found.get("status") in ADMINS
        self._known[key] = is_admin, now
        if len(self._known) > MOST_KEPT:
            self._known = {k: v for k, v in self._known.items() if now - v[1] < KNOWN_FOR}
        return is_admin
