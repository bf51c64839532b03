"""Shared by the tests that draw: the ten scenes, read once."""

from functools import cache
from pathlib import Path

from bot.coach.documents import read
from bot.figures.scene import Scene
from bot.figures.schema import Figure

EXERCISES = Path(__file__).resolve().parents[2] / "content" / "exercises"
SLUGS = sorted(path.parent.name for path in EXERCISES.glob("*/figure.yaml"))


def figure(slug: str) -> Figure:
    return read(EXERCISES / slug / "figure.yaml", Figure)


@cache
def scene(slug: str) -> Scene:
    return Scene(figure(slug))
