"""Legs and arms: joints turned, or hands and feet put where they belong."""

import math
from dataclasses import dataclass

import numpy as np

from bot.figures.geometry import Array, blend, frame, hinge, lean, tilt, turn, two_bones, unit
from bot.figures.people import Girth
from bot.figures.pose import Numbers
from bot.figures.schema import Aim
from bot.figures.skeleton import BONES, SHOULDER_HEIGHT, SIDES, Skeleton, trunk

ON = 0.9999  # of a weight: fully
OFF = 1e-4
LONGEST = 0.545  # from shoulder to wrist, in metres


@dataclass
class Chain:
    """The three frames of a limb: upper bone, lower bone, hand or foot."""

    upper: Array
    lower: Array
    end: Array


def stand(
    pose: Numbers, girth: Girth | None = None, *, aim: Aim = "room", level_head: bool = False
) -> Skeleton:
    """Put a whole person into the room."""
    girth = girth or Girth()
    bones = trunk(pose, level_head=level_head)
    for side in SIDES:
        _add_leg(bones, side)
    for side in SIDES:
        _add_arm(bones, side, girth, aim)
    at = bones.at
    at["hands"] = (at["hand_r"] + at["hand_l"]) / 2
    at["feet"] = (at["ankle_r"] + at["ankle_l"]) / 2
    at["shoulders"] = (at["shoulder_r"] + at["shoulder_l"]) / 2
    return bones


def _channels(bones: Skeleton, limb: str) -> dict[str, float]:
    return {k[len(limb) + 1 :]: v for k, v in bones.pose.items() if k.startswith(limb + ".")}


def _add_leg(bones: Skeleton, side: str) -> None:
    leg, s = _channels(bones, f"leg_{side}"), SIDES[side]
    hip = bones.spine[0] + bones.pelvis_frame[:, 2] * s * BONES["hip_half"]
    free = _free_leg(bones.pelvis_frame, leg, s)
    if leg["ik"] > OFF:
        pinned, miss = _pinned_leg(bones.pelvis_frame, hip, leg, s)
        w = leg["ik"]
        bones.miss[f"leg_{side}"] = miss * (w > ON)
        free = pinned if w > ON else Chain(
            blend(free.upper, pinned.upper, w), blend(free.lower, pinned.lower, w),
            blend(free.end, pinned.end, w),
        )  # fmt: skip
    knee = hip - free.upper[:, 1] * BONES["thigh"]
    ankle = knee - free.lower[:, 1] * BONES["shin"]
    # On the ball of the foot the toes stay flat.
    flat = min(70.0, max(0.0, -leg["foot"])) * leg["pivot"] * leg["ik"]
    toes = free.end @ tilt(-flat - leg["toes"])
    sole = ankle - free.end[:, 1] * BONES["ankle"]
    ball = sole + free.end[:, 0] * BONES["ball"]
    bones.frames |= {
        f"hip_{side}": free.upper, f"knee_{side}": free.lower, f"ankle_{side}": free.end,
        f"ball_{side}": toes,
    }  # fmt: skip
    bones.at |= {
        f"hip_{side}": hip, f"knee_{side}": knee, f"ankle_{side}": ankle, f"sole_{side}": sole,
        f"heel_{side}": sole - free.end[:, 0] * BONES["heel"], f"ball_{side}": ball,
        f"toe_{side}": ball + toes[:, 0] * (BONES["toe"] - BONES["ball"]),
    }  # fmt: skip


def _free_leg(pelvis: Array, leg: Numbers, s: float) -> Chain:
    upper = pelvis @ lean(-s * leg["abd"]) @ tilt(-leg["flex"]) @ turn(s * leg["rot"])
    lower = upper @ tilt(leg["knee"])
    return Chain(upper, lower, lower @ turn(leg["yaw"] * s) @ tilt(-leg["ankle"]))


def _pinned_leg(pelvis: Array, hip: Array, leg: Numbers, s: float) -> tuple[Chain, float]:
    outward = turn(leg["yaw"] * s)
    foot = outward @ tilt(-leg["foot"])
    ball = np.array([BONES["ball"], 0.0, 0.0]) * leg["pivot"]
    sole = np.array([leg["x"], leg["y"], leg["z"]])
    ankle = sole + outward @ ball - foot @ ball + foot[:, 1] * BONES["ankle"]
    forward, _, right = (pelvis @ turn(leg["knee_out"] * s)).T
    knee, end, miss = two_bones(hip, ankle, BONES["thigh"], BONES["shin"], forward)
    return Chain(hinge(hip - knee, right), hinge(knee - end, right), foot), miss


def _add_arm(bones: Skeleton, side: str, girth: Girth, aim: Aim) -> None:
    arm, s = _channels(bones, f"arm_{side}"), SIDES[side]
    chest = bones.chest_frame
    _, base = bones.station(SHOULDER_HEIGHT)
    shoulder = base + chest[:, 2] * s * BONES["shoulder_half"] * girth.shoulders
    rest = chest @ lean(-s * arm["abd"]) @ tilt(-arm["flex"])
    target, weight = _hand_target(bones, side, arm, shoulder, aim)
    way = -rest[:, 1]
    if target is not None:
        way = unit(unit(target - shoulder) * weight - rest[:, 1] * (1 - weight))
    shoulder = shoulder + _shrug(chest, way, s)
    upper = rest @ turn(s * arm["rot"])
    lower = upper @ tilt(-arm["elbow"])
    if target is not None:
        pole = chest @ np.array([arm["pole_f"], arm["pole_u"], s * arm["pole_o"]])
        elbow, end, miss = two_bones(shoulder, target, BONES["upper_arm"], BONES["forearm"], pole)
        bones.miss[f"arm_{side}"] = miss * (arm["ik"] > ON)
        right = np.cross(target - shoulder, pole)
        upper = blend(upper, hinge(shoulder - elbow, right), weight)
        lower = blend(lower, hinge(elbow - end, right), weight)
    _set_arm(bones, side, shoulder, Chain(upper, lower, _hand(bones, arm, lower, s, aim)))


def _hand(bones: Skeleton, arm: Numbers, forearm: Array, s: float, aim: Aim) -> Array:
    turned = forearm @ turn(s * arm["roll"]) @ tilt(-arm["wrist"])
    free = np.asarray(turned @ lean(s * arm["palm"]))
    if aim == "head":  # flat behind it, the fingers towards each other
        head = bones.frames["head"]
        up = head @ np.array([0.1, -0.35, s])
        free = frame(up, np.cross(up, -s * head[:, 0]))
    facing = np.array([arm["palm_f"], arm["palm_u"], s * arm["palm_o"]])
    weight = float(np.linalg.norm(facing))
    if weight < OFF:
        return free
    return blend(free, _laid(forearm, facing / weight, s), min(weight, 1.0))


def _laid(forearm: Array, facing: Array, s: float) -> Array:
    """Lay the palm on a surface, the fingers on from the forearm, or up where it pushes."""
    fingers = -forearm[:, 1] + np.array([0.0, 1.0, 0.0]) * float(forearm[:, 1] @ facing) ** 2
    return hinge(facing * float(fingers @ facing) - fingers, -s * facing)


def _set_arm(bones: Skeleton, side: str, shoulder: Array, arm: Chain) -> None:
    elbow = shoulder - arm.upper[:, 1] * BONES["upper_arm"]
    wrist = elbow - arm.lower[:, 1] * BONES["forearm"]
    bones.frames |= {
        f"shoulder_{side}": arm.upper, f"elbow_{side}": arm.lower, f"wrist_{side}": arm.end,
    }  # fmt: skip
    bones.at |= {
        f"shoulder_{side}": shoulder, f"elbow_{side}": elbow, f"wrist_{side}": wrist,
        f"hand_{side}": wrist - arm.end[:, 1] * BONES["hand"] * 0.5,
        f"tip_{side}": wrist - arm.end[:, 1] * BONES["hand"],
    }  # fmt: skip


def _shrug(chest: Array, way: Array, s: float) -> Array:
    """Move the shoulder joint with the arm: up overhead, forward when it reaches."""
    up, forward = max(0.0, float(way @ chest[:, 1])), float(way @ chest[:, 0])
    return np.asarray(
        chest[:, 1] * 0.045 * up + chest[:, 0] * 0.028 * forward - chest[:, 2] * s * 0.02 * up
    )


def _hand_target(
    bones: Skeleton, side: str, arm: Numbers, shoulder: Array, aim: Aim
) -> tuple[Array | None, float]:
    """Say where the wrist should be, and how much that counts."""
    target, weight = None, arm["ik"]
    if weight > OFF:
        target = _aimed(bones, arm, SIDES[side], aim)
    if arm["to_toe"] > OFF:
        toe = bones.at[f"toe_{'l' if side == 'r' else 'r'}"]
        reach = _reached(float(np.linalg.norm(toe - shoulder)) - BONES["hand"] * 0.8)
        wrist = shoulder + unit(toe - shoulder) * reach
        share = arm["to_toe"]
        target = wrist if target is None else target * (1 - share) + wrist * share
        weight = max(weight, share)
    return target, weight


def _reached(wanted: float) -> float:
    """Return how far a wrist gets: an arm comes to its end by degrees, so no film jolts."""
    return float(wanted * (1 + (wanted / LONGEST) ** 12) ** (-1 / 12))


def _aimed(bones: Skeleton, arm: Numbers, s: float, aim: Aim) -> Array:
    _, base = bones.station(SHOULDER_HEIGHT)
    local = np.array([arm["x"], arm["y"], s * arm["z"]])
    if aim == "room":
        return np.array([arm["x"], arm["y"], arm["z"]])
    if aim == "head":
        return np.asarray(bones.at["head"] + bones.frames["head"] @ local)
    if aim == "chest":
        return np.asarray(base + bones.chest_frame @ local)
    angle = math.radians(arm["ang"])
    ahead = turn(bones.pose["turn"]) @ np.array([math.sin(angle), -math.cos(angle), 0.0])
    return np.asarray(base + arm["reach"] * ahead + bones.chest_frame[:, 2] * s * arm["out"])
