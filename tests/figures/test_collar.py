"""A neck, its collar, and the light on hair."""

import pytest

pytest.importorskip("skia", reason="skia needs libgl1 and libegl1", exc_type=ImportError)

import numpy as np

from bot.figures.brush import Brush, shade_of
from bot.figures.camera import Camera
from bot.figures.canvas import rgb
from bot.figures.collar import SHADE, Collar
from bot.figures.hair import lit, shine
from bot.figures.motion import Tracer
from bot.figures.painting import Painting
from bot.figures.people import PEOPLE

from .drawing import scene


def _chin_shade(yaw: float) -> float:
    """Return how strongly the chin's shade lies on the neck."""
    drawn = scene("leg-swing")
    camera, canvas = Camera(yaw, 8), Tracer(400, 400)
    camera.scale = 500
    body = drawn.body(drawn.motion.key("stand"))
    Collar(Brush(canvas, camera), body, drawn.look).draw(np.empty((0, 44, 2)))
    wanted = rgb(shade_of(drawn.look.skin))
    found = [
        tint[3] / 255
        for _, tint in canvas.seen[""]
        if tint[3] and np.allclose(tint[:3] / tint[3] * 255, wanted, atol=2)
    ]
    return float(max(found, default=0.0))


@pytest.mark.parametrize(("yaw", "seen"), [(20, SHADE), (90, SHADE), (-90, 0.0)])
def test_a_chin_throws_its_shade_on_a_neck_unless_we_see_that_from_behind(
    yaw: float, seen: float
) -> None:
    assert _chin_shade(yaw) == pytest.approx(seen, abs=0.05)


@pytest.mark.parametrize("hair", [look.hair for look in PEOPLE.values()])
def test_hair_is_lighter_upper_left(hair: str) -> None:
    canvas, camera = Painting(120, 120, hair), Camera(0, 0)
    camera.scale = 300
    square = np.array([(0.0, 0.0), (120.0, 0.0), (120.0, 120.0), (0.0, 120.0)])
    shine(Brush(canvas, camera), hair, square, np.array([60.0, 60.0]))
    light = canvas.pixels().astype(int).sum(axis=2)
    assert light[35, 45] > light[60, 90] + 15
    assert light[35, 45] == pytest.approx(sum(rgb(lit(hair))), abs=6)
