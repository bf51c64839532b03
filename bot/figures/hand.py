"""Hands: a palm, four fingers that curl from flat to fist or fan out, and a thumb."""

import math

import numpy as np

from bot.figures.brush import Brush
from bot.figures.camera import Chain, ellipsoid, join
from bot.figures.geometry import Array, smooth
from bot.figures.parting import outline, parting, stroke
from bot.figures.skeleton import SIDES, Skeleton

#: Each finger at its knuckle: towards the thumb, down from the wrist, length of three bones.
FINGERS = (
    (0.0300, 0.088, (0.043, 0.029, 0.022)),
    (0.0100, 0.093, (0.047, 0.031, 0.023)),
    (-0.0098, 0.090, (0.043, 0.029, 0.022)),
    (-0.0285, 0.081, (0.034, 0.023, 0.019)),
)
#: How far each finger leans towards the thumb in a hand that is spread, and in one at rest.
FAN, REST = (15.0, 3.0, -9.0, -22.0), (5.5, 0.0, -1.5, -9.0)
#: How far each finger is bent at its knuckle in a flat hand, more than its curl says.
LIFT = (-4.0, 0.0, 2.0, 4.0)
#: How much more each finger curls in a hand that is half closed: a loose hand is no box.
CASCADE = (-0.13, -0.03, 0.06, 0.13)
#: How far the three joints of a finger bend in a fist.
FIST = (80.0, 95.0, 55.0)
#: The thumb from root to tip, open and closed: towards the thumb, down, towards the palm.
THUMB_OPEN = np.array([(0.018, 0.020, 0.006), (0.036, 0.057, 0.016), (0.038, 0.098, 0.020)])
THUMB_FIST = np.array([(0.020, 0.022, 0.010), (0.044, 0.058, 0.026), (0.030, 0.092, 0.042)])
THUMB_SPREAD = np.array([(0.004, 0.0, 0.0), (0.026, -0.010, 0.0), (0.056, -0.022, 0.0)])
#: How far a thumb is spread beside a thing that the fingers go round.
HOLDS = 0.45
WEB = (0.022, 0.070, 0.002)  # where the skin between thumb and hand ends
#: How thick a finger is at knuckle and tip; and a thumb at its web, root, joint and tip.
FINGER, THUMB = (0.0110, 0.0082), (0.010, 0.0160, 0.0128, 0.0096)
#: Where the line between two flat fingers begins, and how much of them it takes to be full.
ROOT, TAPER = 0.3, 0.5
#: How much thinner a line between fingers is in a fist.
THINNER = 0.3
#: The curls between which a hand closes and hides the inside of its fingers, and how much of a
#: line is left where we see a finger of a fist from beside.
CLOSING, EDGEWISE = (0.3, 0.7), 0.4
#: The middle of the hand, and by how much a thumb is nearer to us when its line is full.
MIDDLE, NEAR = (0.0, 0.060, 0.0), 0.02


def hand(bones: Skeleton, side: str, apart: float = 0.0) -> list[Chain]:
    """Give palm, fingers and thumb as chains; a curl of 0 is flat and of 1 a fist.

    The thumb of a hand that holds something is `apart` from the fingers, from 0 to 1.
    """
    f = bones.frames[f"wrist_{side}"]
    palm = join(
        ellipsoid(bones.at[f"wrist_{side}"], f, (0.0235, 0.03, 0.019)),
        ellipsoid(_at(bones, side, 0.002, 0.042, 0.0), f, (0.034, 0.032, 0.018)),
        ellipsoid(_at(bones, side, 0.001, 0.078, 0.0), f, (0.0385, 0.020, 0.015)),
    )
    thumb = np.vstack([_at(bones, side, *WEB), _thumb(bones, side, apart)])
    return [palm, *(_tube(_finger(bones, side, i), np.linspace(*FINGER, 4)) for i in range(4)),
            _tube(thumb, np.array(THUMB))]  # fmt: skip


def grasp(bones: Skeleton, side: str) -> list[Chain]:
    """Give what of a hand lies before the thing that it holds: its fingers end behind that."""
    palm, *fingers, thumb = hand(bones, side, HOLDS)
    return [palm, *(finger[:2] for finger in fingers), thumb]


def creases(brush: Brush, bones: Skeleton, side: str, apart: float = 0.0) -> list[Array]:
    """Give the lines between neighbouring fingers, and around a thumb before the hand."""
    curl = bones.pose[f"arm_{side}.curl"]
    fingers = smooth(np.hstack([_finger(bones, side, i) for i in range(4)]), 3)
    axes = fingers.reshape(-1, 4, 3).transpose(1, 0, 2)
    along = np.linspace(0, 1, axes.shape[1])
    lines, shown = parting(brush.camera, axes, np.tile(np.linspace(*FINGER, len(along)), (4, 1)))
    taper = np.clip((along - ROOT * (1 - curl)) / TAPER, 0, 1)
    hidden = curl * np.clip((along - 0.5) / 0.3, 0, 1)  # the tips of a fist lie in its palm
    shown = shown * _turned(brush, bones, side, axes)[:-1]
    width = shown * taper * (1 - hidden) * (1 - THINNER * curl) * brush.line
    return [*stroke(lines, width), _round_thumb(brush, bones, side, apart)]


def _turned(brush: Brush, bones: Skeleton, side: str, axes: Array) -> Array:
    """Return how far the backs of fingers are turned to us; of an open hand we see both sides."""
    across = bones.frames[f"wrist_{side}"][:, 0] * SIDES[side]
    backs = np.cross(np.gradient(axes, axis=1), across)
    towards = backs @ brush.camera.rotation[2] / np.linalg.norm(backs, axis=2)
    closed = np.clip((bones.pose[f"arm_{side}.curl"] - CLOSING[0]) / np.ptp(CLOSING), 0, 1)
    return np.asarray(1 - closed * (1 - np.clip(2 * towards + EDGEWISE, 0, 1)))


def _round_thumb(brush: Brush, bones: Skeleton, side: str, apart: float) -> Array:
    """Give the line around a thumb that lies before the hand, from root to root."""
    axis, down = smooth(_thumb(bones, side, apart), 4), -bones.frames[f"wrist_{side}"][:, 1]
    before = float((axis[4] - _at(bones, side, *MIDDLE)) @ brush.camera.rotation[2])
    radii = np.linspace(THUMB[1], THUMB[3], len(axis)) + brush.line / 2 / brush.camera.scale
    line, taper = outline(brush.camera, axis, radii, down)
    return stroke(line, taper * brush.line * float(np.clip(before / NEAR, 0, 1)))


def _at(bones: Skeleton, side: str, thumb: float, down: float, palm: float) -> Array:
    return bones.place(f"wrist_{side}", thumb, down, -SIDES[side] * palm)


def _finger(bones: Skeleton, side: str, number: int) -> Array:
    curl, spread = (bones.pose[f"arm_{side}.{name}"] for name in ("curl", "spread"))
    curl += 6.75 * curl**2 * (1 - curl) * CASCADE[number]
    across, down, lengths = FINGERS[number]
    fan = REST[number] * (1 - spread) + FAN[number] * spread
    lean = math.tan(math.radians(fan * (1 - curl)))
    into, angle = 0.0, LIFT[number] * (1 - curl)
    points = [_at(bones, side, across, down, into)]
    for length, fully in zip(lengths, FIST, strict=True):
        angle += fully * curl
        along = length * math.cos(math.radians(angle))
        down += along
        into += length * math.sin(math.radians(angle))
        across = across * 0.97 + along * lean
        points.append(_at(bones, side, across, down, into))
    return np.array(points)


def _thumb(bones: Skeleton, side: str, apart: float) -> Array:
    curl, spread = (bones.pose[f"arm_{side}.{name}"] for name in ("curl", "spread"))
    closed = curl**2  # it closes last
    spread = max(spread * (1 - curl), apart)
    points = THUMB_OPEN * (1 - closed) + THUMB_FIST * closed + THUMB_SPREAD * spread
    return np.array([_at(bones, side, *point) for point in points.tolist()])


def _tube(points: Array, radii: Array) -> Chain:
    """Make a round finger."""
    return Chain(points, np.eye(3)[None] * radii[:, None, None])
