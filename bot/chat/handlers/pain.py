"""Pain, tapped or written about: what to do, and which exercise to leave out for a while."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from bot.chat.cards import Card
from bot.chat.cards import answers as cards
from bot.chat.cards import fit as fit_cards
from bot.chat.cards.card import Rows, with_rows
from bot.chat.cards.facts import version_name
from bot.chat.cards.fit import noting_rows_of
from bot.chat.handlers.answers import confirm_arrival
from bot.chat.handlers.card_edits import refresh, refresh_day_cards, show_rated
from bot.chat.handlers.sessions import stop_for_pain
from bot.chat.request import Request
from bot.coach.phrase_book import Intent
from bot.services.people.responses import Answer, Refusal
from bot.store.day_cards import DayExercise


async def hurts(request: Request) -> None:
    """Pause the exercise of the running session; else ask if it was the one named, or today's."""
    further = await _noting(request)

    is_done = await _count_if_said(request)

    async def say(card: Card) -> None:
        card = cards.counted_too(request.translator, card) if is_done else card
        await request.reply(with_rows(card, further))

    if view := await stop_for_pain(request):
        await _pause(request, DayExercise(view.day, view.practice.exercise or ""), say)
        return
    suspect = await _suspect(request)
    if suspect is None:
        await say(cards.hurts_card(request.translator))
        return
    if is_done and suspect.is_todays:
        await _pause(request, suspect.ref, say)
        return
    await say(cards.which_hurts_card(request.translator, suspect.name, suspect.ref))


async def _pause(
    request: Request, ref: DayExercise, say: Callable[[Card], Awaitable[object]]
) -> None:
    """Pause an exercise, and show that on the day's card."""
    if await pause_after_pain(request, ref, say):
        await refresh_day_cards(request, ref)


async def tap_hurting(request: Request) -> None:
    """Answer "It hurts" below a text that wasn't understood as if pain had been written about."""
    await request.toast()
    await hurts(replace(request, text=""))


@dataclass(frozen=True)
class _Suspect:
    """An exercise that may be what hurts."""

    ref: DayExercise
    name: str
    is_todays: bool


async def _suspect(request: Request) -> _Suspect | None:
    """Return the exercise that may hurt: the one written about, or today's."""
    found = await request.services.practices.today(request.chat_id, request.now)
    todays, version = found.practice.exercise, found.practice.version
    if not found.has_come or Answer.HURTS in found.responses.answers:
        todays = None
    slug = request.finder.exercise_in(request.text) or todays
    exercise = request.services.library.exercises.get(slug or "")
    if exercise is None:
        return None
    is_todays = slug == todays
    name = version_name(exercise, version if is_todays else None, request.language)
    return _Suspect(DayExercise(found.day, exercise.slug), name, is_todays)


async def _count_if_said(request: Request) -> bool:
    """Count today's exercise if a text says that, too, is done: `done but it hurt`."""
    clause = request.finder.phrases.clause_in(request.text)
    if clause is None or clause.intent is not Intent.DONE:
        return False
    practices = request.services.practices
    found = await practices.today(request.chat_id, request.now)
    slug = found.practice.exercise
    if slug is None or not found.has_come:
        return False
    counted = await practices.count(request.chat_id, slug, request.now, found.day)
    if counted is not None:
        await refresh_day_cards(request, DayExercise(found.day, slug))
    return counted is not None


async def _noting(request: Request) -> Rows:
    """Offer to take where it hurts into account, unless that is known or nobody subscribed."""
    person = await request.services.subscriptions.find(request.chat_id)
    flag = request.finder.phrases.trouble.flag_of(request.text)
    if person is None or flag in person.flags:
        return ()
    return fit_cards.noting_rows(request.translator, flag)


async def tap_hurts(request: Request, ref: DayExercise) -> None:
    """Pause an exercise for a week, and say what to do when it hurts."""
    await stop_for_pain(request, ref.exercise)
    if await pause_after_pain(request, ref):
        await refresh(request, ref)


async def tap_pain(request: Request, ref: DayExercise) -> None:
    """Answer "It hurts" under a session: like tap_hurts(), but the session loses its buttons."""
    if not await stop_for_pain(request, ref.exercise):
        await show_rated(request, "", None)
    if await pause_after_pain(request, ref):
        await refresh_day_cards(request, ref)


async def tap_was(request: Request, ref: DayExercise) -> None:
    """Answer "It was the ...": like tap_hurts(), but in place of the card that asked."""

    async def show(said: Card) -> None:
        await request.show(with_rows(said, noting_rows_of(request.shown)))

    await stop_for_pain(request, ref.exercise)
    if await pause_after_pain(request, ref, show):
        await refresh_day_cards(request, ref)


async def pause_after_pain(
    request: Request, ref: DayExercise, say: Callable[[Card], Awaitable[object]] | None = None
) -> bool:
    """Say what to do when it hurts; return whether the exercise is paused from now on."""
    _, say = request.translator, say or request.reply
    if ref.exercise not in request.services.library.exercises:
        await request.toast()
        await say(cards.hurts_card(_))
        return False
    await confirm_arrival(request, ref)
    tuned = await request.services.answers.tune(
        request.chat_id, ref.day, ref.exercise, Answer.HURTS, request.now
    )
    if isinstance(tuned, Refusal):
        await request.toast()
        await say(cards.hurts_card(_, ref.exercise))
        return False
    await request.toast(cards.hurts_line(_))
    await say(cards.hurts_card(_, ref.exercise, tuned))
    return True
