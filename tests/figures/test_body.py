"""Bones, flesh, hands and the view of them."""

import numpy as np
import pytest

from bot.figures.body import Body
from bot.figures.camera import Camera, Chain, ball, ellipsoid, grow
from bot.figures.geometry import unit
from bot.figures.hand import grasp
from bot.figures.hand import hand as fingers
from bot.figures.limbs import LONGEST, _reached, stand
from bot.figures.people import Girth
from bot.figures.pose import _defaults
from bot.figures.skeleton import BONES, Skeleton

from .drawing import scene


def _standing(**channels: float) -> Skeleton:
    return stand(_defaults() | {k.replace("__", "."): v for k, v in channels.items()})


def test_a_person_with_straight_legs_stands_on_the_floor() -> None:
    height = BONES["thigh"] + BONES["shin"] + BONES["ankle"]
    assert _standing(y=height).at["sole_r"][1] == pytest.approx(0, abs=1e-9)


def test_right_and_left_mirror_each_other() -> None:
    at = _standing(leg_r__flex=40, leg_l__flex=40, arm_r__abd=30, arm_l__abd=30).at
    for joint in ("hip", "knee", "ankle", "toe", "shoulder", "elbow", "wrist", "tip"):
        assert np.allclose(at[f"{joint}_r"] * [1, 1, -1], at[f"{joint}_l"])


def test_a_pinned_foot_stays_whatever_the_hips_do() -> None:
    pin = {"leg_r__ik": 1.0, "leg_r__x": 0.1, "leg_r__z": 0.1}
    high, low = _standing(y=0.85, **pin), _standing(y=0.5, x=0.1, **pin)
    assert np.allclose(high.at["sole_r"], [0.1, 0, 0.1])
    assert np.allclose(low.at["sole_r"], [0.1, 0, 0.1])


def test_an_unreachable_foot_is_measured() -> None:
    assert _standing(y=1.2, leg_r__ik=1.0).miss["leg_r"] > 0.2


def test_on_the_ball_of_the_foot_the_toes_stay_on_the_floor() -> None:
    at = _standing(y=0.8, leg_r__ik=1.0, leg_r__pivot=1.0, leg_r__foot=-50.0).at
    assert at["ball_r"][1] == pytest.approx(0, abs=1e-9)
    assert at["toe_r"][1] == pytest.approx(0, abs=1e-9)
    assert at["heel_r"][1] > 0.05


def test_a_body_on_its_shoulders_keeps_the_neck_in_place() -> None:
    down = {"anchor_neck": 1.0, "y": 0.1, "x": -0.7}
    for pitch in (-93.0, -112.0):
        assert np.allclose(_standing(pitch=pitch, **down).at["neck"], [-0.7, 0.1, 0])


@pytest.mark.parametrize("flex", [-30.0, 0.0, 60.0, 115.0])
def test_the_bend_of_a_hip_is_that_of_its_thigh(flex: float) -> None:
    assert _standing(leg_r__flex=flex, pitch=20.0).hip_bend("r") == pytest.approx(flex)


def test_a_bent_hip_folds_the_front_of_a_trunk_and_leaves_its_back() -> None:
    body = Body(_standing(), Girth())
    straight, folded = (body.torso(0.1, 0.5, fold=fold) for fold in (0.0, 110.0))
    ends = [
        chain.centres[:, [0]] + chain.axes[:, 0, [0]] * [1, -1] for chain in (straight, folded)
    ]
    assert np.allclose(ends[0][:, 1], ends[1][:, 1])
    assert ends[1][0, 0] < ends[0][0, 0] - 0.02
    assert ends[1][-1, 0] == pytest.approx(ends[0][-1, 0])


def test_a_back_that_rounds_has_no_hollow_at_the_waist() -> None:
    straight, rounded = (
        Body(_standing(thorax=bow), Girth()).torso(0.38, 0.46, count=2).axes[:, :, 0]
        for bow in (10.0, 45.0)
    )
    assert (np.linalg.norm(rounded, axis=1) > np.linalg.norm(straight, axis=1) + 0.005).all()


def test_a_trunk_that_curls_pushes_its_belly_forward() -> None:
    def front(bow: float) -> np.ndarray:
        """Return how far the front of chest, belly and hips lies before the spine."""
        chain = Body(_standing(lumbar=bow, thorax=bow), Girth()).torso(0.1, 0.9, count=3)
        return np.asarray(2 * np.linalg.norm(chain.axes[:, :, 0], axis=1))

    fuller = front(35.0) - front(0.0)
    assert fuller[1] > 0.02
    assert fuller[2] == pytest.approx(0, abs=0.001)


@pytest.mark.parametrize("side", ["front", "back"])
def test_a_straight_leg_has_no_step_at_the_knee(side: str) -> None:
    bones, way = _standing(), 1 if side == "front" else -1
    chain = Body(bones, Girth()).leg("r")
    near = np.abs(chain.centres[:, 1] - bones.at["knee_r"][1]) < 0.02
    reach = way * chain.centres[:, 0] + np.linalg.norm(chain.axes[:, 0], axis=1)
    ends = reach[near][[0, 1, -2, -1]]  # of both bones, and the knee between them
    assert near.sum() == 12
    assert np.ptp(ends) < 0.004


def _reach(chain: Chain, way: np.ndarray) -> float:
    """Return how far a chain reaches in a direction from the middle of its first ellipsoid."""
    ends = (chain.centres - chain.centres[0]) @ way + np.linalg.norm(way @ chain.axes, axis=1)
    return float(ends.max())


def test_a_bent_elbow_has_a_corner_outside() -> None:
    def point(bend: float) -> float:
        """Return how far the elbow reaches backwards, half way between both bones."""
        body = Body(_standing(arm_r__elbow=bend), Girth())
        frames = body.bones.frames
        return _reach(body.elbow("r"), -unit(frames["shoulder_r"][:, 0] + frames["elbow_r"][:, 0]))

    assert point(90.0) > point(0.0) + 0.003


def test_a_rim_is_the_near_half_of_a_disc() -> None:
    camera = Camera(20, 8)
    disc = ellipsoid(np.zeros(3), np.eye(3), (0.1, 0.0, 0.15))
    rim = camera.rim(disc)
    assert np.allclose(rim[0], -rim[-1])  # the ends lie on the outline
    assert camera.point([0, 0, 0.15]) @ rim[12] > 0


@pytest.mark.parametrize(("key", "hand", "foot"), [("kick_r", "l", "r"), ("kick_l", "r", "l")])
def test_a_hand_almost_meets_the_toes_of_the_other_foot(key: str, hand: str, foot: str) -> None:
    walk = scene("frankenstein-walk")
    at = walk.bones(walk.motion.key(key)).at
    assert 0.07 < np.linalg.norm(at[f"tip_{hand}"] - at[f"toe_{foot}"]) < 0.10


def test_an_arm_comes_to_its_end_by_degrees() -> None:
    wanted = np.linspace(0.3, 0.8, 51)
    reached = np.array([_reached(float(far)) for far in wanted])
    steps = np.diff(reached)
    assert (reached < LONGEST).all()
    assert (steps > 0).all()
    assert (np.diff(steps) < 0).all()


@pytest.mark.parametrize("side", ["r", "l"])
def test_a_palm_faces_outward_with_its_fingers_level_where_it_is_told_to(side: str) -> None:
    sign = 1 if side == "r" else -1
    hand = {f"arm_{side}__ik": 1.0, f"arm_{side}__x": 0.2, f"arm_{side}__y": 1.2}
    hand |= {f"arm_{side}__z": 0.45 * sign, f"arm_{side}__palm_o": 1.0}
    bones = _standing(y=0.91, **hand)
    palm = -sign * bones.frames[f"wrist_{side}"][:, 2]
    assert palm == pytest.approx([0, 0, sign])
    assert bones.at[f"tip_{side}"][2] == pytest.approx(bones.at[f"wrist_{side}"][2])


def test_the_fingers_of_a_hand_that_pushes_forward_point_up() -> None:
    at = _standing(y=0.91, arm_r__ik=1.0, arm_r__x=0.5, arm_r__y=1.32, arm_r__palm_f=1.0).at
    assert at["tip_r"][1] > at["wrist_r"][1] + 0.1


def test_a_fist_is_shorter_than_a_flat_hand() -> None:
    flat, fist = (fingers(_standing(arm_r__curl=c), "r") for c in (0.0, 1.0))
    assert len(flat) == len(fist) == 6
    assert fist[2].lowest() > flat[2].lowest() + 0.05


def test_the_fingers_of_a_flat_hand_fan_out_and_those_of_a_fist_do_not() -> None:
    def width(curl: float, spread: float) -> float:
        """Return the metres between the tips of first and last finger."""
        bones = _standing(arm_r__curl=curl, arm_r__spread=spread)
        first, last = fingers(bones, "r")[1], fingers(bones, "r")[4]
        return float(np.linalg.norm(first.centres[-1] - last.centres[-1]))

    assert width(0.0, 1.0) > width(0.0, 0.0) + 0.02
    assert width(1.0, 1.0) == pytest.approx(width(1.0, 0.0), abs=0.01)


def test_a_hand_at_rest_holds_its_first_and_its_last_finger_apart_from_the_rest() -> None:
    flat = fingers(_standing(arm_r__curl=0.0, arm_r__spread=0.0), "r")[1:5]
    tips = np.array([finger.centres[-1] for finger in flat])
    apart = np.linalg.norm(np.diff(tips, axis=0), axis=1)
    assert apart[[0, 2]].min() > apart[1] + 0.005


def test_the_thumb_of_a_hanging_hand_points_down_along_the_fingers() -> None:
    bones = _standing(arm_r__curl=0.25, arm_r__spread=0.2)
    thumb = fingers(bones, "r")[5].centres
    way = bones.frames["wrist_r"].T @ (thumb[-1] - thumb[1])
    assert 10 < np.degrees(np.arctan2(way[0], -way[1])) < 22


def test_the_fingers_of_a_loose_fist_curl_one_after_the_other() -> None:
    bones = _standing(arm_r__curl=0.7)
    up = bones.frames["wrist_r"][:, 1]
    bent = [float((f.centres[1] - f.centres[0]) @ up / np.linalg.norm(f.centres[1] - f.centres[0]))
            for f in fingers(bones, "r")[1:5]]  # fmt: skip
    assert bent == sorted(bent)


def test_a_hand_that_holds_something_has_its_thumb_apart_and_its_fingertips_behind() -> None:
    bones = _standing(arm_r__curl=0.8, arm_r__spread=0.0)
    fist, holding = fingers(bones, "r"), grasp(bones, "r")
    across = bones.frames["wrist_r"][:, 0]
    assert (holding[5].centres[-1] - fist[5].centres[-1]) @ across > 0.015
    assert [len(finger.centres) for finger in holding[1:5]] == [2] * 4


def test_sleeves_are_smaller_at_the_shoulders_of_who_lies_on_the_back() -> None:
    def size(pitch: float) -> float:
        """Return the half length of the sleeve's upper end."""
        return float(np.linalg.norm(Body(_standing(pitch=pitch), Girth()).sleeve("r").axes[0]))

    assert size(-90) < 0.9 * size(0)


def test_a_fuller_person_is_wider_with_the_same_bones() -> None:
    bones = _standing()
    slim, full = Body(bones, Girth()), Body(bones, Girth(leg=1.2))
    assert full.leg("r").axes[3].max() > slim.leg("r").axes[3].max()


def test_a_ball_is_round_from_everywhere() -> None:
    camera = Camera(33, 12)
    camera.scale = 100
    shape = camera.shape(ball(np.zeros(3), 0.5))[0]
    assert np.allclose(np.linalg.norm(shape, axis=1), 50, atol=0.01)


def test_the_box_of_a_chain_touches_its_outline_on_all_four_sides() -> None:
    camera = Camera(33, 12)
    camera.scale = 100
    chain = Body(_standing(), Girth()).leg("r")
    outline, box = camera.shape(chain).reshape(-1, 2), camera.box(chain)
    assert np.allclose(box.min(axis=0), outline.min(axis=0), atol=0.01)
    assert np.allclose(box.max(axis=0), outline.max(axis=0), atol=0.01)


def test_the_edge_of_a_shape_grows_evenly() -> None:
    camera = Camera(0, 0)
    camera.scale = 100
    chain = ellipsoid(np.zeros(3), np.eye(3), (0.1, 0.1, 0.1))
    chain += ellipsoid(np.array([0.5, 0, 0]), np.eye(3), (0.1, 0.1, 0.1))
    shape = camera.shape(chain)
    wide = np.ptp(grow(shape, 3)[..., 0]) - np.ptp(shape[..., 0])
    assert wide == pytest.approx(6)


def test_what_is_nearer_to_the_right_of_the_figure_is_nearer_to_us() -> None:
    near = Camera(20, 8).rotation[2]
    assert near @ [0, 0, 1] > 0.9


def test_a_sleeve_ends_well_above_the_elbow() -> None:
    bones = _standing(y=0.91)
    sleeve, arm = Body(bones, Girth()).sleeve("r"), bones.at["elbow_r"] - bones.at["shoulder_r"]
    ends = (sleeve.centres - bones.at["shoulder_r"]) @ arm / (arm @ arm)
    assert 0.45 < ends.max() < 0.55


def test_hands_that_belong_to_the_head_may_lie_on_the_floor_first() -> None:
    drawn = scene("sit-up")
    rest, top = (drawn.bones(drawn.motion.key(key)) for key in ("rest", "top"))
    assert rest.frames["wrist_r"][1, 2] == pytest.approx(1.0)  # its back is up
    assert abs(float(top.frames["wrist_r"][:, 2] @ top.frames["head"][:, 0])) > 0.9
