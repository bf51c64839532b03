"""Not wanting to live is found by patterns, and what only sounds like it is passed over."""

import pytest
from pydantic import ValidationError

from bot.coach.crisis import Crisis
from bot.coach.phrase_book import CrisisWords as Words
from bot.coach.phrase_book import PhraseBook
from bot.coach.spelling import Vocabulary

WORDS = Words(
    words={
        "want": ("want to", "wanna"),
        "die": ("die", "be dead", "disappear"),
        "gone": ("if I was gone",),
        "better": ("better", "happier"),
    },
    certain=("{want} {die}", "suicid*", "{gone} + {better}"),
    unclear=("cannot go on",),
    exercise=("plank",),
    harmless=("{want} die laughing",),
    spelt=("dies",),
)


def is_crisis(text: str) -> bool:
    return Crisis(WORDS, Vocabulary(PhraseBook(same={"cannot": ("cant",)}))).is_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "I want to die",
        "wanna just be dead",
        "I want to dissapear",
        "suicidal",
        "if I was gone all of them would feel happier",
        "they'd do better if I was gone",
        "I cant go on",
    ],
)
def test_the_parts_of_a_pattern_stand_in_their_order(text: str) -> None:
    assert is_crisis(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "to die for",
        "die before I want to",
        "want to see what will happen if it should die",
        "if I was gone",
        "I wanna die laughing",
        "cant go on with the plank",
    ],
)
def test_what_only_sounds_like_it_is_passed_over(text: str) -> None:
    assert not is_crisis(text)


def test_what_is_certain_counts_beside_an_exercise() -> None:
    assert is_crisis("this plank is fine but I want to die")


def test_a_pattern_names_only_words_that_are_there() -> None:
    with pytest.raises(ValidationError, match="wishing"):
        Words(words={"want": ("want",)}, certain=("{wishing} death",))
