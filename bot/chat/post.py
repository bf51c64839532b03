"""The one way out for a new message: encoded once, pictures uploaded once, text if all fails."""

import asyncio
import logging
from collections import defaultdict
from typing import Any

from telegram import InputFile
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.ext import ExtBot

from bot.chat.cards import Card
from bot.chat.transport import Encoded
from bot.coach.library import Picture
from bot.services.media import Shelf

FILE_REFUSED = ("wrong file identifier", "wrong remote file", "wrong type of file", "file_id")
PICTURE_REFUSED = (*FILE_REFUSED, "image_process", "photo_", "video_", "media_", "too large")

log = logging.getLogger(__name__)


class Letter:
    """A card ready to be sent: its body is encoded once, however many get it."""

    def __init__(self, card: Card, *, silent: bool = False, paid: bool = False) -> None:
        self.card = card
        self.picture = card.picture
        self._options: dict[str, Any] = {"parse_mode": ParseMode.HTML}
        if card.markup is not None:
            self._options["reply_markup"] = card.markup.to_dict()
        if silent:
            self._options["disable_notification"] = True
        if paid:
            self._options["allow_paid_broadcast"] = True
        self._encoded: dict[str | None, Encoded] = {}

    def parameters(self, file: str | InputFile | None) -> dict[str, Any]:
        """Return all of a call's parameters but the chat; without a file, those of a text."""
        if file is None or self.picture is None:
            return {"text": self.card.text, **self._options}
        return {self.picture.kind: file, "caption": self.card.text, **self._options}

    def body(self, file_id: str | None) -> Encoded:
        """Return the same, encoded."""
        if file_id not in self._encoded:
            self._encoded[file_id] = Encoded.of(self.parameters(file_id))
        return self._encoded[file_id]


class Post:
    """What sends letters for one bot."""

    def __init__(self, bot: ExtBot[None], shelf: Shelf) -> None:
        self.bot = bot
        self._shelf = shelf
        self._uploads: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def send(self, chat_id: int, letter: Letter) -> int:
        """Send a letter; return the message's id, raise TelegramError.

        A server's answer that makes no sense is a LookupError, TypeError or ValueError.
        """
        if letter.picture is None:
            return await self._send_body(chat_id, letter, None)
        try:
            return await self._send_picture(chat_id, letter, letter.picture)
        except BadRequest as error:
            if not _is_about(error, PICTURE_REFUSED):
                raise
            log.warning("%s is refused (%s); the text goes alone", letter.picture.path, error)
            return await self._send_body(chat_id, letter, None)

    async def send_file(self, chat_id: int, name: str, content: bytes, caption: str) -> None:
        """Upload a file for one chat; raise TelegramError."""
        await self.bot.send_document(
            chat_id, content, caption=caption, parse_mode=ParseMode.HTML, filename=name
        )

    async def send_drawn(self, chat_id: int, content: bytes, caption: str) -> None:
        """Upload a picture for one chat; raise TelegramError."""
        await self.bot.send_photo(chat_id, content, caption=caption, parse_mode=ParseMode.HTML)

    async def _send_picture(self, chat_id: int, letter: Letter, picture: Picture) -> int:
        """Send by file id; where there is none, the first to come uploads for all."""
        file_id = await self._shelf.find(picture.digest)
        if file_id is not None:
            try:
                return await self._send_body(chat_id, letter, file_id)
            except BadRequest as error:
                if not _is_about(error, FILE_REFUSED):
                    raise
                await self._shelf.forget(picture.digest, file_id)
        async with self._uploads[picture.digest]:
            file_id = await self._shelf.find(picture.digest)
            if file_id is None:
                return await self._upload(chat_id, letter, picture)
        return await self._send_body(chat_id, letter, file_id)

    async def _upload(self, chat_id: int, letter: Letter, picture: Picture) -> int:
        file = InputFile(picture.path.read_bytes(), filename=picture.path.name)
        answer = await self._call(picture.method, {"chat_id": chat_id, **letter.parameters(file)})
        if file_id := _file_id(answer, picture.kind):
            await self._shelf.keep(picture.digest, file_id)
        return int(answer["message_id"])

    async def _send_body(self, chat_id: int, letter: Letter, file_id: str | None) -> int:
        method = letter.picture.method if file_id and letter.picture else "sendmessage"
        answer = await self._call(method, {"chat_id": chat_id, "body": letter.body(file_id)})
        return int(answer["message_id"])

    async def _call(self, method: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """Call a method by its lower-case name: PTB warns of names it has, and parses nothing."""
        answer = await self.bot.do_api_request(method, api_kwargs=parameters)
        if not isinstance(answer, dict):
            raise TypeError("the answer to a message is no message")
        return answer


def _file_id(answer: dict[str, Any], kind: str) -> str | None:
    """Read what Telegram calls the picture: a photo comes in several sizes."""
    found = answer.get(kind)
    if isinstance(found, list):
        found = found[-1] if found else None
    return found.get("file_id") if isinstance(found, dict) else None


def _is_about(error: BadRequest, words: tuple[str, ...]) -> bool:
    text = str(error).lower()
    return any(word in text for word in words)
