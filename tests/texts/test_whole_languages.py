"""The languages that are offered are whole: nothing differs from the English."""

import pytest

from bot.coach.languages import DEFAULT_LANGUAGE, read_list
from bot.texts import catalogue, content
from tests.content.shelf import CONTENT

LANGUAGES = read_list(CONTENT / "languages.yaml")
WANTED = {
    "content/phrases/examples/{}.yaml": "examples for the classifier, each under its meaning",
    "content/phrases/weights/{}.bin": "what `psoas-bot texts train {}` learns from them",
    "tests/content/sentences/{}.yaml": "60 sentences with their meaning, 20 of them trouble",
    "tests/content/sentences/{}_crisis.yaml": "what people write who don't want to live,"
    " and what only sounds like it",
    "tests/content/sentences/unseen/{}.yaml": "60 sentences by somebody who has read no others",
    "tests/content/sentences/unseen/stories/{}.yaml": "80 chatty texts by such a person, 20 of"
    " them with trouble",
}
"""What teaches and tests a language: it needs all of these before it is offered."""


def test_no_language_that_is_offered_lacks_anything() -> None:
    whole = {code: one for code, one in LANGUAGES.items() if one.is_whole}
    for code in whole.keys() - {DEFAULT_LANGUAGE}:
        found = [*content.faults(CONTENT, code, whole[code]), *catalogue.faults(code)]
        assert found == [], "run: psoas-bot texts check"


@pytest.mark.parametrize("path", WANTED)
def test_each_language_that_is_offered_has_examples_and_sentences(path: str) -> None:
    whole = [code for code, one in LANGUAGES.items() if one.is_whole]
    missing = [code for code in whole if not (CONTENT.parent / path.format(code)).is_file()]

    assert [f"{path} is missing: {WANTED[path]}".format(code, code) for code in missing] == []


def test_drafts_and_whole_languages_are_counted() -> None:
    for code in LANGUAGES.keys() - {DEFAULT_LANGUAGE}:
        told, english = content.count(CONTENT, code)
        done, messages = catalogue.count(code)
        assert 0 <= told <= english > 500
        assert 0 <= done <= messages > 400
