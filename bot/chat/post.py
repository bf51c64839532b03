"""The one way out for a new message: encoded once, pictures uploaded once, text if all fails."""

import asyncio
import logging
from collections import defaultdict
from copy import copy
from typing import Any

from telegram import InputFile
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.ext import ExtBot

from bot.chat.cards import Card, Drawn
from bot.chat.meaning import tells
from bot.chat.transport import Encoded, id_of, post
from bot.coach.library import Picture
from bot.services.media import Shelf

FILE_REFUSED = ("wrong file identifier", "wrong remote file", "wrong type of file", "file_id")
PICTURE_REFUSED = (*FILE_REFUSED, "image_process", "photo_", "video_", "media_", "too large")
PICTURE_FORBIDDEN = ("rights to send animations", "rights to send photos", "chat_send_")
"""How a group says that its members may write but show no pictures."""

log = logging.getLogger(__name__)


class Letter:
    """A card ready to be sent: its body is encoded once, however many get it."""

    def __init__(
        self,
        card: Card,
        *,
        silent: bool = False,
        paid: bool = False,
        reply_to: int | None = None,
    ) -> None:
        self.card = card
        self.picture = card.picture
        self._options: dict[str, Any] = {"parse_mode": ParseMode.HTML}
        if card.markup is not None:
            self._options["reply_markup"] = card.markup.to_dict()
        if silent:
            self._options["disable_notification"] = True
        if paid:
            self._options["allow_paid_broadcast"] = True
        if reply_to is not None:
            answered = {"message_id": reply_to, "allow_sending_without_reply": True}
            self._options["reply_parameters"] = answered
        self._encoded: dict[str | None, Encoded] = {}
        self._thread_id: int | None = None

    def to_topic(self, thread_id: int | None) -> "Letter":
        """Return the same letter, encoding and all, for a topic of whichever chat gets it."""
        if thread_id is None:
            return self
        other = copy(self)
        other._thread_id = thread_id  # noqa: SLF001  # it is one of us
        return other

    def place(self, chat_id: int) -> dict[str, Any]:
        """Return the parameters that say where it goes."""
        if self._thread_id is None:
            return {"chat_id": chat_id}
        return {"chat_id": chat_id, "message_thread_id": self._thread_id}

    def parameters(self, file: str | InputFile | None) -> dict[str, Any]:
        """Return all of a call's parameters but the place; without a file, those of a text."""
        if file is None or self.picture is None:
            return {"text": self.card.text, **self._options}
        return {self.picture.kind: file, "caption": self.card.text, **self._options}

    def body(self, file_id: str | None) -> Encoded:
        """Return the same, encoded."""
        if file_id not in self._encoded:
            self._encoded[file_id] = Encoded.of(self.parameters(file_id))
        return self._encoded[file_id]

    def addressed(self, chat_id: int, file_id: str | None) -> bytes:
        """Return the whole body of a call for one chat."""
        return self.body(file_id).to(chat_id, self._thread_id)


class Post:
    """What sends letters for one bot."""

    def __init__(self, bot: ExtBot[None], shelf: Shelf) -> None:
        self.bot = bot
        self._shelf = shelf
        self._uploads: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def is_uploading(self, letter: Letter) -> bool:
        """Say whether somebody's first copy of the picture is on its way."""
        picture = letter.picture
        return isinstance(picture, Picture) and self._uploads[picture.digest].locked()

    async def find(self, picture: Picture) -> str | None:
        """Return what Telegram calls a picture, if it was ever uploaded."""
        return await self._shelf.find(picture.digest)

    async def send(self, chat_id: int, letter: Letter) -> int:
        """Send a letter; return the message's id, raise TelegramError.

        A server's answer that makes no sense is a LookupError, TypeError or ValueError.
        """
        if letter.picture is None:
            return await self._send_body(chat_id, letter, None)
        try:
            return await self._send_picture(chat_id, letter, letter.picture)
        except BadRequest as error:
            if tells(error, PICTURE_REFUSED):
                log.warning("%s is refused (%s); the text goes alone", letter.picture.name, error)
            elif not tells(error, PICTURE_FORBIDDEN):
                raise
            return await self._send_body(chat_id, letter, None)

    async def send_file(self, chat_id: int, name: str, content: bytes, caption: str) -> None:
        """Upload a file for one chat; raise TelegramError."""
        await self.bot.send_document(
            chat_id, content, caption=caption, parse_mode=ParseMode.HTML, filename=name
        )

    async def _send_picture(self, chat_id: int, letter: Letter, picture: Picture | Drawn) -> int:
        """Send by file id; where there is none, the first to come uploads for all."""
        if isinstance(picture, Drawn):
            return id_of(await self._upload(chat_id, letter, picture))
        file_id = await self._shelf.find(picture.digest)
        if file_id is not None:
            try:
                return await self._send_body(chat_id, letter, file_id)
            except BadRequest as error:
                if not tells(error, FILE_REFUSED):
                    raise
                await self._shelf.forget(picture.digest, file_id)
        async with self._uploads[picture.digest]:
            file_id = await self._shelf.find(picture.digest)
            if file_id is None:
                answer = await self._upload(chat_id, letter, picture)
                if file_id := _file_id(answer, picture.kind):
                    await self._shelf.keep(picture.digest, file_id)
                return id_of(answer)
        return await self._send_body(chat_id, letter, file_id)

    async def _upload(self, chat_id: int, letter: Letter, picture: Picture | Drawn) -> object:
        file = InputFile(picture.content, filename=picture.name)
        # By the lower-case name: PTB warns of names it has a method for, and parses nothing.
        parameters = letter.place(chat_id) | letter.parameters(file)
        return await self.bot.do_api_request(picture.method, api_kwargs=parameters)

    async def _send_body(self, chat_id: int, letter: Letter, file_id: str | None) -> int:
        method = letter.picture.method if file_id and letter.picture else "sendmessage"
        # Past the bot and straight to our own transport: nothing is left to encode or to parse,
        # and PTB's way there takes as long as half of aiohttp's.
        body, url = letter.addressed(chat_id, file_id), f"{self.bot.base_url}/{method}"
        return await post(self.bot.request, url, body)


def _file_id(answer: object, kind: str) -> str | None:
    """Read what Telegram calls the picture: a photo comes in several sizes."""
    found = answer.get(kind) if isinstance(answer, dict) else None
    if isinstance(found, list):
        found = found[-1] if found else None
    return found.get("file_id") if isinstance(found, dict) else None
