"""Where rules and classifier differ about trouble, how sure decides."""

import pytest

from bot.coach.hints import Hints
from bot.coach.trouble import TroubleKind
from tests.coach.test_classifier import weights_of

HINTS = Hints(weights_of(goodbye="crisis", chest="alarm", knee="pain", lovely="other"))


def test_without_weights_rules_alone_count() -> None:
    assert Hints(None).weighed("goodbye", "pain") == "pain"
    assert Hints(None).weighed("goodbye", None) is None
    assert Hints(None).beside("goodbye", says_little=True) is None


@pytest.mark.parametrize(
    ("text", "ruled", "weighed"),
    [
        ("goodbye", "alarm", "crisis"),
        ("goodbye", "pain", "crisis"),
        ("chest", "pain", "alarm"),
        ("chest", "crisis", "crisis"),
        ("knee", "alarm", "alarm"),
        ("lovely", "alarm", "alarm"),
        ("lovely", "pain", None),
        ("knee", "pain", "pain"),
        ("", "pain", "pain"),
    ],
)
def test_what_the_rules_found_is_made_graver_and_only_a_pain_is_taken_back(
    text: str, ruled: TroubleKind, weighed: TroubleKind | None
) -> None:
    assert HINTS.weighed(text, ruled) == weighed


def test_a_hint_is_trouble_where_the_rules_find_none() -> None:
    assert HINTS.weighed("goodbye", None) is None
    assert HINTS.beside("goodbye", says_little=True) == "crisis"
    assert HINTS.beside("lovely", says_little=True) is None


def test_a_text_that_says_something_else_has_to_be_surer() -> None:
    faint = "goodbye to the gym and its terrible music, it was always far too loud"

    assert HINTS.beside(faint, says_little=True) == "crisis"
    assert HINTS.beside(faint, says_little=False) is None
