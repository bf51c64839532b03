"""/today, /exercise, /exercises, and the buttons under an exercise."""

from datetime import date, datetime

from bot.chat.cards import exercise as cards
from bot.chat.cards import sign as sign_cards
from bot.chat.cards import talk
from bot.chat.cards.links import share_button
from bot.chat.handlers.old import too_old
from bot.chat.turn import Turn
from bot.coach.finder import Found
from bot.coach.library import Exercise
from bot.coach.routine import Practice


async def today(turn: Turn) -> None:
    """Show today's exercise again."""
    found = await turn.house.practices.today(turn.chat_id, turn.now)
    if not found.is_training_day:
        await turn.reply(talk.day_off_card(turn.words))
    card = cards.practice_card(
        turn.words, turn.house.library, found.practice, found.day, done=found.done
    )
    await turn.reply(card)


async def exercises(turn: Turn) -> None:
    """List all exercises."""
    await turn.reply(cards.list_card(turn.words, turn.house.library))


async def exercise(turn: Turn) -> None:
    """Find an exercise by any of its names."""
    if not turn.text:
        await exercises(turn)
        return
    await answer_found(turn, turn.house.finder(turn.language).find(turn.text, "exercise"))


async def answer_found(turn: Turn, found: Found) -> None:
    """Show what was meant, ask which, or offer near names."""
    library = turn.house.library
    if len(found.meant) == 1:
        topic = found.meant[0]
        if topic.kind == "exercise":
            await show_exercise(turn, topic.slug)
        else:
            card = sign_cards.sign_card(turn.words, library, library.signs[topic.slug])
            await turn.reply(card)
    elif found.meant:
        await turn.reply(talk.which_card(turn.words, library, found.meant))
    else:
        await turn.reply(talk.unknown_name_card(turn.words, library, found.near))


async def show_exercise(turn: Turn, slug: str, form: str | None = None) -> None:
    """Send the card of one exercise."""
    found = await turn.house.practices.today(turn.chat_id, turn.now)
    # The dose is that of the person's own week, whichever exercise they look at.
    practice = Practice(found.practice.position, slug, form)
    await turn.reply(cards.own_card(turn.words, turn.house.library, practice, found.day))


async def tap_exercise(turn: Turn, slug: str) -> None:
    """Answer the button of an exercise."""
    if slug not in turn.house.library.exercises:
        await too_old(turn)
        return
    await turn.toast()
    await show_exercise(turn, slug)


async def tap_form(turn: Turn, slug: str, form: str) -> None:
    """Show an easier or harder form in place of the page it was tapped on."""
    exercise = turn.house.library.exercises.get(slug)
    if exercise is None or form not in exercise.sheet.forms:
        await too_old(turn)
        return
    await turn.toast()
    await show_exercise(turn, slug, form)


async def tap_more(turn: Turn, slug: str, stamp: str) -> None:
    """Tell more about an exercise: mistakes, harder, care, background."""
    exercise = turn.house.library.exercises.get(slug)
    if exercise is None:
        await too_old(turn)
        return
    await turn.toast()
    await _touched(turn, stamp)
    signs = turn.house.library.signs_suited_by(slug)
    name, title = turn.house.messenger.bot.username, exercise.words.to(turn.language).name
    share = share_button(turn.words, name, f"ex_{slug}", title)
    await turn.reply(cards.more_card(turn.words, exercise, signs, [share]))


async def tap_steps(turn: Turn, slug: str, stamp: str) -> None:
    """Show the picture of all steps."""
    exercise = turn.house.library.exercises.get(slug)
    if exercise is None or exercise.board is None:
        await too_old(turn)
        return
    await turn.toast()
    await _touched(turn, stamp)
    await turn.reply(cards.board_card(turn.words, exercise))


async def tap_done(turn: Turn, slug: str, stamp: str) -> None:
    """Count today as done; a card of another day only says so."""
    _ = turn.words
    exercise = await _todays(turn, slug, stamp)
    if exercise is None:
        return
    person = await turn.house.practices.done(turn.chat_id, slug, turn.now)
    if person is None:
        await turn.toast(_("Well done! /start keeps count for you."))
        return
    await _touched(turn, stamp)
    await turn.toast(_("Well done! Counted for today."))
    await _show_done(turn, exercise, stamp, done=True)


async def tap_undone(turn: Turn, slug: str, stamp: str) -> None:
    """Take today's done back."""
    _ = turn.words
    exercise = await _todays(turn, slug, stamp)
    if exercise is not None:
        await turn.house.practices.undone(turn.chat_id, turn.now)
        await turn.toast(_("Taken back."))
        await _show_done(turn, exercise, stamp, done=False)


async def _todays(turn: Turn, slug: str, stamp: str) -> Exercise | None:
    """Return the exercise of a card of today; of another day's card, only say so."""
    _ = turn.words
    found = await turn.house.practices.today(turn.chat_id, turn.now)
    exercise = turn.house.library.exercises.get(slug)
    if exercise is None or day_of(stamp) != found.day:
        await turn.toast(_("That card is from another day. /today shows today's."))
        return None
    return exercise


async def _show_done(turn: Turn, exercise: Exercise, stamp: str, *, done: bool) -> None:
    if day := day_of(stamp):
        await turn.show_buttons(cards.practice_buttons(turn.words, exercise, day, done=done))


async def tap_hurts(turn: Turn, slug: str, stamp: str) -> None:
    """Say what to do when it hurts."""
    await turn.toast()
    await _touched(turn, stamp)
    known = slug if slug in turn.house.library.exercises else None
    await turn.reply(sign_cards.hurts_card(turn.words, known))


async def tap_today(turn: Turn) -> None:
    """Answer the button for today's exercise."""
    await turn.toast()
    await today(turn)


async def tap_exercises(turn: Turn) -> None:
    """Answer the button for the list."""
    await turn.toast()
    await exercises(turn)


async def _touched(turn: Turn, stamp: str) -> None:
    """Note that the day's message arrived, in case Telegram never said so."""
    if day := day_of(stamp):
        await turn.house.deliveries.confirm(turn.chat_id, day)


def day_of(stamp: str) -> date | None:
    """Read the day in a button; None where a stranger wrote it."""
    try:
        return datetime.strptime(stamp, "%Y%m%d").date()  # noqa: DTZ007  # a calendar date
    except ValueError:
        return None
