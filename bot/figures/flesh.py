"""How thick the flesh is along trunk, legs and arms, in metres from the bone line."""

from functools import cache

import numpy as np

from bot.figures.geometry import Array, pchip

#: 0 hip, 1 knee, 2 ankle, then front, back and half width: one curve, so that no joint shows
#: a step.
LEG = np.array([
    (-.10, .070, .085, .078), (.05, .082, .092, .086), (.25, .087, .086, .083),
    (.50, .081, .079, .072), (.72, .067, .067, .061), (.88, .057, .058, .054),
    (1.0, .052, .054, .051), (1.12, .047, .060, .053), (1.29, .042, .073, .056),
    (1.52, .036, .060, .046), (1.80, .029, .036, .033), (1.90, .028, .031, .030),
    (2.0, .031, .033, .032),
])  # fmt: skip
#: 0 shoulder, 1 elbow, 2 wrist.
ARM = np.array([
    (-.02, .050, .050, .048), (.18, .055, .053, .052), (.5, .045, .043, .041),
    (.8, .037, .038, .036), (1.0, .035, .036, .034), (1.10, .039, .037, .038),
    (1.24, .043, .039, .040), (1.6, .032, .030, .031), (2.0, .021, .021, .024),
])  # fmt: skip
#: 0 hips, 1 neck.
TORSO = np.array([
    (-.10, .062, .085, .118), (.0, .088, .118, .156), (.10, .092, .122, .160),
    (.25, .093, .099, .149), (.42, .089, .082, .132), (.60, .099, .088, .143),
    (.70, .110, .096, .150), (.79, .110, .101, .150), (.88, .092, .100, .140),
    (.95, .066, .086, .100), (1.0, .052, .068, .070), (1.05, .044, .050, .052),
])  # fmt: skip
#: A neck: from its lowest joint up, how far forward its middle lies, half depth and half width.
NECK = np.array([
    (-.045, -.010, .080, .098), (-.010, -.001, .070, .074), (.012, .002, .061, .062),
    (.034, .005, .053, .053), (.056, .006, .049, .048), (.072, .006, .047, .047),
])  # fmt: skip

#: Joint at the upper end, joint at the lower end, table, and where it begins there.
LIMBS: dict[str, tuple[str, str, Array, int]] = {
    "thigh": ("hip", "knee", LEG, 0), "shin": ("knee", "ankle", LEG, 1),
    "upper_arm": ("shoulder", "elbow", ARM, 0), "forearm": ("elbow", "wrist", ARM, 1),
}  # fmt: skip

#: The row of the knee, and half the length of both bones' ends there, straight and bent square.
KNEE, ENDS = 6, (0.024, 0.044)
#: The kneecap, straight and bent square: how far before the bones, its radius, its half width.
CAP = ((0.004, 0.010), (0.048, 0.046), (0.051, 0.052))
#: The point of an elbow: how far behind it is, straight and bent, and its radius.
POINT = (0.0135, 0.0175, 0.023)


@cache
def profile(name: str, start: float, end: float, count: int) -> Array:
    """Return the half thicknesses along a part; they are the same in every pose."""
    table, origin = (TORSO, 0) if name == "torso" else LIMBS[name][2:]
    return pchip(table[:, 0], table[:, 1:], origin + np.linspace(start, end, count))
