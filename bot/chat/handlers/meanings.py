"""What is done for each thing that people may mean in their own words."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.chat.callbacks import CardRef
from bot.chat.cards import Card
from bot.chat.cards import answers as answer_cards
from bot.chat.cards import talk as cards
from bot.chat.cards.card import escape
from bot.chat.cards.facts import version_name
from bot.chat.cards.links import share_button
from bot.chat.handlers import (
    fit,
    greeting,
    pause,
    practice,
    privacy,
    programme,
    progress,
    questions,
    reminders,
    settings,
    signs,
    start,
)
from bot.chat.handlers.answers import celebrate, confirm
from bot.chat.handlers.language import language
from bot.chat.handlers.sessions import stop_session
from bot.chat.request import Handler, Request
from bot.coach import places
from bot.coach.phrase_book import Intent
from bot.coach.phrases import Meaning
from bot.coach.schedule import local_day
from bot.services.people.terms import Answer, Refusal

AIRPORT_CODE = 3
"""How many letters an airport's code has: `THE` is one."""


async def act_on(request: Request, meaning: Meaning) -> None:
    """Do what a person means."""
    if meaning.intent in _WITH_ARGUMENT:
        await _WITH_ARGUMENT[meaning.intent](request, meaning.argument)
    else:
        await _HANDLERS[meaning.intent](request)


async def done(request: Request) -> None:
    """Count today's exercise as its button does; if it has not come yet, show it."""
    _, practices = request.translator, request.services.practices
    person = await request.services.subscriptions.of(request.chat_id)
    if person is None:
        await request.reply(cards.uncounted_card(_))
        return
    found = await practices.today(request.chat_id, request.now)
    if found.practice.exercise is None:
        await request.reply(cards.rested_card(_))
    elif found.done:
        await request.reply(cards.counted_card(_))
    elif not found.has_come:
        await request.reply(cards.not_yet_card(_))
        await practice.today(request)
    else:
        await confirm(request, CardRef(found.practice.exercise, found.day))
        exercise = found.practice.exercise
        done = await practices.done(request.chat_id, exercise, request.now, found.day)
        if done is not None:
            line = answer_cards.done_line(_, request.services.library, done)
            await request.reply(Card(escape(line)))
            await celebrate(request, done)


async def not_now(request: Request) -> None:
    """Show today's exercise again, and say how to move or swap it if that is possible."""
    found = await request.services.practices.today(request.chat_id, request.now)
    is_there = found.has_come and found.practice.exercise and found.told.is_todays
    if is_there and not found.done:
        await request.reply(cards.not_now_card(request.translator))
    await practice.today(request)


async def _too_hard(request: Request) -> None:
    await _tune(request, Answer.HARD)


async def _too_easy(request: Request) -> None:
    await _tune(request, Answer.EASY)


async def _tune(request: Request, answer: Answer) -> None:
    """Take it as the answer to today's exercise, if that has come."""
    _, library = request.translator, request.services.library
    found = await request.services.practices.today(request.chat_id, request.now)
    slug = found.practice.exercise
    if slug is None or not found.has_come:
        await practice.today(request)
        return
    await confirm(request, CardRef(slug, found.day))
    tuned = await request.services.answers.tune(
        request.chat_id, found.day, slug, answer, request.now
    )
    if isinstance(tuned, Refusal):
        await request.reply(Card(answer_cards.no_line(_, tuned)))
        return
    name = version_name(library.exercises[slug], found.practice.version, request.language)
    line = answer_cards.tuned_line(_, library, slug, tuned)
    await request.reply(cards.tuned_card(name, line))


async def _no(request: Request) -> None:
    """Take a no as the answer to the question about health, if that is open."""
    await _answer(request, greeting.tap_screened)


async def _yes(request: Request) -> None:
    await _answer(request, greeting.ask)


async def _answer(request: Request, handler: Handler) -> None:
    person = await request.services.subscriptions.of(request.chat_id)
    await (_ok if person is None or person.screened else handler)(request)


async def _stop(request: Request) -> None:
    """End the running session; without one, the daily exercises."""
    if await stop_session(request):
        await request.reply(cards.only_the_walk_card(request.translator))
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
    before = "" if place else request.finder.phrases.named_before(request.text)
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
    await settings.time_of_day(replace(request, text=_wall(request) or told))


async def _reminder(request: Request, _argument: str) -> None:
    await reminders.nudge(replace(request, text=_wall(request)))


def _wall(request: Request) -> str:
    wall = request.finder.times.last_in(request.text)
    return f"{wall:%H:%M}" if wall else ""


async def _hello(request: Request) -> None:
    await request.reply(cards.hello_card(request.translator))


async def _bye(request: Request) -> None:
    await request.reply(cards.bye_card(request.translator))


async def _thanks(request: Request) -> None:
    await request.reply(cards.welcome_card(request.translator))


async def _ok(request: Request) -> None:
    await request.reply(cards.ok_card(request.translator))


async def _great(request: Request) -> None:
    await request.reply(cards.great_card(request.translator))


async def _why(request: Request) -> None:
    await request.reply(cards.why_card(request.translator))


async def _missed(request: Request) -> None:
    await request.reply(cards.missed_card(request.translator))


async def _human(request: Request) -> None:
    await request.reply(cards.bot_card(request.translator))


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
    Intent.DONE: done,
    Intent.LATER: not_now,
    Intent.SWAP: not_now,
    Intent.HARD: _too_hard,
    Intent.EASY: _too_easy,
    Intent.HEALTH: fit.tap_health,
    Intent.NO: _no,
    Intent.YES: _yes,
    Intent.STOP: _stop,
    Intent.RESUME: pause.resume,
    Intent.DELETE: privacy.delete,
    Intent.DATA: privacy.mydata,
    Intent.PRIVACY: privacy.privacy,
    Intent.THANKS: _thanks,
    Intent.OK: _ok,
    Intent.GREAT: _great,
    Intent.HELLO: _hello,
    Intent.BYE: _bye,
    Intent.ABOUT: signs.about,
    Intent.WHY: _why,
    Intent.PROGRESS: progress.progress,
    Intent.TODAY: _today,
    Intent.EXERCISES: practice.exercises,
    Intent.SIGNS: lambda request: signs.signs(replace(request, text="")),
    Intent.SAFETY: signs.safety,
    Intent.SETTINGS: settings.settings,
    Intent.DAYS: settings.days,
    Intent.STATUS: settings.status,
    Intent.HELP: _help,
    Intent.EQUIPMENT: settings.equipment,
    Intent.AVOID: fit.tap_avoided,
    Intent.MISSED: _missed,
    Intent.HUMAN: _human,
    Intent.LANGUAGE: language,
    Intent.TRAINER: programme.programme,
    Intent.SHARE: _share,
    Intent.SUITED: questions.suited,
    Intent.STIFF: questions.stiff,
    Intent.OFTEN: questions.often,
    Intent.WARM_UP: questions.warm_up,
    Intent.RUN: questions.run,
    Intent.SIDES: questions.sides,
    Intent.BREATHING: questions.breathing,
    Intent.SORE: questions.sore,
    Intent.CRAMP: questions.cramp,
    Intent.PULL: questions.pull,
    Intent.COST: questions.cost,
}

_WITH_ARGUMENT = {
    Intent.PAUSE: _pause,
    Intent.ZONE: _zone,
    Intent.TIME: _time,
    Intent.REMINDER: _reminder,
}
