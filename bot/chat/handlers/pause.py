"""/pause, /resume, and their buttons."""

from datetime import date

from bot.chat.cards import pause as cards
from bot.chat.handlers.old import too_old
from bot.chat.turn import Turn
from bot.coach.days import parse_day, parse_stretch
from bot.coach.schedule import local_day
from bot.services.people import paused_until
from bot.services.subscriptions import PauseError


async def pause(turn: Turn) -> None:
    """Leave out some days; with nothing said, ask how many."""
    found = await turn.person()
    if not turn.text:
        await turn.show(cards.pause_card(turn.words, paused_until(found, turn.now)))
        return
    wanted = parse_stretch(turn.text) or parse_day(turn.text, local_day(found.zone, turn.now))
    if wanted is None:
        await turn.house.subscriptions.ask(turn.chat_id, "until")
        await turn.reply(cards.bad_day_card(turn.words))
        return
    await _pause(turn, wanted)


async def _pause(turn: Turn, wanted: date | int) -> None:
    try:
        person = await turn.house.subscriptions.pause(turn.chat_id, turn.now, wanted)
    except PauseError as error:
        card = cards.past_card if error.is_past else cards.too_long_card
        await turn.reply(card(turn.words))
        return
    await turn.show(cards.paused_card(turn.words, person))


async def resume(turn: Turn) -> None:
    """End a pause."""
    person = await turn.house.subscriptions.resume(turn.chat_id, turn.now)
    await turn.show(cards.resumed_card(turn.words, person))


async def tap_pause(turn: Turn, days: str) -> None:
    """Leave out as many days as were tapped; 0 asks how many."""
    if days not in {"0", *map(str, cards.BREAKS)}:
        await too_old(turn)
        return
    await turn.toast()
    await (_pause(turn, int(days)) if int(days) else pause(turn))


async def tap_until(turn: Turn) -> None:
    """Ask for a date."""
    await turn.toast()
    await turn.house.subscriptions.ask(turn.chat_id, "until")
    await turn.reply(cards.ask_until_card(turn.words))


async def tap_resume(turn: Turn) -> None:
    """End a pause from a button."""
    await turn.toast()
    await resume(turn)
