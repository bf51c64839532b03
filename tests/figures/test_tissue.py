"""A muscle has light, shade, fibres and a soft edge, and ends inside its cloth."""

import pytest

pytest.importorskip("skia", reason="skia needs libgl1 and libegl1", exc_type=ImportError)

import numpy as np

from bot.figures.brush import Brush
from bot.figures.camera import Camera, Chain
from bot.figures.canvas import Canvas
from bot.figures.geometry import Array
from bot.figures.motion import Tracer
from bot.figures.muscle import COURSES
from bot.figures.painting import Painting
from bot.figures.tissue import fibres, paint

NAVY = "#374a80"
SIZE = 160
AXIS = np.stack([np.linspace(-0.15, 0.15, 33), np.zeros(33), np.zeros(33)], axis=1)
RADII = COURSES["quads"].belly.at(np.linspace(0, 1, 33))


def _painted(canvas: Canvas, work: float, low: float = -0.2) -> None:
    """Paint a muscle that runs from left to right, in cloth that reaches down to `low`."""
    camera = Camera(0, 0)
    camera.scale, camera.offset = 400.0, np.array([SIZE / 2, SIZE / 2])
    cloth = camera.shape(
        _tube(np.array([(-0.3, low + 0.2, 0), (0.3, low + 0.2, 0)]), np.full(2, 0.2))
    )
    flesh = _tube(AXIS, RADII)
    paint(Brush(canvas, camera), flesh, RADII, cloth, work)


def _tube(centres: Array, radii: Array) -> Chain:
    return Chain(centres, np.eye(3)[None] * radii[:, None, None])


def _column(work: float, low: float = -0.2) -> Array:
    """Return how light a painting is down the middle of the belly."""
    canvas = Painting(SIZE, SIZE, NAVY)
    _painted(canvas, work, low)
    return np.asarray(canvas.pixels()[:, 70].astype(float).mean(axis=1))


def test_a_muscle_is_lit_above_and_dark_below() -> None:
    canvas, grey = Painting(SIZE, SIZE, NAVY), _column(1.0)
    _painted(canvas, 1.0)
    red = canvas.pixels()[:, 70, 0].astype(int)
    inside = np.flatnonzero(red - red[0] > 25)
    top, bottom = int(inside[0]), int(inside[-1])
    assert bottom - top == pytest.approx(2 * 400 * RADII.max(), abs=8)
    above, below = (grey[SIZE // 2 + one : SIZE // 2 + one + 3].mean() for one in (-6, 4))
    assert above > below + 6  # between two fibres


def test_the_edge_of_a_muscle_is_soft_but_no_smudge() -> None:
    off = np.abs(_column(1.0) - _column(1.0)[0])
    rise = off[: int(off.argmax()) + 1]
    assert 3 <= (rise > 0.8 * rise.max()).argmax() - (rise > 0.2 * rise.max()).argmax() <= 9


def test_a_muscle_ends_inside_its_cloth() -> None:
    narrow = _column(1.0, low=-0.02)
    edge = int(SIZE / 2 + 0.02 * 400)
    assert int(np.flatnonzero(np.abs(narrow - narrow[0]) > 5)[-1]) < edge


@pytest.mark.parametrize(("work", "sign"), [(1.0, 1), (-1.0, -1)])
def test_fibres_are_light_in_a_working_and_dark_in_a_stretched_muscle(
    work: float, sign: int
) -> None:
    grey = _column(work)
    middle = SIZE // 2
    assert sign * (grey[middle] - grey[middle + 5]) > 15


def test_a_muscle_is_drawn_by_as_many_shapes_whatever_it_does() -> None:
    counts = set()
    for work in (1.0, 0.2, -0.2, -1.0):
        canvas = Tracer(SIZE, SIZE)
        _painted(canvas, work)
        counts.add(len(canvas.seen[""]))
    assert len(counts) == 1


def test_fibres_converge_at_both_ends() -> None:
    points = np.stack([np.linspace(0, 100, 33), 4 * np.sin(np.linspace(0, 3, 33))], axis=1)
    lines = fibres(points, RADII * 300)
    apart = np.linalg.norm(lines[0] - lines[-1], axis=1)
    assert max(apart[0], apart[-1]) < 0.4 * apart.max()
