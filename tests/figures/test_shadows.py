"""The shadow on the floor."""

import pytest

pytest.importorskip("skia", reason="skia needs libgl1 and libegl1", exc_type=ImportError)

import numpy as np

from bot.figures.brush import Brush
from bot.figures.camera import Camera, ball, join
from bot.figures.canvas import rgb
from bot.figures.geometry import Array
from bot.figures.painting import Painting
from bot.figures.people import PAPER
from bot.figures.room import shadow

from .drawing import covered


def below(height: float, mat: Array | None = None) -> Array:
    """Return how dark the shadow of a ball so high above the floor is, in metres."""
    canvas, camera = Painting(200, 200, PAPER), Camera(0, 10)
    camera.scale, camera.offset = 300, np.array([100.0, 100.0])
    shadow(Brush(canvas, camera), [ball(np.array([0.0, height + 0.1, 0.0]), 0.1)], mat)
    return np.asarray(sum(rgb(PAPER)) - canvas.pixels().astype(int).sum(axis=2))


def test_only_what_is_close_to_the_floor_throws_a_dark_shadow() -> None:
    assert below(0.0).max() > below(0.08).max() + 60
    assert below(0.08).max() > 20


def test_a_shadow_fades_by_degrees_as_a_part_rises() -> None:
    darkness = [below(height).max() for height in np.arange(0.0, 1.2, 0.002)]
    assert max(-np.diff(darkness)) < darkness[0] / 6
    assert darkness[-1] == 0


def test_the_dark_shadow_lies_where_the_contour_ends_and_not_below_it() -> None:
    dark = below(0.0)
    row, _ = np.unravel_index(dark.argmax(), dark.shape)
    lowest = 100 + 300 * 0.1 * (1 - np.cos(np.radians(10)))  # of the ball on the picture
    assert row == pytest.approx(lowest, abs=4)
    assert np.average(np.arange(200), weights=dark.sum(axis=0)) > 101  # the light stands left


def test_nothing_falls_beside_a_mat() -> None:
    mat = np.array([(90.0, 95.0), (100.0, 95.0), (100.0, 110.0), (90.0, 110.0)])
    dark = below(0.0, mat) > 0
    assert dark[96:109, 91:99].all()
    assert not dark[:, 101:].any()


def test_a_thing_in_the_air_leaves_no_spot_on_the_floor_but_a_limb_that_rises_from_it_does() -> (
    None
):
    assert below(0.3).max() == 0
    rising = join(*(ball(np.array([x, 0.1 + x, 0.0]), 0.1) for x in (0.0, 0.1, 0.2, 0.3)))
    canvas, camera = Painting(400, 200, PAPER), Camera(0, 10)
    camera.scale, camera.offset = 300, np.array([100.0, 100.0])
    shadow(Brush(canvas, camera), [rising])
    assert covered(canvas)[:, 160:].any()
