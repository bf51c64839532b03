"""A face: where it looks, how it turns, that it blinks."""

from itertools import pairwise

import pytest

pytest.importorskip("skia", reason="skia needs libgl1 and libegl1", exc_type=ImportError)

import numpy as np

from bot.figures.brush import Brush
from bot.figures.camera import Camera
from bot.figures.canvas import rgb
from bot.figures.head import Head, Mood
from bot.figures.motion import Tracer
from bot.figures.outlines import BACK_HAIR, CAP
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
    drawn = scene("leg-swing/sideways")
    bones = drawn.bones(drawn.motion.key("wall") | {"head_turn": 0.0})
    canvas, camera = Painting(200, 200, PAPER), Camera(-90, 8)
    camera.scale = 400
    camera.offset = 100 - camera.point(bones.at["head"])
    Head(Brush(canvas, camera), bones, drawn.look, front=True).draw(Mood())
    assert not (canvas.pixels() == rgb(drawn.look.skin)).all(axis=2).any()
    assert (canvas.pixels() == rgb(drawn.look.hair)).all(axis=2).any()


def test_the_ends_of_a_bob_are_no_brim() -> None:
    """A straight lower edge makes the hair look like a hat, from behind and from the side."""
    ends = [y for x, y in BACK_HAIR["bob"] if y < -0.09]
    steps = np.sign(np.diff(ends))
    assert (np.diff(steps[steps != 0]) != 0).sum() >= 4  # locks, and gaps between them
    cheek, nape = (min(y for x, y in CAP["bob"] if low < x < high)
                   for low, high in ((0.02, 0.06), (-0.12, -0.08)))  # fmt: skip
    assert cheek < nape - 0.01


@pytest.mark.parametrize(("turned", "faces"), [(0, False), (90, True)])
def test_a_head_that_turns_from_the_wall_becomes_a_profile(turned: float, faces: bool) -> None:
    drawn = scene("leg-swing/sideways")
    bones = drawn.bones(drawn.motion.key("wall") | {"turn": turned, "head_turn": 0.0})
    head = Head(Brush(Painting(9, 9, PAPER), Camera(-100, 8)), bones, drawn.look, front=True)
    assert head.front is not faces


def test_a_head_that_turns_from_its_back_to_its_profile_does_not_snap() -> None:
    drawn = scene("leg-swing/sideways")
    skin, pictures = [], []
    for turned in range(30, 64):
        bones = drawn.bones(drawn.motion.key("wall") | {"turn": float(turned), "head_turn": 0.0})
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
