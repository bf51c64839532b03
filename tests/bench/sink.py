"""A stand-in for Telegram that costs next to nothing, so that what is measured is the client.

It answers a send with a whole Message (some 1.8 kB), as late as told, and counts. It can refuse
what is too fast, and it can play the people who send commands, since only it sees both the
command leave and the reply come. Run it in a process of its own, on another core:
`python -m tests.bench.sink CORE`; it prints its port.
"""

import asyncio
import random
import re
import sys
import time
from collections import deque
from itertools import pairwise
from typing import Any, ClassVar

import orjson
import uvloop

from tests.bench.answers import EMPTY, TAILS, TEXTUAL, TOO_FAST, http, ok
from tests.bench.crowd import COMMANDERS, Answer, People, chat_of
from tests.bench.machine import hurry, pin

HEARTBEAT = 0.01

LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
CHUNKED = re.compile(rb"transfer-encoding: *chunked", re.IGNORECASE)
OFFSET = re.compile(rb'offset"?[:=] *"?(-?\d+)')
TIMEOUT = re.compile(rb'timeout"?[:=] *"?(\d+)')


class Limits:
    """What Telegram lets through: so many in any second, and one a second in a chat."""

    def __init__(self, a_second: int) -> None:
        self._taken: deque[float] = deque(maxlen=a_second)
        self._chats: dict[int, float] = {}
        self._a_second = a_second

    def takes(self, chat: int, now: float) -> bool:
        """Return whether a send may pass, and count it if so."""
        full = len(self._taken) == self._a_second and now - self._taken[0] < 1
        if full or now - self._chats.get(chat, -2.0) < 1:
            return False
        self._taken.append(now)
        self._chats[chat] = now
        return True


class Telegram:
    """The state of the stand-in."""

    def __init__(self) -> None:
        self.latency = 0.0
        self.limits: Limits | None = None
        self.people = People()
        self._begin()

    def _begin(self) -> None:
        self._since = time.monotonic(), time.process_time()
        self._sends: list[float] = []
        self._replies = 0
        self._refused = 0
        self._stall = 0.0

    def set(self, latency: float = 0.0, limit: int = 0) -> dict[str, Any]:
        """Forget all counts and behave as told from now on."""
        self.latency, self.limits = latency, Limits(limit) if limit else None
        self.people.begin()
        self._begin()
        return {}

    def stats(self) -> dict[str, Any]:
        """Return the counts since `set`, broadcasts and replies apart."""
        wall, cpu = time.monotonic() - self._since[0], time.process_time() - self._since[1]
        sends = self._sends
        return {
            "sends": len(sends),
            "replies": self._replies,
            "refused": self._refused,
            "seconds": sends[-1] - sends[0] if sends else 0.0,
            "first": sends[0] if sends else None,
            "last": sends[-1] if sends else None,
            "worst_second": _worst_second(sends),
            "longest_gap": max((b - a for a, b in pairwise(sends)), default=0.0),
            "cpu_share": cpu / wall,
            "stall": self._stall,
        }

    async def watch_itself(self) -> None:
        """Note the longest time for which the machine kept this process waiting."""
        while True:
            due = time.monotonic() + HEARTBEAT
            await asyncio.sleep(HEARTBEAT)
            self._stall = max(self._stall, time.monotonic() - due)

    def call(self, method: str, body: bytes, answer: Answer) -> None:
        """Answer one call of the Bot API."""
        if method == "getupdates":
            self.people.fetch(_number(OFFSET, body), _number(TIMEOUT, body), answer)
            return
        if method.startswith(("send", "edit")):
            content = self._sent(body, TAILS.get(method, TEXTUAL))
        else:
            content = http(ok(EMPTY.get(method, True)))
        if content is not TOO_FAST:
            self.people.heard(method[:4], body, content)
        self._later(answer, content)

    def _sent(self, body: bytes, tail: bytes) -> bytes:
        chat, now = chat_of(body), time.monotonic()
        if self.limits and not self.limits.takes(chat, now):
            self._refused += 1
            return TOO_FAST
        if chat >= COMMANDERS:
            self._replies += 1
        else:
            self._sends.append(now)
        key = len(self._sends) + self._replies
        head = b'{"ok":true,"result":{"message_id":%d,"chat":{"id":%d,"type":"private"},'
        return http(head % (key, chat) + tail)

    def _later(self, answer: Answer, content: bytes) -> None:
        if self.latency:
            wait = self.latency * random.uniform(0.8, 1.2)  # no secret
            asyncio.get_running_loop().call_later(wait, answer, content)
        else:
            answer(content)


class Connection(asyncio.Protocol):
    """HTTP/1.1, as much of it as clients of the Bot API speak."""

    telegram: ClassVar[Telegram]
    tasks: ClassVar[set[asyncio.Task[None]]] = set()

    def __init__(self) -> None:
        self._data = b""
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Take whole requests out of what came so far."""
        self._data += data
        while (end := self._data.find(b"\r\n\r\n")) >= 0:
            head = self._data[:end]
            body = self._body(head, end + 4)
            if body is None:
                return
            path = head[: head.index(b"\r\n")].split(b" ")[1].decode()
            self._handle(path, body)

    def _body(self, head: bytes, start: int) -> bytes | None:
        """Cut a request off; None while its end is not there."""
        if CHUNKED.search(head):
            end = self._data.find(b"\r\n0\r\n\r\n", start - 2)
            size = end + 7 - start if end >= 0 else len(self._data)
        else:
            found = LENGTH.search(head)
            size = int(found[1]) if found else 0
        if len(self._data) < start + size:
            return None
        body, self._data = self._data[start : start + size], self._data[start + size :]
        return body

    def _handle(self, path: str, body: bytes) -> None:
        if path.startswith("/bot"):
            self.telegram.call(path.rpartition("/")[2].lower(), body, self._write)
        else:
            task = asyncio.create_task(self._control(path[1:], body))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)

    async def _control(self, name: str, body: bytes) -> None:
        owner = self.telegram if hasattr(self.telegram, name) else self.telegram.people
        try:
            done = getattr(owner, name)(**orjson.loads(body or b"{}"))
            self._write(http(orjson.dumps(await done if asyncio.iscoroutine(done) else done)))
        except Exception:
            self._transport.close()  # nobody should wait for the answer
            raise

    def _write(self, content: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(content)


def _worst_second(sends: list[float]) -> int:
    """Return the most sends in any second."""
    worst, start = 0, 0
    for end, at in enumerate(sends):
        while at - sends[start] >= 1:
            start += 1
        worst = max(worst, end - start + 1)
    return worst


def _number(pattern: re.Pattern[bytes], body: bytes) -> int:
    found = pattern.search(body)
    return int(found[1]) if found else 0


async def serve(telegram: Telegram) -> None:
    """Listen on a free port, print it, and answer until the process ends."""
    Connection.telegram = telegram
    loop = asyncio.get_running_loop()
    watch = asyncio.create_task(Connection.telegram.watch_itself())
    server = await loop.create_server(Connection, "127.0.0.1", 0, backlog=4096)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    try:
        await server.serve_forever()
    finally:
        watch.cancel()


if __name__ == "__main__":
    pin(int(sys.argv[1]))
    hurry()
    uvloop.run(serve(Telegram()))
