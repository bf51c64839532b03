"""Sends alarms to the operators, in their chats with the bot."""

import asyncio
import logging
from collections.abc import Collection

from bot.botapi.messenger import Messenger
from bot.chat.cards.operators import alarm_card
from bot.chat.words import translator_for
from bot.clock import Clock
from bot.services.operators.alarms import Alarm, Alarms, Trouble

CHECK_SECONDS = 15
"""Shorter than the term of a role, so that one replica keeps the role."""

log = logging.getLogger(__name__)


class AlarmTicker:
    """Checks for trouble in every process, and sends what is new."""

    def __init__(
        self, alarms: Alarms, messenger: Messenger, operators: Collection[int], clock: Clock
    ) -> None:
        self._alarms = alarms
        self._messenger = messenger
        self._operators = operators
        self._clock = clock

    async def keep(self) -> None:
        """Check for ever, if there is an operator to tell."""
        while self._operators:
            await asyncio.sleep(CHECK_SECONDS)
            try:
                await self.check()
            except Exception:  # a failed check must not end the checks
                log.exception("checking for alarms failed; retrying in %s s", CHECK_SECONDS)

    async def check(self) -> None:
        """Check once, and send what is new."""
        for alarm in await self._alarms.look(self._clock()):
            await self._tell(alarm)

    async def conflict(self) -> None:
        """Send the alarm that another process fetches our updates."""
        if self._operators and self._alarms.claim(Trouble.CONFLICT, self._clock()):
            await self._tell(Alarm(Trouble.CONFLICT))

    async def _tell(self, alarm: Alarm) -> None:
        card, reply = alarm_card(translator_for("en"), alarm), self._messenger.reply
        sent = [await reply(operator, card) for operator in self._operators]
        if not any(sent):
            self._alarms.failed(alarm, self._clock())
