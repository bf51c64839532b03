"""Check at start that every card fits what Telegram takes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product

from bot.chat.cards import sign as signs
from bot.chat.cards.card import CAPTION_LIMIT, TEXT_LIMIT, length
from bot.chat.cards.exercise import list_card, more_card, own_card, practice_card
from bot.chat.words import Words, words_for
from bot.coach.documents import ContentError
from bot.coach.library import Library
from bot.coach.routine import DAYS_A_WEEK, Item, Practice, Side, own_practice
from bot.coach.sheets import Flag
from bot.coach.trainee import GENTLEST, HARDEST

ANY_DAY = date(2026, 1, 1)
STEPS = (GENTLEST, 0, HARDEST)


def check_cards(library: Library) -> None:
    """Raise ContentError for the first card that is too long."""
    languages = {
        language
        for exercise in library.exercises.values()
        for language in exercise.words.by_language
    }
    for language in sorted(languages):
        for name, text, limit in _texts(words_for(language), library):
            if length(text) > limit:
                raise ContentError(
                    f"{name} ({language}): the card has {length(text)} characters;"
                    f" Telegram takes {limit}. Shorten its words."
                )


def _texts(_: Words, library: Library) -> Iterator[tuple[str, str, int]]:
    """Yield every card's name, text and limit: a day's card must fit under a picture."""
    weeks = range(0, len(library.routine.weeks) * DAYS_A_WEEK, DAYS_A_WEEK)
    for slug, exercise in library.exercises.items():
        for form in (None, *exercise.sheet.forms):
            planned = [Practice(position, slug, form) for position in weeks]
            suits = tuple(sorted(exercise.sheet.form(form).suits))
            prescribed = Practice(0, slug, form, item=Item(slug, form, side=Side.LEFT))
            for practice in (*planned, own_practice(slug, form), prescribed):
                for step, adapt in product(STEPS, ((), suits)):
                    # Nobody has all of these at once; but who does must get a card.
                    whole = replace(practice, step=step, adapt=adapt)
                    card = practice_card(_, library, whole, ANY_DAY, late=True)
                    yield f"exercises/{slug}, form {form or 'usual'}", card.text, CAPTION_LIMIT
        flagged = tuple(sorted(exercise.sheet.adapts_to(frozenset(Flag))))
        for form in (None, *exercise.sheet.forms):
            own = replace(own_practice(slug, form), adapt=flagged)
            card = own_card(_, library, own, ANY_DAY)
            yield f"exercises/{slug}, form {form or 'usual'}", card.text, CAPTION_LIMIT
        yield (
            f"exercises/{slug}",
            more_card(_, exercise, library.signs_suited_by(slug)).text,
            TEXT_LIMIT,
        )
    for slug, sign in library.signs.items():
        yield f"signs/{slug}", signs.sign_card(_, library, sign).text, TEXT_LIMIT
    yield "signs", signs.signs_card(_, library).text, TEXT_LIMIT
    listed = list_card(_, library)
    yield "exercises", listed.text, CAPTION_LIMIT if listed.picture else TEXT_LIMIT
    safety, anatomy = library.safety.to(_.language), library.anatomy.to(_.language)
    yield anatomy.title, signs.page_card(_, anatomy).text, TEXT_LIMIT
    for part in range(len(safety.sections)):
        yield safety.title, signs.safety_card(_, safety, part).text, TEXT_LIMIT
