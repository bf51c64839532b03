"""From the JSON of an update to python-telegram-bot's `Update`, parsed once and then checked.

PTB parses, because its Application and filters route `Update` objects. It trusts the types of
what it reads, so the fields that handlers rely on are checked on the parsed object itself:
there is no second model of an update that could disagree with what a handler gets.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from telegram import (
    CallbackQuery,
    Chat,
    ChatMember,
    ChatMemberUpdated,
    InaccessibleMessage,
    InlineQuery,
    Location,
    Message,
    MessageEntity,
    MessageReactionUpdated,
    ReactionTypeEmoji,
    TelegramObject,
    Update,
    User,
)
from telegram.ext import ExtBot

ALLOWED_UPDATES = [
    *("message", "callback_query", "my_chat_member", "channel_post", "inline_query"),
    "message_reaction",
]
"""The kinds of update that Telegram is asked for."""

KNOWN_UPDATES = (*ALLOWED_UPDATES, "edited_message")
"""The kinds that are read; Telegram may still send some that were asked for earlier."""

OF_TAPPED = (
    *("message_id", "date", "chat", "sender_chat", "message_thread_id", "is_topic_message"),
    "reply_markup",
)
"""What is read of a tapped message: parsing its text and pictures too took an eighth of a tap."""

Check = Callable[[Any], bool]

log = logging.getLogger(__name__)


def parse_update(bot: ExtBot[None], raw: dict[str, Any]) -> Update | None:
    """Return an update that handlers can rely on; log and skip a malformed one."""
    known = {kind: raw[kind] for kind in ("update_id", *KNOWN_UPDATES) if kind in raw}
    if "callback_query" in known:
        known["callback_query"] = _outlined(known["callback_query"])
    try:
        update = Update.de_json(known, bot)
        _check(update, "update")
    except Exception as error:  # noqa: BLE001  # whatever PTB fails on, the next update is fine
        fault = str(error) if isinstance(error, _MalformedError) else type(error).__name__
        log.warning("update %s is malformed (%s); it is skipped", raw.get("update_id"), fault)
        return None
    return update


def _outlined(query: Any) -> Any:
    """Return a tap without the parts of its message that nobody reads.

    A malformed tap is returned unchanged, for PTB to refuse.
    """
    message = query.get("message") if isinstance(query, dict) else None
    if not isinstance(message, dict):
        return query
    return query | {"message": {key: message[key] for key in OF_TAPPED if key in message}}


def kind_of(update: Update) -> str:
    """Return Telegram's name for the kind of an update."""
    return next((kind for kind in ALLOWED_UPDATES if getattr(update, kind) is not None), "other")


class _MalformedError(Exception):
    """A field has the wrong type or an impossible value; the text is its path."""


def _check(value: TelegramObject, path: str) -> None:
    """Raise _MalformedError for the first field, at any depth, that handlers can't rely on."""
    for name, is_valid in _checks_of(value.__class__.__mro__).items():
        part = getattr(value, name)
        for one in part if isinstance(part, tuple) else (part,):
            if not is_valid(one):
                raise _MalformedError(f"{path}.{name}")
            if isinstance(one, TelegramObject):
                _check(one, f"{path}.{name}")


def _is_id(value: Any) -> bool:
    return type(value) is int and -(2**52) < value < 2**52


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_length(value: Any) -> bool:
    return type(value) is int and value >= 0


def _is_date(value: Any) -> bool:
    return isinstance(value, datetime)


def _is_object(value: Any) -> bool:
    return isinstance(value, TelegramObject)


def _within(limit: float) -> Check:
    return lambda value: type(value) in (int, float) and -limit <= value <= limit


def _optional(check: Check) -> Check:
    return lambda value: value is None or check(value)


_CHECKS: Mapping[type[TelegramObject], Mapping[str, Check]] = {
    Update: {"update_id": _is_id} | dict.fromkeys(KNOWN_UPDATES, _optional(_is_object)),
    User: {"id": _is_id, "first_name": _is_text, "language_code": _optional(_is_text)},
    Chat: {"id": _is_id, "type": _is_text, "title": _optional(_is_text)},
    Message: {
        "message_id": _is_id,
        "date": _is_date,
        "chat": _is_object,
        **dict.fromkeys(("from_user", "sender_chat", "location"), _optional(_is_object)),
        "text": _optional(_is_text),
        "entities": _is_object,
        **dict.fromkeys(
            ("message_thread_id", "migrate_to_chat_id", "migrate_from_chat_id"), _optional(_is_id)
        ),
    },
    InaccessibleMessage: {"message_id": _is_id, "chat": _is_object},
    MessageEntity: {"type": _is_text, "offset": _is_length, "length": _is_length},
    Location: {"latitude": _within(90), "longitude": _within(180)},
    CallbackQuery: {
        "id": _is_text,
        "from_user": _is_object,
        "data": _optional(_is_text),
        "message": _optional(_is_object),
    },
    ChatMember: {"user": _is_object, "status": _is_text},
    ChatMemberUpdated: dict.fromkeys(
        ("chat", "from_user", "old_chat_member", "new_chat_member"), _is_object
    ),
    MessageReactionUpdated: {
        "chat": _is_object,
        "message_id": _is_id,
        "date": _is_date,
        "user": _optional(_is_object),
        "old_reaction": _is_object,
        "new_reaction": _is_object,
    },
    ReactionTypeEmoji: {"emoji": _is_text},
    InlineQuery: {"id": _is_text, "from_user": _is_object, "query": _is_text, "offset": _is_text},
}
"""What handlers rely on; every class also holds for its subclasses."""


@cache
def _checks_of(classes: tuple[type, ...]) -> Mapping[str, Check]:
    return next((_CHECKS[one] for one in classes if one in _CHECKS), {})
