"""Ordinary sentences are understood: trouble before everything else, and no absurd guesses."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

from bot.coach.finder import Finder, Understood
from bot.coach.languages import read_list
from bot.coach.library import Library, load
from bot.coach.names import Found
from bot.coach.phrase_book import Intent
from bot.coach.phrases import Meaning
from tests.library import finders, repository
from tests.sampling import sample, some, walk

from .shelf import CONTENT

FOLDER = Path(__file__).parent / "sentences"
LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.yaml") if "_" not in path.stem)
"""English, and every language for which somebody wrote sentences; it may still be a draft.

A draft need not have the other files: `tests/texts/test_whole_languages.py` names what is missing
in a language that is offered.
"""
WHOLE = [code for code, one in read_list(CONTENT / "languages.yaml").items() if one.is_whole]

TROUBLE = ("crisis", "alarm", "pain")


def languages_with(name: str) -> list[str]:
    """Return the languages that have a file beside their sentences."""
    return [code for code in LANGUAGES if (FOLDER / name.format(code)).is_file()]


@cache
def library_of(draft: str | None = None) -> Library:
    """Read the content once, when a test asks for it, and once more for each draft."""
    return load(CONTENT, also=draft) if draft else repository()


def library_with(language: str) -> Library:
    """Return the library in which a language stands, whole or a draft."""
    return library_of(None if language in library_of().languages.codes else language)


def finder_of(language: str) -> Finder:
    """Return the finder of a language."""
    return finders(library_with(language)).of(language)


def sentences(name: str) -> Iterator[tuple[str, str]]:
    """Yield each sentence of a file with what it means."""
    listed = yaml.load((FOLDER / name).read_text(encoding="utf-8"), yaml.CSafeLoader)
    yield from ((text, str(meant)) for meant, texts in listed.items() for text in texts)


def label(understood: Understood | None) -> str:
    """Write what was understood as the files do."""
    if isinstance(understood, Meaning):
        return understood.intent
    if isinstance(understood, Found):
        topics = understood.meant or understood.near
        names = (f"{one.kind} {one.slug}/{one.version or ''}".rstrip("/") for one in topics)
        return " or ".join(names) if understood.meant else "nearly " + " or ".join(names)
    return understood or "nothing"


KNOWN = [(language, *one) for language in LANGUAGES for one in sentences(f"{language}.yaml")]


@pytest.mark.parametrize("language", WHOLE)
def test_there_are_enough_of_each_sort(language: str) -> None:
    told = [(text, meant) for known, text, meant in KNOWN if known == language]
    least, trouble = (150, 40) if language == "en" else (60, 20)

    assert len(told) >= least
    assert len({text for text, _ in told}) == len(told)
    assert sum(meant in TROUBLE for _, meant in told) >= trouble


@walk(60)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_sentence_is_understood(language: str, most: int | None) -> None:
    finder = finder_of(language)
    told = [(text, meant) for known, text, meant in KNOWN if known == language]

    assert [
        f"{text!r} is {meant}, and was taken for {taken}"
        for text, meant in sample(told, most)
        if (taken := label(finder.understand(text))) != meant
    ] == []


@walk(400)
def test_trouble_is_found_in_many_voices_and_nowhere_else(most: int | None) -> None:
    found = [
        (text, meant, label(finder_of("en").understand(text)))
        for text, meant in sample(list(sentences("en_trouble.yaml")), most)
    ]

    assert [one for one in found if (one[2] if one[2] in TROUBLE else "neither") != one[1]] == []


@walk(200)
def test_a_wish_is_understood_in_many_voices(most: int | None) -> None:
    assert [
        f"{text!r} is {meant}, and was taken for {taken}"
        for text, meant in sample(list(sentences("en_wishes.yaml")), most)
        if (taken := label(finder_of("en").understand(text))) != meant
    ] == []


@pytest.mark.parametrize("language", some(languages_with("unseen/{}.yaml"), 3, "unseen"))
def test_of_sentences_by_somebody_else_no_trouble_is_missed_and_most_are_understood(
    language: str,
) -> None:
    theirs = list(sentences(f"unseen/{language}.yaml"))
    taken = [(text, meant, label(finder_of(language).understand(text))) for text, meant in theirs]
    wrong = [one for one in taken if one[2] not in one[1].split("|")]

    assert len(theirs) == (100 if language == "en" else 60)
    assert [one for one in wrong if one[1] in TROUBLE] == []
    assert len(wrong) <= len(theirs) * (0.1 if language == "en" else 0.15)


@pytest.mark.parametrize("language", WHOLE)
def test_nobody_has_learned_what_nobody_should_have_seen(language: str) -> None:
    examples = yaml.load(
        (CONTENT / "phrases/examples" / f"{language}.yaml").read_text(encoding="utf-8"),
        yaml.CSafeLoader,
    )
    learned = {text for texts in examples.values() for text in texts}
    folders = ("unseen", "unseen/stories", "unseen/everyday")
    unseen = (f"{folder}/{language}.yaml" for folder in folders)

    assert learned.isdisjoint(text for name in unseen for text, _ in sentences(name))


@pytest.mark.parametrize(
    "language", some(languages_with("unseen/everyday/{}.yaml"), 2, "everyday")
)
def test_most_is_understood_of_what_people_write_amid_everyday_life(language: str) -> None:
    """In slang and dialect too; one hint in twenty of trouble may be missed."""
    theirs = list(sentences(f"unseen/everyday/{language}.yaml"))
    taken = [(text, meant, label(finder_of(language).understand(text))) for text, meant in theirs]
    wrong = [one for one in taken if one[2] not in one[1].split("|")]

    assert len(theirs) == (100 if language == "en" else 60)
    assert sum(meant.split("|")[0] in TROUBLE for _, meant, _ in wrong) <= 1
    assert len(wrong) <= len(theirs) * 0.15


@pytest.mark.parametrize("language", some(languages_with("unseen/stories/{}.yaml"), 2, "stories"))
def test_trouble_is_heard_in_chatty_texts_and_seldom_where_there_is_none(language: str) -> None:
    """Six in seven of what hides in 15 to 50 words, and nine in ten of what is only talk."""
    theirs = list(sentences(f"unseen/stories/{language}.yaml"))
    taken = [(meant, label(finder_of(language).understand(text))) for text, meant in theirs]
    alarms = [meant not in TROUBLE for meant, one in taken if one in TROUBLE]
    heard = [one in TROUBLE for meant, one in taken if meant in TROUBLE]

    assert (len(theirs), len(heard)) == (80, 20)
    assert sum(heard) >= 17
    assert sum(alarms) <= 6


@pytest.mark.parametrize("language", languages_with("{}_crisis.yaml"))
def test_not_wanting_to_live_is_told_from_what_only_sounds_like_it(language: str) -> None:
    trouble = finder_of(language).phrases.trouble

    assert [
        text
        for text, meant in sentences(f"{language}_crisis.yaml")
        if (trouble.kind_of_trouble(text) == "crisis") != (meant == "crisis")
    ] == []


@walk(100)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_means_what_it_stands_under(language: str, most: int | None) -> None:
    book = library_with(language).phrases.to(language)
    listed = [(phrase, intent) for intent in Intent for phrase in book.intents[intent]]
    for phrase, intent in sample(listed, most):
        found = finder_of(language).phrases.meaning(phrase)
        assert found is not None, phrase
        assert found.intent == intent, phrase


def test_an_emergency_is_found_inside_a_longer_text() -> None:
    for text in [text for code, text, meant in KNOWN if (code, meant) == ("en", "alarm")]:
        for longer in (f"Hello! I did the bridge today and {text}, what now?", text.upper()):
            assert finder_of("en").understand(longer) == "alarm", longer
