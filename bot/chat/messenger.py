"""Everything that goes out: replies at once, deliveries as outcomes, errors by their meaning."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Self

from telegram import InlineKeyboardMarkup
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.chat.cards import Card
from bot.chat.cards.exercise import practice_card
from bot.chat.chat_pace import ChatPace
from bot.chat.post import Letter, Post
from bot.chat.transport import ConnectError, ServerError
from bot.chat.words import words_for
from bot.coach.library import Library
from bot.coach.routine import Practice
from bot.services.outcome import Later, Lost, Moved, Outcome, Refused, Sent, Unknown
from bot.services.parcels import Parcel

GONE = ("chat not found", "user is deactivated", "bot was kicked", "bot was blocked")
HARMLESS = ("message is not modified", "query is too old", "message to edit not found")
NOT_MODIFIED, NO_CAPTION = "message is not modified", "there is no caption"
TEXT_EDIT = ("editmessagetext", "text")
REPLY_TRIES = 3
LONGEST_PAUSE = 30.0
"""Seconds that a reply waits at most when Telegram asks for a pause."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Wording:
    """All that a day's message depends on, but for whom it is."""

    language: str
    practice: Practice
    day: date
    late: bool
    silent: bool
    paid: bool

    @classmethod
    def of(cls, parcel: Parcel) -> Self:
        return cls(
            parcel.language, parcel.practice, parcel.day, parcel.late, parcel.silent, parcel.paid
        )


class Messenger:
    """The only place that calls Telegram to say something, and that catches its errors."""

    def __init__(
        self,
        post: Post,
        library: Library,
        *,
        on_gone: Callable[[int], Awaitable[None]],
        on_moved: Callable[[int, int], Awaitable[None]],
    ) -> None:
        self.bot = post.bot
        self._post = post
        self._library = library
        self._on_gone = on_gone
        self._on_moved = on_moved
        self._chats = ChatPace()
        self._letter = lru_cache(maxsize=512)(self._write)

    async def deliver(self, parcel: Parcel) -> Outcome:
        """Send a day's exercise once, and say what came of it."""
        try:
            letter = self._letter(_Wording.of(parcel))
        except Exception:  # one bad card never stops the others
            log.exception("delivery %s cannot be written", parcel.delivery_id)
            return Refused("the card cannot be written")
        return await self.carry(parcel.chat_id, letter)

    async def carry(self, chat_id: int, letter: Letter) -> Outcome:
        """Send a letter once, and say what came of it."""
        try:
            return Sent(await self._post.send(chat_id, letter))
        except TelegramError as error:
            return outcome_of(error)
        except (LookupError, TypeError, ValueError):
            return Unknown("the server's answer makes no sense")

    def _write(self, wording: "_Wording") -> Letter:
        """Render a day's card; everybody who gets the same one shares it."""
        card = practice_card(
            words_for(wording.language),
            self._library,
            wording.practice,
            wording.day,
            late=wording.late,
        )
        return Letter(card, silent=wording.silent, paid=wording.paid)

    async def reply(self, chat_id: int, card: Card) -> int | None:
        """Send a card to somebody who waits for it; return the message's id, if it arrived."""
        letter = Letter(card)
        await asyncio.sleep(self._chats.wait(chat_id, time.monotonic()))
        sent = await self._tried(chat_id, lambda chat: self._post.send(chat, letter))
        return sent if isinstance(sent, int) else None

    async def reply_file(self, chat_id: int, name: str, content: bytes, caption: Card) -> None:
        """Send a file that is for one person only."""
        await asyncio.sleep(self._chats.wait(chat_id, time.monotonic()))
        await self._tried(
            chat_id, lambda chat: self._post.send_file(chat, name, content, caption.text)
        )

    async def reply_picture(self, chat_id: int, content: bytes, caption: Card) -> None:
        """Send a picture that nobody else gets."""
        await asyncio.sleep(self._chats.wait(chat_id, time.monotonic()))
        await self._tried(chat_id, lambda chat: self._post.send_drawn(chat, content, caption.text))

    async def edit(self, chat_id: int, message_id: int, card: Card) -> None:
        """Change a message in place."""
        markup = card.markup if isinstance(card.markup, InlineKeyboardMarkup) else None
        await self._tried(
            chat_id,
            lambda chat: self.bot.edit_message_text(
                card.text,
                chat_id=chat,
                message_id=message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=markup,
            ),
        )

    async def redraw(self, chat_id: int, message_id: int, card: Card) -> Outcome:
        """Change the words under a picture, or a text, once; say what came of it."""
        try:
            try:
                await self._redraw(chat_id, message_id, card, is_caption=card.picture is not None)
            except BadRequest as error:
                if NO_CAPTION not in str(error).lower():
                    raise
                await self._redraw(chat_id, message_id, card, is_caption=False)
        except TelegramError as error:
            if NOT_MODIFIED in str(error).lower():
                return Sent(message_id)
            outcome = outcome_of(error)
            if isinstance(outcome, Lost):
                await self._on_gone(chat_id)
            return outcome
        return Sent(message_id)

    async def _redraw(
        self, chat_id: int, message_id: int, card: Card, *, is_caption: bool
    ) -> None:
        """Call Telegram past PTB's objects: many messages change every second."""
        method, words = ("editmessagecaption", "caption") if is_caption else TEXT_EDIT
        parameters: dict[str, Any] = {"message_id": message_id, "parse_mode": ParseMode.HTML}
        parameters |= {"chat_id": chat_id, words: card.text}
        if card.markup is not None:
            parameters["reply_markup"] = card.markup.to_dict()
        await self.bot.do_api_request(method, api_kwargs=parameters)

    async def edit_buttons(
        self, chat_id: int, message_id: int, markup: InlineKeyboardMarkup | None
    ) -> None:
        """Change only the buttons of a message."""
        await self._tried(
            chat_id,
            lambda chat: self.bot.edit_message_reply_markup(
                chat_id=chat, message_id=message_id, reply_markup=markup
            ),
        )

    async def answer(self, query_id: str, text: str | None = None) -> None:
        """Answer a tapped button; every tap gets one."""
        await self._tried(0, lambda _: self.bot.answer_callback_query(query_id, text))

    async def _tried(self, chat_id: int, call: Callable[[int], Awaitable[Any]]) -> Any:
        """Try a reply a few times where that cannot double it; then give up with a log line."""
        for attempt in range(REPLY_TRIES):
            try:
                return await call(chat_id)
            except ChatMigrated as error:
                await self._on_moved(chat_id, error.new_chat_id)
                chat_id = error.new_chat_id
            except RetryAfter as error:
                await asyncio.sleep(min(seconds_of(error), LONGEST_PAUSE))
            except (ConnectError, ServerError):
                await asyncio.sleep(2**attempt)
            except TelegramError as error:
                await self._give_up(chat_id, error)
                return None
        log.warning("a reply could not be sent: tried %s times", REPLY_TRIES)
        return None

    async def _give_up(self, chat_id: int, error: TelegramError) -> None:
        text = str(error).lower()
        if any(known in text for known in HARMLESS):
            return
        if isinstance(outcome_of(error), Lost):
            await self._on_gone(chat_id)
            return
        log.warning("a reply could not be sent: %s", error)


def outcome_of(error: TelegramError) -> Outcome:  # noqa: PLR0911  # one return for each meaning
    """Say what an error means for a delivery."""
    reason = str(error)[:200]
    match error:
        case RetryAfter():
            return Later("Telegram asked for a pause", seconds_of(error))
        case ChatMigrated():
            return Moved(error.new_chat_id)
        case Forbidden():
            return Lost(reason)
        case InvalidToken() | EndPointNotFound():
            return Later("the token was refused")
        case BadRequest():
            gone = any(known in reason.lower() for known in GONE)
            return Lost(reason) if gone else Refused(reason)
        case ConnectError() | ServerError() | Conflict():
            return Later(reason)
    # A time-out, a lost connection, an answer that nobody can read: it may have arrived.
    return Unknown(reason)


def seconds_of(error: RetryAfter) -> float:
    """Return the pause that Telegram asks for: PTB gives seconds or a timedelta."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
