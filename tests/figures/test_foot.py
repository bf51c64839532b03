"""Shoes."""

import pytest

pytest.importorskip("skia", reason="skia needs libgl1 and libegl1", exc_type=ImportError)

import numpy as np

from bot.figures.body import Body
from bot.figures.brush import Brush
from bot.figures.camera import Camera
from bot.figures.canvas import rgb
from bot.figures.foot import FootPainter
from bot.figures.limbs import stand
from bot.figures.painting import Painting
from bot.figures.people import PAPER, PEOPLE
from bot.figures.pose import _defaults


@pytest.mark.parametrize(("yaw", "seen"), [(0, True), (90, False)])
def test_the_tab_of_a_shoe_is_seen_from_beside_and_not_from_the_front(
    yaw: float, seen: bool
) -> None:
    look = PEOPLE["mara"]
    bones = stand(_defaults() | {"y": 0.9, "leg_r.ik": 1.0, "leg_l.ik": 1.0})
    canvas, camera = Painting(400, 400, PAPER), Camera(yaw, 0)
    camera.scale = 800
    frame = bones.frames["ankle_r"]
    back = bones.at["sole_r"] - frame[:, 0] * 0.05 + frame[:, 1] * 0.05
    camera.offset = np.array([200, 200]) - camera.point(back)
    FootPainter(Brush(canvas, camera), Body(bones, look.girth), look).shoe("r", far=0)
    assert (tuple(canvas.pixels()[200, 200]) == rgb(look.sole)) == seen
