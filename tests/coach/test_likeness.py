"""A text and a phrase are alike by their words, not only by their letters."""

import pytest

from bot.coach.likeness import alike, share_words

FILLERS = {"i", "the", "on", "or", "in", "way", "up", "out of", "want", "with"}


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("all done", "all done"),
        ("change the tiem zone", "change zone"),
        ("morgens", "morgen"),
        ("different exercise", "differnt exercises"),
    ],
)
def test_the_words_of_the_shorter_are_in_the_longer(text: str, phrase: str) -> None:
    assert share_words(text, phrase, FILLERS)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("the ball one", "all done"),
        ("bend knee", "bad knee"),
        ("made exercises", "hold exercises"),
    ],
)
def test_letters_alone_are_not_enough(text: str, phrase: str) -> None:
    assert alike(text, phrase, 0) > 60
    assert not share_words(text, phrase, FILLERS)


def test_one_word_is_not_enough_among_many_fillers() -> None:
    assert share_words("i want out", "want out", FILLERS)
    assert not share_words("in or out on the way up", "want out", FILLERS)


def test_one_word_of_a_longer_phrase_is_not_enough() -> None:
    assert share_words("up on the hill", "up the hill", FILLERS)
    assert not share_words("in the sleep", "i want the way out of sleep", FILLERS)
