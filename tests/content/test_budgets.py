"""What one message can hold: a photo's caption 1,024 units, a page a good deal more."""

from collections.abc import Iterable

import pytest

from .shelf import ANATOMY, EXERCISES, SAFETY, SIGNS, VERSIONS, Version, prose, units

CARD = 800
"""Of 1,024 units; the rest is for labels, the dose and a line on a late or a second move."""
MORE = 2500
SIGN = 2500
PAGE = 3500


def _size(lines: Iterable[str]) -> int:
    return units("\n".join(lines))


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.label)
def test_a_card_leaves_room_for_dose_and_extras(version: Version) -> None:
    words = EXERCISES[version.exercise].words
    card = (version.title, words.trains, version.need, *version.steps)
    assert _size((*card, words.breathing, words.easier, words.care)) <= CARD


@pytest.mark.parametrize("slug", EXERCISES)
def test_the_second_page_of_an_exercise_fits(slug: str) -> None:
    words = EXERCISES[slug].words
    assert _size((*words.mistakes, *words.cautions, *words.notes, words.harder)) <= MORE


@pytest.mark.parametrize("slug", SIGNS)
def test_the_page_of_a_sign_fits(slug: str) -> None:
    assert _size(prose(SIGNS[slug].words)) <= SIGN


def test_the_page_on_the_muscle_fits() -> None:
    assert _size(prose(ANATOMY)) <= PAGE


def test_the_safety_page_fits() -> None:
    assert _size(prose(SAFETY)) <= PAGE


def test_the_safety_note_is_two_to_four_lines() -> None:
    assert 2 <= len(SAFETY.note) <= 4
    assert _size(SAFETY.note) <= 400
