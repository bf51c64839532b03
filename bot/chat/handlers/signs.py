"""/signs, /safety, /about, and their buttons."""

import re

from bot.chat.cards import sign as cards
from bot.chat.cards.sources import sources_card
from bot.chat.handlers.expired import expired
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


async def safety(request: Request) -> None:
    """Show the urgent warning signs."""
    page = request.services.library.safety.to(request.language)
    await request.reply(cards.safety_card(request.translator, page))


async def alarm(request: Request) -> None:
    """Answer what sounds like an emergency."""
    page = request.services.library.safety.to(request.language)
    await request.reply(cards.emergency_card(request.translator, page))


async def passing(request: Request) -> None:
    """Answer an emergency that may be over when somebody sits down."""
    await request.reply(cards.passing_card(request.translator))


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


async def tap_sources(request: Request, kind: str, slug: str) -> None:
    """List the sources of an exercise, a sign, a tip or the page on the muscle."""
    if (found := _sources_of(request, kind, slug)) is None:
        await expired(request)
        return
    await request.toast()
    title, codes = found
    references = request.services.library.references(codes)
    await request.reply(sources_card(request.translator, title, references))


def _sources_of(request: Request, kind: str, slug: str) -> tuple[str, tuple[str, ...]] | None:
    """Return the title of a page and the sources that it names, if there is such a page."""
    library, language = request.services.library, request.language
    if kind == "page":
        page = library.anatomy.to(language)
        return page.title, page.sources
    if kind == "exercise" and (exercise := library.exercises.get(slug)):
        return exercise.words.to(language).name, exercise.sheet.sources
    if kind == "sign" and (sign := library.signs.get(slug)):
        return sign.words.to(language).name, sign.sheet.sources
    if kind == "tip":
        return _sources_of_tip(request, slug)
    return None


def _sources_of_tip(request: Request, number: str) -> tuple[str, tuple[str, ...]] | None:
    _, tips = request.translator, request.services.library.tips
    found = tips.to(request.language).tips if tips else ()
    which = int(number) if re.fullmatch(r"[0-9]{1,3}", number) else len(found)
    return (_("the week's tip"), found[which].sources) if which < len(found) else None


async def tap_safety(request: Request, part: int) -> None:
    """Answer the button for a part of the safety page."""
    page = request.services.library.safety.to(request.language)
    if part >= len(page.sections):
        await expired(request)
        return
    await request.toast()
    await request.reply(cards.safety_card(request.translator, page, part))
