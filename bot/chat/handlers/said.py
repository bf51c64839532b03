"""What people write about today's exercise instead of tapping: done, later, too hard."""

from dataclasses import replace
from datetime import date, time

from bot.chat.cards import Card, howto, offers
from bot.chat.cards import answers as answer_cards
from bot.chat.cards import talk as cards
from bot.chat.cards.card import escape
from bot.chat.cards.facts import version_name
from bot.chat.cards.pause import no_exercise_card, skipped_card
from bot.chat.handlers import pause, practice
from bot.chat.handlers.answers import celebrate, confirm_arrival
from bot.chat.handlers.card_edits import refresh_day_cards
from bot.chat.handlers.sessions import stop_session
from bot.chat.request import Request
from bot.coach.schedule import local_day
from bot.services.people.days import ONE_DAY, day_of
from bot.services.people.guided import Ending
from bot.services.people.responses import Answer, Refusal
from bot.services.people.today import DayPractice
from bot.services.people.trainees import pause_of, paused_until, rests_next
from bot.store.day_cards import DayExercise
from bot.store.subscribers import Subscriber


async def done(request: Request) -> None:
    """Count today's exercise as its button does; if it has not come yet, show it."""
    _, practices = request.translator, request.services.practices
    person = await request.services.subscriptions.find(request.chat_id)
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
        await _count(request, DayExercise(found.day, found.practice.exercise))


async def _count(request: Request, ref: DayExercise) -> None:
    """Count a day's exercise, and show that on its card."""
    await confirm_arrival(request, ref)
    done = await request.services.practices.count(
        request.chat_id, ref.exercise, request.now, ref.day
    )
    if done is not None:
        line = answer_cards.done_line(request.translator, request.services.library, done)
        await request.reply(Card(escape(line)))
        await stop_session(request, Ending.DONE, ref.exercise)
        await refresh_day_cards(request, ref)
        await celebrate(request, done)


async def undone(request: Request) -> None:
    """Take today's done back."""
    _, practices = request.translator, request.services.practices
    found = await practices.today(request.chat_id, request.now)
    if found.done:
        await practices.uncount(request.chat_id, request.now, found.day)
        await request.reply(howto.undone_card(_))
        if found.practice.exercise is not None:
            await refresh_day_cards(request, DayExercise(found.day, found.practice.exercise))
    else:
        await request.reply(howto.never_done_card(_))


async def done_yesterday(request: Request) -> None:
    """Count the day before while it lasts, until 03:00; after that, say why it doesn't count."""
    person = await request.person()
    if day_of(person, request.now) < local_day(person.zone, request.now):
        await done(request)
    else:
        await request.reply(howto.yesterday_card(request.translator))


async def later(request: Request) -> None:
    """Move today's exercise to the time that is named, or ask; without one, say what is so."""
    found = await request.services.practices.today(request.chat_id, request.now)
    person = await request.services.subscriptions.find(request.chat_id)
    if person is None:
        await practice.today(request)
    elif _is_free(person, found):
        await _say_free(request, person, found.day)
    elif found.responses.hurt_today:
        await _refuse(request, Refusal.PAUSED)
    else:
        await _wait(request, person, found)


def _is_free(person: Subscriber, found: DayPractice) -> bool:
    """Return whether a day has no exercise: a rest day, a day off or one of a pause."""
    pause = None if found.has_come else pause_of(person)
    has_one = found.practice.exercise is not None and found.is_training_day
    return not found.done and (not has_one or (pause is not None and found.day in pause))


async def _say_free(request: Request, person: Subscriber, day: date) -> None:
    """Say that a day has no exercise, with no offer to move or swap one."""
    card = no_exercise_card(
        request.translator,
        person,
        paused_until(person, request.now),
        is_today=day == local_day(person.zone, request.now),
        rests=rests_next(request.services.library, person),
    )
    await request.reply(card)


async def _wait(request: Request, person: Subscriber, found: DayPractice) -> None:
    """Let a day's exercise come again later, or say why it can't."""
    waits = await request.services.moves.waits(request.chat_id, found.day, request.now)
    if isinstance(waits, Refusal):
        await _refuse(request, waits)
    elif not found.has_come:
        await _refuse(request, Refusal.NOT_YET)
    elif not await _moved(request, found.card, person.zone):
        await request.reply(answer_cards.later_card(request.translator, found.card, waits))


async def _moved(request: Request, ref: DayExercise, zone: str) -> bool:
    """Send an exercise again at the time that a text names; return whether that is today."""
    wall, moves = _todays_time(request), request.services.moves
    if wall is None:
        return False
    at = await moves.later(request.chat_id, ref.day, ref.exercise, wall, request.now)
    if isinstance(at, Refusal):
        return False
    await confirm_arrival(request, ref)
    line = answer_cards.later_line(request.translator, at, zone)
    await request.reply(Card(escape(line)))
    await refresh_day_cards(request, ref)
    if usual := await moves.habit(request.chat_id, ref.day):
        await request.reply(offers.habit_card(request.translator, usual))
    return True


def _todays_time(request: Request) -> time | None:
    """Return the time of day that a text names, unless it may be one of another day."""
    finder, text = request.finder, request.text
    rest = finder.times.marked(text, "")
    if finder.days.names_another(text) or any(letter.isdigit() for letter in rest):
        return None
    return finder.times.last_in(text)


async def _refuse(request: Request, no: Refusal) -> None:
    await request.reply(Card(escape(answer_cards.no_line(request.translator, no))))


async def not_tomorrow(request: Request) -> None:
    """Leave out tomorrow alone, unless a pause that lasts longer does."""
    person, now = await request.person(), request.now
    tomorrow = local_day(person.zone, now) + ONE_DAY
    until = paused_until(person, now)
    if until and until > tomorrow:
        await pause.pause(replace(request, text=""))
        return
    person = await request.services.subscriptions.pause(
        request.chat_id, now, tomorrow + ONE_DAY, first=None if until else tomorrow
    )
    rests = rests_next(request.services.library, person)
    await request.reply(skipped_card(request.translator, person, rests=rests))


async def swap(request: Request) -> None:
    """Show today's exercise again, and say how to swap it if that is possible."""
    found = await request.services.practices.today(request.chat_id, request.now)
    is_there = found.has_come and found.practice.exercise and found.responses.is_todays
    if is_there and not found.done:
        await request.reply(cards.swap_card(request.translator))
    await practice.today(request)


async def too_hard(request: Request) -> None:
    """Make today's exercise easier next time; said twice, tell what to do with it now."""
    await _tune(request, Answer.HARD)


async def too_easy(request: Request) -> None:
    """Make today's exercise a little harder next time."""
    await _tune(request, Answer.EASY)


async def _tune(request: Request, answer: Answer) -> None:
    """Take it as the answer to today's exercise, if that has come."""
    _, library = request.translator, request.services.library
    found = await request.services.practices.today(request.chat_id, request.now)
    slug = found.practice.exercise
    if slug is None or not found.has_come:
        await practice.today(request)
        return
    ref = DayExercise(found.day, slug)
    name = version_name(library.exercises[slug], found.practice.version, request.language)
    if answer == Answer.HARD and answer in found.responses.answers:
        await request.reply(answer_cards.too_hard_again_card(_, name, ref))
        return
    await confirm_arrival(request, ref)
    tuned = await request.services.answers.tune(
        request.chat_id, found.day, slug, answer, request.now
    )
    if isinstance(tuned, Refusal):
        await _refuse(request, tuned)
        return
    line = answer_cards.tuned_line(_, library, slug, tuned)
    await request.reply(cards.tuned_card(name, line))
    await refresh_day_cards(request, ref)


async def fine(request: Request) -> None:
    """End a pause that an illness may have been the reason for; else say what still counts."""
    person = await request.services.subscriptions.find(request.chat_id)
    if person and paused_until(person, request.now) is not None:
        await pause.resume(request)
    else:
        await request.reply(howto.fine_card(request.translator))
