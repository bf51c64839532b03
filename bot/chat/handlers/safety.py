"""/safety and its buttons, and the answers to an emergency and to a crisis."""

from bot.chat.cards import safety as cards
from bot.chat.handlers.expired import expired
from bot.chat.request import Request


async def safety(request: Request) -> None:
    """Show the urgent warning signs."""
    page = request.services.library.safety.to(request.language)
    await request.reply(cards.safety_card(request.translator, page))


async def alarm(request: Request) -> None:
    """Answer what sounds like an emergency."""
    page = request.services.library.safety.to(request.language)
    await request.reply(cards.emergency_card(request.translator, page))


async def crisis(request: Request) -> None:
    """Answer somebody who doesn't want to live."""
    await request.reply(cards.crisis_card(request.translator))


async def passing(request: Request) -> None:
    """Answer an emergency that may be over when somebody sits down."""
    await request.reply(cards.passing_card(request.translator))


async def tap_safety(request: Request, part: int) -> None:
    """Answer the button for a part of the safety page."""
    page = request.services.library.safety.to(request.language)
    if part >= len(page.sections):
        await expired(request)
        return
    await request.toast()
    await request.reply(cards.safety_card(request.translator, page, part))
