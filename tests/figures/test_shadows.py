"""The shadow on the floor."""

import pytest

pytest.importorskip("skia", reason="skia needs libgl1 and libegl1", exc_type=ImportError)

import numpy as np

from bot.figures.brush import Brush
from bot.figures.camera import Camera, ball
from bot.figures.canvas import rgb
from bot.figures.painting import Painting
from bot.figures.people import PAPER
from bot.figures.room import shadow


def darkest_below(height: float) -> int:
    """Return the darkest pixel of the shadow of a ball so high above the floor, in metres."""
    canvas, camera = Painting(200, 200, PAPER), Camera(0, 40)
    camera.scale, camera.offset = 300, np.array([100.0, 100.0])
    shadow(Brush(canvas, camera), [ball(np.array([0.0, height + 0.1, 0.0]), 0.1)])
    return int(canvas.pixels().sum(axis=2).min())


def test_only_what_is_close_to_the_floor_throws_a_dark_shadow() -> None:
    assert darkest_below(0.0) < darkest_below(0.08) - 60
    assert darkest_below(0.08) < sum(rgb(PAPER)) - 20
