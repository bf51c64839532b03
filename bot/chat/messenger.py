"""Everything that goes out: replies at once, deliveries as outcomes, errors by their meaning."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple, Self

from telegram import (
    InlineKeyboardMarkup,
    InlineQueryResult,
    InlineQueryResultsButton,
    InputMediaPhoto,
)
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    RetryAfter,
    TelegramError,
)

from bot.chat.cards import Card, Drawn
from bot.chat.cards import group as group_cards
from bot.chat.cards.exercise import practice_card
from bot.chat.chat_pace import ChatPace
from bot.chat.meaning import (
    HARMLESS,
    NO_CAPTION,
    NOT_MODIFIED,
    TOPIC_GONE,
    outcome_of,
    seconds_of,
    tells,
)
from bot.chat.post import Letter, Post
from bot.chat.roster import Roster
from bot.chat.transport import ConnectError, ServerError
from bot.chat.words import words_for
from bot.coach.library import Library, Picture
from bot.coach.routine import Practice
from bot.services.outcome import Lost, Outcome, Refused, Sent, Unknown, Unsent
from bot.services.parcels import Parcel
from bot.services.people import Subscriber

TEXT_EDIT = ("editmessagetext", "text")
REPLY_TRIES = 3
LONGEST_PAUSE = 30.0
"""Seconds that a reply waits at most when Telegram asks for a pause."""

log = logging.getLogger(__name__)


class _Wording(NamedTuple):
    """All that a day's message depends on, but for whom it is."""

    language: str
    practice: Practice
    day: date
    late: bool
    silent: bool
    paid: bool
    kind: str

    @classmethod
    def of(cls, parcel: Parcel) -> Self:
        return cls(
            parcel.language,
            parcel.practice,
            parcel.day,
            parcel.late,
            parcel.silent,
            parcel.paid,
            parcel.kind,
        )


class Messenger:
    """The only place that calls Telegram to say something, and that catches its errors."""

    def __init__(
        self,
        post: Post,
        library: Library,
        *,
        on_gone: Callable[[int], Awaitable[Subscriber | None]],
        on_moved: Callable[[int, int], Awaitable[None]],
        on_topic_gone: Callable[[int], Awaitable[None]],
    ) -> None:
        self.bot = post.bot
        self.roster = Roster(post.bot)
        self._post = post
        self._library = library
        self._on_gone = on_gone
        self._on_moved = on_moved
        self._on_topic_gone = on_topic_gone
        self._chats = ChatPace()
        self._letter = lru_cache(maxsize=512)(self._write)

    async def deliver(self, parcel: Parcel) -> Outcome:
        """Send a day's exercise once, and say what came of it."""
        try:
            letter = self._letter(_Wording.of(parcel))
        except Exception:  # one bad card never stops the others
            log.exception("delivery %s cannot be written", parcel.delivery_id)
            return Refused("the card cannot be written")
        if self._post.is_uploading(letter):  # those who wait would leave at once, past the pace
            return Unsent("its picture is being uploaded", soon=True)
        outcome = await self.carry(parcel.chat_id, letter.to_topic(parcel.topic_id))
        if parcel.topic_id and isinstance(outcome, Refused) and tells(outcome.reason, TOPIC_GONE):
            outcome = await self._deliver_beside_topic(parcel, letter)
        if parcel.kind != "private" and isinstance(outcome, Lost):
            await self._lose(parcel.chat_id)
        return outcome

    async def carry(self, chat_id: int, letter: Letter) -> Outcome:
        """Send a letter once, and say what came of it."""
        try:
            return Sent(await self._post.send(chat_id, letter))
        except TelegramError as error:
            return outcome_of(error)
        except (LookupError, TypeError, ValueError):
            return Unknown("the server's answer makes no sense")

    async def _deliver_beside_topic(self, parcel: Parcel, letter: Letter) -> Outcome:
        """Post to the main chat, now and from now on, and tell the group why."""
        outcome = await self.carry(parcel.chat_id, letter)
        if isinstance(outcome, Sent):
            await self._on_topic_gone(parcel.chat_id)
            note = group_cards.topic_gone_card(words_for(parcel.language), self.bot.username)
            await self.carry(parcel.chat_id, Letter(note))
        return outcome

    async def _lose(self, chat_id: int) -> None:
        """Let the services know that a chat cannot be reached; tell whoever subscribed a group."""
        if (paused := await self._on_gone(chat_id)) and paused.owner_id:
            await self.tell_owner(paused, await self._title(chat_id))

    async def tell_owner(self, group: Subscriber, title: str | None) -> None:
        """Tell in private, if that can be, that a group or channel is paused."""
        if group.owner_id:
            note = group_cards.paused_card(words_for(group.language), title, group.kind)
            await self.carry(group.owner_id, Letter(note))

    async def _title(self, chat_id: int) -> str | None:
        """Return the name of a chat, where Telegram still tells us."""
        try:
            found = await self.bot.do_api_request("getchat", api_kwargs={"chat_id": chat_id})
        except TelegramError:
            return None
        return found.get("title") if isinstance(found, dict) else None

    def _write(self, wording: "_Wording") -> Letter:
        """Render a day's card; everybody who gets the same one shares it."""
        words, day = words_for(wording.language), wording.day
        if wording.kind == "private":
            card = practice_card(words, self._library, wording.practice, day, late=wording.late)
        else:
            name = self.bot.username if wording.kind == "channel" else None
            card = group_cards.day_card(
                words, self._library, wording.practice, day, late=wording.late, channel_bot=name
            )
        return Letter(card, silent=wording.silent, paid=wording.paid)

    async def reply(
        self,
        chat_id: int,
        card: Card,
        *,
        thread_id: int | None = None,
        reply_to: int | None = None,
    ) -> int | None:
        """Send a card to somebody who waits for it; return the message's id, if it arrived."""
        letter = Letter(card, reply_to=reply_to).to_topic(thread_id)
        await asyncio.sleep(self._chats.wait(chat_id, time.monotonic()))
        sent = await self._tried(chat_id, lambda chat: self._post.send(chat, letter))
        return sent if isinstance(sent, int) else None

    async def reply_file(self, chat_id: int, name: str, content: bytes, caption: Card) -> None:
        """Send a file that is for one person only."""
        await asyncio.sleep(self._chats.wait(chat_id, time.monotonic()))
        await self._tried(
            chat_id, lambda chat: self._post.send_file(chat, name, content, caption.text)
        )

    async def edit(self, chat_id: int, message_id: int, card: Card) -> None:
        """Change a message in place; a picture that was drawn takes the place of another."""
        markup = card.markup if isinstance(card.markup, InlineKeyboardMarkup) else None
        same: dict[str, Any] = {"message_id": message_id, "reply_markup": markup}
        picture = card.picture

        def change(chat: int) -> Awaitable[Any]:
            if isinstance(picture, Drawn):
                content, name = picture.content, picture.name
                media = InputMediaPhoto(content, card.text, ParseMode.HTML, filename=name)
                return self.bot.edit_message_media(media, chat_id=chat, **same)
            html = ParseMode.HTML
            return self.bot.edit_message_text(card.text, chat_id=chat, parse_mode=html, **same)

        await self._tried(chat_id, change)

    async def redraw(self, chat_id: int, message_id: int, card: Card) -> Outcome:
        """Change the words under a picture, or a text, once; say what came of it."""
        try:
            try:
                await self._redraw(chat_id, message_id, card, is_caption=card.picture is not None)
            except BadRequest as error:
                if not tells(error, NO_CAPTION):
                    raise
                await self._redraw(chat_id, message_id, card, is_caption=False)
        except TelegramError as error:
            if tells(error, NOT_MODIFIED):
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

    async def answer_inline(
        self,
        query_id: str,
        results: Sequence[InlineQueryResult],
        button: InlineQueryResultsButton | None = None,
        **how: Any,
    ) -> None:
        """Answer what somebody typed after the bot's name in any chat."""
        await self._tried(
            0, lambda _: self.bot.answer_inline_query(query_id, results, button=button, **how)
        )

    async def file_id(self, picture: Picture) -> str | None:
        """Return what Telegram calls a picture, if it was ever uploaded."""
        return await self._post.find(picture)

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
        if tells(error, HARMLESS):
            return
        if isinstance(outcome_of(error), Lost):
            await self._lose(chat_id)
            return
        log.warning("a reply could not be sent: %s", error)
