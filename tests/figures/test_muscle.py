"""Where the muscles that work are drawn."""

from itertools import product

import numpy as np
import pytest

from bot.figures.camera import Camera
from bot.figures.muscle import COURSES, _behind, _seen, spindle
from bot.figures.person import HEMS
from bot.figures.skeleton import Skeleton

from .drawing import scene


def _gap(bones: Skeleton, *names: str, hem: float = 1.0) -> float:
    """Return the metres between the nearest points of two muscles; below 0 they overlap."""
    (one, radii), (other, beside) = (spindle(bones, name, hem).chain() for name in names)
    pairs = product(zip(one.centres, radii, strict=True), zip(other.centres, beside, strict=True))
    return min(float(np.linalg.norm(a - b) - r - s) for (a, r), (b, s) in pairs)


@pytest.mark.parametrize(
    ("name", "key"), [("boat-pose/harder", "reach"), ("stability-ball-pass/easier", "meet")]
)
def test_muscles_part_where_a_hip_is_bent(name: str, key: str) -> None:
    drawn = scene(name)
    bones = drawn.bones(drawn.motion.key(key))
    assert _gap(bones, "psoas_r", "quads_r") > 0


def test_the_tummy_muscle_does_not_cross_the_psoas() -> None:
    drawn = scene("sit-up")
    for key in ("curl", "top"):
        assert _gap(drawn.bones(drawn.motion.key(key)), "psoas_r", "abs_r") > 0


def test_front_and_back_of_a_thigh_in_shorts_lie_side_by_side() -> None:
    drawn = scene("frankenstein-walk")
    hem = HEMS[drawn.look.hem]
    bones = drawn.bones(drawn.motion.key("kick_r"))
    assert _gap(bones, "quads_r", "hams_r", hem=hem) > -0.002


@pytest.mark.parametrize("name", ["glutes_r", "quads_r", "hams_r"])
def test_no_edge_of_the_cloth_cuts_a_muscle(name: str) -> None:
    drawn = scene("kettlebell-swing")
    body, camera = drawn.body(drawn.motion.key("top")), drawn.view()
    leg = body.limb("thigh", "r", (0.0, HEMS[drawn.look.hem]))
    cloth = camera.box(body.torso(-0.09, 0.21) + body.hip("r") + leg)
    muscle = camera.box(_seen(camera, body.bones, name, HEMS[drawn.look.hem])[0])
    assert (muscle.min(axis=0) > cloth.min(axis=0)).all()
    assert (muscle.max(axis=0) < cloth.max(axis=0)).all()


def test_a_buttock_moves_to_the_edge_of_a_hip_seen_from_the_front() -> None:
    drawn = scene("lunge/easier")
    bones = drawn.bones(drawn.motion.key("forward"))
    aside, before = (Camera(yaw, 8) for yaw in (0, 50))
    assert _behind(aside, bones, "glutes_r")[2] == pytest.approx(0.0, abs=0.01)
    assert _behind(before, bones, "glutes_r")[2] > 0.04
    assert not _behind(before, bones, "quads_r").any()


def test_a_buttock_seen_from_behind_is_larger_and_lies_where_the_seat_is() -> None:
    drawn = scene("kettlebell-swing")
    bones = drawn.bones(drawn.motion.key("stand"))
    aside, behind = (Camera(yaw, 8) for yaw in (0, -60))
    assert _seen(behind, bones, "glutes_r", 1.0)[1].max() > (
        1.2 * _seen(aside, bones, "glutes_r", 1.0)[1].max()
    )
    assert _behind(behind, bones, "glutes_r")[2] < -0.03


def test_a_buttock_over_a_bent_hip_stays_short_and_clear_of_the_back_of_the_thigh() -> None:
    drawn = scene("kettlebell-swing")
    tall, bent = (drawn.bones(drawn.motion.key(key)) for key in ("top", "grip"))
    assert bent.hip_bend("r") > 80
    ends = [spindle(bones, "glutes_r").course for bones in (tall, bent)]
    long, short = (float(np.linalg.norm(course[-1] - course[0])) for course in ends)
    assert short < long
    assert _gap(bent, "glutes_r", "hams_r") > 0


@pytest.mark.parametrize("name", ["quads_r", "hams_r"])
def test_a_muscle_of_the_thigh_ends_above_the_hem_of_shorts(name: str) -> None:
    drawn = scene("kettlebell-swing")
    bones = drawn.bones(drawn.motion.key("hinge"))
    hip, knee = bones.at["hip_r"], bones.at["knee_r"]
    ends = {hem: spindle(bones, name, hem).course[-1] for hem in (0.66, 1.0)}
    shares = {
        hem: float((end - hip) @ (knee - hip) / ((knee - hip) @ (knee - hip)))
        for hem, end in ends.items()
    }
    assert shares[0.66] < 0.66 < shares[1.0]


@pytest.mark.parametrize("kind", COURSES)
def test_a_muscle_is_thickest_near_two_fifths_of_its_length(kind: str) -> None:
    along = np.linspace(0, 1, 101)
    radii = COURSES[kind].belly.at(along)
    assert along[radii.argmax()] == pytest.approx(0.4, abs=0.05)
    assert radii.max() == pytest.approx(COURSES[kind].belly.radius, rel=0.01)
    assert max(radii[0], radii[-1]) < 0.1 * radii.max()


def test_a_muscle_of_the_thigh_fills_about_half_of_it() -> None:
    drawn = scene("boat-pose")
    body = drawn.body(drawn.motion.key(drawn.figure.storyboard[3].key))
    _, radii = spindle(body.bones, "quads_r").chain()
    thigh = body.limb("thigh", "r", (0.3, 0.6), count=2).axes[0]
    assert 0.5 < radii.max() / np.linalg.norm(thigh[:, 0]) < 0.75
