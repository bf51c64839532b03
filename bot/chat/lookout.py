"""Tells operators of trouble, in their chats with the bot."""

import asyncio
import logging
from collections.abc import Collection

from bot.chat.cards.admin import alarm_card
from bot.chat.messenger import Messenger
from bot.chat.words import words_for
from bot.clock import Clock
from bot.services.alarms import Alarm, Alarms, Trouble

LOOK_SECONDS = 15
"""Shorter than the term of a role, so that the watch stays with one replica."""

log = logging.getLogger(__name__)


class Lookout:
    """What looks for trouble in every process, and tells what is news."""

    def __init__(
        self, alarms: Alarms, messenger: Messenger, admins: Collection[int], clock: Clock
    ) -> None:
        self._alarms = alarms
        self._messenger = messenger
        self._admins = admins
        self._clock = clock

    async def keep(self) -> None:
        """Look again and again, if there is anybody to tell."""
        while self._admins:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                await self.look()
            except Exception:  # no fault of ours ends the watch
                log.exception("alarms cannot be told")

    async def look(self) -> None:
        """Look once, and tell what is news."""
        for alarm in await self._alarms.look(self._clock()):
            await self._tell(alarm)

    async def conflict(self) -> None:
        """Tell that another process fetches our updates."""
        if self._admins and self._alarms.is_news(Trouble.CONFLICT, self._clock()):
            await self._tell(Alarm(Trouble.CONFLICT))

    async def _tell(self, alarm: Alarm) -> None:
        for admin in self._admins:
            await self._messenger.reply(admin, alarm_card(words_for("en"), alarm))
