"""Shared by the tests that draw: the scenes of all figures, read once."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.figures import manifest, sheets
from bot.figures.canvas import rgb
from bot.figures.people import PAPER
from bot.figures.scene import Scene
from bot.figures.schema import Figure

EXERCISES = Path(__file__).resolve().parents[2] / "content" / "exercises"
FILES = sheets.files(EXERCISES)
NAMES = list(FILES)
#: The exercises; each has a standard version.
SLUGS = sorted({name.split("/")[0] for name in NAMES})

#: Two of the shortest films: one seen from the side, one from the front.
_SAMPLE = ("kettlebell-swing/standard", "leg-swing/easier")
#: All figures, for a walk that reads every frame: a sample always, the rest in the slow run.
WALKED = [pytest.param(name, marks=() if name in _SAMPLE else pytest.mark.slow) for name in NAMES]


def path_of(name: str) -> Path:
    """Return a figure file; the standard version's for the name of an exercise alone."""
    return FILES[name if "/" in name else f"{name}/{sheets.STANDARD}"]


def picture(name: str, output: str) -> Path:
    return manifest.pictures(path_of(name)) / output


@cache
def figure(name: str) -> Figure:
    return sheets.load(path_of(name))


@cache
def scene(name: str) -> Scene:
    return Scene(figure(name))


def covered(canvas: Any) -> Any:
    """Return which pixels of a canvas of paper are painted."""
    return (canvas.pixels() != rgb(PAPER)).any(axis=2)
