"""A neck, and the collar from which it comes."""

import math
from dataclasses import dataclass

import numpy as np

from bot.figures.body import Body
from bot.figures.brush import Brush, edge_of, shade_of
from bot.figures.camera import Chain, ellipsoid, grow
from bot.figures.geometry import Array, unit
from bot.figures.people import Look

#: How wide a collar is, how much deeper it lies in front, and how wide its seam is: metres.
RADIUS, SLOPE, BAND = 0.063, math.radians(20), 0.010
#: How far above its collar a neck may be seen, and how far beside it, in radii.
HIGH, BESIDE = 3.5, 1.2
#: How directly a head looks at us when its chin's shade on the neck begins to show, and does.
TURNED, FACES = -0.55, -0.25
#: How much of that shade shows, and how soft it is, in metres.
SHADE, SOFT = 0.75, 0.009


@dataclass(frozen=True)
class Collar:
    """The collar of one body in its shirt."""

    brush: Brush
    body: Body
    look: Look

    def draw(self, shoulder: Array) -> None:
        """Draw the neck above the collar, behind a near shoulder which a raised arm lifts."""
        rim = self.brush.camera.rim(self._disc(0.0))
        # Without a layer of its own the clip shows.
        with self.brush.canvas.clip([self._above(rim)]), self.brush.canvas.layer(1.0):
            self._neck(shoulder)
        ahead = abs(float(self.brush.camera.rotation[2] @ self.body.bones.chest_frame[:, 0]))
        self.brush.seam(self._disc(BAND), self.look.shirt, 0.45 * ahead)  # no room beside an arm
        self.brush.canvas.line(rim, edge_of(self.look.shirt), self.brush.line)

    def band(self) -> Chain:
        """Give the uppermost part of the shirt, which ends in the opening."""
        return self._disc(3 * BAND) + self._disc(0.0)

    def _disc(self, lower: float) -> Chain:
        """Give the opening of the shirt, or what is so much lower: flat, and lower in front."""
        f, p = self.body.bones.station(1.0)
        tilted = f[:, 0] * math.cos(SLOPE) - f[:, 1] * math.sin(SLOPE)
        wide = RADIUS * self.body.neck_girth + lower * 0.5
        axes = np.stack([tilted * wide, f[:, 1] * 0.002, f[:, 2] * wide], axis=1)
        middle = p + f[:, 1] * (0.008 - lower) + f[:, 0] * (0.003 - lower * 0.25)
        return Chain(middle[None], axes[None])

    def _above(self, rim: Array) -> Array:
        """Return what lies above the collar on the picture."""
        up = unit(self.brush.camera.flat @ self.body.bones.station(1.0)[0][:, 1])
        beside = rim[-1] - rim[0]
        high = up * HIGH * RADIUS * self.brush.camera.scale
        return np.concatenate([rim, [rim[-1] + high + beside * BESIDE],
                               [rim[0] + high - beside * BESIDE]])  # fmt: skip

    def _neck(self, shoulder: Array) -> None:
        """Draw the neck, and the chin's shade, which no one sees from behind."""
        canvas, camera, bones = self.brush.canvas, self.brush.camera, self.body.bones
        neck = camera.shape(self.body.neck())
        self.brush.paint(neck, self.look.skin, shaded=False)
        head = bones.frames["head"]
        seen = float(np.interp(camera.rotation[2] @ head[:, 0], (TURNED, FACES), (0, 1)))
        chin = ellipsoid(bones.at["head"] + head[:, 0] * 0.030, head, (0.100, 0.150, 0.090))
        with canvas.clip(neck):
            shade = shade_of(self.look.skin)
            canvas.blur(camera.shape(chin), shade, SHADE * seen, SOFT * camera.scale)
        with canvas.clip(grow(neck, self.brush.line)):
            self.brush.paint(shoulder, self.look.shirt)
