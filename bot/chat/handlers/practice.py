"""/today, /exercise, /exercises, and the buttons under an exercise."""

from bot.chat.cards import exercise as cards
from bot.chat.cards import sign as sign_cards
from bot.chat.cards import talk
from bot.chat.handlers.answers import touched
from bot.chat.handlers.fit import more_page
from bot.chat.handlers.old import too_old
from bot.chat.turn import Turn
from bot.coach.finder import Found


async def today(turn: Turn) -> None:
    """Show today's exercise again."""
    found = await turn.house.practices.today(turn.chat_id, turn.now)
    if not found.is_training_day:
        await turn.reply(talk.day_off_card(turn.words))
    card = cards.practice_card(
        turn.words, turn.house.library, found.practice, found.day, told=found.told
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
    found = await turn.house.practices.look(turn.chat_id, slug, form, turn.now)
    card = cards.own_card(turn.words, turn.house.library, found.practice, found.day, found.told)
    await turn.reply(card)


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
    if slug not in turn.house.library.exercises:
        await too_old(turn)
        return
    await turn.toast()
    await touched(turn, stamp)
    await turn.reply(await more_page(turn, slug))


async def tap_steps(turn: Turn, slug: str, stamp: str) -> None:
    """Show the picture of all steps."""
    exercise = turn.house.library.exercises.get(slug)
    if exercise is None or exercise.board is None:
        await too_old(turn)
        return
    await turn.toast()
    await touched(turn, stamp)
    await turn.reply(cards.board_card(turn.words, exercise))


async def tap_today(turn: Turn) -> None:
    """Answer the button for today's exercise."""
    await turn.toast()
    await today(turn)


async def tap_exercises(turn: Turn) -> None:
    """Answer the button for the list."""
    await turn.toast()
    await exercises(turn)
