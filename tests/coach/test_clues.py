"""A few words say something together, wherever they stand, unless others take it back."""

import pytest
from pydantic import ValidationError

from bot.coach.clues import Clues
from bot.coach.phrase_book import Clues as Words
from bot.coach.phrase_book import Intent, PhraseBook
from bot.coach.spelling import Vocabulary

BOOK = PhraseBook(
    same={"hard": ("harder", "tough")},
    fillers=("i", "the", "my", "it", "is", "me"),
    intents={Intent.TODAY: ("send the exercise",)},
)
WORDS = Words(
    words={
        "hit": ("pressed", "tapped"),
        "slip": ("by mistake", "accident*"),
        "who": ("mum", "sister"),
    },
    intents={
        Intent.UNDONE: ("{hit} + done + {slip} - {hit} hurts",),
        Intent.SHARE: ("{who} wants",),
        Intent.EASY: ("give + harder",),
        Intent.STOP: ("stop",),
    },
    pages={"sign poor-posture": ("posture",)},
    passed=("please",),
    elsewhere=("film",),
    apart=("harder",),
)
CLUES = Clues(WORDS, Vocabulary(BOOK, WORDS.apart), {Intent.STOP})


def meant(text: str) -> Intent | str | None:
    found = CLUES.best(text)
    return found.meant if found else None


@pytest.mark.parametrize(
    "text",
    [
        "pressed done by mistake",
        "by mistake I tapped done",
        "Done!! accidentally pressed it",
        "please, I pressd the done by mistake",
    ],
)
def test_words_are_joined_in_any_order(text: str) -> None:
    assert meant(text) == Intent.UNDONE


@pytest.mark.parametrize(
    "text",
    ["pressed done", "I did it by mistake", "done: pressed hurts by mistake", "", "wants mum"],
)
def test_all_has_to_be_there_and_nothing_that_takes_it_back(text: str) -> None:
    assert meant(text) is None


def test_the_words_of_one_part_stand_in_their_order_with_few_between() -> None:
    assert meant("my mum really wants it") == Intent.SHARE
    assert meant("mum said that nobody at home wants it") is None


def test_a_word_that_is_apart_is_not_the_same_as_another() -> None:
    assert meant("give me harder") == Intent.EASY
    assert meant("give me tough") is None


def test_a_longer_text_needs_more_and_a_strange_word_counts_twice() -> None:
    assert meant("mum wants the exercise, send it") == Intent.SHARE
    assert meant("mum wants purple curtains and new cushions") is None


def test_one_word_says_an_intent_only_alone_but_a_page_among_others() -> None:
    assert meant("please stop it") == Intent.STOP
    assert meant("stop exercise") is None
    assert meant("my posture is garbage") == "sign poor-posture"


def test_a_text_about_something_else_says_nothing() -> None:
    assert meant("my mum wants a film") is None


def test_a_pattern_names_only_what_there_are_words_for() -> None:
    with pytest.raises(ValidationError, match="no such words: button"):
        Words(intents={Intent.BROKEN: ("{button} + dead",)})
