"""The end of a trouser leg: where it comes towards us, we see the leg come out of its opening."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from bot.figures.body import Body
from bot.figures.brush import CAST, Brush, edge_of
from bot.figures.camera import DIRECTIONS, Chain
from bot.figures.flesh import LIMBS
from bot.figures.geometry import Array

#: The limb on which a trouser leg ends, and at which share of it.
TROUSER_ENDS = {"thigh": ("thigh", 0.66), "calf": ("shin", 0.58)}
#: How far above skin the leg is that comes out, and the line around its opening, in metres.
SKIN, RIM = 0.001, 0.004
NOTHING: Array = np.empty((0, DIRECTIONS, 2))


@dataclass(frozen=True)
class Hem:
    """The hem of both trouser legs of one body."""

    brush: Brush
    body: Body
    end: Literal["thigh", "calf"]

    def before(self, side: str) -> Array:
        """Return what of the leg lies before its cloth."""
        if not self._open(side):
            return NOTHING
        knee = [self.body.knee(side)[:2]] if self.end == "thigh" else []  # without its hollow
        return self.brush.camera.shape(self._bare(side, SKIN), *knee)

    def draw(self, side: str, colour: str) -> None:
        """Draw the near half of the opening, and its shadow on the leg that comes out of it.

        Of a leg that points away, the line is the end of its cloth, and there is no shadow.
        """
        rim = self.brush.camera.rim(self._bare(side, RIM)[:1])
        above = rim[::-1] - self.brush.camera.scale * np.array(CAST)
        self.brush.cast(np.concatenate([rim, above])[None], self.before(side))
        self.brush.canvas.line(rim, edge_of(colour), self.brush.line)

    def _open(self, side: str) -> bool:
        """Return whether the limb comes towards us."""
        joint = LIMBS[TROUSER_ENDS[self.end][0]][0]
        frame = self.body.bones.frames[f"{joint}_{side}"]
        return float(self.brush.camera.rotation[2] @ frame[:, 1]) < 0

    def _bare(self, side: str, above: float) -> Chain:
        """Give the limb from the hem on, which begins as flat as a limb in cloth ends."""
        limb, share = TROUSER_ENDS[self.end]
        return self.body.limb(limb, side, (0.96, share), count=3, cloth=above)[::-1]
