"""Feet: the shoe on its sole, or the lines between bare toes."""

import numpy as np

from bot.figures.body import Body
from bot.figures.brush import FAR, PARTED, Brush, dim, edge_of
from bot.figures.camera import Chain
from bot.figures.geometry import Array, unit
from bot.figures.parting import stroke
from bot.figures.people import WHITE, Look
from bot.figures.skeleton import SIDES
from bot.figures.toes import along, gaps

#: More than the length of a shoe, in metres.
SHOE = 0.3
#: How directly we look at a heel when the front of the shoe begins to hide, and is hidden.
ASLANT, BEHIND = 0.80, 0.92
#: How much higher than the joint an ankle's outer and inner bone are, in metres.
BONE = {1.0: -0.002, -1.0: 0.006}
HEEL = 0.044  # half as wide as the shoe is there, in metres
#: A coloured tab up the back of a shoe: without it, one upside down on a bench looks like a bowl.
TAB = [(-.058, .020, .018, .02, .050), (-.060, .095, .016, .02, .050)]  # fmt: skip
#: How directly we look at the side or the back of a shoe when its tab begins to show, and does.
TAB_SHOWS = (0.8, 0.93)


class FootPainter:
    """Draws the feet of one body."""

    def __init__(self, brush: Brush, body: Body, look: Look) -> None:
        self.brush, self.canvas, self.body, self.look = brush, brush.canvas, body, look
        self._shape = brush.camera.shape

    def toes(self, side: str, skin: str) -> None:
        """Draw the gaps between the toes, and hint at the ankle bone."""
        if self.canvas.plain:
            return
        self.canvas.fill(gaps(self.brush, self.body.bones, side), edge_of(skin), PARTED)
        for out in (1.0, -1.0):
            self._ankle_bone(side, out, edge_of(skin))

    def _ankle_bone(self, side: str, out: float, colour: str) -> None:
        """Draw the lower edge of the bone on one side of an ankle, as far as that faces us."""
        f = self.body.bones.frames[f"ankle_{side}"]
        beside = f[:, 2] * SIDES[side] * out
        seen = float(np.clip(self.brush.camera.rotation[2] @ beside * 2 - 0.4, 0, 1))
        bone = self.body.bones.at[f"ankle_{side}"] + beside * 0.034 + f[:, 1] * BONE[out]
        a = np.linspace(-0.2 * np.pi, 0.95 * np.pi, 15)
        arc = bone - np.outer(np.cos(a), f[:, 0]) * 0.012 - np.outer(np.sin(a), f[:, 1]) * 0.011
        width = np.sin(np.linspace(0, np.pi, 15)) * self.brush.line * 0.9
        self.canvas.fill([stroke(self.brush.camera.point(arc), width)], colour, 0.5 * seen)

    def shoe(self, side: str, *, far: float) -> None:
        """Draw sock and shoe; the far foot's are darker."""
        sock = self.body.limb("shin", side, (0.86, 1.0), count=3, cloth=0.003)
        self.brush.paint(self._shape(sock), dim(WHITE, FAR * far), shaded=False)
        shoe, sole, upper = (
            self._shape(self._behind_heel(part(side), side))
            for part in (self.body.foot, self.body.sole, self.body.upper)
        )
        colour = dim(self.look.shoe, FAR * far)
        whole = np.concatenate([shoe, sole])
        self.brush.paint(whole, colour)
        self.canvas.fill(sole, dim(self.look.sole, FAR * far))
        for joint, hulls in (("ankle", upper[:-1]), ("ball", upper[-1:])):
            shown = hulls + self._beyond_sole(f"{joint}_{side}")
            with self.canvas.clip(shown), self.canvas.layer(1.0):  # without it the clip shows
                self.brush.paint(whole, colour)
        with self.canvas.clip(whole):
            self._tab(side, far=far)
        self._laces(side, colour)

    def _behind_heel(self, shoe: Chain, side: str) -> Chain:
        """Hide the front of a shoe that we see from right behind: its heel is plain and round.

        It comes by degrees as a foot turns, so that no film flashes.
        """
        camera, f = self.brush.camera, self.body.bones.frames[f"ankle_{side}"]
        hidden = float(np.clip((-camera.rotation[2] @ f[:, 0] - ASLANT) / (BEHIND - ASLANT), 0, 1))
        seen = camera.rotation[:2] @ f[:, 2]
        across = unit(seen) @ camera.rotation[:2]
        beside = (shoe.centres - shoe.centres[0]) @ across
        width = np.linalg.norm(shoe.axes[:, :, 2], axis=1) * np.linalg.norm(seen) + 1e-9
        axes = shoe.axes.copy()
        axes[:, :, 2] *= (1 - hidden + hidden * HEEL / width)[:, None]
        turned = axes[:, :, 0] @ across  # what a length that is turned outwards adds to the width
        axes[:, :, 0] -= hidden * np.outer(turned, across)
        return Chain(shoe.centres - hidden * np.outer(beside, across), axes)

    def _beyond_sole(self, joint: str) -> Array:
        """Return how far to move the upper so that it hides a sole from above, not from below."""
        camera, up = self.brush.camera, self.body.bones.frames[joint][:, 1]
        from_below = max(0.0, -float(camera.rotation[2] @ up))
        return unit(camera.flat @ up) * camera.scale * SHOE * from_below

    def _tab(self, side: str, *, far: float) -> None:
        """Draw the tab up the back of a shoe, as far as we see that from beside or behind."""
        ahead, _, right = self.brush.camera.rotation[2] @ self.body.bones.frames[f"ankle_{side}"]
        tab = self._shape(self._behind_heel(along(self.body.bones, side, TAB), side))
        seen = float(np.interp(max(abs(right), -ahead), TAB_SHOWS, (0, 1)))
        self.canvas.fill(tab, dim(self.look.sole, FAR * far), seen)

    def _laces(self, side: str, colour: str) -> None:
        f, s = self.body.bones.frames[f"ankle_{side}"], SIDES[side]
        facing = float(self.brush.camera.rotation[2] @ f[:, 0])
        seen = float(np.clip((facing + 0.6) / 0.4, 0, 1))  # they fade as a foot turns away
        sole = self.body.bones.at[f"sole_{side}"]
        for forward, up in ((0.058, 0.070), (0.078, 0.060)):
            middle = sole + f[:, 0] * forward + f[:, 1] * up
            ends = np.array([middle + f[:, 2] * s * 0.028 - f[:, 1] * 0.012,
                             middle - f[:, 2] * s * 0.008 + f[:, 1] * 0.002])  # fmt: skip
            points = self.brush.camera.point(ends)
            self.canvas.line(points, self.look.sole, self.brush.line, 0.9 * seen)
