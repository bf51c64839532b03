"""A small, fast Telegram that writes down what reached whom, and misbehaves on order."""

import asyncio
import hashlib
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from email.utils import formatdate
from typing import Any

import orjson
from aiohttp import web

TOKEN = "123456:" + "F" * 35
ME = {"id": 123456, "is_bot": True, "first_name": "Psoas", "username": "psoas_failure_bot"}
PROFILE: dict[str, Any] = {
    "getme": ME,
    "getmycommands": [],
    "getmydescription": {"description": ""},
    "getmyshortdescription": {"short_description": ""},
}


@dataclass(frozen=True)
class Conduct:
    """How a send goes: whether the message arrives, and what the sender is told."""

    applies: bool = True
    status: int = 200
    answer: bytes | None = None  # in place of Telegram's own words
    seconds: float = 0.0
    drops: bool = False


FINE = Conduct()
BAD_GATEWAY = Conduct(applies=False, status=502, answer=b"<html>502 Bad Gateway</html>")
DROPPED_BEFORE = Conduct(applies=False, drops=True)
DROPPED_AFTER = Conduct(drops=True)


def refusal(status: int, description: str, **parameters: int) -> Conduct:
    """Return a refusal in Telegram's own words."""
    told = {"ok": False, "error_code": status, "description": description}
    words = told | ({"parameters": parameters} if parameters else {})
    return Conduct(applies=False, status=status, answer=orjson.dumps(words))


def at_times(share: float, conduct: Conduct) -> Callable[[int], Conduct]:
    """Return a way to misbehave with a share of the sends, chosen by lot but always the same."""
    lot = random.Random(7)  # no secret
    return lambda _chat: conduct if lot.random() < share else FINE


@dataclass(frozen=True)
class Copy:
    """A message in somebody's chat."""

    digest: str
    silent: bool
    at: float


class Telegram:
    """The server, and the chats of its people."""

    def __init__(self, latency: float = 0.03) -> None:
        self.latency = latency
        self.conduct: Callable[[int], Conduct] = lambda _chat: FINE
        self.copies: dict[int, list[Copy]] = {}
        self.under_way: Counter[int] = Counter()
        self.asked = 0
        self.ahead = 0.0
        """Seconds by which time has passed faster than on the clocks of this test."""
        self._port = 0
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """The root of this Bot API."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def reached(self) -> int:
        """How many people have at least one message."""
        return len(self.copies)

    def missing(self, chats: Iterable[int]) -> set[int]:
        """Return those of some chats that nothing reached."""
        return set(chats) - self.copies.keys()

    def repeated(self) -> set[int]:
        """Return the chats that got more than one message."""
        return {chat for chat, copies in self.copies.items() if len(copies) > 1}

    def worst(self) -> int:
        """Return the most messages that anybody got."""
        return max((len(copies) for copies in self.copies.values()), default=0)

    def loud_repeats(self) -> set[int]:
        """Return the chats that heard more than one message."""
        return {
            chat
            for chat, copies in self.copies.items()
            if any(not copy.silent for copy in copies[1:])
        }

    def unheard(self) -> set[int]:
        """Return the chats whose only messages came without a sound."""
        return {
            chat for chat, copies in self.copies.items() if all(copy.silent for copy in copies)
        }

    def tally(self, people: Iterable[int]) -> str:
        """Report the run for some people."""
        return (
            f"{self.asked} sends, repeated {len(self.repeated())},"
            f" aloud {len(self.loud_repeats())}, never aloud {len(self.unheard())},"
            f" lost {len(self.missing(people))}"
        )

    async def open(self) -> None:
        """Listen: on any port at first, on the same one later."""
        server = web.Application(client_max_size=20 * 2**20)
        server.router.add_route("*", "/bot{token}/{method}", self._call)
        server.router.add_get("/portal", _portal)
        server.on_response_prepare.append(self._date)
        self._runner = web.AppRunner(server, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port, backlog=1024)
        await site.start()
        self._port = int(site.port)

    async def close(self) -> None:
        """Cut every connection; refuse new ones."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _date(self, _request: web.Request, response: web.StreamResponse) -> None:
        response.headers["Date"] = formatdate(time.time() + self.ahead, usegmt=True)

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"].lower()
        if request.match_info["token"] != TOKEN:
            return web.json_response({"ok": False, "description": "Unauthorized"}, status=401)
        told = await _parameters(request)
        if method.startswith("send"):
            return await self._take(request, told)
        if method == "getupdates":
            await asyncio.sleep(float(told.get("timeout", 0)))
            return _result([])
        return _result(PROFILE.get(method, True))

    async def _take(self, request: web.Request, told: dict[str, Any]) -> web.StreamResponse:
        chat = int(told["chat_id"])
        conduct = self.conduct(chat)
        self.asked += 1
        self.under_way[chat] += 1
        try:
            if conduct.applies:
                self._deliver(chat, told)
            await asyncio.sleep(self.latency + conduct.seconds)
        finally:
            self.under_way[chat] -= 1
        if conduct.drops and request.transport is not None:
            request.transport.abort()
        if conduct.answer is not None:
            way = {"Location": f"{self.url}/portal"} if conduct.status == 302 else {}
            return web.Response(status=conduct.status, body=conduct.answer, headers=way)
        return _result(_message(chat, self.asked))

    def _deliver(self, chat: int, told: dict[str, Any]) -> None:
        text = str(told.get("caption") or told["text"])
        digest = hashlib.sha256(text.encode()).hexdigest()[:12]
        silent = str(told.get("disable_notification")).lower() == "true"
        self.copies.setdefault(chat, []).append(Copy(digest, silent, time.monotonic()))


async def _portal(_request: web.Request) -> web.Response:
    return web.Response(text="<html>Log in to the hotel's network</html>")


async def _parameters(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(orjson.loads(await request.read() or b"{}"))
    return dict(await request.post())


def _message(chat: int, number: int) -> dict[str, Any]:
    where = {"id": chat, "type": "private"}
    sent = {"message_id": number, "date": int(time.time()), "chat": where}
    film = {"file_id": "loop-on-the-server", "file_unique_id": "loop"}
    return sent | {"animation": film | {"width": 600, "height": 400, "duration": 8}}


def _result(result: object) -> web.Response:
    body = orjson.dumps({"ok": True, "result": result})
    return web.Response(body=body, content_type="application/json")
