"""Lists of phrases in a content file, and patterns of their names."""

from pathlib import Path

import pytest

from bot.coach.documents import ContentError, read
from bot.coach.phrase_book import PhraseBook


def book(folder: Path, text: str) -> PhraseBook:
    """Read a book of phrases from its text."""
    path = folder / "en.yaml"
    path.write_text(text, encoding="utf-8")
    return read(path, PhraseBook)


@pytest.mark.parametrize(
    "text",
    [
        "alarm: [can't breathe, seizure, blue lips]",
        "alarm: can't breathe, seizure, blue lips",
        "alarm: |\n  can't breathe, seizure,\n\n  blue lips\n",
        "alarm:\n  - can't breathe\n  - seizure\n  - blue lips\n",
    ],
)
def test_phrases_are_divided_by_commas_or_lines_or_are_a_list(tmp_path: Path, text: str) -> None:
    assert book(tmp_path, text).alarm == ("can't breathe", "seizure", "blue lips")


def test_a_phrase_that_is_too_long_is_named_wherever_it_stands(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="line 2: alarm, entry 2: may have at most 80"):
        book(tmp_path, f"pain: hip\nalarm: seizure, {'a' * 81}\n")


def test_a_number_is_no_phrase(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="line 1: alarm: needs to be a list"):
        book(tmp_path, "alarm: 112\n")


def test_a_pattern_names_words_that_are_there(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="no such words: nobody"):
        book(tmp_path, 'crisis: {certain: ["{nobody} cares"]}\n')
