"""The buttons that say how it went: done, later, swap, too hard, too easy, it hurts; and undo."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime

from bot.chat.cards import Card
from bot.chat.cards import answers as cards
from bot.chat.cards.exercise import practice_buttons, practice_card
from bot.chat.handlers.guided import stop_for_pain
from bot.chat.handlers.old import too_old
from bot.chat.turn import Turn
from bot.coach.later import Wait
from bot.coach.library import Exercise
from bot.coach.routine import Practice
from bot.coach.schedule import local_day
from bot.services.answers import No
from bot.services.practice import Answer


def day_of(stamp: str) -> date | None:
    """Read the day in a button; None where a stranger wrote it."""
    try:
        return datetime.strptime(stamp, "%Y%m%d").date()  # noqa: DTZ007  # a calendar date
    except ValueError:
        return None


async def touched(turn: Turn, stamp: str) -> None:
    """Note that the day's message arrived, in case Telegram never said so."""
    if day := day_of(stamp):
        await turn.house.deliveries.confirm(turn.chat_id, day)


async def _card(turn: Turn, slug: str, stamp: str) -> tuple[Exercise, date] | None:
    """Return what a card is about; of an exercise or day that is none, only say so."""
    exercise, day = turn.house.library.exercises.get(slug), day_of(stamp)
    if exercise is None:
        await too_old(turn)
    elif day is None:
        await turn.toast(cards.no_line(turn.words, No.ANOTHER_DAY))
    else:
        await touched(turn, stamp)
        return exercise, day
    return None


async def _no(turn: Turn, no: No) -> None:
    await turn.toast(cards.no_line(turn.words, no))


async def _refresh(turn: Turn, exercise: Exercise, day: date) -> None:
    """Let the buttons of the tapped card show what has been said by now."""
    told = await turn.house.practices.told(turn.chat_id, day, exercise.slug)
    library = turn.house.library
    await turn.show_buttons(practice_buttons(turn.words, library, exercise, day, told))


async def tap_buttons(turn: Turn, slug: str, stamp: str) -> None:
    """Go back to a card's own buttons."""
    if card := await _card(turn, slug, stamp):
        await turn.toast()
        await _refresh(turn, *card)


async def tap_done(turn: Turn, slug: str, stamp: str) -> None:
    """Count the card's day as done, while it lasts."""
    _ = turn.words
    card = await _card(turn, slug, stamp)
    if card is None:
        return
    exercise, day = card
    if not await turn.house.practices.is_current(turn.chat_id, day, turn.now):
        await _no(turn, No.ANOTHER_DAY)
        return
    person = await turn.house.practices.done(turn.chat_id, slug, turn.now, day)
    if person is None:
        await turn.toast(_("Well done! /start keeps count for you."))
        return
    await turn.toast(cards.done_line(_, is_late=day < local_day(person.zone, turn.now)))
    await _refresh(turn, exercise, day)


async def tap_undone(turn: Turn, slug: str, stamp: str) -> None:
    """Take a done back."""
    card = await _card(turn, slug, stamp)
    if card is None:
        return
    exercise, day = card
    if not await turn.house.practices.is_current(turn.chat_id, day, turn.now):
        await _no(turn, No.ANOTHER_DAY)
        return
    await turn.house.practices.undone(turn.chat_id, turn.now, day)
    _ = turn.words
    await turn.toast(_("Taken back."))
    await _refresh(turn, exercise, day)


async def tap_later(turn: Turn, slug: str, stamp: str) -> None:
    """Offer when the exercise may come again, in place of the card's buttons."""
    if card := await _card(turn, slug, stamp):
        exercise, day = card
        found = await turn.house.moves.waits(turn.chat_id, day, turn.now)
        if isinstance(found, No):
            await _no(turn, found)
            return
        await turn.toast()
        await turn.show_buttons(cards.wait_buttons(turn.words, exercise.slug, day, found))


async def tap_wait(turn: Turn, slug: str, stamp: str, wait: str) -> None:
    """Let the exercise come again after the wait that was tapped."""
    if wait not in set(Wait):
        await too_old(turn)
        return
    if card := await _card(turn, slug, stamp):
        exercise, day = card
        at = await turn.house.moves.later(turn.chat_id, day, slug, Wait(wait), turn.now)
        if isinstance(at, No):
            await _no(turn, at)
        elif person := await turn.house.subscriptions.of(turn.chat_id):
            await turn.toast(cards.later_line(turn.words, at, person.zone))
        await _refresh(turn, exercise, day)


async def tap_swap(turn: Turn, slug: str, stamp: str) -> None:
    """Bring another exercise that fits today."""
    if card := await _card(turn, slug, stamp):
        exercise, day = card
        found = await turn.house.moves.swap(turn.chat_id, day, slug, turn.now)
        await _show_other(turn, exercise, day, found)


async def tap_back(turn: Turn, slug: str, stamp: str) -> None:
    """Bring back the exercise that was swapped away."""
    if card := await _card(turn, slug, stamp):
        exercise, day = card
        found = await turn.house.moves.swap_back(turn.chat_id, day, slug, turn.now)
        await _show_other(turn, exercise, day, found)


async def _show_other(turn: Turn, tapped: Exercise, day: date, found: Practice | No) -> None:
    """Send the other card, with its own film, below: the tapped one only changes its buttons."""
    if isinstance(found, No):
        await _no(turn, found)
        await _refresh(turn, tapped, day)
        return
    await turn.toast()
    await _refresh(turn, tapped, day)
    if found.exercise is not None and found.exercise != tapped.slug:
        told = await turn.house.practices.told(turn.chat_id, day, found.exercise)
        card = practice_card(turn.words, turn.house.library, found, day, told=told)
        await turn.reply(card)


async def tap_hard(turn: Turn, slug: str, stamp: str) -> None:
    """Make it easier the next time."""
    await _tune(turn, slug, stamp, Answer.HARD)


async def tap_easy(turn: Turn, slug: str, stamp: str) -> None:
    """Make it a little more the next time."""
    await _tune(turn, slug, stamp, Answer.EASY)


async def _tune(turn: Turn, slug: str, stamp: str, answer: Answer) -> None:
    if card := await _card(turn, slug, stamp):
        exercise, day = card
        tuned = await turn.house.answers.tune(turn.chat_id, day, slug, answer, turn.now)
        if isinstance(tuned, No):
            await _no(turn, tuned)
            return
        found = await turn.house.practices.today(turn.chat_id, turn.now)
        practice = Practice(found.practice.position, slug)
        line = cards.tuned_line(turn.words, turn.house.library, practice, tuned)
        await turn.toast(line)
        await _refresh(turn, exercise, day)


async def tap_hurts(turn: Turn, slug: str, stamp: str) -> None:
    """Let the exercise rest, and say what to do when it hurts, whatever card it was."""
    await stop_for_pain(turn, slug)
    if card := await rested(turn, slug, stamp):
        await _refresh(turn, *card)


async def tap_pain(turn: Turn, slug: str, stamp: str) -> None:
    """Do the same from a guided exercise, whose message loses its buttons."""
    if not await stop_for_pain(turn, slug):
        await turn.show_buttons(None)
    await rested(turn, slug, stamp)


async def tap_was(turn: Turn, slug: str, stamp: str) -> None:
    """Do it from the card that asks whether it was today's exercise, in that card's place."""
    await stop_for_pain(turn, slug)
    await rested(turn, slug, stamp, turn.show)


async def rested(
    turn: Turn, slug: str, stamp: str, say: Callable[[Card], Awaitable[object]] | None = None
) -> tuple[Exercise, date] | None:
    """Say what to do when it hurts; return what rests from now on, if anything does."""
    _, say = turn.words, say or turn.reply
    exercise, day = turn.house.library.exercises.get(slug), day_of(stamp)
    if exercise is None or day is None:
        await turn.toast()
        await say(cards.hurts_card(_))
        return None
    await touched(turn, stamp)
    tuned = await turn.house.answers.tune(turn.chat_id, day, slug, Answer.HURTS, turn.now)
    if isinstance(tuned, No):
        await turn.toast()
        await say(cards.hurts_card(_, slug))
        return None
    await turn.toast(_("It rests for a week."))
    await say(cards.hurts_card(_, slug, tuned))
    return exercise, day


async def tap_unhurt(turn: Turn, slug: str, stamp: str) -> None:
    """Let an exercise come again, from the card that says that it rests."""
    if card := await _card(turn, slug, stamp):
        await _untune(turn, card[1], slug, Answer.HURTS)
        await turn.show(cards.unhurt_card(turn.words))


async def tap_undo(turn: Turn, slug: str, stamp: str, answer: str) -> None:
    """Take an answer back."""
    if answer not in {*Answer, "later"}:
        await too_old(turn)
        return
    card = await _card(turn, slug, stamp)
    if card is None:
        return
    if answer == Answer.SWAP:
        await _swap_back(turn, *card)
        return
    if answer == "later":
        await _not_later(turn)
    else:
        await _untune(turn, card[1], slug, Answer(answer))
    await _refresh(turn, *card)


async def _untune(turn: Turn, day: date, slug: str, answer: Answer) -> None:
    _ = turn.words
    tuned = await turn.house.answers.untune(turn.chat_id, day, slug, answer, turn.now)
    await (_no(turn, tuned) if isinstance(tuned, No) else turn.toast(_("Taken back.")))


async def _not_later(turn: Turn) -> None:
    _ = turn.words
    is_undone = await turn.house.moves.not_later(turn.chat_id, turn.now)
    await (turn.toast(_("Taken back.")) if is_undone else _no(turn, No.NOT_SAID))


async def _swap_back(turn: Turn, tapped: Exercise, day: date) -> None:
    """Bring back the exercise whose place the tapped one took."""
    told = await turn.house.practices.told(turn.chat_id, day, tapped.slug)
    found = await turn.house.moves.swap_back(turn.chat_id, day, told.instead_of or "", turn.now)
    await _show_other(turn, tapped, day, found)
