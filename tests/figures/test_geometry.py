"""Rotations, two bones, curves."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.figures.geometry import (
    bend,
    blend,
    frame,
    hermite,
    lean,
    pchip,
    ring,
    smooth,
    tilt,
    turn,
    two_bones,
    upright,
)

FORWARD, UP, RIGHT = np.eye(3)
degrees = st.floats(-180, 180)


def test_to_tilt_takes_up_forward() -> None:
    assert np.allclose(tilt(90) @ UP, FORWARD)


def test_to_lean_takes_up_to_the_right() -> None:
    assert np.allclose(lean(90) @ UP, RIGHT)


def test_to_turn_takes_forward_to_the_right() -> None:
    assert np.allclose(turn(90) @ FORWARD, RIGHT)


@given(degrees, degrees, degrees)
def test_turning_keeps_lengths_and_angles(a: float, b: float, c: float) -> None:
    m = turn(a) @ tilt(b) @ lean(c)
    assert np.allclose(m @ m.T, np.eye(3), atol=1e-9)
    assert np.isclose(np.linalg.det(m), 1)


def test_a_frame_keeps_its_up_and_comes_near_its_forward() -> None:
    f = frame(np.array([0, 2.0, 0]), np.array([1.0, 1.0, 0]))
    assert np.allclose(f, np.eye(3))


def test_many_mixed_frames_become_the_same_as_each_alone() -> None:
    mixed = np.stack([np.eye(3) * (1 - w) + tilt(60) @ lean(30) * w for w in (0.0, 0.4, 1.0)])
    assert np.allclose(upright(mixed), [frame(m[:, 1], m[:, 0]) for m in mixed])


def test_half_way_between_two_frames_is_half_the_angle() -> None:
    assert np.allclose(blend(np.eye(3), tilt(60), 0.5), tilt(30))


@given(st.floats(0.1, 0.8), degrees)
def test_two_bones_keep_their_lengths_and_reach_what_they_can(away: float, way: float) -> None:
    target = tilt(way) @ np.array([away, 0, 0])
    joint, end, miss = two_bones(np.zeros(3), target, 0.42, 0.41, RIGHT)
    assert np.isclose(np.linalg.norm(joint), 0.42)
    assert np.isclose(np.linalg.norm(end - joint), 0.41)
    assert miss == 0
    assert np.allclose(end, target)


def test_two_bones_say_how_far_they_fall_short() -> None:
    _, end, miss = two_bones(np.zeros(3), np.array([1.0, 0, 0]), 0.4, 0.4, UP)
    assert miss == pytest.approx(0.2, abs=1e-3)
    assert np.linalg.norm(end) == pytest.approx(0.8, abs=1e-3)


def test_the_joint_goes_to_the_side_of_its_pole() -> None:
    joint, _, _ = two_bones(np.zeros(3), np.array([0, -0.7, 0]), 0.42, 0.41, FORWARD)
    assert joint[0] > 0.1


def test_a_straight_joint_is_not_bent() -> None:
    assert bend(np.zeros(3), UP, 2 * UP) == pytest.approx(0, abs=1e-5)
    assert bend(UP, np.zeros(3), FORWARD) == pytest.approx(90)


def test_a_hermite_curve_starts_and_ends_where_it_should() -> None:
    start, end = (np.array([1.0]), np.array([0.0])), (np.array([3.0]), np.array([0.0]))
    assert hermite(0.0, 2.0, start, end) == pytest.approx(1)
    assert hermite(1.0, 2.0, start, end) == pytest.approx(3)
    assert hermite(0.5, 2.0, start, end) == pytest.approx(2)


def test_pchip_never_overshoots_its_table() -> None:
    x, y = np.array([0.0, 1, 2, 3]), np.array([[0.0], [1], [1], [0]])
    found = pchip(x, y, np.linspace(-1, 4, 200))
    assert found.min() >= 0
    assert found.max() <= 1 + 1e-12
    assert np.allclose(pchip(x, y, x), y)


def test_a_smooth_curve_goes_through_its_points() -> None:
    points = np.array([(0.0, 0), (1, 2), (3, 1)])
    open_curve = smooth(points, 8)
    assert np.allclose(open_curve[[0, 8, 16]], points)
    assert len(smooth(points, 8, closed=True)) == 24


def test_a_ring_is_round() -> None:
    assert np.allclose(np.linalg.norm(ring((1, 1), 2.0) - [1, 1], axis=1), 2)
