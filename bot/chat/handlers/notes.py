"""/nudge, the week's line, and the buttons under notes."""

from dataclasses import replace
from datetime import date, time

from bot.chat.cards import notes as cards
from bot.chat.cards import settings as settings_cards
from bot.chat.handlers.old import too_old
from bot.chat.handlers.pause import pause
from bot.chat.turn import Turn
from bot.coach.schedule import parse_wall
from bot.services.occasions import nudge_comes

OFF = ("off", "no", "none", "stop")


async def nudge(turn: Turn) -> None:
    """Set the time of a reminder or switch it off; with nothing said, ask."""
    if not turn.text:
        person = await turn.person()
        await turn.house.subscriptions.ask(turn.chat_id, "nudge")
        await turn.show(cards.nudge_hours_card(turn.words, person))
        return
    wall = parse_wall(turn.text)
    if wall is None and not is_off(turn.text):
        await turn.reply(settings_cards.bad_time_card(turn.words))
        return
    await _set_nudge(turn, wall)


def is_off(text: str) -> bool:
    """Say whether somebody wants no reminder."""
    return text.lower() in OFF


async def _set_nudge(turn: Turn, wall: time | None) -> None:
    change = turn.house.subscriptions.change
    person = await change(turn.chat_id, turn.now, nudge=wall, asked=None)
    await turn.show(cards.nudged_card(turn.words, person, comes=nudge_comes(person)))


async def tap_nudges(turn: Turn) -> None:
    """Ask for the time of a reminder in place."""
    await turn.toast()
    await nudge(turn)


async def tap_nudge(turn: Turn, digits: str) -> None:
    """Set the time that was tapped, or none."""
    wall = parse_wall(digits)
    if wall is None and digits != "off":
        await too_old(turn)
        return
    await turn.toast()
    await _set_nudge(turn, wall)


async def tap_weekly(turn: Turn, switch: str) -> None:
    """Switch the week's line on or off."""
    if switch not in ("on", "off"):
        await too_old(turn)
        return
    person = await turn.house.subscriptions.change(turn.chat_id, turn.now, weekly=switch == "on")
    await turn.toast()
    await turn.show(settings_cards.settings_card(turn.words, person, turn.now))


async def tap_away(turn: Turn, answer: str, day: str) -> None:
    """Take the answer to the question after days of silence; a second one changes nothing."""
    _ = turn.words
    taken = None
    if answer in ("back", "on", "pause") and _is_day(day):
        taken = await turn.house.subscriptions.come_back(turn.chat_id, day, answer)
    if taken is None:
        await too_old(turn)
    elif not taken:
        await turn.toast(_("That is noted already."))
    elif answer == "pause":
        await turn.toast()
        await pause(replace(turn, text=""))
    else:
        await turn.toast()
        person = await turn.house.subscriptions.of(turn.chat_id)
        goes_back = answer == "back" and not (person and person.programme)
        card = cards.went_back_card if goes_back else cards.goes_on_card
        await turn.show(card(turn.words))


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
