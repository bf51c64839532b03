"""Dizziness that an exercise brought on once, and what beside it makes it an emergency."""

import pytest

from bot.coach.trouble import TroubleWords
from tests.library import finders, repository

ONCE = [
    ("en", "I got dizzy doing the bridge"),
    ("de", "mir wurde schwindlig bei der brücke"),
    ("es", "me mareé al hacer el puente"),
    ("pt-br", "fiquei tonto fazendo a ponte"),
    ("ru", "закружилась голова на мостике"),
    ("hi", "एक्सरसाइज़ के बाद चक्कर आया"),
    ("ar", "دخت بعد التمرين"),
]

NOT_AT_ALL = [
    ("en", "didn't feel dizzy after the swings"),
    ("en", "not dizzy any more"),
    ("es", "no me mareé después del ejercicio"),
    ("pt-br", "não tive tontura fazendo o exercício"),
    ("hi", "चक्कर नहीं आ रहे अब"),
]

WITH_MORE = [
    ("en", "dizzy during the lunge and my mouth is crooked"),
    ("en", "dizzy after the exercise, my arm is weak"),
    ("en", "dizzy after the bridge and one side of my face is odd"),
    ("en", "made me really sick every time I do the bridge, and worse today"),
    ("de", "schwindlig nach der übung und verwirrt"),
    ("de", "schwindlig nach der übung, und ein arm ist schwach"),
    ("es", "mareo después del ejercicio y estoy confundido"),
    ("es", "mareo después del ejercicio y veo borroso"),
    ("pt-br", "tontura depois do exercício e confuso"),
    ("pt-br", "tontura depois do exercício e boca torta"),
    ("ru", "кружится голова после упражнения и двоится в глазах"),
    ("ru", "кружится голова после упражнения, мысли путаются"),
    ("hi", "karne ke baad chakkar aur dhundhla"),
    ("hi", "एक्सरसाइज़ के बाद चक्कर और मुंह टेढ़ा"),
    ("ar", "دوخة بعد التمرين وفمي مائل"),
    ("ar", "دوخة بعد التمرين ولساني ثقيل"),
    ("ar", "دوخة بعد التمرين وضيق نفس"),
    ("ar", "دوخة بعد التمرين وزغللة"),
]


def trouble(language: str) -> TroubleWords:
    """Return what understands trouble in a language."""
    return finders(repository()).of(language).phrases.trouble


@pytest.mark.parametrize(("language", "text"), ONCE)
def test_dizziness_in_an_exercise_may_pass(language: str, text: str) -> None:
    assert trouble(language).passes(text)


@pytest.mark.parametrize(("language", "text"), WITH_MORE)
def test_what_may_be_a_stroke_or_the_heart_is_an_emergency(language: str, text: str) -> None:
    assert trouble(language).kind_of_trouble(text) == "alarm"
    assert not trouble(language).passes(text)


@pytest.mark.parametrize(("language", "text"), NOT_AT_ALL)
def test_dizziness_that_is_denied_is_no_trouble(language: str, text: str) -> None:
    assert trouble(language).kind_of_trouble(text) is None
