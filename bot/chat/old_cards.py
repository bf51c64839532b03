"""Takes the buttons from the card of an exercise that somebody moved, once it has come again."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime

from bot.botapi.messenger import Messenger
from bot.services.delivery.outcome import Outcome, Sent
from bot.services.delivery.parcels import Parcel
from bot.services.delivery.protocols import Observer

log = logging.getLogger(__name__)


class OldCards(Observer):
    """Clears the older of two cards of one exercise, which nothing would update any more."""

    def __init__(self, messenger: Messenger) -> None:
        self._messenger = messenger
        self._running: set[asyncio.Task[None]] = set()

    def settled(self, results: Sequence[tuple[Parcel, Outcome]], now: datetime) -> None:
        """Clear the cards that came before; no delivery waits for it."""
        for parcel, outcome in results:
            if isinstance(outcome, Sent) and parcel.card_before is not None:
                task = asyncio.create_task(self._clear(parcel.chat_id, parcel.card_before))
                self._running.add(task)
                task.add_done_callback(self._running.discard)

    async def idle(self) -> None:
        """Wait until every card is cleared."""
        while self._running:
            await asyncio.gather(*self._running)

    def stop(self) -> None:
        """Leave the cards that are not cleared yet as they are."""
        for task in self._running:
            task.cancel()

    async def _clear(self, chat_id: int, message_id: int) -> None:
        try:
            await self._messenger.edit_buttons(chat_id, message_id, None)
        except Exception:  # only its buttons are old
            log.exception("clearing the card of a moved exercise failed; it keeps its buttons")
