"""The tick of broadcasts: writes the next notes, and tells the operator how far it is."""

from bot.chat.cards.admin import progress_card
from bot.chat.messenger import Messenger
from bot.chat.words import words_for
from bot.clock import Clock
from bot.services.broadcasts import Broadcasts


class Announcer:
    """What keeps broadcasts going, in every process that delivers."""

    def __init__(self, broadcasts: Broadcasts, messenger: Messenger, clock: Clock) -> None:
        self._broadcasts = broadcasts
        self._messenger = messenger
        self._clock = clock

    async def tick(self) -> None:
        """Go on with what is under way."""
        for report in await self._broadcasts.advance(self._clock()):
            if report.message_id is not None:
                card = progress_card(words_for("en"), report)
                await self._messenger.edit(report.chat_id, report.message_id, card)
