"""What a link to the bot shows: t.me/<bot>?start=ex_lunge, sign_poor-posture, list."""

from bot.chat.cards import sign as sign_cards
from bot.chat.cards import talk
from bot.chat.handlers.practice import exercises, show_exercise
from bot.chat.turn import Turn


async def exercise(turn: Turn) -> None:
    """Show the exercise of a link; one that is gone is somewhere in the list."""
    slug = turn.text.removeprefix("ex_")
    if slug in turn.house.library.exercises:
        await show_exercise(turn, slug)
    else:
        await exercises(turn)
    await _offer(turn)


async def sign(turn: Turn) -> None:
    """Show the sign of a link, or all of them."""
    library = turn.house.library
    found = library.signs.get(turn.text.removeprefix("sign_"))
    if found is not None:
        await turn.reply(sign_cards.sign_card(turn.words, library, found))
    else:
        await turn.reply(sign_cards.signs_card(turn.words, library))
    await _offer(turn)


async def all_(turn: Turn) -> None:
    """Show the list of exercises."""
    await exercises(turn)
    await _offer(turn)


async def _offer(turn: Turn) -> None:
    """Greet a newcomer and leave it to them whether they begin."""
    if await turn.house.subscriptions.of(turn.chat_id) is None:
        await turn.reply(talk.newcomer_card(turn.words))
