"""Trouble to order: what tests ask the Bot API to do wrong."""

import math
import time
from collections import defaultdict, deque
from typing import Any, Literal

from pydantic import Field

from bot.sandbox.forms import Form
from bot.sandbox.refusals import Refusal


class Fault(Form):
    """What happens to the next calls that match. Only a delay or drop="after" lets them act."""

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
        """Tell whether a call is meant; a poll is meant only by name."""
        by_name = self.method is not None and self.method.lower() == method
        by_any = self.method is None and method != "getupdates"
        return (by_name or by_any) and self.chat_id in {None, chat_id}

    def check(self) -> None:
        """Refuse the call, if that is the fault."""
        if self.status or self.body is not None:
            raise Refusal(self.status or 200, self.description, self.parameters)


class Rate(Form):
    """How many messages a second the API takes, in all and for one chat."""

    per_second: int | None = None
    per_chat: int | None = None


class Faults:
    """The faults that wait, and the limiter."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Let everything go well again."""
        self._waiting: list[Fault] = []
        self._rate = Rate()
        self._sent: dict[object, deque[float]] = defaultdict(deque)

    def add(self, fault: Fault | Rate) -> None:
        """Arrange trouble."""
        if isinstance(fault, Rate):
            self._rate = fault
        else:
            self._waiting.append(fault)

    def strike(self, method: str, params: dict[str, Any]) -> Fault:
        """Use up one fault that matches the call; return an empty one when none does."""
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
        """Refuse a message that comes too soon after others."""
        if not method.startswith("send") or method == "sendchataction":
            return
        chat_id = _number(params.get("chat_id"))
        lanes = [(None, self._rate.per_second), (chat_id, self._rate.per_chat)]
        now = time.monotonic()
        for lane, limit in lanes:
            if limit is None:
                continue
            recent = self._sent[lane]
            while recent and recent[0] <= now - 1:
                recent.popleft()
            if len(recent) >= limit:
                wait = math.ceil(recent[0] + 1 - now)
                reason = f"Too Many Requests: retry after {wait}"
                raise Refusal(429, reason, {"retry_after": wait})
        for lane, _ in lanes:
            self._sent[lane].append(now)


def _number(value: object) -> object:
    return int(value) if isinstance(value, str) and value.lstrip("-").isdecimal() else value
