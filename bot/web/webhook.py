"""The door on which Telegram knocks: who may come in, how much they may bring."""

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
"""Seconds to wait for an answer: Telegram itself hangs up after fifty."""

Bring = Callable[[dict[str, Any]], Awaitable[bool]]


class Webhook:
    """Let Telegram in by its secret, and tell it what has become of an update.

    200 only for what was answered; with 503 Telegram keeps it and comes back. Whoever does not
    know the secret hears 403 and nothing else, before a byte of what they bring is read.
    """

    def __init__(self, path: str, secret: str) -> None:
        self._path = path
        self._secret = secret.encode()
        self._bring: Bring | None = None

    def routes(self) -> list[web.RouteDef]:
        """Return its address."""
        return [web.route("*", self._path, self._knock)]

    def open(self, bring: Bring) -> None:
        """Let updates in."""
        self._bring = bring

    def close(self) -> None:
        """Turn away whoever comes from now on; those inside may finish."""
        self._bring = None

    async def _knock(self, request: web.Request) -> web.Response:
        shown = request.headers.get(HEADER, "").encode("utf-8", "replace")
        if not hmac.compare_digest(shown, self._secret):
            return web.Response(status=403)
        if self._bring is None:
            return web.Response(status=503)
        try:
            body = await request.read()
        except web.HTTPRequestEntityTooLarge:
            return web.Response(status=413)
        if (update := _update(body)) is None:
            return web.Response(status=400)
        try:
            async with asyncio.timeout(LONGEST):
                is_answered = await self._bring(update)
        except TimeoutError:
            is_answered = False
        return web.Response(status=200 if is_answered else 503)


def _update(body: bytes) -> dict[str, Any] | None:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    fits = isinstance(update, dict) and type(update.get("update_id")) is int
    return update if fits else None
