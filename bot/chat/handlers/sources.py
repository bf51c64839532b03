"""The sources of what the bot says."""

import re

from bot.chat.cards.sources import sources_card
from bot.chat.handlers.expired import expired
from bot.chat.request import Request


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
