"""/pause, /resume, and their buttons."""

import re
from datetime import date, datetime, timedelta

from bot.chat.cards import pause as cards
from bot.chat.request import Request
from bot.coach.schedule import local_day
from bot.services.people.subscriptions import PauseError
from bot.services.people.trainees import paused_until, rests_next
from bot.store.subscribers import Question, Subscriber

FAR = timedelta(days=183)
"""A date without a year that lies further ahead is asked back."""


async def pause(request: Request) -> None:
    """Pause for some days; without a text, ask how many."""
    found = await request.person()
    if not request.text:
        await request.show(cards.pause_card(request.translator, paused_until(found, request.now)))
        return
    days, today = request.finder.days, local_day(found.zone, request.now)
    wanted = days.stretch(request.text) or days.day(request.text, today)
    if wanted is None:
        await request.services.subscriptions.ask(request.chat_id, Question.PAUSE, request.now)
        await request.reply(cards.bad_day_card(request.translator))
        return
    if isinstance(wanted, date) and _is_odd(request.text, wanted, found, request.now):
        await request.services.subscriptions.ask(request.chat_id, Question.PAUSE, request.now)
        await request.reply(cards.far_day_card(request.translator, wanted))
        return
    await _pause(request, wanted)


def _is_odd(text: str, wanted: date, person: Subscriber, now: datetime) -> bool:
    """Return whether a date without a year is so far off that last week's may be meant."""
    has_year = re.search(r"\d{4}", text) is not None
    return not has_year and wanted - local_day(person.zone, now) > FAR


async def _pause(request: Request, wanted: date | int) -> None:
    try:
        person = await request.services.subscriptions.pause(request.chat_id, request.now, wanted)
    except PauseError as error:
        await request.services.subscriptions.ask(request.chat_id, Question.PAUSE, request.now)
        card = cards.past_card if error.is_past else cards.too_long_card
        await request.reply(card(request.translator))
        return
    rests = rests_next(request.services.library, person)
    await request.show(cards.pause_set_card(request.translator, person, rests=rests))


async def resume(request: Request) -> None:
    """End a pause, or say that there is none."""
    was_paused = paused_until(await request.person(), request.now) is not None
    person = await request.services.subscriptions.resume(request.chat_id, request.now)
    rests = rests_next(request.services.library, person)
    card = cards.resumed_card(request.translator, person, was_paused=was_paused, rests=rests)
    await request.show(card)


async def tap_pause(request: Request, days: str) -> None:
    """Pause for as many days as were tapped; 0 asks how many."""
    await request.toast()
    await (_pause(request, int(days)) if int(days) else pause(request))


async def tap_pause_until(request: Request, day: str) -> None:
    """Pause until a far date that was asked back."""
    await request.toast()
    await _pause(request, date.fromisoformat(day))


async def tap_until(request: Request) -> None:
    """Ask for a date."""
    await request.toast()
    await request.services.subscriptions.ask(request.chat_id, Question.PAUSE, request.now)
    await request.reply(cards.ask_until_card(request.translator))


async def tap_resume(request: Request) -> None:
    """End a pause from a button."""
    await request.toast()
    await resume(request)
