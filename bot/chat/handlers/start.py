"""/start, /stop, and what a link to the bot brings along."""

from collections.abc import Awaitable, Callable

from bot.chat.cards import talk
from bot.chat.handlers import links, programme
from bot.chat.handlers.greeting import greet, subscribe
from bot.chat.turn import Turn
from bot.coach.programme import VERSION

LINKS: dict[str, Callable[[Turn], Awaitable[None]]] = {
    "ex_": links.exercise,
    "sign_": links.sign,
    "list": links.all_,
    VERSION: programme.offer,
}
"""What answers t.me/<bot>?start=..., by how it begins; anything else is a plain start."""


async def start(turn: Turn) -> None:
    """Begin, or follow the link that brought them here."""
    known = (answer for prefix, answer in LINKS.items() if turn.text.startswith(prefix))
    await next(known, _begin)(turn)


async def tap_begin(turn: Turn) -> None:
    """Begin after a look around."""
    await turn.toast()
    await _begin(turn)


async def _begin(turn: Turn) -> None:
    before = await turn.house.subscriptions.of(turn.chat_id)
    await greet(turn, await subscribe(turn), is_new=before is None)


async def stop(turn: Turn) -> None:
    """End the deliveries."""
    await turn.house.subscriptions.stop(turn.chat_id, turn.now)
    await turn.reply(talk.stopped_card(turn.words))
