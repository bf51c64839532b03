"""People find a thing by the name they know, and no name leads to two things."""

import re

import pytest

from .shelf import EXERCISES, SIGNS


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def _owners() -> dict[str, set[str]]:
    owners: dict[str, set[str]] = {}
    for slug, exercise in EXERCISES.items():
        for name in (slug, exercise.words.name, *exercise.words.aliases):
            owners.setdefault(_plain(name), set()).add(slug)
        for version, told in exercise.words.versions.items():
            for name in told.aliases:
                owners.setdefault(_plain(name), set()).add(f"{slug}, {version}")
    for slug, sign in SIGNS.items():
        for name in (slug, sign.words.name, *sign.words.aliases):
            owners.setdefault(_plain(name), set()).add(slug)
    return owners


def test_no_name_belongs_to_two() -> None:
    assert {name: slugs for name, slugs in _owners().items() if len(slugs) > 1} == {}


@pytest.mark.parametrize("name", ["swing", "swings", "crunch", "monster walk", "american swing"])
def test_a_name_that_means_another_move_or_two_moves_is_nobodys(name: str) -> None:
    assert _plain(name) not in _owners()


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("half-kneeling hip flexor stretch", "lunge"),
        ("glute bridge", "floor-bridge"),
        ("situp", "sit-up"),
        ("Navasana", "boat-pose"),
        ("leg raise", "leg-lift"),
        ("frankenstien", "frankenstein-walk"),
        ("swiss ball pass", "stability-ball-pass"),
        ("KB swing", "kettlebell-swing"),
        ("side leg swing", "leg-swing"),
        ("RFESS", "bulgarian-split-squat"),
        ("back pain", "lower-body-pain"),
        ("constipation", "digestive-trouble"),
        ("breathless", "breathing-and-fatigue"),
        ("one leg shorter", "uneven-legs"),
        ("slouching", "poor-posture"),
    ],
)
def test_a_common_name_leads_to_its_page(name: str, slug: str) -> None:
    assert _owners()[_plain(name)] == {slug}


@pytest.mark.parametrize("slug", EXERCISES)
def test_an_alias_is_lower_case_and_stands_once(slug: str) -> None:
    aliases = EXERCISES[slug].words.aliases
    assert list(aliases) == [alias.lower() for alias in aliases]
    assert len(aliases) == len(set(aliases))
