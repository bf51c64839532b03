"""Arrows: long enough to be read, and pointing where the movement goes."""

import numpy as np
import pytest

pytest.importorskip("skia", reason="skia needs libgl1 and libegl1", exc_type=ImportError)

from bot.figures import arrow
from bot.figures.canvas import rgb
from bot.figures.geometry import Array
from bot.figures.painting import Painting
from bot.figures.people import ARROW, PAPER, WHITE


def _drawn(start: tuple[float, float], end: tuple[float, float]) -> Array:
    """Return where an arrow leaves ink: rows and columns."""
    canvas = Painting(400, 400, PAPER)
    arrow.draw(canvas, np.linspace(start, end, 20))
    return np.argwhere((canvas.pixels() == rgb(ARROW)).all(axis=2)).astype(float)


def test_a_small_movement_gets_an_arrow_that_can_be_read() -> None:
    ink = _drawn((195, 200), (205, 200))
    assert np.ptp(ink[:, 1]) >= arrow.SHORTEST * arrow.WIDTH * 400


def test_an_arrow_is_widest_at_its_head() -> None:
    ink = _drawn((60, 200), (340, 200))
    tail = np.ptp(ink[ink[:, 1] < 80][:, 0])
    head = np.ptp(ink[ink[:, 1] > 300][:, 0])
    assert head > 3 * tail


def test_a_distance_keeps_its_length_and_has_a_head_at_both_ends() -> None:
    canvas = Painting(1200, 1200, PAPER)
    arrow.measure(canvas, np.linspace((600, 540), (600, 660), 20))
    ink = np.argwhere((canvas.pixels() == rgb(ARROW)).all(axis=2))
    assert np.ptp(ink[:, 0]) == pytest.approx(120, abs=8)
    high, middle, low = (np.ptp(ink[ink[:, 0] == row][:, 1]) for row in (565, 600, 635))
    assert min(high, low) > 2 * middle


def test_a_swing_is_as_bold_as_any_arrow_and_has_a_head_at_both_ends() -> None:
    canvas = Painting(400, 400, PAPER)
    arrow.swing(canvas, np.linspace((60, 200), (340, 200), 40))
    ink = np.argwhere((canvas.pixels() == rgb(ARROW)).all(axis=2)).astype(float)
    one, other = (np.ptp(ink[abs(ink[:, 1] - x) < 30][:, 0]) for x in (90, 310))
    assert one == pytest.approx(other, abs=2)
    assert one > arrow.HEAD * arrow.WIDTH * 400 * 0.8


def test_the_number_of_an_arrow_is_white_on_a_disc_at_its_tail() -> None:
    canvas = Painting(400, 400, PAPER)
    arrow.number(canvas, np.linspace((60, 200), (340, 200), 20), 1)
    ink = np.argwhere((canvas.pixels() == rgb(ARROW)).all(axis=2))
    assert ink.mean(axis=0) == pytest.approx([200, 60], abs=3)
    assert (canvas.pixels()[195:205, 55:65] == rgb(WHITE)).all(axis=2).any()
