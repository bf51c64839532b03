"""One turn of a conversation: what a person did, and the ways to answer it."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from telegram import InlineKeyboardMarkup

from bot.chat.cards import Card
from bot.chat.cards.group import for_group
from bot.chat.group_pace import GroupPace
from bot.chat.guide import Guide
from bot.chat.messenger import Messenger
from bot.chat.words import Words
from bot.clock import Clock
from bot.coach.finder import Finder
from bot.coach.library import Library
from bot.services.answers import Answers
from bot.services.archive import Archive
from bot.services.broadcasts import Broadcasts
from bot.services.delivery import Deliveries
from bot.services.groups import Groups
from bot.services.moves import Moves
from bot.services.people import Subscriber
from bot.services.practice import Practices
from bot.services.programmes import Programmes
from bot.services.progress import Progress
from bot.services.statistics import Statistics
from bot.services.subscriptions import Subscriptions


@dataclass(frozen=True)
class House:
    """All that a handler may call."""

    library: Library
    subscriptions: Subscriptions
    practices: Practices
    groups: Groups
    progress: Progress
    programmes: Programmes
    deliveries: Deliveries
    messenger: Messenger
    archive: Archive
    clock: Clock
    guide: Guide
    answers: Answers
    moves: Moves
    broadcasts: Broadcasts
    statistics: Statistics
    admins: frozenset[int] = frozenset()
    contact: str | None = None
    group_pace: GroupPace = field(default_factory=GroupPace)

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
    formatting, where an operator wrote it. In a group, `thread_id` is the topic, `reply_to` the
    message that gets the answer, and `is_anonymous` says that an admin spoke in the name of the
    chat, as in a channel everybody does.
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
    chat_kind: str = "private"
    thread_id: int | None = None
    reply_to: int | None = None
    is_anonymous: bool = False

    @property
    def is_private(self) -> bool:
        """Say whether one person is alone with the bot."""
        return self.chat_kind == "private"

    @property
    def is_admin(self) -> bool:
        """Say whether an operator did it (ADMIN_IDS)."""
        return self.user_id in self.house.admins

    async def person(self) -> Subscriber:
        """Return the subscriber of this chat; who runs the turn answers where there is none."""
        return await self.house.subscriptions.known(self.chat_id)

    async def reply(self, card: Card) -> None:
        """Send a card as a new message; in a group below what it answers, in its topic."""
        if self.is_private:
            await self.house.messenger.reply(self.chat_id, card)
        else:
            await self.house.messenger.reply(
                self.chat_id, for_group(card), thread_id=self.thread_id, reply_to=self.reply_to
            )

    async def reply_file(self, name: str, content: bytes, caption: Card) -> None:
        """Send a file of this person's own, with a card's words below it."""
        await self.house.messenger.reply_file(self.chat_id, name, content, caption)

    async def show(self, card: Card) -> None:
        """Change the tapped message in place; answer with a new one where nothing was tapped."""
        if self.message_id is None:
            await self.reply(card)
        else:
            shown = card if self.is_private else for_group(card)
            await self.house.messenger.edit(self.chat_id, self.message_id, shown)

    async def show_buttons(self, markup: InlineKeyboardMarkup | None) -> None:
        """Change only the buttons of the tapped message."""
        if self.message_id is not None:
            await self.house.messenger.edit_buttons(self.chat_id, self.message_id, markup)

    async def toast(self, text: str | None = None) -> None:
        """Answer the tap, with a short text at the top of the chat if there is one."""
        if self.query_id is not None:
            await self.house.messenger.answer(self.query_id, text)
