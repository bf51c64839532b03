"""/signs, /safety, /about, and their buttons."""

from bot.chat.cards import sign as cards
from bot.chat.handlers.old import too_old
from bot.chat.turn import Turn


async def signs(turn: Turn) -> None:
    """Explain the five signs; with a name, one of them."""
    found = turn.house.finder(turn.language).find(turn.text, "sign")
    if len(found.meant) == 1:
        library = turn.house.library
        sign = library.signs[found.meant[0].slug]
        await turn.reply(cards.sign_card(turn.words, library, sign))
        return
    await turn.reply(cards.signs_card(turn.words, turn.house.library))


async def safety(turn: Turn) -> None:
    """Show the urgent warning signs."""
    page = turn.house.library.safety.to(turn.language)
    await turn.reply(cards.safety_card(turn.words, page))


async def about(turn: Turn) -> None:
    """Tell about the muscle."""
    page = turn.house.library.anatomy.to(turn.language)
    await turn.reply(cards.page_card(turn.words, page))


async def tap_sign(turn: Turn, slug: str) -> None:
    """Answer the button of a sign."""
    sign = turn.house.library.signs.get(slug)
    if sign is None:
        await too_old(turn)
        return
    await turn.toast()
    await turn.reply(cards.sign_card(turn.words, turn.house.library, sign))


async def tap_signs(turn: Turn) -> None:
    """Answer the button for all signs."""
    await turn.toast()
    await turn.reply(cards.signs_card(turn.words, turn.house.library))


async def tap_safety(turn: Turn, part: str) -> None:
    """Answer the button for a part of the safety page."""
    page = turn.house.library.safety.to(turn.language)
    if not part.isdecimal() or len(part) > 2 or int(part) >= len(page.sections):
        await too_old(turn)
        return
    await turn.toast()
    await turn.reply(cards.safety_card(turn.words, page, int(part)))
