"""Sends new messages: pictures are uploaded once, and the text goes alone if a picture cannot."""

import asyncio
import logging
from collections import defaultdict
from typing import Protocol

from telegram import InlineKeyboardMarkup, InputFile, InputMediaPhoto, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.ext import ExtBot

from bot.botapi import raw
from bot.botapi.errors import mentions
from bot.botapi.message import HtmlMessage, Picture, PreparedMessage, kind_of
from bot.services.delivery.slots import ReplyPace

FILE_REFUSED = ("wrong file identifier", "wrong remote file", "wrong type of file", "file_id")
PICTURE_REFUSED = (*FILE_REFUSED, "image_process", "photo_", "video_", "media_", "too large")
PICTURE_FORBIDDEN = ("rights to send animations", "rights to send photos", "chat_send_")
"""How Telegram says that a group allows text but no pictures."""

log = logging.getLogger(__name__)


class PictureGoneError(Exception):
    """The file of a picture is gone, or can't be read any more."""


class FileIds(Protocol):
    """Where the file ids of uploaded pictures are kept."""

    async def find(self, digest: str) -> str | None:
        """Return the file id of a picture, if it was ever uploaded."""
        ...

    async def keep(self, digest: str, file_id: str) -> None:
        """Store the file id of a picture."""
        ...

    async def forget(self, digest: str, file_id: str) -> None:
        """Delete a file id that Telegram refused."""
        ...


class Sender:
    """Sends messages as one bot."""

    def __init__(self, bot: ExtBot[None], file_ids: FileIds, pace: ReplyPace) -> None:
        self.bot = bot
        self.pace = pace
        self._file_ids = file_ids
        self._uploads: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def is_uploading(self, message: PreparedMessage) -> bool:
        """Return whether the message's picture is being uploaded for the first time."""
        digest = message.picture.digest if message.picture else None
        return digest is not None and self._uploads[digest].locked()

    async def file_id(self, picture: Picture) -> str | None:
        """Return the file id of a picture, if it was ever uploaded."""
        return await self._file_ids.find(picture.digest) if picture.digest else None

    async def send(self, chat_id: int, message: PreparedMessage) -> int:
        """Send a message and return its id.

        Raise TelegramError; for an answer that makes no sense, LookupError, TypeError or
        ValueError.
        """
        if message.picture is None:
            return await self._send_body(chat_id, message, None)
        try:
            return await self._send_picture(chat_id, message, message.picture)
        except BadRequest as error:
            if mentions(error, PICTURE_REFUSED):
                name = message.picture.name
                log.warning("Telegram refused %s (%s); sending the text alone", name, error)
            elif not mentions(error, PICTURE_FORBIDDEN):
                raise
        except PictureGoneError as error:
            log.warning("%s; sending the text alone", error)
        return await self._send_body(chat_id, message, None)

    async def replace(self, chat_id: int, message_id: int, message: HtmlMessage) -> bool:
        """Replace a message's picture and caption; return False if that picture is refused."""
        picture = message.picture
        if picture is None or picture.digest is None:
            return False
        file_id = await self._file_ids.find(picture.digest)
        try:
            media = InputMediaPhoto(
                file_id or picture.content, message.text, ParseMode.HTML, filename=picture.name
            )
            buttons = message.markup if isinstance(message.markup, InlineKeyboardMarkup) else None
            edited = await self.bot.edit_message_media(
                media, chat_id=chat_id, message_id=message_id, reply_markup=buttons
            )
        except BadRequest as error:
            if not mentions(error, PICTURE_REFUSED):
                raise
            log.warning(
                "Telegram refused %s (%s); the picture before it stays", picture.name, error
            )
            if file_id and mentions(error, FILE_REFUSED):
                await self._file_ids.forget(picture.digest, file_id)
            return False
        except OSError as error:
            reason = error.strerror or type(error).__name__
            log.warning(
                "%s cannot be read (%s); the picture before it stays", picture.name, reason
            )
            return False
        if file_id is None and isinstance(edited, Message) and edited.photo:
            await self._file_ids.keep(picture.digest, edited.photo[-1].file_id)
        return True

    async def send_file(self, chat_id: int, name: str, content: bytes, caption: str) -> None:
        """Upload a file for one chat; raise TelegramError."""
        await self.bot.send_document(
            chat_id, content, caption=caption, parse_mode=ParseMode.HTML, filename=name
        )

    async def _send_picture(self, chat_id: int, message: PreparedMessage, picture: Picture) -> int:
        """Send by file id; if there is none, upload once while the others wait for its id."""
        if picture.digest is None:
            return raw.id_of(await self._upload(chat_id, message, picture))
        file_id = await self._file_ids.find(picture.digest)
        if file_id is not None:
            try:
                return await self._send_body(chat_id, message, file_id)
            except BadRequest as error:
                if not mentions(error, FILE_REFUSED):
                    raise
                await self._file_ids.forget(picture.digest, file_id)
        async with self._uploads[picture.digest]:
            file_id = await self._file_ids.find(picture.digest)
            if file_id is None:
                answer = await self._upload(chat_id, message, picture)
                if file_id := _file_id(answer, kind_of(picture)):
                    await self._file_ids.keep(picture.digest, file_id)
                return raw.id_of(answer)
        return await self._send_body(chat_id, message, file_id)

    async def _upload(self, chat_id: int, message: PreparedMessage, picture: Picture) -> object:
        try:
            content = picture.content
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise PictureGoneError(f"{picture.name} cannot be read: {reason}") from None
        file = InputFile(content, filename=picture.name)
        parameters = message.destination(chat_id) | message.parameters(file)
        return await raw.call(self.bot, f"send{kind_of(picture)}", **parameters)

    async def _send_body(self, chat_id: int, message: PreparedMessage, file_id: str | None) -> int:
        kind = kind_of(message.picture) if file_id and message.picture else "message"
        body, url = message.addressed(chat_id, file_id), f"{self.bot.base_url}/send{kind}"
        return await raw.send(self.bot.request, url, body)


def _file_id(answer: object, kind: str) -> str | None:
    """Return the file id in the answer to an upload: a photo comes in several sizes."""
    found = answer.get(kind) if isinstance(answer, dict) else None
    if isinstance(found, list):
        found = found[-1] if found else None
    return found.get("file_id") if isinstance(found, dict) else None
