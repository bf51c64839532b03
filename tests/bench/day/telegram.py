"""The stand-in for Telegram on that day: who can't be reached, who moved, and a tape of the rest.

`python -m tests.bench.day.telegram` prints its port, as `tests.bench.sink` does.
"""

import math
import re
import time
from typing import Any, NamedTuple

import orjson
import uvloop

from tests.bench.answers import http
from tests.bench.crowd import chat_of
from tests.bench.machine import hurry
from tests.bench.sink import Telegram, serve

DAY = re.compile(rb'\d:done:[^:"]+:(20\d{6})')
"""The button under an exercise, which names its day."""

SILENT = re.compile(
    rb'disable_notification"?(?:[:=] *"?|\r\n(?:[^\r\n]+\r\n)*\r\n)true', re.IGNORECASE
)
"""As JSON has it, and as a form with a picture does."""


class Sent(NamedTuple):
    """A message that arrived; `at` is a moment of the machine's clock."""

    number: int
    chat: int
    day: str | None
    is_silent: bool
    at: float


class DayTelegram(Telegram):
    """A stand-in that keeps its limits, refuses some chats, and asks for a pause when told."""

    def __init__(self) -> None:
        super().__init__()
        self._blocked: set[int] = set()
        self._moved: dict[int, int] = {}
        self._tape: list[Sent] = []
        self._wanted_pause = 0.0
        self._paused_until = 0.0
        self._pauses = 0

    def expect(self, blocked: list[int], moved: dict[str, int]) -> dict[str, Any]:
        """Take note of the people who blocked the bot and of the groups that moved."""
        self._blocked = set(blocked)
        self._moved = {int(old): new for old, new in moved.items()}
        return {}

    def pause(self, seconds: float) -> dict[str, Any]:
        """Ask whoever sends next for a pause."""
        self._wanted_pause = seconds
        return {}

    def tape(self) -> dict[str, Any]:
        """Return all that arrived, and how often a send was refused as too fast."""
        sent = [list(one) for one in self._tape]  # orjson takes no named tuples
        return {"sent": sent, "refused": self._refused, "pauses": self._pauses}

    def _sent(self, body: bytes, tail: bytes) -> bytes:
        chat = chat_of(body)
        if refusal := self._refusal(chat, time.monotonic()):
            return refusal
        day = DAY.search(body)
        number = len(self._tape) + 1
        silent = SILENT.search(body) is not None
        self._tape.append(Sent(number, chat, day and day[1].decode(), silent, time.time()))
        head = b'{"ok":true,"result":{"message_id":%d,"chat":{"id":%d,"type":"private"},'
        return http(head % (number, chat) + tail)

    def _refusal(self, chat: int, now: float) -> bytes | None:
        if self._wanted_pause:
            self._begin_pause(now, self._wanted_pause)
            self._wanted_pause = 0.0
        elif now >= self._paused_until and self.limits and not self.limits.takes(chat, now):
            self._begin_pause(now, 1.0)
        if now < self._paused_until:
            self._refused += 1
            seconds = math.ceil(self._paused_until - now)
            return _error(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
        if chat in self._blocked:
            return _error(403, "Forbidden: bot was blocked by the user")
        if new := self._moved.get(chat):
            words = "Bad Request: group chat was upgraded to a supergroup chat"
            return _error(400, words, migrate_to_chat_id=new)
        return None

    def _begin_pause(self, now: float, seconds: float) -> None:
        self._paused_until = now + seconds
        self._pauses += 1


def _error(code: int, description: str, **parameters: int) -> bytes:
    told = {"ok": False, "error_code": code, "description": description}
    body = orjson.dumps(told | ({"parameters": parameters} if parameters else {}))
    return http(body, b"%d Refused" % code)


if __name__ == "__main__":
    hurry()
    uvloop.run(serve(DayTelegram()))
