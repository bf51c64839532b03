"""/stats, /broadcast, /cancel and its buttons, for operators only."""

import asyncio

from bot.chat.cards import Card
from bot.chat.cards import operators as cards
from bot.chat.handlers.expired import expired
from bot.chat.request import Request
from bot.pictures.chart import Bar, chart


async def stats(request: Request) -> None:
    """Show the figures of all subscribers together."""
    figures = await request.services.statistics.figures(request.now)
    bars = [Bar(day.day, day.sent, day.failed) for day in figures.days]
    await request.reply(
        cards.stats_card(request.translator, figures, await asyncio.to_thread(chart, bars))
    )


async def broadcast(request: Request) -> None:
    """Preview a broadcast; without a text, ask for one."""
    if request.html:
        await _preview(request)
        return
    key = await request.services.broadcasts.ask(request.user_id, request.now)
    await request.reply(cards.ask_words_card(request.translator, key))


async def cancel(request: Request) -> None:
    """Drop the broadcast that is being written."""
    await request.services.broadcasts.cancel(request.user_id)
    await request.reply(cards.discarded_card(request.translator))


async def takes_text(request: Request) -> bool:
    """Preview an operator's text as a broadcast if it was asked for; return whether it was."""
    if not (
        request.is_operator
        and await request.services.broadcasts.is_asked(request.user_id, request.now)
    ):
        return False
    await _preview(request)
    return True


async def _preview(request: Request) -> None:
    draft = await request.services.broadcasts.draft(request.user_id, request.html, request.now)
    await request.reply(Card(draft.text))
    await request.reply(cards.confirm_card(request.translator, draft))


async def tap_broadcast(request: Request, act: str, key: int) -> None:
    """Send, discard or stop a broadcast, if an operator tapped."""
    card = await _acted(request, act, key) if request.is_operator else None
    if card is None:
        await expired(request)
        return
    await request.toast()
    await request.show(card)


async def _acted(request: Request, act: str, key: int) -> Card | None:
    """Send, discard or stop a broadcast; return None if it is too late for that."""
    broadcasts, report = request.services.broadcasts, None
    if act == "no" and await broadcasts.discard(key):
        return cards.discarded_card(request.translator)
    if act == "send":
        report = await broadcasts.send(key, request.message_id, request.now)
    elif act == "stop":
        report = await broadcasts.stop(key)
    return cards.progress_card(request.translator, report) if report else None
