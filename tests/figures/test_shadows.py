"""The shadow on the floor, and that of a hand on the wall that it touches."""

import pytest

pytest.importorskip("skia", reason="skia needs libgl1 and libegl1", exc_type=ImportError)

import numpy as np

from bot.figures.brush import Brush
from bot.figures.camera import Camera, ball
from bot.figures.canvas import rgb
from bot.figures.painting import Painting
from bot.figures.people import PAPER
from bot.figures.room import shadow, wall_shadow
from bot.figures.scene import Scene
from bot.figures.schema import Key

from .drawing import figure, scene


def darkest_below(height: float) -> int:
    """Return the darkest pixel of the shadow of a ball so high above the floor, in metres."""
    canvas, camera = Painting(200, 200, PAPER), Camera(0, 40)
    camera.scale, camera.offset = 300, np.array([100.0, 100.0])
    shadow(Brush(canvas, camera), [ball(np.array([0.0, height + 0.1, 0.0]), 0.1)])
    return int(canvas.pixels().sum(axis=2).min())


def test_only_what_is_close_to_the_floor_throws_a_dark_shadow() -> None:
    assert darkest_below(0.0) < darkest_below(0.08) - 60
    assert darkest_below(0.08) < sum(rgb(PAPER)) - 20


def test_the_shadow_on_a_wall_meets_the_hand_that_touches_it() -> None:
    drawn = scene("frankenstein-walk/easier")
    body = drawn.body(drawn.motion.key("soft"))
    canvas, camera = Painting(400, 400, PAPER), Camera(30, 8)
    camera.scale = 500
    palm = body.bones.at["hand_l"]
    camera.offset = 200 - camera.point(palm)
    wall_shadow(Brush(canvas, camera), drawn.things["wall"], body.arms())
    assert canvas.pixels()[200, 200].sum() < sum(rgb(PAPER)) - 60


def test_the_shadow_of_an_arm_on_a_wall_stays_at_the_hand() -> None:
    drawn = scene("frankenstein-walk/easier")
    body = drawn.body(drawn.motion.key("soft"))
    canvas, camera = Painting(400, 400, PAPER), Camera(30, 0)
    camera.scale = 400
    camera.offset = 200 - camera.point(body.bones.at["wrist_l"])
    wall_shadow(Brush(canvas, camera), drawn.things["wall"], body.arms())
    dark = np.argwhere(canvas.pixels().sum(axis=2) < sum(rgb(PAPER)) - 15)
    assert len(dark)
    lowest, nearest_elbow = dark[:, 0].max(), dark[:, 1].min()
    assert lowest < 200 + 0.09 * camera.scale
    assert nearest_elbow > 200 - 0.06 * camera.scale


def test_no_shadow_falls_on_a_wall_that_no_hand_touches() -> None:
    drawn = scene("frankenstein-walk/easier")
    body = drawn.body(drawn.motion.key("soft"))
    away = drawn.things["wall"].model_copy(update={"z": -0.72})
    canvas, camera = Painting(400, 400, PAPER), Camera(30, 8)
    camera.scale = 100
    wall_shadow(Brush(canvas, camera), away, body.arms())
    assert (canvas.pixels() == rgb(PAPER)).all()


def test_an_arm_that_is_left_out_throws_no_shadow_on_the_wall() -> None:
    whole = figure("frankenstein-walk/easier")
    away = Key.model_validate({"id": "away", "like": "stand", "pose": {"arm_l": {"ik": 0}}})
    order = tuple(part for part in whole.layers if not part.startswith("arm"))
    drawn = Scene(whole.model_copy(update={"layers": order, "keys": (*whole.keys, away)}))
    size = (320, 384)
    camera = drawn.camera(size)
    x, y = camera.point(drawn.bones(drawn.motion.key("stand")).at["hand_l"]).astype(int)
    near = slice(y - 5, y + 30), slice(x, x + 20)
    touching, elsewhere = Painting(*size, PAPER), Painting(*size, PAPER)
    drawn.key(touching, camera, "stand")
    drawn.key(elsewhere, camera, "away")
    assert (touching.pixels()[near] == elsewhere.pixels()[near]).all()
