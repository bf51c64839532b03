"""What the stand-in for Telegram answers, as bytes that are made once."""

from typing import Any

import orjson

ME = {
    "id": 123456,
    "is_bot": True,
    "first_name": "Psoas",
    "username": "psoas_bench_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
}
TEXT = "Kneel on one knee, tuck the pelvis, lean forward until the front of the hip pulls. " * 11
BUTTONS = [
    [{"text": "✓ Done", "callback_data": "1:done:half-kneeling-stretch:20261122"}],
    [
        {"text": "More about it", "callback_data": "1:more:half-kneeling-stretch:20261122"},
        {"text": "It hurts", "callback_data": "1:hurts:half-kneeling-stretch:20261122"},
    ],
]
BOLD = [{"offset": at, "length": 10, "type": "bold"} for at in range(0, 400, 80)]
FILE = {"file_id": "CgACAgIAAxkBAAIB" * 5, "file_unique_id": "AgADsQADr9LIShB7"}
SIZE = {"width": 480, "height": 480, "file_size": 91_234}
LOOP = {"file_name": "loop.mp4", "mime_type": "video/mp4", **FILE}
MESSAGE = {"from": ME, "date": 1_790_000_000, "reply_markup": {"inline_keyboard": BUTTONS}}


def tail(content: dict[str, Any]) -> bytes:
    """Return what follows the chat in an answer."""
    return orjson.dumps(MESSAGE | content)[1:] + b"}"


CAPTION = {"caption": TEXT[:891], "caption_entities": BOLD}
ANIMATION = {"animation": {**LOOP, **SIZE, "duration": 6}, "document": {**LOOP}}
TEXTUAL = tail({"text": TEXT[:891], "entities": BOLD})
TAILS = {
    "sendanimation": tail(CAPTION | ANIMATION),
    "sendphoto": tail(CAPTION | {"photo": [FILE | SIZE]}),
}
EMPTY: dict[str, Any] = {"getmycommands": [], "getmydescription": {"description": ""}}
EMPTY |= {"getmyshortdescription": {"short_description": ""}, "getme": ME}


def http(content: bytes, status: bytes = b"200 OK") -> bytes:
    """Return a whole HTTP answer."""
    head = b"HTTP/1.1 %b\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    return head % (status, len(content)) + content


TOO_FAST = http(
    orjson.dumps(
        {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests: retry after 1",
            "parameters": {"retry_after": 1},
        }
    ),
    b"429 Too Many Requests",
)


def ok(result: object) -> bytes:
    """Return the body of a successful call."""
    return orjson.dumps({"ok": True, "result": result})
