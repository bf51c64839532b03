"""The shirt: trunk, shoulders and neck, its lower end over the legs, and its neckline."""

from collections.abc import Sequence

import numpy as np

from bot.figures.arm import slope_of
from bot.figures.body import Body
from bot.figures.brush import Brush, edge_of
from bot.figures.camera import DIRECTIONS, RIM, Chain, ellipsoid
from bot.figures.cloth import Cloth
from bot.figures.collar import Collar
from bot.figures.front import Front
from bot.figures.geometry import Array, rounded, unit
from bot.figures.people import Look
from bot.figures.skeleton import SIDES

#: Where the shirt ends, as a share of the trunk, and how far it rides up in an arched back: its
#: hem would fold over the seat.
HEM, RIDES_UP = 0.15, 0.09
ARCHED = 20.0  # degrees of the lower back
SKIRT = 0.45  # of the trunk: above it no thigh reaches
#: How round its hem turns into the crease of a bent hip, in metres: a sharp corner is a spike.
CORNER = 0.06
#: How many times as thick as a limb the trunk is, for its shade.
DEEP = 1.6
BELOW = 0.06  # of the trunk: so far below the collar ends the sleeve of an arm that hangs


class ShirtPainter:
    """Draws the shirt of one body.

    `cloth` is its silhouette, `skirt` its lower end, from its hem to above a bent hip, and `edge`
    the front and the hem of that; all are empty before it is drawn.
    """

    def __init__(self, brush: Brush, body: Body, look: Look, *, front: bool) -> None:
        self.brush, self.canvas, self.body, self.look = brush, brush.canvas, body, look
        self.bones, self.front = body.bones, front
        self._shape, self._facing = brush.camera.shape, Front(brush, body, look)
        self._collar = Collar(brush, body, look)
        self.cloth: Array = np.empty((0, DIRECTIONS, 2))
        self.skirt, self.edge = self.cloth, np.empty((0, 2))
        arched = np.clip((-body.bones.pose["lumbar"] - ARCHED) / (90 - ARCHED), 0, 1)
        self.waist = HEM + RIDES_UP * float(arched)

    def draw(self, legs: Array, hair: Sequence[Array]) -> list[Array]:
        """Draw neck and shirt, whose hem lies on `legs`, under `hair`, if drawn before it."""
        trunk = self._shirted(self.waist, 0.985, count=36)
        shoulders = [*self._shoulder("r"), *self._shoulder("l")]
        lifted = self._deltoid("r") + (self._deltoid("l") if self.front else [])
        cloth = self._shape(trunk, *shoulders, *lifted, self._collar.band())
        self.brush.cast(self._shape(trunk), legs)
        self.brush.paint(cloth, self.look.shirt, deep=DEEP)
        self.cloth = cloth if self.front else self._below_collar()
        Cloth(self.brush, self.body, self.look).shirt()
        self._hem()
        if self.front:
            self._facing.blades()
        with self.canvas.clip(hair, outside=True):  # it lies over the neck in any order
            self._collar.draw(self._shape(self._lifted()))
        return list(cloth)

    def _shoulder(self, side: str) -> list[Chain]:
        """Give the shirt between chest, collar and sleeve."""
        f, _ = self.bones.station(0.8)
        at = self.bones.at[f"shoulder_{side}"]
        slope = f[:, 1] * (slope_of(self.body, side) if self.front else 0.0)
        blade = ellipsoid(at - slope, f, (0.056, 0.052, 0.052))
        yoke = ellipsoid(at - slope, f, (0.050, 0.050, 0.048))
        arm = ellipsoid(at - f[:, 1] * 0.012, f, (0.050, 0.046, 0.046))
        w = self.body.girth.shoulders
        return [
            self.body.spot(0.80, 0, 0, (0.075, 0.07, 0.11 * w)) + blade,
            self.body.spot(0.97, 0, 0, (0.045, 0.02, 0.05)) + yoke,
            self.body.spot(0.50, 0.004, SIDES[side] * 0.055, (0.078, 0.03, 0.070)) + arm,
        ]

    def _deltoid(self, side: str) -> list[Chain]:
        """Give the shirt that goes on into the sleeve of a lifted arm, from neck and flank."""
        way, f = -self.bones.frames[f"shoulder_{side}"][:, 1], self.bones.chest_frame
        lifted = self.body.raised(side) * (abs(self._facing.chest()) if self.front else 1.0)
        raised, at, s = lifted, self.bones.at[f"shoulder_{side}"], SIDES[side]
        k = 0.75 + 0.25 * raised  # beside an arm that hangs, it disappears in the shirt
        over = at + (way * 0.04 + f[:, 1] * 0.022) * raised
        under = at + (way * 0.085 - f[:, 1] * 0.004) * raised
        return [
            self.body.spot(1.0, -0.01, s * 0.03, (0.045 * k, 0.02 * k, 0.045 * k))
            + ellipsoid(over, f, (0.054 * k, 0.050 * k, 0.050 * k)),
            self.body.spot(0.55, 0.0, s * 0.075, (0.06 * k, 0.03 * k, 0.05 * k))
            + ellipsoid(under, f, (0.045 * k, 0.045 * k, 0.045 * k)),
        ]

    def _lifted(self) -> Chain:
        """Give what of the near shoulder may lie before the collar: where its arm is raised."""
        over, under = self._deltoid("r")
        return over[1:] + under[1:]

    def _below_collar(self) -> Array:
        """Return where the near sleeve hides its end: it would hide the collar above it too.

        A raised arm lifts that end, by degrees up to the collar.
        """
        top = 0.985 - BELOW * (1 - self.body.raised("r"))
        trunk = self._shirted(self.waist, top, count=36)
        nape = self.body.spot(top, -0.01, 0.03, (0.045, 0.02, 0.045)) + self._lifted()
        return self._shape(trunk, nape, *self._shoulder("r")[::2])

    def _shirted(self, start: float, end: float, count: int) -> Chain:
        """Give a stretch of the shirt, which lies in the crease of the hip that is bent more."""
        fold = 0.0 if self.front else max(map(self.bones.hip_bend, SIDES))
        shirt = self.body.torso(start, end, count=count, cloth=0.008, fold=fold)
        return self._facing.waisted(shirt, start, end) if self.front else shirt

    def _hem(self) -> None:
        """Draw the shirt's lower edge, a seam above it, and the hips where one looks inside."""
        skirt = self._shirted(self.waist, SKIRT, count=10)
        edge, back = self.brush.camera.near_side(skirt)
        self.edge = rounded(edge, CORNER * self.brush.camera.scale)
        self.skirt = np.concatenate([self.edge, back])[None]
        rim, middle = edge[-RIM:], self.brush.camera.point(skirt.centres[0])
        down = -self.bones.station(self.waist)[0][:, 1]
        inside = float(np.clip(16 * self.brush.camera.rotation[2] @ down, 0, 1)) * (not self.front)
        hidden = unit(self.brush.camera.flat @ down) * self.brush.line * 1.6
        far = rim[::-1] + (2 * middle - rim - rim[::-1] + hidden) * inside
        self.canvas.fill([np.concatenate([rim, far])], self.look.shorts)
        self.canvas.line(rim, edge_of(self.look.shirt), self.brush.line)
        seam = self.waist + 0.025
        self.brush.seam(self._shirted(seam, seam + 0.005, count=2)[:1], self.look.shirt, 0.45)
