"""The webhook: who may bring updates, and how much at a time."""

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

HEADER = "X-Telegram-Bot-Api-Secret-Token"
LARGEST = 2**20
"""Bytes of a request; an update has a few thousand."""

LONGEST = 40
"""Seconds in which an update must be stored: Telegram itself hangs up after fifty."""

BODY_SECONDS = 10
"""Seconds in which the whole body of a request must have arrived."""

Bring = Callable[[dict[str, Any]], Awaitable[bool]]


class Webhook:
    """Accept updates from Telegram, known by its secret, and report what came of each.

    200 only for what is stored; with 503 Telegram keeps the update and tries again. Without
    the secret the answer is 403, before a byte of the body is read.
    """

    def __init__(self, path: str, secret: str) -> None:
        self._path = path
        self._secret = secret.encode()
        self._bring: Bring | None = None

    def routes(self) -> list[web.RouteDef]:
        """Return the webhook's route."""
        return [web.route("*", self._path, self._knock)]

    def open(self, bring: Bring) -> None:
        """Start to accept updates."""
        self._bring = bring

    def close(self) -> None:
        """Refuse new updates; those under way may finish."""
        self._bring = None

    async def _knock(self, request: web.Request) -> web.Response:
        shown = request.headers.get(HEADER, "").encode("utf-8", "replace")
        if not hmac.compare_digest(shown, self._secret):
            return web.Response(status=403)
        if self._bring is None:
            return web.Response(status=503)
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await request.read()
        except web.HTTPRequestEntityTooLarge:
            return web.Response(status=413)
        except TimeoutError:
            return web.Response(status=408)
        if (update := _update(body)) is None:
            return web.Response(status=400)
        try:
            async with asyncio.timeout(LONGEST):
                is_stored = await self._bring(update)
        except TimeoutError:
            is_stored = False
        return web.Response(status=200 if is_stored else 503)


def _update(body: bytes) -> dict[str, Any] | None:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    fits = isinstance(update, dict) and type(update.get("update_id")) is int
    return update if fits else None
