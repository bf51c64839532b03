"""Written text in any script is folded so that what readers take for the same is the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach.folding import fold, matches, patterns


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sit-up!", "sit up"),
        ("Rückenschmerzen", "ruckenschmerzen"),
        ("¿Qué hago hoy?", "que hago hoy"),
        ("às 7h", "as 7h"),
        ("ещё", "еще"),
        ("Ёлка", "елка"),
        ("أوقف", "اوقف"),
        ("إلى", "الي"),
        ("آلام", "الام"),
        ("راحة", "راحه"),
        ("كرسی", "كرسي"),
        ("مُدَّة", "مده"),
        ("تـــمرين", "تمرين"),
        ("दर्द।", "दर्द"),
        ("ज़्यादा", "ज्यादा"),
        ("पाँच", "पांच"),
        ("क्\u200dष", "क्ष"),
        ("٧ ص", "7 ص"),
        ("७ बजे", "7 बजे"),
        ("وقف،الآن؟", "وقف الان"),
    ],
)
def test_what_reads_the_same_is_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("पीठ में दर्द", ["पीठ", "में", "दर्द"]),
        ("कूल्हे", ["कूल्हे"]),
        ("ألم في الصدر", ["الم", "في", "الصدر"]),
        ("боль в груди", ["боль", "в", "груди"]),
        ("dolor, en el pecho", ["dolor", "en", "el", "pecho"]),
    ],
)
def test_a_word_stays_whole_in_its_script(text: str, words: list[str]) -> None:
    assert fold(text).split() == words


@pytest.mark.parametrize(
    ("one", "other"), [("दर्द", "दरद"), ("पीठ", "पठ"), ("мой", "мои"), ("कम", "काम")]
)
def test_marks_that_make_another_word_stay(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("pattern", "word", "is_match"),
    [
        ("bleed*", "bleeding", True),
        ("bleed*", "bleed", True),
        ("bleed*", "nosebleed", False),
        ("*صدر*", "بالصدر", True),
        ("боль*", "больно", True),
        ("боль*", "болт", False),
        ("*", "", True),
    ],
)
def test_a_star_stands_for_any_letters(pattern: str, word: str, *, is_match: bool) -> None:
    (only,) = patterns(pattern)

    assert matches(word, only) == is_match


def test_each_word_of_a_phrase_keeps_its_own_stars() -> None:
    assert patterns("Brust-Schmerz* stark*") == ["brust", "schmerz*", "stark*"]
