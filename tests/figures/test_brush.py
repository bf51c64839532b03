"""Light and shade: their colours, the shadows that parts cast, outlines that are covered."""

import pytest

pytest.importorskip("skia", reason="skia needs libgl1 and libegl1", exc_type=ImportError)

import colorsys

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.figures.brush import Brush, shade_of
from bot.figures.camera import DIRECTIONS, NORMALS, Camera
from bot.figures.canvas import rgb
from bot.figures.geometry import Array
from bot.figures.ghost import GhostCanvas
from bot.figures.painting import Painting
from bot.figures.people import PEOPLE

COLOURS = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


def _brush() -> Brush:
    camera = Camera(0, 0)
    camera.scale = 300
    return Brush(Painting(100, 100, "#ffffff"), camera)


def _disc(x: float, y: float, radius: float) -> Array:
    return np.asarray(np.array([x, y]) + radius * NORMALS).reshape(1, DIRECTIONS, 2)


def _grey(brush: Brush) -> Array:
    assert isinstance(brush.canvas, Painting)
    return np.asarray(brush.canvas.pixels()[..., 0].astype(int))


@given(COLOURS)
def test_a_shade_is_never_brighter_than_its_colour_nor_paler(colour: str) -> None:
    shade = shade_of(colour)
    assert all(a <= b for a, b in zip(rgb(shade), rgb(colour), strict=True))
    full, fuller = (colorsys.rgb_to_hsv(*rgb(c))[1] for c in (colour, shade))
    assert fuller >= full - 0.03 or max(rgb(colour)) < 40  # whole numbers are coarse in the dark


@pytest.mark.parametrize("skin", [look.skin for look in PEOPLE.values()])
def test_skin_has_a_shade_that_is_seen_and_is_still_skin(skin: str) -> None:
    assert 0.72 < sum(rgb(shade_of(skin))) / sum(rgb(skin)) < 0.85


def test_a_shadow_falls_right_and_down_and_only_on_what_lies_there() -> None:
    brush = _brush()
    brush.cast(_disc(50, 50, 15), [_disc(70, 50, 25)[0]])
    grey = _grey(brush)
    assert grey[60, 62] < 240
    assert (grey[:, :44] == 255).all()
    assert (grey[:30] == 255).all()


def test_a_covered_outline_fades_out_and_does_not_end_in_a_cut() -> None:
    brush = _brush()
    brush.canvas.fill([_disc(50, 50, 40)[0]], "#000000")
    brush.hide(_disc(50, 50, 15), "#ffffff", _disc(50, 50, 40))
    row = _grey(brush)[50, 50:90]
    assert row[0] == 255
    assert row[25] == 0
    assert np.abs(np.diff(row)).max() < 120


def test_a_ghost_has_no_shadows_and_its_covered_outlines_are_gone() -> None:
    brush = _brush()
    ghost = Brush(GhostCanvas(brush, outline=False), brush.camera)
    ghost.cast(_disc(50, 50, 15), [_disc(50, 50, 40)[0]])
    assert (_grey(brush) == 255).all()
    ghost.hide(_disc(50, 50, 15), "#204080", _disc(50, 50, 40))
    assert _grey(brush)[50, 50] < 255
