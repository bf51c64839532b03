"""Check at start that every card fits Telegram's limits."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import product

from bot.chat.cards import safety as safety_cards
from bot.chat.cards import sign as signs
from bot.chat.cards.card import CAPTION_LIMIT, TEXT_LIMIT, length
from bot.chat.cards.exercise import care_card, know_card, list_card, more_card
from bot.chat.cards.exercise_text import own_text, practice_text
from bot.chat.cards.sources import sources_card
from bot.chat.words import Translator, translator_for
from bot.coach.documents import ContentError
from bot.coach.languages import DEFAULT_LANGUAGE
from bot.coach.library import Library
from bot.coach.positions import DAYS_A_WEEK
from bot.coach.sheets import Flag
from bot.coach.trainee import GENTLEST, HARDEST, Item, Practice, Side, own_practice

STEPS = (GENTLEST, 0, HARDEST)


def check_cards(library: Library, languages: Iterable[str]) -> None:
    """Raise ContentError that names each card that is too long in one of some languages."""
    longest: dict[tuple[str, int], int] = {}
    for language in languages:
        for name, text, limit in _texts(translator_for(language), library):
            if length(text) > limit:
                card = f"{name} ({language})", limit
                longest[card] = max(length(text), longest.get(card, 0))
    if longest:
        raise ContentError(
            *(
                f"{name}: the card has {most} characters; Telegram takes {limit}. Shorten it."
                for (name, limit), most in longest.items()
            )
        )


Text = tuple[str, str, int]
"""The name, text and limit of a card."""


def _texts(_: Translator, library: Library) -> Iterator[Text]:
    """Yield every card; a day's card must fit under a picture."""
    for slug, exercise in library.exercises.items():
        yield from _exercise_texts(_, library, slug)
        flags = exercise.sheet.adapts_to(frozenset(Flag))
        for more in (
            more_card(_, exercise, flags),
            care_card(_, exercise),
            know_card(_, exercise, library.signs_suited_by(slug)),
        ):
            yield f"exercises/{slug}", more.text, TEXT_LIMIT
    listed = list_card(_, library)
    yield "exercises", listed.text, CAPTION_LIMIT if listed.picture else TEXT_LIMIT
    for slug, sign in library.signs.items():
        yield f"signs/{slug}", signs.sign_card(_, library, sign).text, TEXT_LIMIT
    yield "signs", signs.signs_card(_, library).text, TEXT_LIMIT
    safety, anatomy = library.safety.to(_.language), library.anatomy.to(_.language)
    yield anatomy.title, signs.page_card(_, anatomy).text, TEXT_LIMIT
    yield f"{anatomy.title}, more", signs.more_page_card(_, anatomy).text, TEXT_LIMIT
    yield from _source_texts(_, library)
    for part in range(len(safety.sections)):
        yield safety.title, safety_cards.safety_card(_, safety, part).text, TEXT_LIMIT


def _source_texts(_: Translator, library: Library) -> Iterator[Text]:
    """Yield the pages of sources."""
    named = [("about", library.anatomy.to(_.language).sources)]
    named += [(f"exercises/{slug}", one.sheet.sources) for slug, one in library.exercises.items()]
    named += [(f"signs/{slug}", one.sheet.sources) for slug, one in library.signs.items()]
    for name, codes in named:
        card = sources_card(_, name, library.references(codes))
        yield f"{name}, sources", card.text, TEXT_LIMIT


def _exercise_texts(_: Translator, library: Library, slug: str) -> Iterator[Text]:
    """Yield the cards of an exercise in each version, week and step, with notes on health.

    In English, which authors can shorten, each has to fit under its picture.
    """
    limit = CAPTION_LIMIT if _.language == DEFAULT_LANGUAGE else TEXT_LIMIT
    # The last of these is in the second round.
    weeks = range(0, (len(library.routine.weeks) + 1) * DAYS_A_WEEK, DAYS_A_WEEK)
    sheet = library.exercises[slug].sheet
    flagged = tuple(sorted(sheet.adapts_to(frozenset(Flag))))
    for version in (None, *sheet.versions):
        name = f"exercises/{slug}, version {version or 'standard'}"
        planned = [Practice(position, slug, version) for position in weeks]
        suits = tuple(sorted(sheet.version(version).suits))
        prescribed = Practice(0, slug, version, item=Item(slug, version, side=Side.LEFT))
        for practice in (*planned, own_practice(slug, version), prescribed):
            for step, adapt in product(STEPS, ((), suits)):
                # All notes on health at once are rare, and must still fit.
                whole = replace(practice, step=step, adapt=adapt)
                yield name, practice_text(_, library, whole, late=True), limit
        own = replace(own_practice(slug, version), adapt=flagged)
        yield name, own_text(_, library, own), limit
