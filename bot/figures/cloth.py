"""Folds and seams: short lines on cloth that taper, where a joint bends it or a hem ends it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.figures.body import SLEEVE, Body
from bot.figures.brush import Brush, shade_of
from bot.figures.camera import Chain
from bot.figures.geometry import Array, smooth
from bot.figures.hem import TROUSER_ENDS
from bot.figures.knee import Knee
from bot.figures.people import Look
from bot.figures.skeleton import BONES, SIDES

#: How wide a fold is at its deep end, in metres, and how much of it shows.
WIDE, SHOWN = 0.010, 0.9
#: How directly a fold faces us when it begins to show, and does.
FACES = (0.05, 0.4)
#: How many degrees a joint is bent when its folds begin to show, and do.
BENDS = (25.0, 65.0)
#: How many degrees the trunk is curled when it begins to fold, and does.
CURLS = (15.0, 40.0)
#: On how many discs of a part the places of its folds are found.
STATIONS = 13
#: How much of a seam shows.
SEAM = 0.45
#: How far above the end of a trouser leg or a sleeve its seam lies, as shares of the limb.
ABOVE_HEM, ABOVE_CUFF = 0.04, 0.055

#: A place on a part: its share along it, and degrees around it, from its front outwards.
Spot = tuple[float, float]
#: From the deep end of a fold to where it runs out.
Fold = Sequence[Spot]

WAIST: Sequence[Fold] = (
    ((0.225, 14), (0.235, 50), (0.265, 84), (0.27, 108)),
    ((0.29, 8), (0.315, 42), (0.36, 70)),
    ((0.185, 70), (0.19, 100), (0.215, 128)),
)
GROIN: Sequence[Fold] = (
    ((0.12, 6), (0.17, 40), (0.235, 66)),
    ((0.19, 4), (0.27, 26), (0.35, 38)),
)
ARMPIT: Sequence[Fold] = (
    ((0.735, 78), (0.70, 58), (0.685, 36)),
    ((0.69, 88), (0.63, 74), (0.58, 66)),
)

#: Behind a knee: shares of the way from the joint to where thigh and calf meet.
HOLLOW: Fold = ((1.0, 170), (0.9, 142), (0.72, 120), (0.6, 104))
#: How far up the thigh its crease with the calf is when that begins to show, and does.
MEETS = (0.10, 0.22)


@dataclass(frozen=True)
class Cloth:
    """The cloth on one body."""

    brush: Brush
    body: Body
    look: Look

    def shirt(self) -> None:
        """Draw the folds of a shirt at a bent waist and below raised arms."""
        bones, colour = self.body.bones, self.look.shirt
        trunk = self.body.torso(0.0, 1.0, count=STATIONS, cloth=0.008)
        curled = float(np.interp(bones.pose["lumbar"] + bones.pose["thorax"], CURLS, (0, 1)))
        for side, s in SIDES.items():
            bent = max(curled, float(np.interp(bones.hip_bend(side), BENDS, (0, 1))))
            self._folds(trunk, s, WAIST, colour, bent)
            self._folds(trunk, s, ARMPIT, colour, self.body.raised(side))

    def trousers(self, side: str, colour: str) -> None:
        """Draw the folds of a trouser leg at a bent hip, and its hem."""
        bones, s = self.body.bones, SIDES[side]
        thigh = self.body.limb("thigh", side, (0.0, 1.0), count=STATIONS, cloth=0.006)
        bent = float(np.interp(bones.hip_bend(side), BENDS, (0, 1)))
        self._folds(thigh, s, GROIN, colour, bent)
        if self.look.hem == "calf":
            self._hollow(thigh, side, colour)
        limb, end = TROUSER_ENDS[self.look.hem]
        self._seam(limb, side, end - ABOVE_HEM, colour)

    def sleeve(self, side: str, colour: str) -> None:
        """Draw the seam above the end of a sleeve."""
        self._seam("upper_arm", side, SLEEVE - ABOVE_CUFF, colour)

    def _hollow(self, thigh: Chain, side: str, colour: str) -> None:
        """Draw the fold behind a bent knee, from where thigh and calf meet towards the cap."""
        meet = Knee(self.body.bones, side, self.body.girth.leg).crease / BONES["thigh"]
        fold = [(float(np.clip(1 - meet * share, 0, 0.999)), angle) for share, angle in HOLLOW]
        shown = float(np.interp(meet, MEETS, (0, 1)))
        for way in (1, -1):
            self._folds(thigh, way, [fold], colour, shown)

    def _seam(self, limb: str, side: str, share: float, colour: str) -> None:
        disc = self.body.limb(limb, side, (share - 0.02, share), count=2, cloth=0.007)[:1]
        self.brush.seam(disc, colour, SEAM)

    def _folds(
        self, part: Chain, side: float, folds: Sequence[Fold], colour: str, shown: float
    ) -> None:
        """Draw folds as far as they show; a ghost has none."""
        for fold in () if self.brush.canvas.plain else folds:
            points, out = _places(part, side, fold)
            facing = float((out @ self.brush.camera.rotation[2]).mean())
            seen = shown * SHOWN * float(np.interp(facing, FACES, (0, 1)))
            self._taper(self.brush.camera.point(points), colour, seen)

    def _taper(self, points: Array, colour: str, opacity: float) -> None:
        """Fill a line that is widest near its first end and thin at both."""
        curve = smooth(points, 8)
        along = np.gradient(curve, axis=0)
        along /= np.linalg.norm(along, axis=1)[:, None] + 1e-9
        t = np.linspace(0, 1, len(curve))
        half = self.brush.camera.scale * WIDE / 2 * np.minimum(t / 0.12, (1 - t) / 0.88) ** 0.8
        across = np.stack([-along[:, 1], along[:, 0]], axis=1) * half[:, None]
        area = np.concatenate([curve + across, (curve - across)[::-1]])
        self.brush.canvas.fill([area], shade_of(colour), opacity)


def _places(part: Chain, side: float, fold: Fold) -> tuple[Array, Array]:
    """Return the points of a fold on a part, and the directions in which the part faces there."""
    share, angle = np.array(fold).T
    place = share * (len(part.centres) - 1)
    low = place.astype(int)
    beyond = (place - low)[:, None]
    centres = part.centres[low] + beyond * (part.centres[low + 1] - part.centres[low])
    axes = part.axes[low] + beyond[..., None] * (part.axes[low + 1] - part.axes[low])
    forward = np.cos(np.radians(angle))[:, None] * axes[:, :, 0]
    out = forward + side * np.sin(np.radians(angle))[:, None] * axes[:, :, 2]
    return centres + out, out / np.linalg.norm(out, axis=1)[:, None]
