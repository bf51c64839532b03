"""An update is parsed once; one that handlers could not rely on is logged and skipped."""

from copy import deepcopy
from typing import Any

import pytest
from telegram import Message

from bot.botapi.updates import kind_of, parse_update
from tests.chat.town import Town

USER = {"id": 7, "is_bot": False, "first_name": "Ann", "language_code": "en"}
CHAT = {"id": 7, "type": "private"}
MESSAGE: dict[str, Any] = {
    "message_id": 1,
    "date": 1,
    "chat": CHAT,
    "from": USER,
    "text": "/start x",
    "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
}
MOVED = {"message_id": 2, "date": 1, "chat": {"id": -9, "type": "supergroup"}, "from": USER}
MOVED |= {"migrate_from_chat_id": -8}
QUERY = {"id": "1", "from": USER, "chat_instance": "1", "data": "1:today", "message": MESSAGE}
MEMBER = {"user": USER, "status": "member"}
CHANGE = {"chat": CHAT, "from": USER, "date": 1, "old_chat_member": MEMBER}
CHANGE |= {"new_chat_member": MEMBER}
INLINE = {"id": "1", "from": USER, "query": "lunge", "offset": ""}
REACTION = {"chat": CHAT, "message_id": 1, "user": USER, "date": 1, "old_reaction": []}
REACTION |= {"new_reaction": [{"type": "emoji", "emoji": "❤"}]}
SOUND: dict[str, dict[str, Any]] = {
    "message": MESSAGE,
    "callback_query": QUERY,
    "my_chat_member": CHANGE,
    "inline_query": INLINE,
    "channel_post": MOVED,
    "message_reaction": REACTION,
}


def update(kind: str, path: str = "", value: Any = None) -> dict[str, Any]:
    """Return an update, with something else in one place."""
    made: dict[str, Any] = {"update_id": 1, kind: deepcopy(SOUND[kind])}
    *parents, last = [kind, *path.split("/")] if path else [kind]
    place: Any = made
    for part in parents:
        place = place[int(part) if part.isdecimal() else part]
    if path:
        place[last] = value
    return made


@pytest.mark.parametrize("kind", SOUND)
def test_what_telegram_sends_is_read(town: Town, kind: str) -> None:
    found = parse_update(town.bot, update(kind))

    assert found
    assert kind_of(found) == kind


def test_an_unknown_kind_is_an_update_without_content(town: Town) -> None:
    found = parse_update(town.bot, {"update_id": 1, "novelty": {"id": 1}})

    assert found
    assert kind_of(found) == "other"


def test_a_message_too_old_to_be_shown_is_read(town: Town) -> None:
    old = {"message_id": 1, "date": 0, "chat": CHAT}
    found = parse_update(town.bot, update("callback_query", "message", old))

    assert found
    assert found.callback_query
    assert found.callback_query.message


def test_of_a_tapped_message_only_what_handlers_read_is_parsed(town: Town) -> None:
    keyboard = [[{"text": "Done", "callback_data": "1:done"}]]
    message = MESSAGE | {"reply_markup": {"inline_keyboard": keyboard}, "message_thread_id": 3}
    found = parse_update(town.bot, update("callback_query", "message", message))

    tapped = found and found.callback_query and found.callback_query.message
    assert isinstance(tapped, Message)
    assert (tapped.message_id, tapped.chat.id, tapped.message_thread_id) == (1, 7, 3)
    assert tapped.reply_markup
    assert tapped.reply_markup.to_dict() == {"inline_keyboard": keyboard}
    assert (tapped.text, tapped.entities) == (None, ())


@pytest.mark.parametrize(
    ("kind", "path", "value"),
    [
        *(("message", "text", value) for value in (5, ["x"], {"x": 1})),
        *(("message", "chat/id", value) for value in (None, "7", True, 2**60, 1.5)),
        *(("message", "from/id", value) for value in ("7", -(2**60))),
        ("message", "from/language_code", 5),
        ("message", "date", "soon"),
        ("message", "date", 10**30),
        ("message", "chat", None),
        ("message", "chat", "hello"),
        ("message", "entities/0/offset", -1),
        ("message", "entities/0/length", "6"),
        ("message", "location", {"latitude": 91, "longitude": 0}),
        ("message", "location", {"latitude": "0", "longitude": 0}),
        ("message", "migrate_to_chat_id", "-9"),
        ("message", "message_thread_id", "7"),
        ("channel_post", "migrate_from_chat_id", "-8"),
        ("channel_post", "migrate_from_chat_id", 10**30),
        ("callback_query", "data", 5),
        ("callback_query", "from", None),
        ("callback_query", "message/chat/id", "x"),
        ("my_chat_member", "new_chat_member/status", None),
        ("my_chat_member", "chat/title", 5),
        ("inline_query", "query", None),
        ("inline_query", "id", 1),
        ("message_reaction", "message_id", "1"),
        ("message_reaction", "user/id", None),
        ("message_reaction", "new_reaction", "❤"),
        ("message_reaction", "new_reaction/0/emoji", 7),
    ],
)
def test_what_a_handler_could_not_rely_on_is_skipped_and_logged(
    town: Town, caplog: pytest.LogCaptureFixture, kind: str, path: str, value: Any
) -> None:
    assert parse_update(town.bot, update(kind, path, value)) is None
    assert caplog.messages[0].startswith("update 1 is malformed (")
    assert caplog.messages[0].endswith("); it is skipped")
