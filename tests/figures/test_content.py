"""The figures against the words they belong to. Needs no drawing library."""

from pathlib import Path

import pytest

from bot.figures import sheets

EXERCISES = Path(__file__).resolve().parents[2] / "content" / "exercises"
FILES = sheets.files(EXERCISES)


def test_every_version_of_every_exercise_has_a_figure() -> None:
    assert list(sheets.undrawn(EXERCISES)) == []


@pytest.mark.parametrize("name", FILES)
def test_each_step_has_its_panel_and_each_phase_the_time_that_is_taught(name: str) -> None:
    assert list(sheets.misfits(FILES[name], sheets.load(FILES[name]))) == []


def test_three_people_of_different_age_and_skin_share_the_ten() -> None:
    standard = [path for path in FILES.values() if path.stem == sheets.STANDARD]
    people = [sheets.load(path).person for path in standard]
    assert min(people.count(person) for person in ("mara", "kofi", "elsa")) >= 3


def test_all_versions_of_an_exercise_are_shown_by_the_same_person() -> None:
    people: dict[str, set[str]] = {}
    for name, path in FILES.items():
        people.setdefault(name.split("/")[0], set()).add(sheets.load(path).person)
    assert all(len(found) == 1 for found in people.values())
