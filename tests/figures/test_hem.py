"""The openings of trouser legs and sleeves."""

import pytest

pytest.importorskip("skia", reason="skia needs libgl1 and libegl1", exc_type=ImportError)

import numpy as np

from bot.figures.body import SLEEVE
from bot.figures.brush import Brush
from bot.figures.camera import Camera
from bot.figures.canvas import rgb
from bot.figures.head import Mood
from bot.figures.hem import Hem
from bot.figures.motion import Tracer
from bot.figures.painting import Painting
from bot.figures.people import INK, PAPER
from bot.figures.person import PersonPainter

from .drawing import scene


@pytest.mark.parametrize(("yaw", "shown"), [(40, True), (-40, False)])
def test_a_leg_comes_out_of_its_trouser_leg_only_where_that_comes_towards_us(
    yaw: float, shown: bool
) -> None:
    drawn = scene("bulgarian-split-squat")
    brush = Brush(Tracer(400, 400), Camera(yaw, 0))
    body = drawn.body(drawn.motion.key("down"))
    towards = float(brush.camera.rotation[2] @ body.bones.frames["hip_r"][:, 1]) < 0
    assert towards == shown
    assert bool(len(Hem(brush, body, "thigh", 0.66).before("r"))) == shown


def test_skin_lies_before_the_far_half_of_a_hem() -> None:
    drawn = scene("lunge")
    size = (640, 480)
    canvas, camera = Painting(*size, PAPER), drawn.camera(size)
    body = drawn.body(drawn.motion.key("sink"))
    person = PersonPainter(Brush(canvas, camera), body, drawn.look, front=True)
    person.draw("leg_l", Mood())
    hip, knee = (body.bones.at[f"{joint}_l"] for joint in ("hip", "knee"))
    x, y = np.round(camera.point(hip + (knee - hip) * 0.8)).astype(int)
    red, _, blue = canvas.pixels()[y, x].astype(int)
    assert red > blue  # skin, where trousers are blue


def test_the_calf_of_a_bent_knee_lies_before_a_trouser_leg_that_comes_towards_us() -> None:
    drawn = scene("lunge")
    size = (640, 480)
    canvas, camera = Painting(*size, PAPER), drawn.camera(size)
    body = drawn.body(drawn.motion.key("forward"))
    canvas.fill(Hem(Brush(canvas, camera), body, "thigh", 0.66).before("l"), INK)
    knee, ankle = (body.bones.at[f"{joint}_l"] for joint in ("knee", "ankle"))
    x, y = np.round(camera.point(knee + (ankle - knee) * 0.22)).astype(int)
    assert tuple(canvas.pixels()[y, x]) == rgb(INK)


def test_an_arm_comes_out_of_a_sleeve_that_comes_towards_us() -> None:
    drawn = scene("boat-pose")
    size = (640, 480)
    canvas, camera = Painting(*size, PAPER), drawn.camera(size)
    body = drawn.body(drawn.motion.key("boat"))
    assert len(Hem(Brush(canvas, camera), body, "upper_arm", SLEEVE).before("r"))
    person = PersonPainter(Brush(canvas, camera), body, drawn.look, front=False)
    person.draw("shirt", Mood())
    person.draw("arm_r", Mood())
    shoulder, elbow = (body.bones.at[f"{joint}_r"] for joint in ("shoulder", "elbow"))
    x, y = np.round(camera.point(shoulder + (elbow - shoulder) * (SLEEVE + 0.1))).astype(int)
    red, _, blue = canvas.pixels()[y, x].astype(int)
    assert red > blue  # skin, where her shirt is violet
