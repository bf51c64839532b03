"""Words that are searched for, with a typo or without."""

import pytest

from bot.coach.spelling import Spelling


@pytest.mark.parametrize("known", [[], ["*"]])
def test_a_typo_is_forgiven_whatever_else_is_searched_for(known: list[str]) -> None:
    assert Spelling({"shoulder"}, known, 5).corrected("shuolder") == "shoulder"


def test_a_word_of_the_language_is_no_typo_of_another() -> None:
    spelling = Spelling({"numb"}, ["number", "thumb*"], 4)

    assert [spelling.corrected(word) for word in ("number", "thumbs", "nuumb")] == [
        "number",
        "thumbs",
        "numb",
    ]
