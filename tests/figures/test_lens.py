"""The round inset of a panel or a film, and the line that joins it to its place."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("skia", reason="skia needs libgl1 and libegl1", exc_type=ImportError)

import numpy as np

from bot.figures import board, film, lens
from bot.figures.brush import Brush
from bot.figures.canvas import Pixels, rgb
from bot.figures.geometry import Array
from bot.figures.painting import Painting
from bot.figures.people import INK, PAPER
from bot.figures.scene import Scene
from tests.sampling import some

from .drawing import NAMES, covered, figure, scene

if TYPE_CHECKING:
    from bot.figures.schema import Lens

TUCK = 1
"""The bridge's panel that has a lens."""

WITH_LENS = [name for name in NAMES if any(panel.lens for panel in figure(name).storyboard)]


def test_a_lens_shows_a_place_larger_at_the_top_of_the_panel() -> None:
    drawn = scene("floor-bridge")
    tuck = drawn.figure.storyboard[TUCK]
    assert tuck.lens is not None
    before = drawn.figure.storyboard[:TUCK]
    storyboard = (*before, tuck.model_copy(update={"lens": None}))
    plain = Scene(drawn.figure.model_copy(update={"storyboard": storyboard}))
    changed = board.panel(drawn, TUCK, (624, 410)) != board.panel(plain, TUCK, (624, 410))
    rows, columns = np.nonzero(changed.any(axis=2))
    across, down = (np.array(tuck.lens.middle) * (624, 410)).tolist()
    radius = tuck.lens.radius * 410
    assert columns.min() == pytest.approx(across - radius, abs=8)
    assert rows.min() == pytest.approx(max(down - radius, 0), abs=8)


def _is_ringed(shown: Pixels, x: int, y: int) -> bool:
    """Return whether a ring of ink lies around a place, left, right, above and below it."""
    radius = round(lens.LINE * lens.RING * min(shown.shape[:2]))
    around = ((radius, 0), (-radius, 0), (0, radius), (0, -radius))
    dark = [
        shown[y + b - 1 : y + b + 2, x + a - 1 : x + a + 2].sum(axis=2).min() for a, b in around
    ]
    return bool(max(dark) < sum(rgb(INK)) + 60)


def test_a_line_leads_from_the_lens_to_a_ring_around_its_place() -> None:
    drawn = scene("floor-bridge")
    tuck = drawn.figure.storyboard[TUCK]
    assert tuck.lens is not None
    shown = board.panel(drawn, TUCK, (624, 410))
    camera = drawn.camera((624, 410))
    bones = drawn.bones(drawn.motion.key(tuck.key))
    x, y = camera.point(bones.at[tuck.lens.at] + [*tuck.lens.shift, 0.0]).round().astype(int)
    assert _is_ringed(shown, x, y)


def test_a_line_leads_from_a_lens_that_shows_another_pose_to_the_pose_of_the_panel() -> None:
    drawn = scene("floor-bridge")
    tuck = drawn.figure.storyboard[TUCK]
    assert tuck.lens is not None
    other = tuck.lens.model_copy(update={"key": "lift"})
    storyboard = (tuck.model_copy(update={"lens": other}),)
    shown = board.panel(
        Scene(drawn.figure.model_copy(update={"storyboard": storyboard})), 0, (624, 410)
    )
    usual = board.panel(drawn, TUCK, (624, 410))
    camera = drawn.camera((624, 410))
    place = drawn.bones(drawn.motion.key(tuck.key)).at[tuck.lens.at]
    x, y = camera.point(place + np.array([*tuck.lens.shift, 0.0])).round().astype(int)
    middle_x, middle_y = (np.array(tuck.lens.middle) * (624, 410)).round().astype(int)
    assert _is_ringed(shown, x, y)
    near = slice(middle_y - 60, middle_y + 60), slice(middle_x - 60, middle_x + 60)
    assert (shown[near] != usual[near]).any()


def test_the_inset_of_a_film_shows_what_moves() -> None:
    drawn = scene("floor-bridge/easier")
    inset = drawn.figure.inset
    assert inset is not None
    width, height = drawn.figure.size
    first, _, _, tucked = (
        frame for frame, _ in zip(film.frames(drawn, 25), range(4), strict=False)
    )
    across, down = (np.array(inset.middle) * (width, height)).round().astype(int)
    edge = round(inset.radius * height)
    assert tuple(first[down, across - edge - 2 : across - edge + 3].min(axis=0)) == rgb(INK)
    near = slice(down - edge, down + edge), slice(across - edge, across + edge)
    assert (first[near] != tucked[near]).any(axis=2).mean() > 0.1


def test_the_inset_of_a_film_is_gone_while_its_poses_are_not_shown() -> None:
    drawn = scene("floor-bridge")
    size = drawn.figure.size
    seen = []
    for time in (0.0, drawn.motion.holds()[-1]):
        canvas = Painting(*size, PAPER)
        film._inset(Brush(canvas, drawn.camera(size)), drawn, time)
        seen.append(bool(covered(canvas).any()))
    assert seen == [True, False]


def test_the_line_is_quieter_over_the_body() -> None:
    drawn = scene("lunge")
    body = drawn.body(drawn.motion.key("tuck"))
    camera = drawn.camera((416, 500))
    canvas = Painting(416, 500, PAPER)
    target = camera.point(body.bones.at["pelvis"])
    start = np.array([340.0, 80.0])
    lens._point(Brush(canvas, camera), start, body, target)
    before, over = (
        _darkest(canvas.pixels(), start + (target - start) * share) for share in (0.15, 0.8)
    )
    assert before == pytest.approx(sum(rgb(INK)), abs=30)
    assert over > before + 100


def _darkest(pixels: Pixels, at: Array) -> int:
    x, y = at.round().astype(int)
    return int(pixels[y - 1 : y + 2, x - 1 : x + 2].astype(int).sum(axis=2).min())


@pytest.mark.parametrize("name", some(WITH_LENS, 3))
def test_no_line_to_an_inset_crosses_a_face(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for width, height, line, head in _leaders(name, monkeypatch):
        canvas = Painting(width, height, PAPER)
        canvas.fill(head, INK)
        columns, rows = np.linspace(*line, 300).astype(int).T
        assert not covered(canvas)[rows, columns].any()


def _leaders(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[int, int, tuple[Array, Array], Array]]:
    """Give for each panel with a lens its size, the ends of the line and the head's silhouette."""
    drawn: list[tuple[Brush, Scene, Lens, str]] = []
    monkeypatch.setattr(lens, "draw", lambda *lens_of_panel: drawn.append(lens_of_panel))
    for number, panel in enumerate(figure(name).storyboard):
        if panel.lens:
            board.panel(scene(name), number, figure(name).panel)
    for brush, panel_scene, inset, key in drawn:
        body, (width, height) = panel_scene.body(panel_scene.motion.key(key)), figure(name).panel
        place = body.bones.at[inset.at] + np.array([*inset.shift, 0.0])
        line = np.array(inset.middle) * (width, height), brush.camera.point(place)
        yield width, height, line, brush.camera.shape(body.skull())
