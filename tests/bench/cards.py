"""The cards that a bot has sent to people, and what comes when they tap Done on one."""

import re
from typing import Any
from urllib.parse import parse_qs

import orjson

DONE = "Done"
"""What people say to tap Done, in place of a command."""

MARK = re.compile(rb"(?::|%3A)done(?::|%3A)")
"""In the data of that button, `1:done:half-kneeling-stretch:20261122`, in JSON or in a form."""

MARKUP_PART = re.compile(rb'name="?reply_markup"?\r\n(?:[^\r\n]+\r\n)*\r\n([^\r\n]+)\r\n')

Card = tuple[bytes, bytes]
"""A message as the bot sent it, and the answer that it got."""


def tap(number: int, person: dict[str, Any], card: Card) -> dict[str, Any]:
    """Return the update of somebody's tap on Done; its id is the person's."""
    sent, answered = card
    message = orjson.loads(answered.partition(b"\r\n\r\n")[2])["result"]
    keyboard = _keyboard(sent)
    query = {
        "id": str(person["id"]),
        "from": person,
        "chat_instance": "1",
        "message": message | {"reply_markup": keyboard},
        "data": _data(keyboard),
    }
    return {"update_id": number, "callback_query": query}


def _keyboard(sent: bytes) -> dict[str, Any]:
    """Return the keyboard of a message: of JSON, of one part of several, or of a form."""
    if sent.startswith(b"{"):
        found = orjson.loads(sent)["reply_markup"]
    elif part := MARKUP_PART.search(sent):
        found = orjson.loads(part[1])
    else:
        found = orjson.loads(parse_qs(sent.decode())["reply_markup"][0])
    keyboard: dict[str, Any] = found
    return keyboard


def _data(keyboard: dict[str, Any]) -> str:
    buttons = (button for row in keyboard["inline_keyboard"] for button in row)
    data = (str(button.get("callback_data", "")) for button in buttons)
    return next(one for one in data if MARK.search(one.encode()))
