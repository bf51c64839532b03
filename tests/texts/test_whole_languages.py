"""The languages that are offered are whole: nothing differs from the English."""

from pathlib import Path

from bot.coach.languages import DEFAULT_LANGUAGE, read_list
from bot.texts import catalogue, content
from tests.content.shelf import CONTENT

LANGUAGES = read_list(CONTENT / "languages.yaml")


def test_no_language_that_is_offered_lacks_anything() -> None:
    whole = {code: one for code, one in LANGUAGES.items() if one.is_whole}
    for code in whole.keys() - {DEFAULT_LANGUAGE}:
        found = [*content.faults(CONTENT, code, whole[code]), *catalogue.faults(code)]
        assert found == [], "run: psoas-bot texts check"


def test_each_language_that_is_offered_has_sentences_that_must_be_understood() -> None:
    written = {path.stem for path in (Path(__file__).parents[1] / "content/sentences").iterdir()}
    whole = {code for code, one in LANGUAGES.items() if one.is_whole}

    assert whole <= written, "add tests/content/sentences/CODE.yaml"


def test_drafts_and_whole_languages_are_counted() -> None:
    for code in LANGUAGES.keys() - {DEFAULT_LANGUAGE}:
        told, english = content.count(CONTENT, code)
        done, messages = catalogue.count(code)
        assert 0 <= told <= english > 500
        assert 0 <= done <= messages > 400
