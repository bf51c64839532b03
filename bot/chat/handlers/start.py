"""/start, /stop, and links to the bot."""

from collections.abc import Awaitable, Callable

from bot.chat.cards import talk
from bot.chat.handlers import links, programme
from bot.chat.handlers.greeting import greet, subscribe
from bot.chat.request import Request
from bot.services.people.programme_links import VERSION

LINKS: dict[str, Callable[[Request], Awaitable[None]]] = {
    "ex_": links.exercise,
    "sign_": links.sign,
    "list": links.all_,
    VERSION: programme.offer,
}
"""Handlers of t.me/<bot>?start=... by its beginning; anything else is a plain start."""


async def start(request: Request) -> None:
    """Subscribe, or show what a link leads to."""
    known = (answer for prefix, answer in LINKS.items() if request.text.startswith(prefix))
    await next(known, _begin)(request)


async def tap_begin(request: Request) -> None:
    """Subscribe from the button for newcomers."""
    await request.toast()
    await _begin(request)


async def _begin(request: Request) -> None:
    await greet(request, await subscribe(request))


async def stop(request: Request) -> None:
    """End the deliveries."""
    await request.services.subscriptions.stop(request.chat_id, request.now)
    await request.reply(talk.stopped_card(request.translator))
