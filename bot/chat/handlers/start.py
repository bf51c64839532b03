"""/start, /stop, and what a link to the bot brings along."""

from collections.abc import Awaitable, Callable

from bot.chat.cards import settings as settings_cards
from bot.chat.cards import talk
from bot.chat.handlers import links
from bot.chat.handlers.practice import today
from bot.chat.turn import Turn
from bot.coach import places

LINKS: dict[str, Callable[[Turn], Awaitable[None]]] = {
    "ex_": links.exercise,
    "sign_": links.sign,
    "list": links.all_,
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
    """Greet, show today's exercise at once, and ask which clock is theirs."""
    before = await turn.house.subscriptions.of(turn.chat_id)
    likely = places.likely(turn.language, turn.now)
    zone = likely[0].zone
    person = await turn.house.subscriptions.start(turn.chat_id, turn.language, zone, turn.now)
    greeting = talk.welcome_back_card if before else talk.greeting_card
    await turn.reply(greeting(turn.words))
    await today(turn)
    if person.zone_told:
        await turn.reply(settings_cards.settled_card(turn.words, person))
    else:
        await turn.reply(settings_cards.clock_card(turn.words, likely, turn.now))


async def stop(turn: Turn) -> None:
    """End the deliveries."""
    await turn.house.subscriptions.stop(turn.chat_id, turn.now)
    await turn.reply(talk.stopped_card(turn.words))
