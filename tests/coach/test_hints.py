"""Where rules and examples differ, how sure decides."""

from pathlib import Path

import pytest

from bot.coach.hints import Hint, Hints
from bot.coach.trouble import TroubleKind
from tests.coach.test_classifier import TROUBLES, taught, written


def hint(label: str = "done", likelihood: float = 0.3, **trouble: float) -> Hint:
    """Return a hint; what is left of the likelihood of trouble is for none."""
    other = 1 - sum(trouble.values())
    return Hint(dict.fromkeys(TROUBLES, 0.0) | {"other": other} | trouble, label, likelihood)


def test_without_weights_rules_alone_count() -> None:
    nothing = Hints(None).of("goodbye")

    assert nothing.weighed("pain") == "pain"
    assert nothing.weighed(None) is None
    assert nothing.trouble_beside(says_little=True) is None
    assert nothing.likelihood == 0


def test_a_text_is_weighed_for_trouble_and_for_all_else(tmp_path: Path) -> None:
    trouble = taught(TROUBLES, "other", goodbye="crisis")
    path = written(tmp_path / "eo.bin", trouble, taught(("done", "ok"), "ok", finished="done"))

    found = Hints(path).of("goodbye, finished")

    assert found.label == "done"
    assert found.trouble["crisis"] > 0.5


@pytest.mark.parametrize(
    ("given", "ruled", "weighed"),
    [
        (hint(crisis=0.97), "alarm", "crisis"),
        (hint(crisis=0.9), "pain", "crisis"),
        (hint(crisis=0.9), "alarm", "alarm"),
        (hint(alarm=0.7, crisis=0.2), "pain", "alarm"),
        (hint(alarm=0.7), "pain", "pain"),
        (hint(alarm=0.9), "crisis", "crisis"),
        (hint(), "crisis", "crisis"),
        (hint(), "alarm", None),
        (hint(pain=0.05), "alarm", "alarm"),
        (hint(pain=0.03), "pain", None),
        (hint(pain=0.1), "pain", "pain"),
        (hint(pain=0.3), "pain", "pain"),
        (hint("click", 0.9, pain=0.5), "pain", None),
        (hint("click", 0.7, pain=0.5), "pain", "pain"),
        (hint("click", 0.9, pain=0.9), "pain", "pain"),
        (hint("click", 0.9, alarm=0.7), "alarm", "alarm"),
        (hint(pain=0.9), "alarm", "alarm"),
        (hint(pain=0.96), "alarm", "pain"),
        (hint(crisis=0.9), None, None),
    ],
)
def test_what_the_rules_found_may_be_likely_graver_or_harmless(
    given: Hint, ruled: TroubleKind | None, weighed: TroubleKind | None
) -> None:
    assert given.weighed(ruled) == weighed


@pytest.mark.parametrize(
    ("given", "alone", "beside"),
    [
        (hint(crisis=0.7), "crisis", "crisis"),
        (hint(crisis=0.3, alarm=0.2), "crisis", None),
        (hint(pain=0.3), None, None),
        (hint("sore", 0.9, pain=0.7), None, None),
        (hint("sore", 0.3, pain=0.5), "pain", "pain"),
        (hint("nothing", 0.6, pain=0.5), None, None),
    ],
)
def test_a_text_that_says_something_else_has_to_be_surer(
    given: Hint, alone: TroubleKind | None, beside: TroubleKind | None
) -> None:
    assert given.trouble_beside(says_little=True) == alone
    assert given.trouble_beside(says_little=False) == beside
