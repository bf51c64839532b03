"""One turn of a conversation: what a person did, and the ways to answer it."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from telegram import InlineKeyboardMarkup

from bot.chat.cards import Card
from bot.chat.guide import Guide
from bot.chat.messenger import Messenger
from bot.chat.words import Words
from bot.clock import Clock
from bot.coach.finder import Finder
from bot.coach.library import Library
from bot.services.archive import Archive
from bot.services.broadcasts import Broadcasts
from bot.services.delivery import Deliveries
from bot.services.practice import Practices
from bot.services.statistics import Statistics
from bot.services.subscriptions import Subscriptions


@dataclass(frozen=True)
class House:
    """All that a handler may call."""

    library: Library
    subscriptions: Subscriptions
    practices: Practices
    deliveries: Deliveries
    messenger: Messenger
    archive: Archive
    clock: Clock
    guide: Guide
    broadcasts: Broadcasts
    statistics: Statistics
    contact: str | None = None
    admins: frozenset[int] = frozenset()

    def finder(self, language: str) -> Finder:
        """Return the finder of a language, built once."""
        return _finder(self, language)

    def __hash__(self) -> int:
        return id(self)


@cache
def _finder(house: House, language: str) -> Finder:
    return Finder(house.library, language)


@dataclass(frozen=True)
class Turn:
    """What one person did in one chat at one moment.

    `text` is what followed the command, or the whole message; `message_id` is the message whose
    button was tapped, `query_id` the tap itself. `html` is the whole of that text with its
    formatting, where an operator wrote it.
    """

    house: House
    chat_id: int
    language: str
    words: Words
    now: datetime
    text: str = ""
    message_id: int | None = None
    query_id: str | None = None
    user_id: int = 0
    html: str = ""

    @property
    def is_admin(self) -> bool:
        """Say whether an operator did it (ADMIN_IDS)."""
        return self.user_id in self.house.admins

    async def reply(self, card: Card) -> None:
        """Send a card as a new message."""
        await self.house.messenger.reply(self.chat_id, card)

    async def reply_file(self, name: str, content: bytes, caption: Card) -> None:
        """Send a file of this person's own, with a card's words below it."""
        await self.house.messenger.reply_file(self.chat_id, name, content, caption)

    async def reply_picture(self, content: bytes, caption: Card) -> None:
        """Send a picture that was drawn for this answer, with a card's words below it."""
        await self.house.messenger.reply_picture(self.chat_id, content, caption)

    async def show(self, card: Card) -> None:
        """Change the tapped message in place; answer with a new one where nothing was tapped."""
        if self.message_id is None:
            await self.reply(card)
        else:
            await self.house.messenger.edit(self.chat_id, self.message_id, card)

    async def show_buttons(self, markup: InlineKeyboardMarkup | None) -> None:
        """Change only the buttons of the tapped message."""
        if self.message_id is not None:
            await self.house.messenger.edit_buttons(self.chat_id, self.message_id, markup)

    async def toast(self, text: str | None = None) -> None:
        """Answer the tap, with a short text at the top of the chat if there is one."""
        if self.query_id is not None:
            await self.house.messenger.answer(self.query_id, text)
