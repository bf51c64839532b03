"""What each call of the page passes first: the checks of its pass, its rate and its size."""

import json
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.chat.cards.answers import no_line
from bot.chat.services import Services
from bot.chat.words import Translator
from bot.coach.languages import DEFAULT_LANGUAGE
from bot.miniapp.auth import AuthError, Passes, Visitor
from bot.services.people.changes import NotSubscribedError
from bot.services.people.responses import Refusal

LARGEST = 8192
"""Bytes of a body; the largest of ours has a few hundred."""

WORTH_PACKING = 1024
"""Bytes of an answer from which on it is compressed: most are smaller than one packet."""

BURST, A_SECOND = 40.0, 4.0
"""Calls of one person: so many at once, and so many a second after that."""

KNOWN = 10_000
"""People whose calls are counted at a time."""

_TOO_LARGE = f"The body must have at most {LARGEST} bytes."

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


Handler = Callable[[Call], Awaitable[Json]]
"""Answers a call with what becomes JSON."""


class Door:
    """Lets calls in; what goes wrong becomes a status and a sentence."""

    def __init__(self, passes: Passes) -> None:
        self.services: Services | None = None
        self._passes = passes
        self._buckets = Buckets()

    def guarded(self, handler: Handler) -> Callable[[web.Request], Awaitable[web.Response]]:
        """Return the handler of a call that needs a pass."""

        async def handle(request: web.Request) -> web.Response:
            services = self.services
            if services is None:
                return closed()
            now = services.clock()
            shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
            try:
                visitor = self._passes.read(shown, now)
            except AuthError:
                return unknown(services)
            if not self._buckets.take(visitor.id, time.monotonic()):
                return _told(429, "These are too many calls. Wait a second.", "1")
            return await self._answered(request, services, visitor, now, handler)

        return handle

    async def _answered(
        self,
        request: web.Request,
        services: Services,
        visitor: Visitor,
        now: datetime,
        handler: Handler,
    ) -> web.Response:
        translator = services.translator(visitor.language)
        try:
            body = await body_of(request)
            path = dict(request.match_info)
            call = Call(services, visitor.id, translator, now, body, path)
            return answered(await handler(call))
        except NotSubscribedError:
            return _told(409, no_line(translator, Refusal.STRANGER))
        except RefusedError as refusal:
            return refused(refusal)


def closed() -> web.Response:
    """Answer a call while the bot is starting or stopping."""
    return _told(503, "The bot is starting or stopping. Try again in a few seconds.", "3")


def unknown(services: Services) -> web.Response:
    """Answer a call of somebody whose language isn't known either."""
    _ = services.translator(DEFAULT_LANGUAGE)
    return _told(401, _("I can't tell who you are. Close this and open it again from our chat."))


def refused(refusal: RefusedError) -> web.Response:
    """Answer a call with why it is refused."""
    return _told(refusal.status, str(refusal))


def _told(status: int, text: str, retry_after: str | None = None) -> web.Response:
    headers = {"Retry-After": retry_after} if retry_after else {}
    return web.json_response({"error": text}, status=status, headers=headers)


async def body_of(request: web.Request) -> Json:
    """Return the body of a call; raise RefusedError unless it is small and JSON."""
    if request.method == "GET":
        return {}
    if (request.content_length or 0) > LARGEST:
        raise RefusedError(413, _TOO_LARGE)
    content = b""
    async for chunk in request.content.iter_chunked(LARGEST):
        content += chunk
        if len(content) > LARGEST:
            raise RefusedError(413, _TOO_LARGE)
    try:
        found = json.loads(content or b"{}")
    except ValueError:
        raise RefusedError(400, "The body must be JSON.") from None
    if not isinstance(found, dict):
        raise RefusedError(400, "The body must be a JSON object.")
    return found


def answered(value: Json) -> web.Response:
    """Return an answer that no browser keeps."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    response = web.Response(body=body, content_type="application/json", charset="utf-8")
    response.headers["Cache-Control"] = "no-store"
    if len(body) >= WORTH_PACKING:
        response.enable_compression()
    return response


class Buckets:
    """A token bucket for each person; whoever was quiet longest is forgotten first."""

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
