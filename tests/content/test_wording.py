"""How the bot speaks: plain, short, honest, and true for either side of the body."""

import os
import re
from pathlib import Path

import pyphen
import pytest

from .shelf import (
    COVERS,
    EXERCISES,
    PAGES,
    SAFETY,
    SIGNS,
    SIGNS_PAGE,
    VERSIONS,
    Version,
    prose,
    sentences,
    words_of,
)

VERB = re.compile(
    r"Bend|Brace|Bring|Check|Cross|Flex|Draw|Grip|Guide|Hold|Hover|Keep|Kick|Lean|Let|Lie|Lift"
    r"|Look|Lower|Open|Pass|Pause|Place|Press|Push|Put|Raise|Rest|Reach|Relax|Repeat|Return|Rise|Set"
    r"|Shift|Sink|Sit|Slide|Soften|Squeeze|Stand|Step|Stop|Straighten|Stretch|Swing|Switch|Tense|Tighten"
    r"|Touch|Tuck|Turn|Walk"
)
MANY_SYLLABLES = re.compile(r"[aeiouy]+", re.IGNORECASE)
SYLLABLES = pyphen.Pyphen(lang="en_US", left=1, right=1)

BANNED = re.compile(
    r"\b(cures?|cured|fix(es|ed)?|toxins?|stored emotions?|best|drastic(ally)?|guaranteed?"
    r"|miracle|secret|proven to|amazing|perfectly safe)\b",
    re.IGNORECASE,
)
EASY = re.compile(r"\b(eas(y|ily|iest)|simpl(e|y|er|est)|just|lays?|laying|laid)\b", re.IGNORECASE)
NUMBER_WORDS = re.compile(
    r"\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|twice|thrice)\b",
    re.IGNORECASE,
)
SHUTS_OUT = re.compile(
    r"\b(anyone can|everyone can|no excuses?|lazy|fat|flabby|slim|bikini|toned|wom[ae]n|m[ae]n"
    r"|girls?|boys?|ladies|guys|he|she|his|her|normal people|of course|obviously)\b",
    re.IGNORECASE,
)
MEASURE = re.compile(r"(?<![\d.(])(\d+(?:\.\d+)?) (mm|cm|m|km|kg|g)\b(?! \(\d+(?:\.\d+)?[^()]*\))")
IMPERIAL = re.compile(r"\b\d+(?:\.\d+)? (in|ft|lb|inch(?:es)?|feet|pounds?)\b")
HEDGE = re.compile(
    r"\b(may|can|cannot|could|might|some|often|said|say|rarely|seems?|sometimes|link(?:ed)?|called"
    r"|research|study|studies|proof|found)\b",
    re.IGNORECASE,
)
SWITCH = re.compile(r"\b([Ss]witch|other side|other leg)\b")


def test_the_words_that_a_reader_sees_are_plain_text() -> None:
    for place, page in PAGES.items():
        for text in prose(page):
            # No markup and no emoji; "/safety" is a command and stays.
            assert re.fullmatch(r"[A-Za-z0-9 ,.:;!?%'\"()/-]+", text), f"{place}: {text}"


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.label)
def test_a_step_is_one_or_two_short_sentences_and_starts_with_a_verb(version: Version) -> None:
    assert 4 <= len(version.steps) <= 6  # each has a panel, and a board has six at most
    for step in version.steps:
        assert VERB.fullmatch(words_of(step)[0]), step
        assert all(len(words_of(sentence)) <= 18 for sentence in sentences(step)), step
        assert len(sentences(step)) <= 2, step
        assert step.endswith("."), step
        assert ";" not in step, step


@pytest.mark.parametrize("place", PAGES)
def test_no_sentence_is_longer_than_twenty_words(place: str) -> None:
    for text in prose(PAGES[place]):
        for sentence in sentences(text):
            assert len(words_of(sentence)) <= 20, sentence


@pytest.mark.parametrize("place", PAGES)
def test_no_word_promises_too_much(place: str) -> None:
    for text in prose(PAGES[place]):
        assert not BANNED.search(text), text


@pytest.mark.parametrize("place", PAGES)
def test_no_move_is_called_easy_and_nobody_lays(place: str) -> None:
    for text in prose(PAGES[place]):
        assert not EASY.search(text), text


@pytest.mark.parametrize("place", PAGES)
def test_a_number_above_one_is_written_in_digits(place: str) -> None:
    for text in prose(PAGES[place]):
        assert not NUMBER_WORDS.search(text), text


@pytest.mark.parametrize("place", PAGES)
def test_no_word_shuts_a_reader_out(place: str) -> None:
    for text in prose(PAGES[place]):
        assert not SHUTS_OUT.search(text), text


def _syllables(word: str) -> int:
    """Count with pyphen, or by groups of vowels where that finds more than it does."""
    by_hyphens = len(SYLLABLES.positions(word)) + 1
    silent = word.lower().endswith("e") and not word.lower().endswith(("le", "ee"))
    by_vowels = len(MANY_SYLLABLES.findall(word)) - silent
    return max(1, by_hyphens, by_vowels)


def _grade(texts: list[str]) -> float:
    """Return the Flesch-Kincaid grade, as American school years."""
    parts = [part for text in texts for part in sentences(text)]
    words = [word for part in parts for word in words_of(part)]
    syllables = sum(_syllables(piece) for word in words for piece in re.split(r"[-'.]", word))
    return 0.39 * len(words) / len(parts) + 11.8 * syllables / len(words) - 15.59


@pytest.mark.parametrize("place", PAGES)
def test_a_page_reads_at_grade_six_or_lower(place: str) -> None:
    assert _grade(list(prose(PAGES[place]))) <= 6


@pytest.mark.parametrize("slug", EXERCISES)
def test_a_card_reads_at_grade_six_or_lower(slug: str) -> None:
    words = EXERCISES[slug].words
    assert _grade([*words.steps, words.breathing, words.easier, words.care]) <= 6


@pytest.mark.parametrize("place", PAGES)
def test_a_page_says_once_how_to_say_psoas(place: str) -> None:
    text = " ".join(prose(PAGES[place]))
    if place == "safety":
        assert "psoas" not in text
    else:
        assert text.count("psoas (SO-as)") == int("psoas" in text)


@pytest.mark.parametrize("place", PAGES)
def test_a_measure_gives_metric_first_and_imperial_in_brackets(place: str) -> None:
    for text in prose(PAGES[place]):
        assert not MEASURE.search(text), text
        outside = re.sub(r"\([^)]*\)", "", text)
        assert not IMPERIAL.search(outside), text


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.label)
def test_a_step_names_neither_left_nor_right(version: Version) -> None:
    for step in version.steps:
        assert not re.search(r"\b(left|right)\b", step, re.IGNORECASE), step


@pytest.mark.parametrize("place", PAGES)
def test_a_text_that_names_one_side_names_the_other_as_often(place: str) -> None:
    for text in prose(PAGES[place]):
        words = [word.lower() for word in words_of(text)]
        assert words.count("left") == words.count("right"), text


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.label)
def test_a_one_sided_version_says_to_switch_and_do_the_same(version: Version) -> None:
    steps = " ".join(version.steps)
    if version.dose.each_side:
        assert SWITCH.search(steps), version.label
        assert "same" in steps, version.label
    else:
        assert "witch" not in steps, version.label


THINGS = re.compile(
    r"\b(ball|bell|bench|chair|cushion|pillow|arms|hands|head|shoulder blades)\b",
    re.IGNORECASE,
)
HELD = re.compile(r"both hands on it|one hand on", re.IGNORECASE)


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.label)
def test_advice_speaks_of_nothing_that_a_version_does_not_have(version: Version) -> None:
    there = " ".join((*version.steps, version.need)).lower()
    for line in version.told:
        for thing in THINGS.findall(line):
            assert thing.lower() in there, line
    if HELD.search(there):
        assert "Hold on" not in " ".join(version.told)


@pytest.mark.parametrize("slug", EXERCISES)
def test_every_exercise_has_breathing_and_a_stop_cue(slug: str) -> None:
    words = EXERCISES[slug].words
    assert "breath" in words.breathing.lower()
    assert words.care.endswith("Stop if you feel sharp, shooting or worsening pain.")
    assert words.easier.endswith(".")
    assert words.harder.endswith(".")


@pytest.mark.parametrize("slug", EXERCISES)
def test_an_exercise_tells_what_a_picture_of_it_shows(slug: str) -> None:
    alt = EXERCISES[slug].words.alt
    assert alt.startswith("A person ")
    assert len(alt) >= 60


@pytest.mark.parametrize("slug", SIGNS)
def test_what_is_said_of_a_sign_is_hedged_and_sourced(slug: str) -> None:
    sign = SIGNS[slug]
    for line in sign.words.said:
        assert HEDGE.search(line), line
    covers = COVERS.get(f"signs/{slug}/en.yaml", ["C"])  # a new sign's facts are not listed yet
    assert any(fact.startswith("C") for fact in covers)
    assert sign.sheet.sources
    assert len(sign.words.other) >= 3
    assert any("/safety" in line for line in sign.words.help)
    assert any("doctor" in line for line in sign.words.help)


@pytest.mark.parametrize("slug", EXERCISES)
def test_a_note_on_health_sends_nobody_to_the_version_that_they_are_reading(slug: str) -> None:
    sheet, words = EXERCISES[slug].sheet, EXERCISES[slug].words
    for version in sheet.versions:
        name = words.versions[version].name.lower().split(",")[0]
        for flag in sheet.version(version).suits:
            assert name not in words.adapt[flag].lower(), (version, flag)
            assert "version" not in words.adapt[flag], (version, flag)


def test_the_list_of_signs_opens_with_what_they_do_not_prove() -> None:
    assert "No sign proves" in SIGNS_PAGE.opening


def test_the_safety_note_names_what_a_newcomer_must_know() -> None:
    note = " ".join(SAFETY.note)
    for words in ("not medical advice", "comfortable", "breathing", "Stop if you feel", "/safety"):
        assert words in note


def test_the_safety_page_goes_from_most_to_least_urgent() -> None:
    first = [section.title.split()[0] for section in SAFETY.sections]
    assert first == ["Call", "Get", "Make", "Stop", "Ask"]
    assert all(number in SAFETY.sections[0].title for number in ("112", "911", "999"))


def _runs(text: str, length: int = 7) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9]+(?:'[a-z]+)?", text.lower())
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}


def test_no_run_of_seven_words_is_that_of_a_source() -> None:
    """Compare with the texts in the folder PSOAS_SOURCES, which are not ours to store here."""
    folder = os.environ.get("PSOAS_SOURCES")
    if not folder:
        pytest.skip("set PSOAS_SOURCES to a folder with the source texts as .md or .txt")
    texts = [path for path in Path(folder).iterdir() if path.suffix in {".md", ".txt"}]
    assert texts
    of_sources = set[tuple[str, ...]]().union(
        *(_runs(path.read_text(encoding="utf-8")) for path in texts)
    )
    for page in PAGES.values():
        assert not _runs(" ".join(prose(page))) & of_sources
