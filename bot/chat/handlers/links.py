"""What a link to the bot shows: t.me/<bot>?start=ex_lunge, sign_poor-posture, list."""

from bot.chat.cards import sign as sign_cards
from bot.chat.cards import talk
from bot.chat.handlers.practice import exercises, show_exercise
from bot.chat.request import Request


async def exercise(request: Request) -> None:
    """Show the exercise of a link; one that is gone is somewhere in the list."""
    slug = request.text.removeprefix("ex_")
    if slug in request.services.library.exercises:
        await show_exercise(request, slug)
    else:
        await exercises(request)
    await _offer(request)


async def sign(request: Request) -> None:
    """Show the sign of a link, or all of them."""
    library = request.services.library
    found = library.signs.get(request.text.removeprefix("sign_"))
    if found is not None:
        await request.reply(sign_cards.sign_card(request.translator, library, found))
    else:
        await request.reply(sign_cards.signs_card(request.translator, library))
    await _offer(request)


async def all_(request: Request) -> None:
    """Show the list of exercises."""
    await exercises(request)
    await _offer(request)


async def _offer(request: Request) -> None:
    """Greet a newcomer and leave it to them whether they begin."""
    if await request.services.subscriptions.find(request.chat_id) is None:
        await request.reply(talk.newcomer_card(request.translator))
