"""What is done for each thing that people may mean in their own words."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.chat.cards import talk as cards
from bot.chat.cards.links import share_button
from bot.chat.handlers import (
    fit,
    greeting,
    health,
    pause,
    practice,
    privacy,
    programme,
    progress,
    questions,
    reminders,
    safety,
    said,
    settings,
    signs,
    start,
)
from bot.chat.handlers.language import language
from bot.chat.handlers.sessions import stop_session
from bot.chat.request import Handler, Request
from bot.coach import places
from bot.coach.phrase_book import Intent
from bot.coach.phrases import Meaning
from bot.coach.schedule import local_day

AIRPORT_CODE = 3
"""How many letters an airport's code has: `THE` is one."""


async def act_on(request: Request, meaning: Meaning) -> None:
    """Do what a person means."""
    if meaning.intent in _WITH_ARGUMENT:
        await _WITH_ARGUMENT[meaning.intent](request, meaning.argument)
    else:
        await _HANDLERS[meaning.intent](request)


async def _no(request: Request) -> None:
    """Take a no as the answer to the question about health, if that is open."""
    await _answer(request, greeting.tap_health_done)


async def _yes(request: Request) -> None:
    await _answer(request, greeting.ask_about_health)


async def _answer(request: Request, handler: Handler) -> None:
    person = await request.services.subscriptions.find(request.chat_id)
    await (questions.ANSWERS[Intent.OK] if person is None or person.screened else handler)(request)


async def _stop(request: Request) -> None:
    """End the running session; without one, the daily exercises."""
    if await stop_session(request):
        await request.reply(cards.session_stopped_card(request.translator))
    else:
        await start.stop(request)


async def _pause(request: Request, until: str) -> None:
    """Pause until a day that was named; else ask."""
    person = await request.person()
    days, today = request.finder.days, local_day(person.zone, request.now)
    known = (one for one in _beginnings(until) if days.stretch(one) or days.day(one, today))
    await pause.pause(replace(request, text=next(known, "")))


async def _zone(request: Request, place: str) -> None:
    """Set the time zone of a place that was named; else ask."""
    # The first search reads 30,000 cities: too long for the event loop.
    before = "" if place else request.finder.phrases.place_before(request.text)
    name = await asyncio.to_thread(_place, (place or before).strip(" .!"))
    sure = await asyncio.to_thread(places.unmistakable, name) if name else None
    await settings.time_zone(replace(request, text=sure.zone if sure else name))


def _place(text: str) -> str:
    """Return the place that a text begins with; cut short, it's no airport's code."""
    known = (
        one
        for one in _beginnings(text)
        if (one == text or len(one) > AIRPORT_CODE) and places.called(one)
    )
    return next(known, "")


def _beginnings(text: str) -> Iterator[str]:
    """Yield a text and its beginnings by words, the longest first, without their last comma."""
    words = text.split()
    yield from (" ".join(words[:stop]).rstrip(",;:") for stop in range(len(words), 0, -1))


async def _time(request: Request, _argument: str) -> None:
    is_time = any(letter.isdigit() for letter in request.text)
    is_part = request.finder.times.part_in(request.text) is not None
    told = request.text if is_time or is_part else ""
    if told and await _days_and_time(request):
        return
    await settings.time_of_day(replace(request, text=_time_text(request) or told))
    # "Mon Wed Fri only, 12:15" says which days; "not so early on Mondays" doesn't.
    if told and request.finder.days.weekdays(request.text):
        await settings.days(request)


async def _days(request: Request) -> None:
    """Set the weekdays that are named, and the time if there is one beside them."""
    if await _days_and_time(request):
        return
    if wall := _time_text(request):
        await settings.time_of_day(replace(request, text=wall))
    await settings.days(request)


async def _days_and_time(request: Request) -> bool:
    """Set weekdays and a time, if a text names both; confirm them in one message."""
    wall = request.finder.times.last_in(request.text)
    return wall is not None and await settings.days_at(request, wall)


async def _reminder(request: Request, _argument: str) -> None:
    await reminders.nudge(replace(request, text=_time_text(request)))


async def _no_reminder(request: Request, _argument: str) -> None:
    await reminders.nudge_off(request)


def _time_text(request: Request) -> str:
    wall = request.finder.times.last_in(request.text)
    return f"{wall:%H:%M}" if wall else ""


async def _share(request: Request) -> None:
    _, name = request.translator, request.services.messenger.bot_name
    await request.reply(cards.share_card(_, share_button(_, name, "list", _("A psoas exercise"))))


async def _today(request: Request) -> None:
    await practice.today(request)


async def _help(request: Request) -> None:
    # The menu of commands is made of handlers, this one among them.
    from bot.chat.commands import help_  # noqa: PLC0415

    await help_(request)


_HANDLERS: Mapping[Intent, Handler] = {
    **questions.ANSWERS,
    Intent.DONE: said.done,
    Intent.UNDONE: said.undone,
    Intent.YESTERDAY: said.done_yesterday,
    Intent.LATER: said.later,
    Intent.NOT_TOMORROW: said.not_tomorrow,
    Intent.SWAP: said.swap,
    Intent.HARD: said.too_hard,
    Intent.EASY: said.too_easy,
    Intent.FINE: said.fine,
    Intent.HEALTH: health.told,
    Intent.NO: _no,
    Intent.YES: _yes,
    Intent.STOP: _stop,
    Intent.RESUME: pause.resume,
    Intent.DELETE: privacy.delete,
    Intent.DATA: privacy.mydata,
    Intent.PRIVACY: privacy.privacy,
    Intent.ABOUT: signs.about,
    Intent.PROGRESS: progress.progress,
    Intent.TODAY: _today,
    Intent.EXERCISES: practice.exercises,
    Intent.SIGNS: lambda request: signs.signs(replace(request, text="")),
    Intent.SAFETY: safety.safety,
    Intent.SETTINGS: settings.settings,
    Intent.DAYS: _days,
    Intent.STATUS: settings.status,
    Intent.HELP: _help,
    Intent.EQUIPMENT: settings.equipment,
    Intent.AVOID: fit.tap_avoided,
    Intent.UNWANTED: fit.tap_wanted,
    Intent.LANGUAGE: language,
    Intent.TRAINER: programme.programme,
    Intent.SHARE: _share,
}

_WITH_ARGUMENT = {
    Intent.PAUSE: _pause,
    Intent.ZONE: _zone,
    Intent.TIME: _time,
    Intent.REMINDER: _reminder,
    Intent.NO_REMINDER: _no_reminder,
}
