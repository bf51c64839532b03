"""In a right-to-left text, what runs the other way stays in one piece."""

import pytest
from babel import Locale

from bot.coach.direction import directed, is_right_to_left


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("اكتب /today الآن", "اكتب <</today>> الآن"),
        ("<b>مرحبا</b> {name}!", "<b>مرحبا</b> <<{name}>>!"),
        ("6–8 مرات", "<<6–8>> مرات"),
        ("8 مرات", "8 مرات"),
        ("في New York الآن", "في <<New York>> الآن"),
        ("على شكل V.", "على شكل <<V>>."),
        ("انظر St. John's.", "انظر <<St. John's>>."),
        ('<a href="https://a.org">هنا</a>', '<a href="https://a.org">هنا</a>'),
        ("&amp; &#x27;", "&amp; &#x27;"),
        ("انظر https://a.org/b", "انظر <<https://a.org/b>>"),
        ("▶ استئناف", "◀ استئناف"),
        ("‹ رجوع", "‹ رجوع"),
        ("", ""),
    ],
)
def test_commands_gaps_ranges_and_foreign_words_are_isolated(text: str, shown: str) -> None:
    assert directed(text) == shown.replace("<<", "\u2068").replace(">>", "\u2069")


def test_arabic_runs_from_right_to_left_and_hindi_does_not() -> None:
    assert is_right_to_left(Locale("ar"))
    assert not is_right_to_left(Locale("hi"))


@pytest.mark.parametrize("text", ["{sets}. {rest}", "<b>{name}</b>: {sets} · {side}", "{n}"])
def test_a_message_of_gaps_alone_runs_from_right_to_left_inside_another(text: str) -> None:
    assert directed(text).startswith("\u200f")
    assert not directed(f"{text} مرات").startswith("\u200f")
    assert not directed("15").startswith("\u200f")
