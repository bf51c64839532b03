"""Phrases are compared whole: nearly the same is the same, anything else is nothing."""

from datetime import time as wall

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach.phrase_book import Intent, Passing, PhraseBook
from bot.coach.phrases import THRESHOLD, Meaning, Phrases
from tests.library import finders

from .lives import LIBRARY

FINDER = finders(LIBRARY).of("en")
BOOK = PhraseBook(
    alarm=("chest pain", "faint"),
    not_alarm=("faint praise",),
    passing=Passing(what=("faint",), alone=("faint",), when=("standing up",), beside=("again",)),
    pain=("hurts", "stings"),
    not_pain=("not hurts",),
    same={"not": ("doesn't", "no longer"), "stop": ("quit",)},
    fillers=("please", "the", "i", "am", "to"),
    lead_ins={Intent.PAUSE: ("until",)},
    intents={
        Intent.STOP: ("stop exercises",),
        Intent.PAUSE: ("i am away",),
        Intent.TIME: ("change time to 7pm",),
        Intent.HELLO: ("👋",),
        Intent.OK: ("ok",),
    },
)
PHRASES = Phrases(BOOK)


@pytest.mark.parametrize("text", ["quit exercises", "please stop the exercise", "Stop exercsies!"])
def test_fillers_synonyms_and_slips_are_forgiven(text: str) -> None:
    assert PHRASES.meaning(text) == Meaning(Intent.STOP)


@pytest.mark.parametrize("text", ["stop the car", "exercises", "of", "", "stop " * 60])
def test_a_text_below_the_threshold_means_nothing(text: str) -> None:
    assert PHRASES.meaning(text) is None
    assert 75 <= THRESHOLD <= 90


def test_any_time_stands_for_the_time_of_a_phrase() -> None:
    assert PHRASES.meaning("change time to 06:30") == Meaning(Intent.TIME)


def test_the_end_of_a_text_says_until_when() -> None:
    assert PHRASES.meaning("I am away until 12 December") == Meaning(Intent.PAUSE, "12 December")


@pytest.mark.parametrize("text", ["👋", "👋🏽", "👋👋", " 👋 "])
def test_a_picture_means_what_its_phrase_says(text: str) -> None:
    assert PHRASES.meaning(text) == Meaning(Intent.HELLO)


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("my chest has a pain", "alarm"),
        ("chest pian", "alarm"),
        ("pain far away from the chest", None),
        ("it hurts", "pain"),
        ("it doesn't hurts, but it stings", "pain"),
        ("it no longer hurts", None),
        ("settings", None),
        ("I painted", None),
        ("I faint", "alarm"),
        ("the faint praise", None),
        ("faint praise, but I faint", "alarm"),
    ],
)
def test_trouble_is_found_anywhere_in_its_own_words(text: str, trouble: str | None) -> None:
    assert PHRASES.trouble.kind_of_trouble(text) == trouble


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("faint when standing up", True),
        ("I am faint", True),
        ("faint, and my chest too", False),
        ("faint again", False),
        ("chest pain, faint", False),
    ],
)
def test_what_passes_is_felt_in_an_exercise_or_is_all_that_is_said(
    text: str, passes: bool
) -> None:
    assert PHRASES.trouble.passes(text) == passes


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("change time to 7pm", wall(19)),
        ("send it at 6:30", wall(6, 30)),
        ("at 8 in the evening", wall(20)),
        ("from 7am to 9 a.m.", wall(9)),
        ("at noon", wall(12)),
        ("7 o'clock", wall(7)),
        ("at 25:00", None),
        ("earlier", None),
    ],
)
def test_a_time_is_read_out_of_a_sentence(text: str, at: wall | None) -> None:
    assert PHRASES.times.last_in(text) == at


def test_words_in_a_book_may_have_accents() -> None:
    book = PhraseBook(
        fillers=("también",),
        same={"pregnancia": ("espera",)},
        intents={Intent.OK: ("claro que sí",)},
    )
    phrases = Phrases(book)

    assert phrases.meaning("también claro que sí") == Meaning(Intent.OK)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("es dificil pa mi", None),
        ("no es facil para mi", None),
        ("que facil", Meaning(Intent.EASY)),
        ("no tan facil", None),
    ],
)
def test_nothing_gets_harder_by_a_word_that_only_looks_like_easy(
    text: str, meant: Meaning | None
) -> None:
    phrases = Phrases(
        PhraseBook(
            fillers=("es", "mi", "que"),
            asking=("no",),
            intents={Intent.EASY: ("es facil para mi", "facil")},
        )
    )

    assert phrases.meaning(text) == meant


@given(st.text(max_size=200))
def test_no_text_at_all_breaks_the_understanding(text: str) -> None:
    FINDER.understand(text)
    PHRASES.times.last_in(text)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("got a new hip last year, can i still do these", Intent.HEALTH),
        ("hello, unsubscribe me from the lot", Intent.STOP),
        ("hello, the cat sat on the mat", None),
        ("no, the cat sat on the mat", None),
        ("settings", None),
    ],
)
def test_one_clause_may_say_what_a_text_means(text: str, intent: Intent | None) -> None:
    assert FINDER.phrases.clause_in(text) == (Meaning(intent) if intent else None)


def test_praise_loses_a_tie() -> None:
    book = PhraseBook(
        fillers=("today", "is", "a"),
        intents={Intent.GREAT: ("what a workout",), Intent.TODAY: ("what is today workout",)},
    )

    assert Phrases(book).meaning("what today workout") == Meaning(Intent.TODAY)
    assert Phrases(book).meaning("what a workout") == Meaning(Intent.GREAT)
