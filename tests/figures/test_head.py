"""How a head is drawn that looks aside: its hair, and what of the face we see."""

import pytest

pytest.importorskip("skia", reason="skia needs libgl1 and libegl1", exc_type=ImportError)

import numpy as np

from bot.figures.brush import Brush
from bot.figures.camera import Camera
from bot.figures.hair import ponytail
from bot.figures.head import Head, Mood
from bot.figures.painting import Painting
from bot.figures.people import PAPER

from .drawing import scene

ASIDE = [90, 74, 62, 48]


def _head(yaw: float) -> Head:
    drawn = scene("lunge")
    bones = drawn.bones(drawn.motion.key("stand") | {"turn": 0, "head_turn": 0})
    return Head(Brush(Painting(9, 9, PAPER), Camera(yaw, 8)), bones, drawn.look, front=True)


@pytest.mark.parametrize("yaw", ASIDE[1:])
def test_a_ponytail_grows_from_the_hair(yaw: float) -> None:
    head = _head(yaw)
    head.draw(Mood())
    tail = ponytail(head.bones, np.zeros(3))
    root = head.brush.camera.point(tail.centres[0]) + head._behind()
    assert np.linalg.norm(head.hair[0] - root, axis=1).min() < 0.02  # the tie is wider


@pytest.mark.parametrize("yaw", ASIDE)
def test_the_far_eye_stays_on_the_face(yaw: float) -> None:
    head = _head(yaw)
    face = np.array(head._front_face())
    edge = face[np.abs(face[:, 1]) < 0.02, 0].max()
    assert head._on_face([(0.031, 0.002)])[0][0] + 0.005 < edge


def test_the_back_of_a_head_comes_out_behind_the_ear() -> None:
    head = _head(48)
    head.draw(Mood())
    behind = (head.hair[0] - head._centre) @ head._across / (head._across @ head._across)
    assert behind.min() < -0.1
