"""What only operators may do: /stats, /broadcast and its buttons."""

import asyncio

from bot.chat.cards import Card
from bot.chat.cards import admin as cards
from bot.chat.handlers.old import too_old
from bot.chat.turn import Turn
from bot.pictures.chart import Bar, chart

LONGEST_NUMBER = 18
"""Digits that fit in the database's numbers."""


async def stats(turn: Turn) -> None:
    """Show how it goes for everybody together."""
    figures = await turn.house.statistics.figures(turn.now)
    bars = [Bar(day.day, day.sent, day.failed) for day in figures.days]
    await turn.reply(cards.stats_card(turn.words, figures, await asyncio.to_thread(chart, bars)))


async def broadcast(turn: Turn) -> None:
    """Show what would go to everybody; with nothing said, ask for the words."""
    if turn.html:
        await _preview(turn)
        return
    await turn.house.broadcasts.ask(turn.user_id, turn.now)
    await turn.reply(cards.ask_words_card(turn.words))


async def takes_text(turn: Turn) -> bool:
    """Take an operator's text as the words that were asked for, if they were."""
    if not (turn.is_admin and await turn.house.broadcasts.is_asked(turn.user_id, turn.now)):
        return False
    await _preview(turn)
    return True


async def _preview(turn: Turn) -> None:
    draft = await turn.house.broadcasts.draft(turn.user_id, turn.html, turn.now)
    await turn.reply(Card(draft.text))
    await turn.reply(cards.confirm_card(turn.words, draft))


async def tap_broadcast(turn: Turn, act: str, number: str) -> None:
    """Send, discard or stop a broadcast; anybody else's tap is none."""
    known = number.isascii() and number.isdecimal() and len(number) <= LONGEST_NUMBER
    card = await _acted(turn, act, int(number)) if turn.is_admin and known else None
    if card is None:
        await too_old(turn)
        return
    await turn.toast()
    await turn.show(card)


async def _acted(turn: Turn, act: str, key: int) -> Card | None:
    """Do what a button says; None where it is too late for that."""
    broadcasts, report = turn.house.broadcasts, None
    if act == "no" and await broadcasts.discard(key):
        return cards.discarded_card(turn.words)
    if act == "send":
        report = await broadcasts.send(key, turn.message_id, turn.now)
    elif act == "stop":
        report = await broadcasts.stop(key)
    return cards.progress_card(turn.words, report) if report else None
