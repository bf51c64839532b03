"""The tick of broadcasts: queues the next messages and reports progress to the operator."""

from bot.botapi.messenger import Messenger
from bot.chat.cards.operators import progress_card
from bot.chat.words import translator_for
from bot.clock import Clock
from bot.services.operators.broadcasts import Broadcasts


class BroadcastTicker:
    """Advances broadcasts, in every process that delivers."""

    def __init__(self, broadcasts: Broadcasts, messenger: Messenger, clock: Clock) -> None:
        self._broadcasts = broadcasts
        self._messenger = messenger
        self._clock = clock

    async def tick(self) -> None:
        """Advance the broadcasts that are under way."""
        for report in await self._broadcasts.advance(self._clock()):
            if report.message_id is not None:
                card = progress_card(translator_for("en"), report)
                await self._messenger.edit(report.chat_id, report.message_id, card)
