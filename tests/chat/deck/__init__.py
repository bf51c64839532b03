"""Every card that the bot can show, so that a test can walk over all of them."""

from collections.abc import Iterator

from telegram import InlineKeyboardMarkup

from bot.chat.cards import Card
from bot.chat.words import Translator
from bot.coach.library import Library
from bot.sandbox.markup import parse_html
from tests.chat.deck.days import answers_cards, notes_cards, progress_cards
from tests.chat.deck.exercises import exercises_cards
from tests.chat.deck.others import groups_cards, operator_cards, programmes_cards
from tests.chat.deck.people import ALICE, BLOCKED, LISBON, NOW, SENT, STOPPED, TODAY
from tests.chat.deck.settings import fits_cards, pauses_cards, settings_cards, statuses_cards
from tests.chat.deck.talk import (
    howto_cards,
    privacy_cards,
    question_cards,
    signs_cards,
    talk_cards,
)

__all__ = [
    "ALICE",
    "BLOCKED",
    "LISBON",
    "NOW",
    "SENT",
    "STOPPED",
    "TODAY",
    "deck",
    "labels",
    "read",
]

PARTS = (
    *(
        exercises_cards,
        signs_cards,
        talk_cards,
        question_cards,
        howto_cards,
        settings_cards,
        fits_cards,
        answers_cards,
    ),
    *(pauses_cards, statuses_cards, progress_cards, programmes_cards, notes_cards, operator_cards),
    *(privacy_cards, groups_cards),
)


def read(card: Card) -> str:
    """Read a card as a person does."""
    return parse_html(card.text)[0]


def labels(card: Card) -> list[str]:
    """Read the buttons of a card, row by row."""
    assert isinstance(card.markup, InlineKeyboardMarkup)
    return [one.text for row in card.markup.inline_keyboard for one in row]


def deck(_: Translator, library: Library) -> Iterator[tuple[str, Card]]:
    """Yield each card with a name for it."""
    for part in PARTS:
        for name, card in part(_, library):
            yield f"{part.__name__.removesuffix('_cards')}/{name}", card
