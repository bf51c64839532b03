"""A request: what a person did, and the ways to answer it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime

from telegram import InlineKeyboardMarkup, Message

from bot.chat.cards import Card
from bot.chat.cards.group import for_group
from bot.chat.cards.talk import queued_card
from bot.chat.services import Services
from bot.chat.words import Translator
from bot.coach.finder import Finder
from bot.store.subscribers import Subscriber


@dataclass(frozen=True)
class Request:
    """What one person did in one chat at one moment.

    `text` is what followed the `command`, or the whole message; `html` is the same with its
    formatting if an operator wrote it. Of a tap, `message_id` is the message, `shown` the
    buttons it had, `tapped` all of it unless it is too old for Telegram to show to a bot, and
    `query_id` the tap itself; of a reaction, `message_id` alone is known. In
    a group, `thread_id` is the topic and `reply_to` the message to answer; `is_anonymous` means
    that an admin wrote in the name of the chat, as everybody does in a channel.
    """

    services: Services
    chat_id: int
    language: str
    translator: Translator
    now: datetime
    text: str = ""
    command: str = ""
    message_id: int | None = None
    shown: InlineKeyboardMarkup | None = None
    tapped: Message | None = None
    query_id: str | None = None
    user_id: int = 0
    html: str = ""
    chat_kind: str = "private"
    thread_id: int | None = None
    reply_to: int | None = None
    is_anonymous: bool = False
    named_language: str | None = None
    """The language that Telegram sent with the update, if it sent one."""

    @property
    def locale_hint(self) -> str:
        """Return the language code that hints best at where somebody is, as `en-au` does."""
        return self.named_language or self.language

    @property
    def finder(self) -> Finder:
        """Return what understands the language of this request."""
        return self.services.finders.of(self.language)

    def speaking(self, language: str) -> "Request":
        """Return the same request, to be answered in another language."""
        return replace(self, language=language, translator=self.services.translator(language))

    @property
    def is_private(self) -> bool:
        """Return whether this is a private chat."""
        return self.chat_kind == "private"

    @property
    def is_operator(self) -> bool:
        """Return whether an operator did it (ADMIN_IDS)."""
        return self.user_id in self.services.operators

    async def person(self) -> Subscriber:
        """Return the subscriber of this chat; the router answers a NotSubscribedError."""
        return await self.services.subscriptions.require(self.chat_id)

    async def reply(self, card: Card) -> int | None:
        """Send a card as a new message; in a group, as a reply and in the same topic.

        Return the id of the message, or None if it could not be sent.
        """
        if self.is_private:
            notice = queued_card(self.translator)
            return await self.services.messenger.reply(self.chat_id, card, notice=notice)
        return await self.services.messenger.reply(
            self.chat_id, for_group(card), thread_id=self.thread_id, reply_to=self.reply_to
        )

    async def reply_file(self, name: str, content: bytes, caption: Card) -> None:
        """Send a file that is for this person only."""
        await self.services.messenger.reply_file(self.chat_id, name, content, caption)

    async def show(self, card: Card) -> None:
        """Show a card in place of the tapped message; without one, as a new message."""
        if self.message_id is None:
            await self.reply(card)
        else:
            shown = card if self.is_private else for_group(card)
            await self.services.messenger.edit(self.chat_id, self.message_id, shown)

    async def show_buttons(self, markup: InlineKeyboardMarkup | None) -> None:
        """Change the buttons of the tapped message, unless it has them already."""
        if self.message_id is not None:
            await self.services.messenger.edit_buttons(
                self.chat_id, self.message_id, markup, shown=self.shown
            )

    async def show_text(self, card: Card) -> None:
        """Change text and buttons of the tapped message, whose picture stays if it has one."""
        if self.tapped is not None:
            await self.services.messenger.edit(
                self.chat_id,
                self.tapped.message_id,
                card,
                is_caption=self.tapped.caption is not None,
            )

    async def toast(self, text: str | None = None) -> None:
        """Answer the tap, with a short notice if there is a text."""
        if self.query_id is not None:
            await self.services.messenger.answer(self.query_id, text)


Handler = Callable[[Request], Awaitable[object]]
"""Answers a request."""
