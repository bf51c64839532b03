"""Folds and seams of cloth."""

import pytest

pytest.importorskip("skia", reason="skia needs libgl1 and libegl1", exc_type=ImportError)

import numpy as np

from bot.figures.brush import Brush, shade_of
from bot.figures.camera import Camera
from bot.figures.cloth import Cloth
from bot.figures.ghost import GhostCanvas
from bot.figures.motion import Tracer
from bot.figures.painting import Painting

from .drawing import scene


def _folded(name: str, key: str, yaw: float = 20, *, side: str = "r") -> float:
    """Return how strongly the strongest fold of a trouser leg shows."""
    drawn = scene(name)
    camera, canvas = Camera(yaw, 8), Tracer(400, 400)
    camera.scale = 500
    colour = drawn.look.shorts
    Cloth(Brush(canvas, camera), drawn.body(drawn.motion.key(key)), drawn.look).trousers(
        side, colour
    )
    folds = [tint[3] for points, tint in canvas.seen[""] if len(points) > 30]
    return float(max(folds, default=0) / 255)


def test_a_trouser_leg_folds_where_its_hip_is_bent_and_not_where_it_is_straight() -> None:
    assert _folded("kettlebell-swing", "hinge") > 0.5
    assert _folded("kettlebell-swing", "stand") == 0


def test_a_fold_on_the_side_that_we_do_not_see_is_not_drawn() -> None:
    assert _folded("kettlebell-swing", "hinge", side="l") < 0.2


def test_a_shirt_folds_at_a_bent_waist() -> None:
    drawn, inked = scene("sit-up"), []
    for key in ("rest", "curl"):
        canvas, camera = Painting(400, 400, "#ffffff"), Camera(20, 8)
        body = drawn.body(drawn.motion.key(key))
        camera.scale = 600
        camera.offset = 200 - camera.point(body.bones.station(0.3)[1])
        Cloth(Brush(canvas, camera), body, drawn.look).shirt()
        inked.append(int((canvas.pixels() < 255).any(axis=2).sum()))
    assert inked[1] > 200


def test_a_fold_is_thin_at_both_ends_and_darker_than_its_cloth() -> None:
    camera = Camera(0, 0)
    camera.scale = 2000
    canvas = Painting(120, 60, "#ffffff")
    line = np.array([(10.0, 30.0), (60.0, 30.0), (110.0, 30.0)])
    drawn = scene("sit-up")
    cloth = Cloth(Brush(canvas, camera), drawn.body(drawn.motion.key("rest")), drawn.look)
    cloth._taper(line, "#6FA8DC", 1.0)
    high = (canvas.pixels() < 200).any(axis=2).sum(axis=0)
    assert high[12] < high[24] > high[105]
    red, green, blue = canvas.pixels()[30, 25].tolist()
    assert f"#{red:02x}{green:02x}{blue:02x}" == shade_of("#6FA8DC")


def test_a_ghost_has_no_folds() -> None:
    drawn = scene("kettlebell-swing")
    camera, under = Camera(20, 8), Painting(400, 400, "#ffffff")
    camera.scale = 500
    camera.offset = np.array([200.0, 200.0])
    body = drawn.body(drawn.motion.key("hinge"))
    brush = Brush(GhostCanvas(Brush(under, camera), outline=False), camera)
    Cloth(brush, body, drawn.look).trousers("r", drawn.look.shorts)
    assert (under.pixels() == 255).all()
