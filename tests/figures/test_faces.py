"""A face: where it looks, how it turns, that it blinks."""

from itertools import pairwise
from typing import Any

import pytest

pytest.importorskip("skia", reason="skia needs libgl1 and libegl1", exc_type=ImportError)

import numpy as np

from bot.figures import cuts
from bot.figures.brush import Brush, edge_of
from bot.figures.camera import Camera
from bot.figures.canvas import Shape, rgb
from bot.figures.ghost import ghostly, tone
from bot.figures.head import Head, Mood
from bot.figures.motion import Tracer
from bot.figures.painting import Painting
from bot.figures.people import PAPER

from .drawing import covered, scene


def test_a_face_that_looks_aside_turns_its_eyes_and_hides_an_ear() -> None:
    drawn = scene("lunge")
    bones = drawn.bones(drawn.motion.key("stand"))
    ahead, aside = (
        Head(Brush(Tracer(320, 384), Camera(yaw, 8)), bones, drawn.look, front=True)
        for yaw in (90, 62)
    )
    assert ahead._on_face([(0.0, 0.0)])[0][0] == pytest.approx(0.0, abs=1e-9)
    assert aside._on_face([(0.0, 0.0)])[0][0] > 0.025


def test_a_head_seen_from_behind_has_no_face() -> None:
    drawn = scene("leg-swing")
    bones = drawn.bones(drawn.motion.key("stand") | {"head_turn": 0.0})
    canvas, camera = Painting(200, 200, PAPER), Camera(-90, 8)
    camera.scale = 400
    camera.offset = 100 - camera.point(bones.at["head"])
    Head(Brush(canvas, camera), bones, drawn.look, front=True).draw(Mood())
    skin = (canvas.pixels() == rgb(drawn.look.skin)).all(axis=2)
    assert not skin[:, 70:130].any()  # ears stick out
    assert (canvas.pixels() == rgb(drawn.look.hair)).all(axis=2).any()


def test_the_ends_of_a_bob_are_no_brim() -> None:
    """A straight lower edge makes the hair look like a hat, from behind and from the side."""
    for cut in (cuts.SIDE, cuts.BACK):
        turns = 0
        for layer in (cut.cap, cut.nape):
            steps = np.sign(np.diff([y for _, y in layer if y < -0.04]))
            turns += (np.diff(steps[steps != 0]) != 0).sum()
        assert turns >= 4  # locks, and gaps between them
        assert min(y for _, y in cut.nape) < min(y for _, y in cut.cap) - 0.008


def _hair(name: str, key: str, **pose: float) -> Any:
    """Return the outlines of hair seen from the side: forward and up from the middle."""
    drawn = scene(name)
    bones = drawn.bones(drawn.motion.key(key) | pose)
    head = Head(Brush(Painting(9, 9, PAPER), Camera(0, 0)), bones, drawn.look, front=False)
    head.draw(Mood())
    axes = np.stack([head._across, head._up], axis=1)
    return np.linalg.solve(axes, (np.concatenate(head.hair) - head._centre).T).T


def test_the_hair_of_a_head_that_lies_falls_from_its_neck() -> None:
    upright, lying = (_hair("floor-bridge", "rest", head_level=angle) for angle in (0.0, -80.0))
    neck = [hair[hair[:, 1] < -0.04] for hair in (upright, lying)]
    assert neck[0][:, 0].max() > -0.01
    assert neck[1][:, 0].max() < -0.03
    assert neck[1][:, 0].min() < neck[0][:, 0].min() - 0.01


def test_hair_falls_by_degrees() -> None:
    every = [_hair("floor-bridge", "rest", head_level=float(-angle)) for angle in range(91)]
    steps = [np.abs(one - other).max() for one, other in pairwise(every)]
    assert max(steps) < 0.01


def _strokes(name: str, key: str, monkeypatch: pytest.MonkeyPatch) -> int:
    drawn, drawing = scene(name), []
    monkeypatch.setattr(Head, "_stroke", lambda *about: drawing.append(about))
    bones = drawn.bones(drawn.motion.key(key))
    Head(Brush(Painting(9, 9, PAPER), Camera(0, 0)), bones, drawn.look, front=False).draw(Mood())
    return len(drawing)


def test_a_face_with_glasses_that_lies_has_fewer_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    lying = _strokes("floor-bridge", "rest", monkeypatch)
    assert lying <= _strokes("boat-pose", "sit", monkeypatch) - 3


@pytest.mark.parametrize(("name", "key", "yaw", "front"), [
    ("boat-pose", "sit", 20, False), ("leg-swing", "stand", -90, True),
])  # fmt: skip
def test_a_ghost_shows_where_its_hair_ends(
    name: str, key: str, yaw: int, front: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn, camera = scene(name), Camera(yaw, 8)
    bones = drawn.bones(drawn.motion.key(key))
    filled = set()
    fill = Painting.fill

    def noted(self: Painting, shape: Shape, colour: str, opacity: float = 1.0) -> None:
        filled.add(colour)
        fill(self, shape, colour, opacity)

    monkeypatch.setattr(Painting, "fill", noted)
    for brush in ghostly(Brush(Painting(9, 9, PAPER), camera)):
        Head(brush, bones, drawn.look, front=front).draw(Mood())
    assert tone(edge_of(drawn.look.hair)) in filled


def test_a_bob_round_a_face_that_turns_away_does_not_snap() -> None:
    drawn = scene("leg-swing")
    bones = drawn.bones(drawn.motion.key("stand") | {"turn": 0.0, "head_turn": 0.0})
    pictures = []
    for yaw in range(44, 137, 2):
        canvas, camera = Painting(200, 200, PAPER), Camera(yaw, 8)
        camera.scale = 400
        camera.offset = 100 - camera.point(bones.at["head"])
        Head(Brush(canvas, camera), bones, drawn.look, front=True).draw(Mood())
        pictures.append(canvas.pixels().astype(float))
    steps = [np.abs(one - other).mean() for one, other in pairwise(pictures)]
    assert max(steps) < 2 * np.median(steps)


@pytest.mark.parametrize(("turned", "faces"), [(0, False), (90, True)])
def test_a_head_that_turns_its_back_to_us_and_then_aside_becomes_a_profile(
    turned: float, faces: bool
) -> None:
    drawn = scene("leg-swing")
    bones = drawn.bones(drawn.motion.key("stand") | {"turn": turned, "head_turn": 0.0})
    head = Head(Brush(Painting(9, 9, PAPER), Camera(-100, 8)), bones, drawn.look, front=True)
    assert head.front is not faces


def test_a_head_that_turns_from_its_back_to_its_profile_does_not_snap() -> None:
    drawn = scene("leg-swing")
    skin, pictures = [], []
    for turned in range(30, 64):
        bones = drawn.bones(drawn.motion.key("stand") | {"turn": float(turned), "head_turn": 0.0})
        canvas, camera = Painting(200, 200, PAPER), Camera(-90, 8)
        camera.scale = 400
        camera.offset = 100 - camera.point(bones.at["head"])
        Head(Brush(canvas, camera), bones, drawn.look, front=True).draw(Mood())
        pictures.append(canvas.pixels().astype(float))
        skin.append(int((pictures[-1] == rgb(drawn.look.skin)).all(axis=2).sum()))
    assert skin[0] == 0
    assert skin[-1] > 200
    assert max(np.diff(skin)) < 0.5 * skin[-1]
    steps = [np.abs(one - next_).mean() for one, next_ in pairwise(pictures)]
    assert max(steps) < 0.15 * sum(steps)


def test_the_eyes_blink_but_not_on_the_board() -> None:
    drawn = scene("boat-pose")
    blinks = [drawn._blink(t / 25) for t in range(drawn.motion.frames)]
    assert max(blinks) > 0.8
    assert sum(blink > 0.5 for blink in blinks) < len(blinks) / 10


@pytest.mark.parametrize("turned", [30, 43, -43])
def test_blush_stays_on_a_face_that_looks_aside(
    turned: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn, camera = scene("lunge"), Camera(90, 8)
    bones = drawn.bones(drawn.motion.key("stand") | {"turn": 0, "head_turn": turned})
    camera.scale = 600
    camera.offset = 150 - camera.point(bones.at["head"])
    with_blush, without = Painting(300, 300, PAPER), Painting(300, 300, PAPER)
    for canvas in (with_blush, without):
        Head(Brush(canvas, camera), bones, drawn.look, front=True).draw(Mood(effort=1))
        monkeypatch.setattr(Head, "_blush", lambda *_: None)
    assert (with_blush.pixels() != without.pixels()).any()
    assert (covered(with_blush) == covered(without)).all()
