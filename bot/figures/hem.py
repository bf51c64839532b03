"""The end of a sleeve or a trouser leg: we see the limb come out of one that comes towards us."""

from dataclasses import dataclass

import numpy as np

from bot.figures.body import Body
from bot.figures.brush import CAST, Brush, edge_of
from bot.figures.camera import DIRECTIONS, Chain
from bot.figures.flesh import LIMBS
from bot.figures.geometry import Array
from bot.figures.knee import Knee

#: The limb on which a trouser leg ends, and at which share of it.
TROUSER_ENDS = {"thigh": ("thigh", 0.66), "calf": ("shin", 0.58)}
#: How far above skin the leg is that comes out, and the line around its opening, in metres.
SKIN, RIM = 0.001, 0.004
#: How much of a calf lies before a trouser leg, by how far the knee is bent: folded, it is behind.
CALF = ((1.3, 1.7), (0.3, 0.02))
NOTHING: Array = np.empty((0, DIRECTIONS, 2))


@dataclass(frozen=True)
class Hem:
    """The hem of the cloth on a limb, at a share of it, on both sides of one body."""

    brush: Brush
    body: Body
    limb: str
    share: float

    def before(self, side: str) -> Array:
        """Return what of the limb lies before its cloth."""
        if not self._open(side):
            return NOTHING
        return self.brush.camera.shape(self._bare(side, SKIN), *self._joint(side))

    def draw(self, side: str, colour: str) -> None:
        """Draw the near half of the opening, and its shadow on what comes out of it.

        Of a limb that points away, the line is the end of its cloth, and there is no shadow.
        """
        rim = self.brush.camera.rim(self._bare(side, RIM)[:1])
        above = rim[::-1] - self.brush.camera.scale * np.array(CAST)
        self.brush.cast(np.concatenate([rim, above])[None], self.before(side))
        self.brush.canvas.line(rim, edge_of(colour), self.brush.line)

    def _open(self, side: str) -> bool:
        """Return whether the limb comes towards us."""
        joint = LIMBS[self.limb][0]
        frame = self.body.bones.frames[f"{joint}_{side}"]
        return float(self.brush.camera.rotation[2] @ frame[:, 1]) < 0

    def _bare(self, side: str, above: float) -> Chain:
        """Give the limb from the hem on, which begins as flat as a limb in cloth ends."""
        return self.body.limb(self.limb, side, (0.96, self.share), count=3, cloth=above)[::-1]

    def _joint(self, side: str) -> list[Chain]:
        """Give the joint at the end of the limb, which ends beyond its cloth."""
        if self.limb == "upper_arm":
            return [self.body.elbow(side)]
        if self.limb == "shin":
            return []
        bent = Knee(self.body.bones, side, self.body.girth.leg).bent
        calf = self.body.limb("shin", side, (0.0, float(np.interp(bent, *CALF))), count=3)
        return [self.body.knee(side)[:2], calf]  # without its hollow
