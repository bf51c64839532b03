"""What stands in the room: a chair from any side, and a long bench."""

import pytest

pytest.importorskip("skia", reason="skia needs libgl1 and libegl1", exc_type=ImportError)

import numpy as np

from bot.figures import prop
from bot.figures.brush import Brush
from bot.figures.camera import Camera
from bot.figures.canvas import rgb
from bot.figures.furniture import DRAW, LEATHER, WOOD, span
from bot.figures.painting import Painting
from bot.figures.people import PAPER

from .drawing import figure


def test_the_boards_of_a_chair_end_at_its_posts() -> None:
    chair = figure("lunge/easier").props[0].model_copy(update={"turn": 0})
    canvas, camera = Painting(400, 400, PAPER), Camera(34, 8)
    camera.scale = 900
    (x, _), (_, near) = span(chair.x), span(chair.z)
    camera.offset = 200 - camera.point(np.array([x, 0.65, near - 0.03]))
    DRAW["chair"](Brush(canvas, camera), chair)
    wood = (canvas.pixels()[120:280] != rgb(PAPER)).any(axis=2)  # the seat lies below
    edge = wood.argmax(axis=1)
    assert wood[:, 200].all()
    assert np.ptp(edge) == 0  # the post alone: nothing sticks out of it


def test_a_chair_that_is_turned_looks_as_from_another_side_and_stays_in_its_frame() -> None:
    chair = figure("leg-swing/easier").props[0]
    middle = np.array([*map(np.mean, (span(chair.x), (0.0, chair.height), span(chair.z)))])
    drawn = []
    for turn, yaw in ((-60.0, 84.0), (0.0, 24.0)):
        canvas, camera = Painting(400, 400, PAPER), Camera(yaw, 8)
        camera.scale = 200
        camera.offset = 200 - camera.point(middle)
        turned = chair.model_copy(update={"turn": turn})
        DRAW["chair"](Brush(canvas, camera), turned)
        drawn.append((canvas.pixels(), camera.point(prop.corners(turned))))
    (beside, frame), (before, same) = drawn
    assert (beside == before).all()
    assert frame == pytest.approx(same)
    wood = np.argwhere((beside == rgb(WOOD)).all(axis=2))[:, ::-1]
    assert (wood > frame.min(axis=0) - 10).all()
    assert (wood < frame.max(axis=0) + 10).all()


def test_a_bench_leads_away_and_stands_on_legs_at_both_ends() -> None:
    bench = figure("bulgarian-split-squat/standard").props[0]
    (x0, x1), (z0, z1) = span(bench.x), span(bench.z)
    assert z1 - z0 > 2 * (x1 - x0)
    canvas, camera = Painting(400, 400, PAPER), Camera(20, 10)
    camera.scale = 250
    camera.offset = 200 - camera.point(np.array([(x0 + x1) / 2, 0.2, (z0 + z1) / 2]))
    DRAW["bench"](Brush(canvas, camera), bench)
    painted = canvas.pixels()
    for z in (z0 + 0.05, z1 - 0.05):
        x, y = camera.point(np.array([(x0 + x1) / 2, bench.height, z])).astype(int)
        assert (painted[y, x] == rgb(LEATHER)).all()
    for z in (z0 + 0.13, z1 - 0.11):
        x, y = camera.point(np.array([x1 - 0.05, 0.06, z])).astype(int)
        assert painted[y, x].max() < 130  # a leg of iron
