"""What carries notes: renders each once for all who get the same one, and sends it."""

import logging
from functools import lru_cache

from bot.chat.cards.notes import note_card
from bot.chat.messenger import Messenger
from bot.chat.post import Letter
from bot.chat.words import words_for
from bot.services.notes import Content, Slip
from bot.services.outcome import Outcome, Refused

log = logging.getLogger(__name__)


class Notices:
    """The carrier of notes."""

    def __init__(self, messenger: Messenger) -> None:
        self._messenger = messenger
        self._letter = lru_cache(maxsize=512)(_write)

    async def deliver(self, slip: Slip) -> Outcome:
        """Send a note once, and say what came of it."""
        try:
            letter = self._letter(slip.content)
        except Exception:  # one bad card never stops the others
            log.exception("note %s cannot be written", slip.note_id)
            return Refused("the card cannot be written")
        return await self._messenger.carry(slip.chat_id, letter)


def _write(content: Content) -> Letter:
    return Letter(note_card(words_for(content.language), content), paid=content.paid)
