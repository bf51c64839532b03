"""People who send commands to the stand-in or tap Done, and how long each waited for the reply."""

import asyncio
import re
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from tests.bench.answers import http, ok
from tests.bench.cards import DONE, MARK, Card, tap

COMMANDERS = 5_000_000_000
"""Chats from here on send commands; the ones below get broadcasts."""

SPEAKERS = 10_000
"""How many of them there are: each speaks only when all others have spoken."""

FETCHED = 100
"""Updates in one answer, as Telegram has it."""

REPLY, TAPPED = ("send",), ("answ", "edit")
"""What somebody waits for who wrote, and who tapped: the first letters of Telegram's methods."""

CHAT = re.compile(rb'(?:chat|callback_query)_id"?[:=] *"?(-?\d+)')
CHAT_PART = re.compile(rb'name="?(?:chat|callback_query)_id"?\r\n(?:[^\r\n]+\r\n)*\r\n(-?\d+)')

Answer = Callable[[bytes], None]


class People:
    """Those who send commands, and note how long the reply takes."""

    def __init__(self) -> None:
        self._queue: deque[tuple[int, dict[str, Any]]] = deque()
        self._waiting: Answer | None = None
        self._asked: dict[int, float] = {}
        self._missing: dict[int, set[str]] = {}
        self._cards: dict[int, Card] = {}
        self._heard: dict[int, float] = {}
        self._new = asyncio.Event()
        self._count = 0
        self._spoke = 0
        self._timer: asyncio.TimerHandle | None = None

    def begin(self) -> None:
        """Drop the cards too."""
        self.stop()
        self._cards.clear()

    def stop(self) -> None:
        """Drop what was not fetched."""
        self._queue.clear()
        self._asked.clear()
        self._heard.clear()

    def fetch(self, offset: int, timeout: int, answer: Answer) -> None:
        """Answer getUpdates: at once if anything is there, else when something comes."""
        while self._queue and self._queue[0][0] < offset:
            self._queue.popleft()
        if self._timer is not None:
            self._timer.cancel()
        self._waiting = answer
        if self._queue or not timeout:
            self._hand_over()
        else:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(timeout, self._hand_over)

    def _hand_over(self) -> None:
        answer, self._waiting = self._waiting, None
        if answer is not None:
            batch = [self._queue[at][1] for at in range(min(FETCHED, len(self._queue)))]
            answer(http(ok(batch)))

    def say(self, text: str, count: int = 1) -> float:
        """Send a command from so many chats, or tap Done in them; return when."""
        said = [self._tapped() if text == DONE else self._said(text) for _ in range(count)]
        wanted, now = TAPPED if text == DONE else REPLY, time.monotonic()
        for chat, update in said:
            self._queue.append((update["update_id"], update))
            self._asked[chat] = now
            self._missing[chat] = set(wanted)
        if self._waiting is not None:
            self._hand_over()
        return now

    def _said(self, text: str) -> tuple[int, dict[str, Any]]:
        self._count += 1
        self._spoke += 1
        chat = COMMANDERS + self._spoke % SPEAKERS
        return chat, _update(self._count, chat, text)

    def _tapped(self) -> tuple[int, dict[str, Any]]:
        """Tap the oldest card that nobody has tapped."""
        self._count += 1
        chat = next(iter(self._cards))
        return chat, tap(self._count, _person(chat), self._cards.pop(chat))

    def heard(self, kind: str, body: bytes, content: bytes) -> None:
        """Note what a bot did for somebody who waits; the last of it is the answer."""
        chat = chat_of(body) if self._asked else 0
        if chat not in self._asked:
            return
        if kind == "send" and MARK.search(body):
            self._cards[chat] = body, content
        self._missing[chat].discard(kind)
        if not self._missing[chat]:
            self._heard[chat] = time.monotonic() - self._asked.pop(chat)
            self._new.set()

    async def one_by_one(self, text: str, count: int, patience: float = 20.0) -> dict[str, Any]:
        """Let people speak one after another; return how long each waited."""
        for _ in range(count):
            self.say(text)
            await self._all_heard(patience)
        return {"waits": list(self._heard.values()), "unanswered": len(self._asked)}

    async def steadily(self, text: str, count: int, rate: float) -> dict[str, Any]:
        """Let people speak at a steady rate, whether or not others have been answered."""
        begin = time.monotonic()
        for number in range(count):
            await asyncio.sleep(max(0.0, begin + number / rate - time.monotonic()))
            self.say(text)
        await self._all_heard(20)
        return {"waits": list(self._heard.values()), "unanswered": len(self._asked)}

    async def at_once(self, text: str, count: int, patience: float = 120.0) -> dict[str, Any]:
        """Let everybody speak at once; return how long it took until the last was answered."""
        begin = self.say(text, count)
        await self._all_heard(patience)
        seconds, waits = time.monotonic() - begin, list(self._heard.values())
        return {"seconds": seconds, "waits": waits, "unanswered": len(self._asked)}

    async def _all_heard(self, patience: float) -> None:
        until = time.monotonic() + patience
        while self._asked and time.monotonic() < until:
            self._new.clear()
            try:
                async with asyncio.timeout_at(asyncio.get_running_loop().time() + patience):
                    await self._new.wait()
            except TimeoutError:
                return


def chat_of(body: bytes) -> int:
    """Return the chat of a call, or whose tap it answers: the tap's id is the person's."""
    found = CHAT.search(body) or CHAT_PART.search(body)
    return int(found[1]) if found else 0


def _person(chat: int) -> dict[str, Any]:
    return {"id": chat, "first_name": "Ann", "is_bot": False, "language_code": "en"}


def _update(number: int, chat: int, text: str) -> dict[str, Any]:
    command = {"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}
    message = {
        "message_id": number,
        "from": _person(chat),
        "chat": {"id": chat, "type": "private", "first_name": "Ann"},
        "date": int(time.time()),
        "text": text,
        "entities": [command],
    }
    return {"update_id": number, "message": message}
