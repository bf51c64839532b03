"""All calls that say something to a chat, and what their errors mean."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

from telegram import (
    BotCommandScopeChat,
    InlineKeyboardMarkup,
    InlineQueryResult,
    InlineQueryResultsButton,
    InputMediaPhoto,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.botapi import raw
from bot.botapi.admins import ChatAdmins
from bot.botapi.button_edits import ButtonEdits
from bot.botapi.chat_pace import PRIVATE_SECONDS, ChatPace
from bot.botapi.errors import NO_CAPTION, NOT_MODIFIED, mentions, outcome_of
from bot.botapi.message import Drawn, HtmlMessage, Picture, PreparedMessage
from bot.botapi.replies import LineFullError, Notice, Replies
from bot.botapi.retries import Retries
from bot.botapi.sender import Sender
from bot.botapi.shown import ShownPictures
from bot.services.delivery.outcome import Lost, Outcome, Sent, Unknown

REPLY_TRIES = 8
"""Attempts at a reply: some three minutes of an outage. Pauses do not count."""

log = logging.getLogger(__name__)

Markup = InlineKeyboardMarkup | None


class Messenger:
    """Sends, edits and answers; errors are handled here and never reach the caller."""

    def __init__(
        self,
        sender: Sender,
        *,
        on_gone: Callable[["Messenger", int], Awaitable[None]],
        on_moved: Callable[[int, int], Awaitable[None]],
        dress: Callable[[InlineKeyboardMarkup], InlineKeyboardMarkup] | None = None,
    ) -> None:
        self._bot = sender.bot
        self.admins = ChatAdmins(sender.bot)
        self._sender = sender
        self._on_gone = on_gone
        self._dress = dress
        self._pace = sender.pace
        self._chats = ChatPace()
        self._replies = Replies(sender.pace, self._chats)
        self._retry = Retries(sender.pace, on_gone=self.lose, on_moved=on_moved)
        self._edits = ButtonEdits()
        self._shown = ShownPictures()

    @property
    def bot_id(self) -> int:
        """Return the bot's id."""
        return self._bot.id

    @property
    def bot_name(self) -> str:
        """Return the bot's user name, without @."""
        return self._bot.username

    def dressed(self, message: HtmlMessage) -> HtmlMessage:
        """Return a message with its buttons as they go to Telegram."""
        if not isinstance(message.markup, InlineKeyboardMarkup):
            return message
        return replace(message, markup=self._worn(message.markup))

    def _worn(self, markup: Markup) -> Markup:
        return self._dress(markup) if self._dress and markup else markup

    # --- without anybody waiting: one attempt, reported as an outcome --------------------------

    def is_uploading(self, message: PreparedMessage) -> bool:
        """Return whether the message's picture is being uploaded for the first time."""
        return self._sender.is_uploading(message)

    async def try_send(self, chat_id: int, message: PreparedMessage) -> Outcome:
        """Send a message once and return what became of it."""
        await self._space(chat_id)
        try:
            return Sent(await self._sender.send(chat_id, message))
        except TelegramError as error:
            return outcome_of(error)
        except (LookupError, TypeError, ValueError):
            return Unknown("the server's answer makes no sense")

    async def _space(self, chat_id: int) -> None:
        """Wait a moment where a chat just got replies."""
        strict = not self._pace.replies_are_free
        if wait := self._chats.wait(chat_id, time.monotonic(), strict=strict):
            await asyncio.sleep(min(wait, PRIVATE_SECONDS))
        self._chats.count(chat_id, time.monotonic())

    async def try_edit(self, chat_id: int, message_id: int, message: HtmlMessage) -> Outcome:
        """Edit a text or a picture and its caption once and return what became of it."""
        message = self.dressed(message)
        try:
            if await self._shown.replace(chat_id, message_id, message, self._sender.replace):
                return Sent(message_id)
            try:
                await self._try_edit(chat_id, message_id, message, "caption")
            except BadRequest as error:
                if not mentions(error, NO_CAPTION):
                    raise
                await self._try_edit(chat_id, message_id, message, "text")
        except TelegramError as error:
            if mentions(error, NOT_MODIFIED):
                return Sent(message_id)
            outcome = outcome_of(error)
            if isinstance(outcome, Lost):
                await self.lose(chat_id)
            return outcome
        return Sent(message_id)

    async def _try_edit(
        self, chat_id: int, message_id: int, message: HtmlMessage, part: str
    ) -> None:
        part = part if message.picture is not None else "text"
        parameters: dict[str, Any] = {"chat_id": chat_id, "message_id": message_id}
        parameters |= {part: message.text, "parse_mode": ParseMode.HTML}
        if message.markup is not None:
            parameters["reply_markup"] = message.markup.to_dict()
        await raw.call(self._bot, f"editMessage{part}", **parameters)

    async def lose(self, chat_id: int) -> None:
        """Report a chat that cannot be reached."""
        await self._on_gone(self, chat_id)

    async def title(self, chat_id: int) -> str | None:
        """Return the title of a group or channel, if Telegram still tells it."""
        try:
            found = await raw.call(self._bot, "getChat", chat_id=chat_id)
        except TelegramError:
            return None
        return found.get("title") if isinstance(found, dict) else None

    async def file_id(self, picture: Picture) -> str | None:
        """Return the file id of a picture, if it was ever uploaded."""
        return await self._sender.file_id(picture)

    # --- while somebody waits: retried where that cannot double anything -----------------------

    async def reply(
        self,
        chat_id: int,
        message: HtmlMessage,
        *,
        thread_id: int | None = None,
        reply_to: int | None = None,
        notice: HtmlMessage | None = None,
    ) -> int | None:
        """Send a message; return its id, or None if it could not be sent.

        `notice` is sent before it to somebody who has to wait for long.
        """
        prepared = PreparedMessage(self.dressed(message), reply_to=reply_to).to_topic(thread_id)
        sent = await self._in_turn(
            chat_id, lambda chat: self._sender.send(chat, prepared), self._notice(chat_id, notice)
        )
        if isinstance(sent, int):
            self._shown.remember((chat_id, sent), message)
        return sent if isinstance(sent, int) else None

    def _notice(self, chat_id: int, notice: HtmlMessage | None) -> Notice | None:
        if notice is None:
            return None
        return lambda: self._sender.send(chat_id, PreparedMessage(notice, silent=True))

    async def reply_file(
        self, chat_id: int, name: str, content: bytes, caption: HtmlMessage
    ) -> None:
        """Send a file that is for one person only."""
        await self._in_turn(
            chat_id, lambda chat: self._sender.send_file(chat, name, content, caption.text)
        )

    def requested(self, chat_id: int) -> None:
        """Count a request of a chat, answered or not: who asks for less is answered first."""
        self._replies.demand.count(chat_id, time.monotonic())

    async def _in_turn(
        self,
        chat_id: int,
        call: Callable[[int], Awaitable[Any]],
        notice: Notice | None = None,
    ) -> Any:
        """Make a call when it is its turn, and retried like the others."""
        turn = self._replies.turn(chat_id, notice)

        async def call_in_turn(chat: int) -> Any:
            async with turn:
                return await call(chat)

        try:
            return await self._retry(chat_id, call_in_turn, REPLY_TRIES)
        except LineFullError:
            log.warning("reply dropped: too many replies wait for its chat")
            return None

    async def edit(
        self, chat_id: int, message_id: int, message: HtmlMessage, *, is_caption: bool = False
    ) -> None:
        """Edit a text or a caption, or replace a drawn picture together with its caption."""
        message = self.dressed(message)
        markup = message.markup if isinstance(message.markup, InlineKeyboardMarkup) else None
        same: dict[str, Any] = {"message_id": message_id, "reply_markup": markup}
        picture = message.picture

        def change(chat: int) -> Awaitable[Any]:
            if isinstance(picture, Drawn):
                content, name = picture.content, picture.name
                media = InputMediaPhoto(content, message.text, ParseMode.HTML, filename=name)
                return self._bot.edit_message_media(media, chat_id=chat, **same)
            written = {"chat_id": chat, "parse_mode": ParseMode.HTML, **same}
            if is_caption:
                return self._bot.edit_message_caption(caption=message.text, **written)
            return self._bot.edit_message_text(message.text, **written)

        self._edits.forget(chat_id, message_id)
        await self._retry(chat_id, change)

    async def edit_buttons(
        self, chat_id: int, message_id: int, markup: Markup, *, shown: Markup = None
    ) -> None:
        """Change the buttons of a message, unless it has them already.

        `shown` are the buttons that the message had when it was tapped, if that is known.
        """
        new = _data(self._worn(markup))
        if not self._edits.record_if_needed(
            chat_id, message_id, (_data(shown), new), time.monotonic()
        ):
            return
        parameters: dict[str, Any] = {"message_id": message_id}
        if new is not None:
            parameters["reply_markup"] = new

        def change(chat: int) -> Awaitable[Any]:
            return raw.call(self._bot, "editMessageReplyMarkup", chat_id=chat, **parameters)

        await self._retry(chat_id, change)

    async def answer(self, query_id: str, text: str | None = None) -> None:
        """Answer a tapped button, with a short notice if there is a text."""
        await self._retry(0, lambda _: self._bot.answer_callback_query(query_id, text))

    async def set_menu(self, chat_id: int, commands: Sequence[tuple[str, str]] | None) -> None:
        """Set the command menu of one chat; None brings back that of the app's language."""
        scope = BotCommandScopeChat(chat_id)
        if commands is None:
            await self._retry(chat_id, lambda _: self._bot.delete_my_commands(scope))
        else:
            await self._retry(chat_id, lambda _: self._bot.set_my_commands(commands, scope))

    async def answer_inline(
        self,
        query_id: str,
        results: Sequence[InlineQueryResult],
        button: InlineQueryResultsButton | None = None,
        **options: Any,
    ) -> None:
        """Answer an inline query."""
        await self._retry(
            0,
            lambda _: self._bot.answer_inline_query(query_id, results, button=button, **options),
        )


def _data(markup: Markup) -> dict[str, Any] | None:
    return markup.to_dict() if markup else None
