"""What every call of the page passes: is it small, whose is it, does it come too often."""

import json
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.chat.cards.answers import no_line
from bot.chat.request import Services
from bot.chat.words import Translator
from bot.miniapp.auth import AuthError, Passes, Visitor
from bot.services.people.terms import NotSubscribedError, Refusal

LARGEST = 8192
"""Bytes of a body; the largest of ours has a few hundred."""

BURST, A_SECOND = 40.0, 4.0
"""Calls of one person: so many at once, and so many a second after that."""

KNOWN = 10_000
"""People whose calls are counted at a time."""

Json = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """One call of the page by one person at one moment."""

    services: Services
    chat_id: int
    translator: Translator
    now: datetime
    body: Json
    path: dict[str, str]


class RefusedError(Exception):
    """A call that is answered with a status and one sentence."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


Answer = Callable[[Call], Awaitable[Json]]


class Door:
    """Lets calls in, one answer each; what goes wrong is a sentence and a status."""

    def __init__(self, passes: Passes) -> None:
        self.services: Services | None = None
        self._passes = passes
        self._buckets = Buckets()

    def guarded(self, answer: Answer) -> Callable[[web.Request], Awaitable[web.Response]]:
        """Return the handler of a call that needs a pass."""

        async def handle(request: web.Request) -> web.Response:
            services = self.services
            if services is None:
                return web.json_response({}, status=503)
            now = services.clock()
            shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
            try:
                visitor = self._passes.read(shown, now)
            except AuthError:
                return unknown(services)
            if not self._buckets.take(visitor.id, time.monotonic()):
                return web.json_response({}, status=429, headers={"Retry-After": "1"})
            return await self._answered(request, services, visitor, now, answer)

        return handle

    async def _answered(
        self,
        request: web.Request,
        services: Services,
        visitor: Visitor,
        now: datetime,
        answer: Answer,
    ) -> web.Response:
        translator = services.translator(visitor.language)
        try:
            body = await body_of(request)
            path = dict(request.match_info)
            call = Call(services, visitor.id, translator, now, body, path)
            return answered(await answer(call))
        except NotSubscribedError:
            text = no_line(translator, Refusal.STRANGER)
            return web.json_response({"error": text}, status=409)
        except RefusedError as refusal:
            return web.json_response({"error": str(refusal)}, status=refusal.status)


def unknown(services: Services, language: str = "en") -> web.Response:
    """Answer a call of nobody knows whom."""
    _ = services.translator(language)
    text = _("I can't tell who you are. Close this and open it again from our chat.")
    return web.json_response({"error": text}, status=401)


async def body_of(request: web.Request) -> Json:
    """Return the body of a call; raise RefusedError unless it is small and JSON."""
    if request.method == "GET":
        return {}
    if (request.content_length or 0) > LARGEST:
        raise RefusedError(413, "too large")
    content = b""
    async for chunk in request.content.iter_chunked(LARGEST):
        content += chunk
        if len(content) > LARGEST:
            raise RefusedError(413, "too large")
    try:
        found = json.loads(content or b"{}")
    except ValueError:
        raise RefusedError(400, "not JSON") from None
    if not isinstance(found, dict):
        raise RefusedError(400, "not an object")
    return found


def answered(value: Json) -> web.Response:
    """Return an answer that no browser keeps."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    response = web.Response(text=text, content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    response.enable_compression()
    return response


class Buckets:
    """How much each person may still ask; whoever was quiet longest is forgotten first."""

    def __init__(self) -> None:
        self._left: OrderedDict[int, tuple[float, float]] = OrderedDict()

    def take(self, person: int, at: float) -> bool:
        """Count a call; return whether it may pass."""
        left, since = self._left.pop(person, (BURST, at))
        left = min(BURST, left + (at - since) * A_SECOND)
        self._left[person] = (max(left - 1, 0), at)
        if len(self._left) > KNOWN:
            self._left.popitem(last=False)
        return left >= 1
