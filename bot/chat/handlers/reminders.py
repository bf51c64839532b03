"""/nudge, the week summary, and the buttons under reminders and questions."""

from dataclasses import replace
from datetime import date, time

from bot.chat.cards import Card, offers
from bot.chat.cards import reminders as cards
from bot.chat.cards import settings as settings_cards
from bot.chat.handlers.expired import expired
from bot.chat.handlers.pause import pause
from bot.chat.request import Request
from bot.coach.sheets import Equipment
from bot.services.delivery.message_times import leaves_time_for_reminder
from bot.store.subscribers import Question


async def nudge(request: Request) -> None:
    """Set the time of a reminder or switch it off; without a text, ask."""
    if not request.text:
        person = await request.person()
        await request.services.subscriptions.ask(request.chat_id, Question.REMINDER, request.now)
        await request.show(cards.nudge_hours_card(request.translator, person))
        return
    times = request.finder.times
    wall = times.read(request.text)
    if wall is None and not times.is_off(request.text):
        await request.services.subscriptions.ask(request.chat_id, Question.REMINDER, request.now)
        await request.reply(settings_cards.bad_time_card(request.translator))
        return
    await _set_nudge(request, wall)


async def nudge_off(request: Request) -> None:
    """Switch the reminder off."""
    await _set_nudge(request, None)


async def _set_nudge(request: Request, wall: time | None) -> None:
    change = request.services.preferences.change
    person = await change(request.chat_id, request.now, nudge=wall, asked=None)
    await request.show(
        cards.nudged_card(request.translator, person, comes=leaves_time_for_reminder(person))
    )


async def tap_nudges(request: Request) -> None:
    """Ask for the time of a reminder in place."""
    await request.toast()
    await nudge(request)


async def tap_nudge(request: Request, time_or_off: time | None) -> None:
    """Set the time that was tapped, or no reminder."""
    await request.toast()
    await _set_nudge(request, time_or_off)


async def tap_stiff(request: Request, level: int, day: str) -> None:
    """Take down how stiff the hips feel, once for each week's question."""
    asked = date.fromisoformat(day)
    said = await request.services.progress.stiff(request.chat_id, asked, level, request.now)
    if said is None:
        await request.toast(cards.too_late_line(request.translator))
        return
    await request.toast(cards.stiffness_line(request.translator, said.before, level))
    await request.show_buttons(None)
    if said.is_much_stiffer:
        await request.reply(cards.stiffer_card(request.translator))


async def write_stiff(request: Request) -> bool:
    """Take a number from 0 to 10 as the answer to the week's question, if that is open."""
    is_level = request.text.isdecimal() and len(request.text) < 3 and int(request.text) <= 10
    progress = request.services.progress
    asked = await progress.unanswered_week(request.chat_id, request.now) if is_level else None
    if asked is None:
        return False
    level = int(request.text)
    said = await progress.stiff(request.chat_id, asked, level, request.now)
    if said is None:
        return False
    line = cards.stiffness_line(request.translator, said.before, level)
    await request.reply(Card(line))
    if said.is_much_stiffer:
        await request.reply(cards.stiffer_card(request.translator))
    return True


async def tap_chair(request: Request) -> None:
    """Take down that there is a firm chair."""
    await request.services.preferences.set_equipment(
        request.chat_id, Equipment.BENCH, request.now, on=True
    )
    await request.toast()
    await request.show(offers.chair_noted_card(request.translator))


async def tap_no(request: Request) -> None:
    """Decline an offer: nothing changes, and it isn't made again soon."""
    await request.toast()
    await request.show(offers.unchanged_card(request.translator))


async def tap_weekly(request: Request, switch: str) -> None:
    """Switch the weekly summary on or off."""
    person = await request.services.preferences.change(
        request.chat_id, request.now, weekly=switch == "on"
    )
    await request.toast()
    await request.show(settings_cards.settings_card(request.translator, person, request.now))


async def tap_away(request: Request, answer: str, day: str) -> None:
    """Handle the answer to the question after days of silence; a second one changes nothing."""
    _ = request.translator
    taken = await request.services.subscriptions.come_back(request.chat_id, day, answer)
    if taken is None:
        await expired(request)
    elif not taken:
        await request.toast(_("Already saved."))
    elif answer == "pause":
        await request.toast()
        await pause(replace(request, text=""))
    else:
        await request.toast()
        person = await request.services.subscriptions.find(request.chat_id)
        goes_back = answer == "back" and not (person and person.programme)
        card = cards.went_back_card if goes_back else cards.goes_on_card
        await request.show(card(request.translator))
