"""A Telegram that enforces its limits, and people who write to it in crowds."""

import asyncio
import math
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.failures.crowd import Crowd, Person, message_of
from tests.failures.telegram import FINE, Conduct, refusal

A_SECOND, A_CHAT_SECONDS, A_GROUP_A_MINUTE = 30, 1.0, 20

ON_THE_WAY = 0.1
"""Seconds after a 429 in which calls may come in that left before it arrived."""


@dataclass
class Limits:
    """30 messages in any second, one a second in a chat, 20 a minute in a group."""

    sent: deque[float] = field(default_factory=deque)
    chats: dict[int, float] = field(default_factory=dict)
    groups: dict[int, deque[float]] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)
    pauses: list[tuple[float, float]] = field(default_factory=list)
    calls_in_pauses: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        """Return the 429s by reason, and what came during pauses."""
        return (
            f"{self.refused.total()} 429s {dict(self.refused)} in {len(self.pauses)} pauses;"
            f" {self.calls_in_pauses.total()} calls during them {dict(self.calls_in_pauses)}"
        )

    def note(self, method: str, now: float) -> None:
        """Count a call that comes during a pause, unless it was on its way when that began."""
        if self.pauses and self.pauses[-1][0] + ON_THE_WAY < now < self.pauses[-1][1]:
            self.calls_in_pauses[method] += 1

    def take(self, chat: int, now: float) -> Conduct:
        """Count a message, or refuse it."""
        if self.pauses and now < self.pauses[-1][1]:
            wait, reason = self.pauses[-1][1] - now, "paused"
        else:
            wait, reason = max(self._waits(chat, now))
            if not wait:
                self._count(chat, now)
                return FINE
            self.pauses.append((now, now + math.ceil(wait)))
        self.refused[reason] += 1
        seconds = math.ceil(wait)
        return refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)

    def _waits(self, chat: int, now: float) -> Iterator[tuple[float, str]]:
        yield 0.0, "fine"
        while self.sent and self.sent[0] <= now - 1:
            self.sent.popleft()
        if len(self.sent) >= A_SECOND:
            yield self.sent[0] + 1 - now, "30 a second"
        yield self.chats.get(chat, -A_CHAT_SECONDS) + A_CHAT_SECONDS - now, "1 a second in a chat"
        minute = self.groups.setdefault(chat, deque()) if chat < 0 else deque[float]()
        while minute and minute[0] <= now - 60:
            minute.popleft()
        if len(minute) >= A_GROUP_A_MINUTE:
            yield minute[0] + 60 - now, "20 a minute in a group"

    def _count(self, chat: int, now: float) -> None:
        self.sent.append(now)
        self.chats[chat] = now
        if chat < 0:
            self.groups[chat].append(now)


@dataclass(frozen=True)
class Said:
    """A message that the bot sent."""

    chat: int
    text: str
    at: float


class LimitedTelegram(Crowd):
    """A Telegram to which people talk, with its limits."""

    def __init__(self) -> None:
        super().__init__(latency=0.03)
        self.limits = Limits()
        self.said: list[Said] = []
        self.conduct = lambda chat: self.limits.take(chat, time.monotonic())

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"].lower()
        if method == "getupdates":  # no network answers at once
            await asyncio.sleep(self.latency)
        else:
            self.limits.note(method, time.monotonic())
        return await super()._call(request)

    def _deliver(self, chat: int, told: dict[str, Any]) -> None:
        super()._deliver(chat, told)
        text = str(told.get("caption") or told["text"])
        self.said.append(Said(chat, text, time.monotonic()))

    def write(self, chat: int, text: str) -> None:
        """Let a person write a command."""
        entity = {"type": "bot_command", "offset": 0, "length": len(text)}
        self.push("message", message_of(Person(chat)) | {"text": text, "entities": [entity]})

    async def all_answered(self, asked: dict[int, float], patience: float) -> dict[int, float]:
        """Wait until each chat got a message after it asked; return how long each waited."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            waits = self.waits(asked)
            if len(waits) == len(asked):
                return waits
            await asyncio.sleep(0.2)
        return self.waits(asked)

    def waits(self, asked: dict[int, float]) -> dict[int, float]:
        """Return how long each chat waited, of those that got an answer."""
        found: dict[int, float] = {}
        for one in self.said:
            if one.chat in asked and one.at > asked[one.chat] and not is_notice(one.text):
                found.setdefault(one.chat, one.at - asked[one.chat])
        return found


def is_notice(text: str) -> bool:
    """Return whether a message only says that its reader has to wait."""
    return text.startswith("Lots of people")


async def flood(telegram: LimitedTelegram, chats: Iterable[int], text: str = "/today") -> None:
    """Let people write twice a second, without end."""
    people = list(chats)
    for number in range(10**6):
        telegram.write(people[number % len(people)], text)
        await asyncio.sleep(0.5 / len(people))
