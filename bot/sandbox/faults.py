"""Faults that tests order from the Bot API: errors, delays and dropped connections."""

import math
import time
from collections import defaultdict, deque
from typing import Any, Literal

from pydantic import Field

from bot.sandbox.forms import Form
from bot.sandbox.refusals import Refusal


class Fault(Form):
    """A fault for the next matching calls, which act only with a delay or drop="after"."""

    method: str | None = None
    chat_id: int | None = None
    times: int | None = Field(1, ge=1)  # None: until the faults are cleared
    status: int | None = None
    description: str = "Internal Server Error"
    parameters: dict[str, int] | None = None
    delay: float = 0
    drop: Literal["before", "after"] | None = None
    body: str | None = None  # in place of an answer, byte for byte

    def matches(self, method: str, chat_id: object) -> bool:
        """Return whether the fault applies to a call; to getUpdates, only where it is named."""
        by_name = self.method is not None and self.method.lower() == method
        by_any = self.method is None and method != "getupdates"
        return (by_name or by_any) and self.chat_id in {None, chat_id}

    def check(self) -> None:
        """Raise Refusal if the fault has an error status."""
        if self.status or self.body is not None:
            raise Refusal(self.status or 200, self.description, self.parameters)


class Rate(Form):
    """The rate limit: messages a second, in total and for one chat, and a minute for a group."""

    per_second: int | None = None
    per_chat: int | None = None
    per_group: int | None = None


class Faults:
    """The pending faults and the rate limiter."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Remove all faults."""
        self._waiting: list[Fault] = []
        self._rate = Rate()
        self._sent: dict[object, deque[float]] = defaultdict(deque)

    def add(self, fault: Fault | Rate) -> None:
        """Add a fault for calls that follow."""
        if isinstance(fault, Rate):
            self._rate = fault
        else:
            self._waiting.append(fault)

    def strike(self, method: str, params: dict[str, Any]) -> Fault:
        """Consume one fault that matches the call, or return an empty one."""
        chat_id = _number(params.get("chat_id"))
        fault = next((f for f in self._waiting if f.matches(method, chat_id)), None)
        if fault is None:
            return Fault()
        if fault.times is not None:
            fault.times -= 1
            if not fault.times:
                self._waiting.remove(fault)
        return fault

    def check_pace(self, method: str, params: dict[str, Any]) -> None:
        """Raise Refusal with status 429 if a message exceeds the rate limit."""
        if not method.startswith("send") or method == "sendchataction":
            return
        chat_id = _number(params.get("chat_id"))
        lanes = [(None, self._rate.per_second, 1), (chat_id, self._rate.per_chat, 1)]
        if isinstance(chat_id, int) and chat_id < 0:
            lanes.append((("group", chat_id), self._rate.per_group, 60))
        now = time.monotonic()
        for lane, limit, seconds in lanes:
            if limit is None:
                continue
            recent = self._sent[lane]
            while recent and recent[0] <= now - seconds:
                recent.popleft()
            if len(recent) >= limit:
                wait = math.ceil(recent[0] + seconds - now)
                reason = f"Too Many Requests: retry after {wait}"
                raise Refusal(429, reason, {"retry_after": wait})
        for lane, _, _ in lanes:
            self._sent[lane].append(now)


def _number(value: object) -> object:
    return int(value) if isinstance(value, str) and value.lstrip("-").isdecimal() else value
