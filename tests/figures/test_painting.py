"""A painting keeps to the pixel and to the point what it is given."""

import pytest

pytest.importorskip("skia", reason="skia needs libgl1 and libegl1", exc_type=ImportError)

import numpy as np
import skia

from bot.figures.canvas import Finish, rgb
from bot.figures.painting import Painting, _path


@pytest.mark.parametrize("closed", [True, False])
def test_a_path_made_of_bytes_is_that_made_point_by_point(*, closed: bool) -> None:
    polygons = [np.array([(1, 2), (30, 4), (5.5, 40)]), np.array([(7, 8), (9, 8), (9, 9), (7, 9)])]
    path = skia.Path()
    for polygon in polygons:
        path.addPoly([skia.Point(*point) for point in polygon.tolist()], closed)
    assert _path(polygons, closed=closed) == path
    assert _path([]) == skia.Path()


def test_a_painting_of_a_picture_is_that_picture() -> None:
    pixels = np.arange(4 * 5 * 3, dtype=np.uint8).reshape(4, 5, 3)
    assert (Painting.of(pixels).pixels() == pixels).all()


def _shaded(within: list[np.ndarray] | None = None) -> np.ndarray:
    """Return the pixels of a square from 20 to 80, shaded to the right and down."""
    canvas, square = Painting(100, 100, "#ffffff"), _square(20, 80)
    finish = Finish("#808080", "#404040", "#000000", 0.0, (12.0, 12.0), "#c0c0c0")
    if within is None:
        canvas.solid([square], finish)
    else:
        canvas.model([square], finish, within=within)
    return canvas.pixels().astype(int)[..., 0]


def _square(low: float, high: float) -> np.ndarray:
    return np.array([(low, low), (high, low), (high, high), (low, high)])


def test_a_surface_is_dark_away_from_the_light_bright_towards_it_and_soft_between() -> None:
    grey = _shaded()[50]
    assert grey[78] < 0x4C  # away
    assert grey[21] > 0xA8  # towards
    assert abs(grey[50] - 0x80) <= 1
    assert np.abs(np.diff(grey[21:79])).max() < 24


def test_light_and_shade_may_be_given_to_a_part_of_a_surface_only() -> None:
    grey = _shaded(within=[_square(60, 80)])
    assert grey[70, 78] < 0x60
    assert (grey[:59] == 255).all()


def test_a_surface_of_one_colour_is_flat() -> None:
    canvas = Painting(100, 100, "#ffffff")
    canvas.solid([_square(20, 80)], Finish("#808080", "#808080", "#000000", 0.0))
    assert (canvas.pixels()[21:79, 21:79] == rgb("#808080")).all()
