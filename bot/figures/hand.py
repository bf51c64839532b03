"""Hands: a palm, four fingers that curl from flat to fist or fan out, and a thumb."""

import math

import numpy as np

from bot.figures.camera import Camera, Chain, ellipsoid, join
from bot.figures.geometry import Array
from bot.figures.skeleton import SIDES, Skeleton

#: Each finger at its knuckle: towards the thumb, down from the wrist, length of three bones.
FINGERS = (
    (0.030, 0.083, (0.036, 0.023, 0.019)),
    (0.010, 0.088, (0.040, 0.026, 0.020)),
    (-0.010, 0.085, (0.037, 0.024, 0.019)),
    (-0.029, 0.076, (0.030, 0.018, 0.017)),
)
#: How far each finger leans towards the thumb in a hand that is spread.
FAN = (11.0, 2.0, -8.0, -20.0)
#: How far the three joints of a finger bend in a fist.
FIST = (80.0, 95.0, 55.0)
#: The thumb from root to tip, open and closed: towards the thumb, down, towards the palm.
THUMB_OPEN = np.array([(0.020, 0.020, 0.004), (0.050, 0.055, 0.012), (0.062, 0.094, 0.016)])
THUMB_FIST = np.array([(0.022, 0.022, 0.010), (0.044, 0.056, 0.030), (0.016, 0.082, 0.046)])
THUMB_SPREAD = np.array([(0.0, 0.0, 0.0), (0.008, -0.006, 0.0), (0.022, -0.018, 0.0)])
APART = 0.3  # spread more than this, fingers no longer touch beyond their first bone


def hand(bones: Skeleton, side: str) -> list[Chain]:
    """Give palm, fingers and thumb as chains; a curl of 0 is flat and of 1 a fist."""
    f = bones.frames[f"wrist_{side}"]
    palm = join(
        ellipsoid(bones.at[f"wrist_{side}"], f, (0.025, 0.03, 0.023)),
        ellipsoid(_at(bones, side, 0.002, 0.040, 0.0), f, (0.036, 0.030, 0.017)),
        ellipsoid(_at(bones, side, 0.001, 0.078, 0.0), f, (0.040, 0.020, 0.014)),
    )
    return [palm, *(_tube(_finger(bones, side, i), 0.0108) for i in range(4)),
            _tube(_thumb(bones, side), 0.0125)]  # fmt: skip


def creases(camera: Camera, bones: Skeleton, side: str) -> list[Array]:
    """Give the lines between neighbouring fingers, on the side of the hand that we see."""
    curl, spread = (bones.pose[f"arm_{side}.{name}"] for name in ("curl", "spread"))
    shown = 2 if spread > APART else 3 if curl > 0.5 else 4
    back = bones.frames[f"wrist_{side}"][:, 2] * SIDES[side]
    towards = 1.0 if float(camera.rotation[2] @ back) > 0 else -1.0
    lines = []
    for i in range(3):
        a, b = _finger(bones, side, i), _finger(bones, side, i + 1)
        seen = (a + b)[:shown] / 2 + back * towards * 0.006
        lines.append(camera.point(seen))
    return lines


def _at(bones: Skeleton, side: str, thumb: float, down: float, palm: float) -> Array:
    return bones.place(f"wrist_{side}", thumb, down, -SIDES[side] * palm)


def _finger(bones: Skeleton, side: str, number: int) -> Array:
    curl, spread = (bones.pose[f"arm_{side}.{name}"] for name in ("curl", "spread"))
    across, down, lengths = FINGERS[number]
    lean = math.tan(math.radians(FAN[number] * spread * (1 - curl)))
    into, angle = 0.0, 0.0
    points = [_at(bones, side, across, down, into)]
    for length, fully in zip(lengths, FIST, strict=True):
        angle += fully * curl
        along = length * math.cos(math.radians(angle))
        down += along
        into += length * math.sin(math.radians(angle))
        across = across * 0.97 + along * lean
        points.append(_at(bones, side, across, down, into))
    return np.array(points)


def _thumb(bones: Skeleton, side: str) -> Array:
    curl, spread = (bones.pose[f"arm_{side}.{name}"] for name in ("curl", "spread"))
    points = THUMB_OPEN * (1 - curl) + THUMB_FIST * curl + THUMB_SPREAD * spread * (1 - curl)
    return np.array([_at(bones, side, *point) for point in points.tolist()])


def _tube(points: Array, radius: float) -> Chain:
    """Make a round finger, thinner at its tip."""
    radii = radius * np.linspace(1.05, 0.82, len(points))
    return Chain(points, np.eye(3)[None] * radii[:, None, None])
