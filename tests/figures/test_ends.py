"""Fingers, thumbs and toes, and the lines that part them."""

from itertools import pairwise

import numpy as np
import pytest

from bot.figures import toes
from bot.figures.brush import Brush
from bot.figures.camera import Camera
from bot.figures.geometry import Array
from bot.figures.hand import creases
from bot.figures.limbs import stand
from bot.figures.painting import Painting
from bot.figures.parting import parting, stroke
from bot.figures.people import PAPER
from bot.figures.pose import _defaults
from bot.figures.skeleton import BONES, SIDES, Skeleton

STANDING = BONES["thigh"] + BONES["shin"] + BONES["ankle"]


def _standing() -> Skeleton:
    return stand(_defaults() | {"y": STANDING})


def _brush(yaw: float, pitch: float = 8.0) -> Brush:
    camera = Camera(yaw, pitch)
    camera.scale = 800
    return Brush(Painting(10, 10, PAPER), camera)


def _two(gap: float) -> Array:
    """Return two parallel fingers, so far from axis to axis."""
    one = np.stack([np.zeros(5), np.linspace(0, -0.08, 5), np.zeros(5)], axis=1)
    return np.array([one, one + np.array([gap, 0, 0])])


@pytest.mark.parametrize("side", SIDES)
def test_a_bare_foot_stands_on_heel_and_ball_and_is_lifted_between(side: str) -> None:
    discs = toes.bare(_standing(), side)
    low = discs.centres[:, 1] - np.linalg.norm(discs.axes[:, 1, :], axis=1)
    ahead = discs.centres[:, 0]
    arch = (ahead > ahead.min() + 0.05) & (ahead < ahead.min() + 0.09)
    assert np.abs(low[[1, 6]]).max() < 0.005
    assert low[arch].min() > 0.012


def test_the_big_toe_is_the_thickest_and_the_others_shrink() -> None:
    radii = [toe[3] for toe in toes.TOES]
    assert radii == sorted(radii, reverse=True)
    tips = [toe[2] + toe[3] for toe in toes.TOES]
    assert tips == sorted(tips, reverse=True)


def test_a_line_between_fingers_lies_between_them_and_slides_as_they_turn() -> None:
    radii = np.full((2, 5), 0.01)
    assert np.allclose(parting(_brush(0).camera, _two(0.02), radii)[0][0, :, 0], 8, atol=0.2)
    views = [parting(_brush(yaw).camera, _two(0.02), radii) for yaw in range(-85, 86)]
    assert max(np.abs(b[0] - a[0]).max() for a, b in pairwise(views)) < 0.6


@pytest.mark.parametrize(("gap", "strength"), [(0.02, 1.0), (0.001, 0.2), (0.03, 0.0)])
def test_no_line_parts_fingers_that_hide_each_other_or_do_not_touch(
    gap: float, strength: float
) -> None:
    shown = parting(_brush(0).camera, _two(gap), np.full((2, 5), 0.01))[1]
    assert shown.max() == pytest.approx(strength, abs=0.15)


def test_a_finger_hides_the_lines_behind_it() -> None:
    camera = _brush(0).camera
    radii, towards_us = np.full((3, 5), 0.01), camera.rotation[2] * 0.05
    pair = _two(0.02)
    for nearer, shown in ((-1, 1.0), (1, 0.0)):
        third = pair.mean(axis=0) + nearer * towards_us
        strength = parting(camera, np.array([*pair, third]), radii)[1]
        assert strength[0].max() == pytest.approx(shown, abs=0.05)


@pytest.mark.parametrize(("curl", "points", "inside"), [(0.0, 10, True), (1.0, 3, False)])
def test_an_open_hand_shows_its_fingers_on_both_sides_and_a_fist_their_backs_alone(
    curl: float, points: int, *, inside: bool
) -> None:
    bones = stand(_defaults() | {"y": STANDING, "arm_r.curl": curl})

    def parted(way: Array) -> bool:
        """Return whether the first points of the fingers are parted, seen from a side."""
        yaw = max(range(0, 360, 5), key=lambda yaw: float(Camera(yaw, 8).rotation[2] @ way))
        lines = np.array(creases(_brush(yaw), bones, "r")[:-1])
        half = lines.shape[1] // 2
        wide = np.linalg.norm(lines[:, :half] - lines[:, half:][:, ::-1], axis=2)
        return bool(wide[:, :points].max() > 0.3)

    back = bones.frames["wrist_r"][:, 2]
    assert parted(back)
    assert parted(-back) is inside


def test_a_stroke_is_as_wide_as_it_is_told() -> None:
    line = np.stack([np.linspace(0, 9, 4), np.zeros(4)], axis=1)
    polygon = stroke(line, np.array([0.0, 1.0, 2.0, 3.0]))
    assert np.allclose(np.abs(polygon[:4, 1]) * 2, [0, 1, 2, 3])


def test_the_line_around_a_thumb_shows_only_where_the_thumb_is_nearer_than_the_hand() -> None:
    bones = _standing()
    thumb = bones.frames["wrist_r"][:, 0]
    seen = []
    for yaw in (0, 90, 180, 270):
        brush = _brush(yaw)
        polygon = creases(brush, bones, "r")[-1]
        half = len(polygon) // 2
        wide = np.linalg.norm(polygon[:half] - polygon[half:][::-1], axis=1).max()
        seen.append((float(brush.camera.rotation[2] @ thumb), wide))
    assert max(seen)[1] > 1
    assert min(seen)[1] == pytest.approx(0, abs=1e-6)
