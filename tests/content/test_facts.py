"""Every fact has an id, and every id has words or numbers in a file that names it."""

import re
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import pytest

from tests.services.delivery import test_silence

from . import test_budgets, test_wording
from .shelf import CONTENT, COVERS, EXERCISES, PAGES, prose


def _facts() -> dict[str, tuple[str, tuple[str, ...]]]:
    facts = {}
    text = (Path(__file__).parent / "facts.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        fact, hint, words = (part.strip() for part in line.split("|"))
        assert fact not in facts, f"{fact} stands twice"
        facts[fact] = (hint, () if words == "-" else tuple(words.split(", ")))
    return facts


FACTS = _facts()

IN_WORDS = {path: covers for path, covers in COVERS.items() if path.endswith("en.yaml")}
IN_NUMBERS = {path: covers for path, covers in COVERS.items() if path not in IN_WORDS}
COVERED = {fact for covers in (*IN_WORDS.values(), *IN_NUMBERS.values()) for fact in covers}

BY_TESTS: Mapping[str, tuple[ModuleType, str]] = {
    "O8": (test_silence, "test_who_chooses_nothing_goes_a_week_back"),
    "Q1": (test_wording, "test_a_page_reads_at_grade_six_or_lower"),
    "Q2": (test_wording, "test_a_step_is_one_or_two_short_sentences_and_starts_with_a_verb"),
    "Q3": (test_budgets, "test_a_card_leaves_room_for_dose_and_extras"),
    "Q4": (test_wording, "test_a_measure_gives_metric_first_and_imperial_in_brackets"),
    "Q5": (test_wording, "test_no_word_shuts_a_reader_out"),
    "Q6": (test_wording, "test_a_one_sided_version_says_to_switch_and_do_the_same"),
    "Q7": (test_wording, "test_every_exercise_has_breathing_and_a_stop_cue"),
    "Q8": (test_wording, "test_what_is_said_of_a_sign_is_hedged_and_sourced"),
    "Q9": (test_wording, "test_no_run_of_seven_words_is_that_of_a_source"),
}


def test_each_fact_is_covered_by_its_words() -> None:
    for fact in FACTS:
        assert_is_covered(fact)


def assert_is_covered(fact: str) -> None:
    _, wanted = FACTS[fact]
    if fact == "Q10":
        return  # This test is the one that holds it.
    if fact in BY_TESTS:
        module, name = BY_TESTS[fact]
        assert callable(getattr(module, name))
        return
    assert fact in COVERED, f"{fact} is covered by no file"
    texts = {
        path: " ".join(prose(PAGES[path.removesuffix("/en.yaml")])).casefold()
        for path, covers in IN_WORDS.items()
        if fact in covers
    }
    if wanted:
        said = any(all(word in text for word in wanted) for text in texts.values())
        assert said, f"{fact}: {wanted}"
    else:
        assert any(fact in covers for covers in IN_NUMBERS.values()), fact


def test_no_file_covers_a_fact_that_is_not_listed() -> None:
    assert set(FACTS) >= COVERED


def test_every_file_that_covers_facts_exists() -> None:
    assert all((CONTENT / path).is_file() for path in COVERS)


def test_the_list_is_whole_and_its_hints_are_short() -> None:
    counts: dict[str, int] = {}
    for fact, (hint, _) in FACTS.items():
        assert re.fullmatch(r"[ACDEGOPQRS]\d+(\.\d+)?", fact)
        assert len(hint.split()) <= 8, hint
        group = fact.partition(".")[0] if "." in fact else fact[0]
        counts[group] = counts.get(group, 0) + 1
    letters = {"A": 24, "G": 8, "P": 3, "C": 24, "R": 11, "O": 12, "D": 6, "Q": 10}
    signs = {"S1": 5, "S2": 4, "S3": 5, "S4": 4, "S5": 3}
    of_exercises = [10, 7, 11, 14, 11, 10, 11, 11, 11, 15]
    exercises = {f"E{number}": count for number, count in enumerate(of_exercises, 1)}
    assert counts == letters | signs | exercises


@pytest.mark.parametrize("slug", EXERCISES)
def test_an_exercise_covers_its_own_facts(slug: str) -> None:
    own = {fact for fact in FACTS if fact.startswith(f"{EXERCISES[slug].sheet.id}.")}
    assert own <= set(COVERS.get(f"exercises/{slug}/en.yaml", ()))
