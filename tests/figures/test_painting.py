"""A painting keeps to the pixel and to the point what it is given."""

import pytest

pytest.importorskip("skia", reason="skia needs libgl1 and libegl1", exc_type=ImportError)

import numpy as np
import skia

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
