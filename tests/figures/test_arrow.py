"""Arrows: long enough to be read, and pointing where the movement goes."""

import numpy as np
import pytest

pytest.importorskip("skia", reason="skia needs libgl1 and libegl1", exc_type=ImportError)

from bot.figures import arrow, board
from bot.figures.brush import Brush
from bot.figures.canvas import rgb
from bot.figures.geometry import Array
from bot.figures.painting import Painting
from bot.figures.people import ARROW, PAPER, WHITE
from bot.figures.scene import Scene
from bot.figures.schema import Arrow
from bot.figures.skeleton import Skeleton

from .drawing import WALKED, figure, scene


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


class _Heads:
    """Watches a scene draw its arrows, and notes each whose head lies on the body."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.touching: list[str] = []
        self._outlines: list[Array] = []
        ink, draw = arrow._ink, Scene.arrow

        def inked(canvas: Painting, outlines: list[Array], width: float) -> None:
            self._outlines += outlines
            ink(canvas, outlines, width)

        def drawn(scene: Scene, brush: Brush, sheet: Arrow, bones: Skeleton) -> None:
            self._outlines.clear()
            draw(scene, brush, sheet, bones)
            if sheet.under is None and _on_body(scene, brush, bones, self._outlines):
                self.touching.append(str(sheet.model_dump(exclude_defaults=True)))

        monkeypatch.setattr(arrow, "_ink", inked)
        monkeypatch.setattr(Scene, "arrow", drawn)


def _on_body(scene: Scene, brush: Brush, bones: Skeleton, outlines: list[Array]) -> bool:
    """Return whether the head of an arrow and a part that is drawn share pixels."""
    size = brush.canvas.width, brush.canvas.height
    heads, body = Painting(*size, PAPER), Painting(*size, PAPER)
    for outline in outlines:
        middle = len(outline) // 2
        heads.fill([outline[middle - 1 : middle + 2]], ARROW)
    for name, chain in scene.body(bones.pose).solids().items():
        limb, _, side = name.split(" ")[0].partition("_")
        limb = {"foot": "leg", "hand": "arm"}.get(limb, limb)
        if limb == "torso" or (f"{limb}_{side}" if side else limb) in scene.order:
            body.fill(brush.camera.shape(chain), ARROW)
    both = [(canvas.pixels() == rgb(ARROW)).all(axis=2) for canvas in (heads, body)]
    return bool((both[0] & both[1]).any())


BLADES = "kettlebell-swing/standard"
"""Its arrows at the shoulders draw the shoulder blades together, which only the back can show."""


@pytest.mark.parametrize("name", WALKED)
def test_no_arrowhead_lies_on_the_body(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    heads = _Heads(monkeypatch)
    for number in range(len(figure(name).storyboard)):
        board.panel(scene(name), number, figure(name).panel)
    unmeant = [one for one in heads.touching if name != BLADES or "'at': 'shoulders'" not in one]
    assert unmeant == []
