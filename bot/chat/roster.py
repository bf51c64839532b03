"""Who runs which group: asked of Telegram at the moment of a tap, and remembered for seconds."""

from datetime import datetime, timedelta

from telegram import ChatMember
from telegram.error import TelegramError
from telegram.ext import ExtBot

REMEMBERED = timedelta(seconds=15)
MOST_KEPT = 10_000

RUNS = (ChatMember.OWNER, ChatMember.ADMINISTRATOR)


class Roster:
    """The admins of groups and channels."""

    def __init__(self, bot: ExtBot[None]) -> None:
        self._bot = bot
        self._known: dict[tuple[int, int], tuple[bool, datetime]] = {}

    async def runs(self, user_id: int, chat_id: int, now: datetime) -> bool:
        """Say whether a person is an admin of a chat; without an answer, they are not."""
        key = user_id, chat_id
        runs, asked_at = self._known.get(key, (False, None))
        if asked_at and now - asked_at < REMEMBERED:
            return runs
        try:
            # Raw: a status that PTB does not know yet is no reason to fail.
            found = await self._bot.do_api_request(
                "getchatmember", api_kwargs={"chat_id": chat_id, "user_id": user_id}
            )
        except TelegramError:
            return False
        runs = isinstance(found, dict) and found.get("status") in RUNS
        self._known[key] = runs, now
        if len(self._known) > MOST_KEPT:
            self._known = {k: v for k, v in self._known.items() if now - v[1] < REMEMBERED}
        return runs
