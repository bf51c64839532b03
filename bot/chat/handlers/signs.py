"""/signs, /about, and their buttons."""

from bot.chat.cards import sign as cards
from bot.chat.request import Request


async def signs(request: Request) -> None:
    """List the signs; with a name, explain one."""
    found = request.finder.find(request.text, "sign")
    if len(found.meant) == 1:
        library = request.services.library
        sign = library.signs[found.meant[0].slug]
        await request.reply(cards.sign_card(request.translator, library, sign))
        return
    await request.reply(cards.signs_card(request.translator, request.services.library))


async def about(request: Request) -> None:
    """Explain the muscle."""
    library = request.services.library
    page = library.anatomy.to(request.language)
    if library.muscle is not None:
        await request.reply(cards.muscle_card(page, library.muscle))
    await request.reply(cards.page_card(request.translator, page))


async def tap_muscle(request: Request) -> None:
    """Tell the rest about the muscle."""
    page = request.services.library.anatomy.to(request.language)
    await request.toast()
    await request.reply(cards.more_page_card(request.translator, page))


async def tap_sign(request: Request, slug: str) -> None:
    """Answer the button of a sign."""
    library = request.services.library
    await request.toast()
    await request.reply(cards.sign_card(request.translator, library, library.signs[slug]))


async def tap_signs(request: Request) -> None:
    """Answer the button for all signs."""
    await request.toast()
    await request.reply(cards.signs_card(request.translator, request.services.library))
