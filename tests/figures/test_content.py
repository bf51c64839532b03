"""The ten figure.yaml against the words they belong to. Needs no drawing library."""

from pathlib import Path

import pytest

from bot.coach.documents import read
from bot.coach.sheets import ExerciseWords
from bot.figures.schema import Figure

EXERCISES = Path(__file__).resolve().parents[2] / "content" / "exercises"
SLUGS = sorted(path.parent.name for path in EXERCISES.glob("*/en.yaml"))


def test_every_exercise_that_has_words_has_a_figure() -> None:
    assert [path.parent.name for path in sorted(EXERCISES.glob("*/figure.yaml"))] == SLUGS


@pytest.mark.parametrize("slug", SLUGS)
def test_each_panel_belongs_to_a_step_of_the_words(slug: str) -> None:
    figure = read(EXERCISES / slug / "figure.yaml", Figure)
    words = read(EXERCISES / slug / "en.yaml", ExerciseWords)
    steps = [panel.step for panel in figure.storyboard]
    assert all(step <= len(words.steps) for step in steps)
    assert steps == sorted(set(steps))


@pytest.mark.parametrize("slug", SLUGS)
def test_the_board_begins_where_the_body_first_takes_its_start(slug: str) -> None:
    figure = read(EXERCISES / slug / "figure.yaml", Figure)
    assert figure.storyboard[0].step <= 3


def test_three_people_of_different_age_and_skin_share_the_ten() -> None:
    people = [read(EXERCISES / slug / "figure.yaml", Figure).person for slug in SLUGS]
    assert min(people.count(person) for person in ("mara", "kofi", "elsa")) >= 3
