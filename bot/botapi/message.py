"""A message on its way out: what it says, and its request body, encoded once for all chats."""

from copy import copy
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any, ClassVar, Protocol

from telegram import (
    InlineKeyboardMarkup,
    InputFile,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.constants import ParseMode

from bot.botapi.transport import Encoded

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove


class Picture(Protocol):
    """A picture that a message can carry."""

    @property
    def name(self) -> str:
        """Return the file name under which it is uploaded."""
        ...

    @property
    def is_animated(self) -> bool:
        """Return whether it is a looping film rather than a still picture."""
        ...

    @property
    def content(self) -> bytes:
        """Return the file's bytes."""
        ...

    @property
    def digest(self) -> str | None:
        """Return a hash of the content under which its file id is kept; None to keep none."""
        ...


@dataclass(frozen=True)
class Drawn:
    """A picture drawn for one person; uploaded each time and never reused."""

    name: str
    content: bytes = field(repr=False)
    is_animated: ClassVar = False
    digest: ClassVar = None


def kind_of(picture: Picture) -> str:
    """Return Telegram's name for the kind of a picture: animation or photo."""
    return "animation" if picture.is_animated else "photo"


class Effect(StrEnum):
    """A message effect that everybody may use, by its id; private chats only."""

    CONFETTI = "5046509860389126442"


class _ByIdentity:
    """A keyboard that equals only itself.

    PTB looks at every button to compare two, and takes them for equal where only options differ.
    """

    __slots__ = ("markup",)

    def __init__(self, markup: Markup) -> None:
        self.markup = markup

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByIdentity) and self.markup is other.markup

    def __hash__(self) -> int:
        return id(self.markup)


@lru_cache(maxsize=1024)
def _parameter(keyboard: _ByIdentity) -> dict[str, Any]:
    """Return a keyboard as Telegram reads it; PTB takes longer for it than all the rest does."""
    return keyboard.markup.to_dict()


@dataclass(frozen=True)
class HtmlMessage:
    """A message: HTML and, if any, buttons, the picture it is the caption of, and an effect."""

    text: str
    markup: Markup | None = None
    picture: Picture | None = None
    effect: Effect | None = None


class PreparedMessage:
    """A message with its options, ready to be sent to any number of chats."""

    def __init__(
        self,
        message: HtmlMessage,
        *,
        silent: bool = False,
        paid: bool = False,
        reply_to: int | None = None,
    ) -> None:
        self.text = message.text
        self.picture = message.picture
        self._options: dict[str, Any] = {"parse_mode": ParseMode.HTML}
        if message.markup is not None:
            self._options["reply_markup"] = _parameter(_ByIdentity(message.markup))
        if message.effect is not None:
            self._options["message_effect_id"] = message.effect
        if silent:
            self._options["disable_notification"] = True
        if paid:
            self._options["allow_paid_broadcast"] = True
        if reply_to is not None:
            answered = {"message_id": reply_to, "allow_sending_without_reply": True}
            self._options["reply_parameters"] = answered
        self._encoded: dict[str | None, Encoded] = {}
        self._thread_id: int | None = None

    def to_topic(self, thread_id: int | None) -> "PreparedMessage":
        """Return the message for a topic of the chat; both share their encoded bodies."""
        if thread_id is None:
            return self
        other = copy(self)
        other._thread_id = thread_id  # noqa: SLF001  # a copy of this object
        return other

    def destination(self, chat_id: int) -> dict[str, Any]:
        """Return the parameters that name the chat and the topic."""
        if self._thread_id is None:
            return {"chat_id": chat_id}
        return {"chat_id": chat_id, "message_thread_id": self._thread_id}

    def parameters(self, file: str | InputFile | None) -> dict[str, Any]:
        """Return all other parameters; without a file, those of a text message."""
        if file is None or self.picture is None:
            return {"text": self.text, **self._options}
        return {kind_of(self.picture): file, "caption": self.text, **self._options}

    def body(self, file_id: str | None) -> Encoded:
        """Return the encoded parameters, without the destination."""
        if file_id not in self._encoded:
            self._encoded[file_id] = Encoded.of(self.parameters(file_id))
        return self._encoded[file_id]

    def addressed(self, chat_id: int, file_id: str | None) -> bytes:
        """Return the complete request body for one chat."""
        return self.body(file_id).to(chat_id, self._thread_id)
