"""How the pose before is painted."""

import pytest

pytest.importorskip("skia", reason="skia needs libgl1 and libegl1", exc_type=ImportError)

import numpy as np

from bot.figures.brush import Brush
from bot.figures.camera import Camera
from bot.figures.canvas import Finish, mix, rgb
from bot.figures.geometry import Array
from bot.figures.ghost import GHOSTLY, OUTLINE, ghostly, stencil, tone
from bot.figures.painting import Painting
from bot.figures.people import FLOOR, HALO, INK, MAT, PAPER, PEOPLE, Look

CLOTH = Finish("#204080", "#102040", "#000000", 6.0, (8.0, 8.0))


def _square(left: float, right: float) -> Array:
    return np.array([(left, 20.0), (right, 20.0), (right, 80.0), (left, 80.0)])


def _painted() -> Array:
    """Return the pixels of a ghost of two overlapping surfaces with a thin and a thick line."""
    canvas, camera = Painting(120, 100, PAPER), Camera(0, 0)
    camera.scale = 300
    for brush in ghostly(Brush(canvas, camera)):
        thin, thick = brush.line, brush.line * 3
        brush.canvas.solid([_square(20, 70)], CLOTH)
        brush.canvas.solid([_square(50, 100)], CLOTH)
        brush.canvas.fill([_square(60, 64) * [1, 0.1] + [0, 48]], INK)  # an eye
        brush.canvas.line(np.array([(30.0, 20.0), (30.0, 80.0)]), "#000000", thin)
        brush.canvas.line(np.array([(90.0, 20.0), (90.0, 80.0)]), "#000000", thick)
    return np.asarray(canvas.pixels()).astype(int)


def test_a_ghost_is_pale_and_flat_with_one_outline_and_no_lines_inside() -> None:
    pixels = _painted()
    pale = np.array(rgb(mix(PAPER, tone(CLOTH.lit), GHOSTLY)))
    outline = np.array(rgb(mix(PAPER, OUTLINE, GHOSTLY)))
    for x in (30, 50, 62, 70):  # a thin line, where the surfaces overlap, an eye
        assert pixels[50, x] == pytest.approx(pale, abs=3)
    assert pixels[50, 18] == pytest.approx(outline, abs=3)


def test_a_line_so_thick_that_it_is_a_thing_stays() -> None:
    pixels = _painted()
    assert pixels[50, 90] != pytest.approx(pixels[50, 60], abs=3)


def test_a_stencil_covers_what_a_ghost_would() -> None:
    camera = Camera(0, 0)
    camera.scale = 300
    aside = stencil(Brush(Painting(120, 100, PAPER), camera))
    assert not aside.canvas.covered().any()
    aside.canvas.solid([_square(20, 70)], CLOTH)
    covered = aside.canvas.covered()
    assert covered[20:80, 20:70].all()
    assert not covered[:, 80:].any()


def test_a_layer_shows_as_far_as_it_is_to_be_shown() -> None:
    canvas = Painting(120, 100, PAPER)
    shown = np.zeros((100, 120), np.uint8)
    shown[:, :60] = 255
    with canvas.layer(1.0, shown):
        canvas.fill([_square(20, 100)], INK)
    pixels = canvas.pixels()
    assert tuple(pixels[50, 40]) == rgb(INK)
    assert tuple(pixels[50, 80]) == rgb(PAPER)


def test_a_line_that_parts_two_limbs_stays() -> None:
    assert tone(INK) == OUTLINE


@pytest.mark.parametrize("look", PEOPLE.values())
def test_the_colours_of_a_ghost_are_quiet(look: Look) -> None:
    colours = (look.skin, look.hair, look.shirt, look.shorts, look.shoe)
    pale = np.array([rgb(tone(colour)) for colour in colours])
    vivid = np.array([rgb(colour) for colour in colours])
    assert np.ptp(pale.mean(axis=1)) < 0.5 * np.ptp(vivid.mean(axis=1))
    assert (np.ptp(pale, axis=1) < 0.4 * np.ptp(vivid, axis=1) + 8).all()


@pytest.mark.parametrize("ground", [PAPER, HALO, FLOOR, MAT])
def test_the_outline_of_a_ghost_is_seen_on_all_that_lies_behind_it_and_is_not_ink(
    ground: str,
) -> None:
    outline = np.mean(rgb(mix(ground, OUTLINE, GHOSTLY)))
    assert np.mean(rgb(ground)) - outline > 50
    assert outline - np.mean(rgb(INK)) > 50
