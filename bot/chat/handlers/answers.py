"""The buttons under an exercise: done, later, swap, too hard, too easy, and undo."""

import asyncio
from dataclasses import replace
from datetime import date

from bot.botapi.message import Effect
from bot.chat.cards import Card, offers
from bot.chat.cards import answers as cards
from bot.chat.cards.card import escape
from bot.chat.cards.exercise import practice_card
from bot.chat.cards.exercise_buttons import version_shown
from bot.chat.cards.session_end import asks_how_it_was, without_rating
from bot.chat.handlers.card_edits import (
    refresh,
    refresh_day_cards,
    show_buttons,
    show_on_all,
    show_rated,
)
from bot.chat.handlers.progress import month_card
from bot.chat.handlers.sessions import stop_session
from bot.chat.request import Request
from bot.coach.later import Wait
from bot.coach.trainee import Practice
from bot.services.people.completed import Completed
from bot.services.people.finishing import Finish
from bot.services.people.guided import Ending
from bot.services.people.moves import Swapped
from bot.services.people.responses import STRANGERS, Answer, Refusal
from bot.store.day_cards import DayExercise


async def confirm_arrival(request: Request, ref: DayExercise) -> None:
    """Record that the day's message arrived, in case Telegram never confirmed it."""
    await request.services.deliveries.confirm(request.chat_id, ref.day)


async def _refuse(request: Request, no: Refusal) -> None:
    await request.toast(cards.no_line(request.translator, no))


async def tap_buttons(request: Request, chosen: tuple[DayExercise, str]) -> None:
    """Go back to a card's own buttons."""
    ref, _version = chosen
    await confirm_arrival(request, ref)
    await request.toast()
    responses = await request.services.practices.responses(
        request.chat_id, ref.day, ref.exercise, request.now
    )
    await show_buttons(request, ref, responses)


async def tap_done(request: Request, ref: DayExercise) -> None:
    """Count the card's day as done, while it lasts."""
    _ = request.translator
    finish = Finish(
        request.chat_id, ref.day, ref.exercise, request.now, is_any=True, is_touch=True
    )
    responses, done = await request.services.practices.finish(finish)
    if responses is STRANGERS:
        await request.toast(_("Well done! Tap /start and I'll keep count for you."))
    elif done is None:
        await _refuse(request, Refusal.ANOTHER_DAY)
    else:
        # Telegram is asked both at once: who taps waits for one answer, not for two.
        await asyncio.gather(
            request.toast(cards.done_line(_, request.services.library, done)),
            show_on_all(request, ref, responses, done.cards),
        )
        if done.is_guided:
            await stop_session(request, Ending.DONE, ref.exercise)
        await celebrate(request, done)


async def celebrate(request: Request, done: Completed) -> None:
    """Send the month's picture, with an effect, when a streak reaches a milestone."""
    streak = done.week.streak
    if done.is_new and streak in cards.MILESTONES:
        month = await month_card(request)
        line = cards.milestone_line(request.translator, streak)
        card = replace(month, text=line, effect=Effect.CONFETTI)
        await request.reply(card)


async def tap_undone(request: Request, ref: DayExercise) -> None:
    """Take a done back."""
    _, practices = request.translator, request.services.practices
    await confirm_arrival(request, ref)
    if not await practices.is_under_way(request.chat_id, ref.day, request.now):
        await _refuse(request, Refusal.ANOTHER_DAY)
        return
    await practices.uncount(request.chat_id, request.now, ref.day)
    await request.toast(_("Undone."))
    await refresh(request, ref)


async def tap_later(request: Request, ref: DayExercise) -> None:
    """Offer times for today's exercise to come again, in place of the card's buttons."""
    await confirm_arrival(request, ref)
    found = await request.services.moves.waits(request.chat_id, ref.day, request.now)
    if isinstance(found, Refusal):
        await _refuse(request, found)
        return
    await request.toast()
    version = version_shown(request.shown)
    await request.show_buttons(cards.wait_buttons(request.translator, ref, found, version))


async def tap_wait(request: Request, ref: DayExercise, wait: Wait) -> None:
    """Send the exercise again after the wait that was tapped."""
    await confirm_arrival(request, ref)
    at = await request.services.moves.later(
        request.chat_id, ref.day, ref.exercise, wait, request.now
    )
    if isinstance(at, Refusal):
        await _refuse(request, at)
        await refresh(request, ref)
    elif person := await request.services.subscriptions.find(request.chat_id):
        line = cards.later_line(request.translator, at, person.zone)
        await request.toast(line)
        if cards.is_later_card(request.shown) and await refresh_day_cards(request, ref):
            await request.show(Card(escape(line)))
        else:
            await refresh(request, ref)
    if not isinstance(at, Refusal) and (
        usual := await request.services.moves.habit(request.chat_id, ref.day)
    ):
        await request.reply(offers.habit_card(request.translator, usual))


async def tap_swap(request: Request, ref: DayExercise) -> None:
    """Send another exercise that fits today."""
    await confirm_arrival(request, ref)
    found = await request.services.moves.swap(request.chat_id, ref.day, ref.exercise, request.now)
    await _show_other(request, ref, found)


async def tap_back(request: Request, ref: DayExercise) -> None:
    """Send the exercise again that was swapped away."""
    await confirm_arrival(request, ref)
    moves = request.services.moves
    found = await moves.swap_back(request.chat_id, ref.day, ref.exercise, request.now)
    await _show_other(request, ref, found)


async def _show_other(request: Request, tapped: DayExercise, found: Swapped | Refusal) -> None:
    """Let the card of the other exercise alone be live: a new one, unless it was tapped."""
    if isinstance(found, Refusal):
        await _refuse(request, found)
        await refresh(request, tapped)
        return
    await request.toast()
    gone = tapped._replace(exercise=found.gone)
    responses = await request.services.practices.responses(
        request.chat_id, gone.day, gone.exercise, request.now
    )
    on_gone = request if tapped == gone else replace(request, message_id=None)
    await show_on_all(on_gone, gone, responses, found.cards)
    for card in {*found.cards_before} - {request.message_id}:
        await request.services.messenger.edit_buttons(request.chat_id, card, None)
    if tapped == gone:
        await _show_instead(request, tapped.day, found.practice)
    else:
        await refresh(request, tapped)
        await _remember(request, request.message_id, tapped)


async def _show_instead(request: Request, day: date, practice: Practice) -> None:
    """Send the card of an exercise that takes another's place."""
    ref = DayExercise(day, practice.exercise or "")
    responses = await request.services.practices.responses(
        request.chat_id, ref.day, ref.exercise, request.now
    )
    card = practice_card(
        request.translator, request.services.library, practice, ref.day, responses=responses
    )
    await show_day(request, card, ref)


async def show_day(request: Request, card: Card, ref: DayExercise) -> int | None:
    """Send the card of a day's exercise, and remember its message for reactions to it."""
    message_id = await request.reply(card)
    await _remember(request, message_id, ref)
    return message_id


async def _remember(request: Request, message_id: int | None, ref: DayExercise) -> None:
    """Remember the message that shows a day's exercise."""
    if message_id is not None and request.is_private:
        await request.services.practices.shows(request.chat_id, message_id, ref)


async def tap_hard(request: Request, ref: DayExercise) -> None:
    """Make the exercise easier next time."""
    await _tune(request, ref, Answer.HARD)


async def tap_easy(request: Request, ref: DayExercise) -> None:
    """Make the exercise a little harder next time."""
    await _tune(request, ref, Answer.EASY)


async def _tune(request: Request, ref: DayExercise, answer: Answer) -> None:
    await confirm_arrival(request, ref)
    tuned = await request.services.answers.tune(
        request.chat_id, ref.day, ref.exercise, answer, request.now
    )
    if isinstance(tuned, Refusal):
        await _refuse(request, tuned)
        return
    line = cards.tuned_line(request.translator, request.services.library, ref.exercise, tuned)
    await request.toast(line)
    if asks_how_it_was(request.shown):
        await show_rated(request, line, without_rating(request.shown))
    else:
        await refresh(request, ref)


async def tap_right(request: Request, ref: DayExercise) -> None:
    """Change nothing about an exercise that was just right; stop asking."""
    line = cards.right_line(request.translator)
    await confirm_arrival(request, ref)
    await request.toast(line)
    await show_rated(request, line, without_rating(request.shown))


async def tap_unhurt(request: Request, ref: DayExercise) -> None:
    """Send an exercise again after all, from the card that says it is paused."""
    await confirm_arrival(request, ref)
    await _untune(request, ref, Answer.HURTS)
    await request.show(cards.unhurt_card(request.translator))
    await refresh_day_cards(request, ref)


async def tap_undo(request: Request, ref: DayExercise, answer: str) -> None:
    """Take an answer back."""
    await confirm_arrival(request, ref)
    if answer == Answer.SWAP:
        await _swap_back(request, ref)
        return
    if answer == "later":
        await _undo_later(request)
    else:
        await _untune(request, ref, Answer(answer))
    await refresh(request, ref)


async def _untune(request: Request, ref: DayExercise, answer: Answer) -> None:
    _ = request.translator
    tuned = await request.services.answers.untune(
        request.chat_id, ref.day, ref.exercise, answer, request.now
    )
    await (_refuse(request, tuned) if isinstance(tuned, Refusal) else request.toast(_("Undone.")))


async def _undo_later(request: Request) -> None:
    _ = request.translator
    is_undone = await request.services.moves.undo_later(request.chat_id, request.now)
    await (request.toast(_("Undone.")) if is_undone else _refuse(request, Refusal.NOT_SAID))


async def _swap_back(request: Request, tapped: DayExercise) -> None:
    """Send the exercise again that the tapped one replaced."""
    responses = await request.services.practices.responses(
        request.chat_id, tapped.day, tapped.exercise, request.now
    )
    found = await request.services.moves.swap_back(
        request.chat_id, tapped.day, responses.instead_of or "", request.now
    )
    await _show_other(request, tapped, found)
