"""A knee, which changes its form as it bends: rounder in front, and a curve behind it."""

import math
from dataclasses import dataclass

import numpy as np

from bot.figures.camera import Chain, ellipsoid, join
from bot.figures.flesh import CAP, ENDS, KNEE, LEG
from bot.figures.geometry import Array, blend, unit
from bot.figures.skeleton import BONES, Skeleton

#: Strings from thigh to calf: their places along the curve behind a knee, how long that is at a
#: right angle, and their radius, both in metres.
STRINGS, CURVE, STRING = np.array([1.0, 0.6, 0.25]), 0.060, 0.014
#: The edge of a kneecap: its angle about the knee from the middle, and how far from the bones
#: it is, in metres.
EDGE, OUT = math.radians(46), 0.058


@dataclass(frozen=True)
class Knee:
    """One knee of some bones, `full` times as thick as the tables."""

    bones: Skeleton
    side: str
    full: float

    @property
    def bent(self) -> float:
        """Return how far it is bent, from 0 (straight) by 1 (a right angle) to 2 (folded)."""
        thigh, shin = self._frames
        return 1 - float(thigh[:, 1] @ shin[:, 1])

    @property
    def crease(self) -> float:
        """Return how far from it the thigh meets the calf, in metres along either."""
        slope, meet = math.sqrt(self.bent / max(2 - self.bent, 0.1)), 0.0
        for _ in range(3):  # the farther they meet, the thicker they are there
            meet = float(self._behind(np.array([-meet, meet])).mean()) * slope
        return meet

    def flesh(self, cloth: float = 0.0) -> Chain:
        """Give the ends of both bones, and the cap between them that rounds the front."""
        front, back, wide = LEG[KNEE, 1:] * self.full + cloth
        length = self._size(ENDS)
        middle = (front - back) / 2
        thigh, shin = (
            ellipsoid(self._at + f[:, 0] * middle, f, ((front + back) / 2, length, wide))
            for f in self._frames
        )
        ahead, high, broad = map(self._size, CAP)
        f = blend(*self._frames, 0.5)
        half = (high + cloth, high + cloth, broad + cloth)
        cap = ellipsoid(self._at + f[:, 0] * ahead, f, half)
        return join(thigh, cap, shin, self._hollow(cloth), shin)

    def edge(self, towards: Array) -> Array:
        """Give the edge of the kneecap on the side of somebody who looks from there."""
        f = self._frames[0]
        beside = unit(towards - f[:, 0] * float(towards @ f[:, 0]))
        a = np.radians(np.linspace(-40, 40, 9))
        around = np.outer(np.cos(a), beside) + np.outer(np.sin(a), np.cross(f[:, 0], beside))
        cap = f[:, 0] * math.cos(EDGE) + around * math.sin(EDGE)
        return np.asarray(self._at + cap * OUT * self.full)

    def _hollow(self, cloth: float) -> Chain:
        """Round the corner behind it: straight strings, as close as these, make a curve."""
        short = min(self.bent, 1.0, 2 * (2 - self.bent))  # where calf and thigh lie together
        places = self.crease + STRINGS * CURVE * short
        ends = []
        for f, below in zip(self._frames, (-places, places[::-1]), strict=True):
            back = self._behind(below) + cloth - STRING
            ends.append(self._at - np.outer(below, f[:, 1]) - np.outer(back, f[:, 0]))
        centres = np.stack(ends, axis=1).reshape(-1, 3)
        return Chain(centres, np.broadcast_to(np.eye(3) * STRING, (len(centres), 3, 3)))

    @property
    def _at(self) -> Array:
        return self.bones.at[f"knee_{self.side}"]

    @property
    def _frames(self) -> tuple[Array, Array]:
        """The frames of thigh and shin."""
        return self.bones.frames[f"hip_{self.side}"], self.bones.frames[f"knee_{self.side}"]

    def _size(self, straight_and_bent: tuple[float, float]) -> float:
        return float(np.interp(self.bent, (0, 1), straight_and_bent)) * self.full

    def _behind(self, below: Array) -> Array:
        """Return how thick the leg is behind, so many metres below the knee."""
        rows = LEG[KNEE, 0] + below / BONES["shin"]
        return np.asarray(np.interp(rows, LEG[:, 0], LEG[:, 2]) * self.full)
