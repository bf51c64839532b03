"""Free text: an answer to a question, a name, or one line that helps."""

import asyncio
import re
from dataclasses import replace

from bot.chat.cards import answers as answer_cards
from bot.chat.cards import settings as settings_cards
from bot.chat.cards import talk as cards
from bot.chat.cards.card import Card
from bot.chat.handlers import COMMANDS, Handler, admin
from bot.chat.handlers.answers import rested, touched
from bot.chat.handlers.fit import tap_health
from bot.chat.handlers.guided import stop_for_pain, stop_walk
from bot.chat.handlers.notes import is_off, nudge
from bot.chat.handlers.pause import pause
from bot.chat.handlers.practice import answer_found, show_exercise, today
from bot.chat.handlers.settings import clock, hour
from bot.chat.handlers.signs import safety
from bot.chat.handlers.start import start, stop
from bot.chat.turn import Turn
from bot.coach import places
from bot.coach.finder import plain
from bot.coach.schedule import local_day, parse_wall
from bot.services.people import Subscriber
from bot.services.practice import Answer


async def text(turn: Turn) -> None:
    """Take a command's bare name as the command, anything else as something said."""
    if await admin.takes_text(turn):
        return
    # The muscle's own name is also half of an exercise's.
    wanted = "about" if turn.text.lower() == "psoas" else turn.text.lower()
    named = (command for command in COMMANDS if command.name == wanted)
    if link := re.search(rf"t\.me/{turn.house.messenger.bot.username}\?start=([\w-]+)", turn.text):
        await start(replace(turn, text=link[1]))
    elif wanted == "stop" and await stop_walk(turn):
        await turn.reply(cards.only_the_walk_card(turn.words))
    else:
        command = next(named, None)
        await (command.handler(replace(turn, text="")) if command else _said(turn))


async def _said(turn: Turn) -> None:
    """Take a text as trouble, as what was asked for, else as a name, a number or a time."""
    finder = turn.house.finder(turn.language)
    found, trouble = finder.find(turn.text), finder.trouble(turn.text)
    person = await turn.house.subscriptions.of(turn.chat_id)
    asked = person.asked if person else None
    if trouble == "alarm":
        await stop_for_pain(turn)
        await safety(turn)
    elif trouble == "pain" and not found.is_whole:
        await _hurts(turn)
    elif answer := _small_talk(turn):
        await answer(turn)
    elif asked == "city" and not found.is_whole:  # Split is a city, and half of `split squat`
        await clock(turn)
    elif setting := _setting(asked, turn.text):
        await setting(turn)
    elif asked == "until" and not found.is_whole:
        await pause(turn)
    elif found.meant or found.near:
        await answer_found(turn, found)
    elif slug := _numbered(turn):
        await show_exercise(turn, slug)
    else:
        await _unnamed(turn, person)


def _small_talk(turn: Turn) -> Handler | None:
    """Return what answers the few words that people write where they might tap."""
    _ = turn.words
    # Words with a comma between them: whoever translates writes those of their own language.
    kinds = (
        (_("done, i did it, finished, all done"), done),
        (_("later, not now, not today, tomorrow, skip"), not_now),
        (_("pregnant, i am pregnant, i'm pregnant, hernia, i have a hernia"), tap_health),
        (_("osteoporosis, i have osteoporosis, new hip, i have a new hip"), tap_health),
        (_("unsubscribe, quit, leave me alone"), stop),
        (_("thanks, thank you, thanks a lot, thank you so much, thx, cheers"), thanks),
        (_("hi, hello, hey, hello there, good morning, good evening"), hello),
    )
    said = plain(turn.text)
    return next((answer for words, answer in kinds if said in map(plain, words.split(","))), None)


async def done(turn: Turn) -> None:
    """Count the exercise that came today, as its button does; show one that is still to come."""
    _, practices = turn.words, turn.house.practices
    person = await turn.house.subscriptions.of(turn.chat_id)
    if person is None:
        await turn.reply(cards.uncounted_card(_))
        return
    found = await practices.today(turn.chat_id, turn.now)
    if found.practice.exercise is None:
        await turn.reply(cards.rested_card(_))
    elif found.done:
        await turn.reply(cards.counted_card(_))
    elif not found.has_come:
        await turn.reply(cards.not_yet_card(_))
        await today(turn)
    else:
        await touched(turn, f"{found.day:%Y%m%d}")
        await practices.done(turn.chat_id, found.practice.exercise, turn.now, found.day)
        is_late = found.day < local_day(person.zone, turn.now)
        await turn.reply(Card(answer_cards.done_line(_, is_late=is_late)))


async def not_now(turn: Turn) -> None:
    """Show today's exercise again, and say how to move or swap it where that can be."""
    found = await turn.house.practices.today(turn.chat_id, turn.now)
    is_there = found.has_come and found.practice.exercise and found.told.is_todays
    if is_there and not found.done:
        await turn.reply(cards.not_now_card(turn.words))
    await today(turn)


async def thanks(turn: Turn) -> None:
    """Answer a thank-you."""
    await turn.reply(cards.welcome_card(turn.words))


async def hello(turn: Turn) -> None:
    """Greet back."""
    await turn.reply(cards.hello_card(turn.words))


async def _hurts(turn: Turn) -> None:
    """Let the exercise rest that is being done; where none is, ask whether it was today's."""
    if scene := await stop_for_pain(turn):
        await rested(turn, scene.practice.exercise or "", f"{scene.day:%Y%m%d}")
        return
    found = await turn.house.practices.today(turn.chat_id, turn.now)
    exercise = turn.house.library.exercises.get(found.practice.exercise or "")
    if exercise is None or not found.has_come or Answer.HURTS in found.told.answers:
        await turn.reply(answer_cards.hurts_card(turn.words))
        return
    name, about = exercise.words.to(turn.language).name, (exercise.slug, f"{found.day:%Y%m%d}")
    await turn.reply(answer_cards.which_hurts_card(turn.words, name, about))


async def _unnamed(turn: Turn, person: Subscriber | None) -> None:
    """Take what names nothing as a time or a newcomer's city, else say that I am lost."""
    if person and parse_wall(turn.text):
        await hour(turn)
    elif person and person.asked in ("hour", "nudge") and _has_digit(turn.text):
        await turn.reply(settings_cards.bad_time_card(turn.words))
    elif person and not person.zone_told and (named := await _places(turn)):
        await turn.reply(settings_cards.places_card(turn.words, named, turn.now))
    else:
        await turn.reply(cards.lost_card(turn.words))


def _setting(asked: str | None, text: str) -> Handler | None:
    """Return what takes a text as the time that was asked for; none where it is no time."""
    if asked == "nudge" and (parse_wall(text) or is_off(text)):
        return nudge
    return hour if asked == "hour" and parse_wall(text) else None


def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text[:20])


def _numbered(turn: Turn) -> str | None:
    """Return the exercise with a number in the list."""
    slugs = list(turn.house.library.exercises)
    number = int(turn.text) if turn.text.isdecimal() and len(turn.text) < 3 else 0
    return slugs[number - 1] if 0 < number <= len(slugs) else None


async def _places(turn: Turn) -> list[places.Place]:
    """Return the cities that a newcomer may have meant who writes one instead of tapping."""
    # The first search of a process reads 30,000 cities: not on the event loop.
    return await asyncio.to_thread(places.called, turn.text, limit=4)


async def anything(turn: Turn) -> None:
    """Answer a sticker, a photo, a voice message."""
    await turn.reply(cards.lost_card(turn.words))


async def unknown_command(turn: Turn) -> None:
    """Answer a command that does not exist."""
    await turn.reply(cards.unknown_command_card(turn.words))
