"""Free text: an answer to a question, a name, or something that gets a pointer to /help."""

import asyncio
import re
from dataclasses import replace

from bot.chat.cards import settings as settings_cards
from bot.chat.cards import talk as cards
from bot.chat.commands import COMMANDS
from bot.chat.handlers import operators
from bot.chat.handlers.meanings import act_on
from bot.chat.handlers.pain import hurts
from bot.chat.handlers.pause import pause
from bot.chat.handlers.practice import answer_found, show_exercise
from bot.chat.handlers.reminders import nudge, write_stiff
from bot.chat.handlers.safety import alarm, crisis, passing
from bot.chat.handlers.sessions import stop_for_pain, stop_session
from bot.chat.handlers.settings import set_city, time_of_day, time_zone
from bot.chat.handlers.start import start
from bot.chat.request import Handler, Request
from bot.coach import places
from bot.coach.finder import Understood
from bot.coach.names import Found
from bot.coach.phrases import POLITE, Meaning
from bot.store.subscribers import Question, Subscriber

THE_SAME = 100
"""How alike text and phrase must be, of 100, where a near match would be wrong too often."""


async def text(request: Request) -> None:
    """Handle a text: a command without its slash, a link to the bot, or something said."""
    if await operators.takes_text(request):
        return
    # The muscle's own name is also half of an exercise's.
    wanted = "about" if request.text.lower() == "psoas" else request.text.lower()
    named = (command for command in COMMANDS if command.name == wanted)
    if link := re.search(
        rf"t\.me/{request.services.messenger.bot_name}\?start=([\w-]+)", request.text
    ):
        await start(replace(request, text=link[1]))
    elif wanted == "stop" and await stop_session(request):
        await request.reply(cards.session_stopped_card(request.translator))
    else:
        command = next(named, None)
        await (command.handler(replace(request, text="")) if command else _said(request))


async def _said(request: Request) -> None:
    """Handle a text as an emergency, as the answer asked for, or as a name, number or phrase."""
    understood = request.finder.understand(request.text)
    if _may_be_foreign_emergency(understood):
        elsewhere = request.services.finders.emergency_elsewhere
        understood = await elsewhere(request.text, request.language) or understood
    person = await request.services.subscriptions.find(request.chat_id)
    question_for = request.services.subscriptions.question_for
    asked = await question_for(person, request.now) if person else None
    if understood == "crisis":
        await request.services.moves.stop_today(request.chat_id)
        await stop_session(request)
        await crisis(request)
        await request.services.answers.note_emergency(request.chat_id, request.now)
    elif understood == "alarm":
        await stop_for_pain(request)
        passes = request.finder.phrases.trouble.passes(request.text)
        await (passing if passes else alarm)(request)
        await request.services.answers.note_emergency(request.chat_id, request.now)
    elif understood == "pain":
        await hurts(request)
    elif answer := await _asked_for(request, asked, understood):
        await answer(request)
    elif named := await _newcomers_city(request, person, understood):
        await _take_city(request, named)
    elif isinstance(understood, Meaning):
        place = await _whereabouts(request) if person and understood.is_learned else ""
        await (time_zone(replace(request, text=place)) if place else act_on(request, understood))
    elif isinstance(understood, Found):
        await answer_found(request, understood)
    elif await write_stiff(request):
        return
    else:
        await _unnamed(request, person, asked)


def _may_be_foreign_emergency(understood: Understood | None) -> bool:
    """Return whether a text may be an emergency in another language for all that we know."""
    if isinstance(understood, Meaning):
        return understood.is_learned
    return understood is None or (isinstance(understood, Found) and not understood.meant)


async def _asked_for(
    request: Request, asked: Question | None, understood: Understood | None
) -> Handler | None:
    """Return the handler of an answer that was asked for, if the text may be one."""
    if setting := _setting(asked, request):
        return setting
    is_whole = isinstance(understood, Found) and understood.is_whole
    if is_whole or asked not in (Question.CITY, Question.PAUSE):
        return None
    if asked == Question.PAUSE:
        return None if isinstance(understood, Meaning) and not _has_digit(request.text) else pause
    # "Nice" is a city as well as a word of praise, and "Split" half of "split squat".
    if isinstance(understood, Meaning) and not await _places(request):
        return None
    return time_zone


async def _unnamed(request: Request, person: Subscriber | None, asked: Question | None) -> None:
    """Handle a text without a name: a number, a time, a place, or nothing we understand."""
    if slug := _numbered(request):
        await show_exercise(request, slug)
    elif person and request.finder.times.read(request.text):
        await time_of_day(request)
    elif asked in (Question.TIME, Question.REMINDER) and _has_digit(request.text):
        await request.reply(settings_cards.bad_time_card(request.translator))
    elif person and (place := await _whereabouts(request)):
        await time_zone(replace(request, text=place))
    else:
        await request.reply(cards.not_understood_card(request.translator))


def _setting(asked: Question | None, request: Request) -> Handler | None:
    """Return the handler for a time or a day that was asked for, if the text is one."""
    times, days, text = request.finder.times, request.finder.days, request.text
    if asked == Question.PAUSE and (days.stretch(text) or days.day(text, request.now.date())):
        return pause
    if asked == Question.REMINDER and (times.read(text) or times.is_off(text)):
        return nudge
    return time_of_day if asked == Question.TIME and times.read(text) else None


def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text[:20])


def _numbered(request: Request) -> str | None:
    """Return the exercise whose number in the list was written."""
    slugs = list(request.services.library.exercises)
    number = int(request.text) if request.text.isdecimal() and len(request.text) < 3 else 0
    return slugs[number - 1] if 0 < number <= len(slugs) else None


async def _newcomers_city(
    request: Request, person: Subscriber | None, understood: Understood | None
) -> list[places.Place]:
    """Return the cities that a newcomer may mean, who writes one instead of tapping.

    A city goes before a phrase that it only resembles ("Quito", "cómo quito este bot"), but not
    before the very phrase ("nice").
    """
    is_name = isinstance(understood, Found) and understood.meant
    if person is None or person.zone_told or is_name:
        return []
    if request.finder.phrases.meaning(request.text, THE_SAME):
        return []
    return await asyncio.to_thread(places.meant, request.text, limit=4)


async def _take_city(request: Request, named: list[places.Place]) -> None:
    """Set a newcomer's city; ask back where the word is only a small town's name."""
    if places.is_well_known(request.text):
        await set_city(request, named)
    else:
        await request.reply(settings_cards.places_card(request.translator, named, request.now))


async def _places(request: Request) -> list[places.Place]:
    """Return the cities whose very name a text is."""
    # The first search reads 30,000 cities: too long for the event loop.
    return await asyncio.to_thread(places.called, request.text, limit=4)


async def _whereabouts(request: Request) -> str:
    """Return the city where somebody says they are; nothing for one that nobody knows."""
    place = request.finder.phrases.place_in(request.text).removesuffix(" now").strip(" .!")
    return place if place and await _places(replace(request, text=place)) else ""


async def anything(request: Request) -> None:
    """Answer a sticker in kind; a photo or a voice message is not understood."""
    meaning = request.finder.phrases.meaning(request.text)
    if meaning and meaning.intent in POLITE:
        await act_on(request, meaning)
    else:
        await request.reply(cards.not_understood_card(request.translator))


async def unknown_command(request: Request) -> None:
    """Answer a command that does not exist; "/ajustes" is read as if it had no slash."""
    word = request.command.replace("_", " ")
    if not request.text and request.finder.phrases.meaning(word, THE_SAME):
        await _said(replace(request, text=word))
    else:
        await request.reply(cards.unknown_command_card(request.translator))
