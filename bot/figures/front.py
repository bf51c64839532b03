"""What shows on a body seen from the front or from behind: waist, hips, seams, a leg in shade."""

from dataclasses import dataclass

import numpy as np

from bot.figures.body import Body
from bot.figures.brush import Brush, edge_of
from bot.figures.camera import NORMALS, Chain, grow, join
from bot.figures.geometry import Array, smooth, unit
from bot.figures.people import Look
from bot.figures.skeleton import SIDES

#: Between which shares of a thigh its inner edge is taken for straight.
INNER = (0.22, 0.50)
#: How far down the thighs the arc between them reaches where they stand at a right angle, in
#: metres, and how much of it there is at the most.
ARC, WIDEST = 0.16, 0.13
SLOWLY = 7  # how many lines that arc reaches before it shows fully
CLOSED = 0.2  # the sine of an angle between them; below it there is none
#: How far an ankle is past the other, in metres, when its leg, or the other, begins to be in the
#: shade, and is; and by how much it is farther away then.
CROSSES, DEEPER = (0.0, 0.16), (0.0, 0.08)
#: How much narrower a waist is on each side, in metres for a belly of double girth, and of it
#: how much: shares of the trunk.
WAIST, HOLLOW = 0.073, ((0.20, 0.30, 0.42, 0.54, 0.72), (0.0, 0.5, 1.0, 0.85, 0.0))
#: The fold below a shoulder blade: shares of the trunk, and outward of the spine.
BLADE = ((0.74, 0.052), (0.68, 0.056), (0.64, 0.075), (0.635, 0.10))
#: How long a thigh looks, of its length, where that arc is gone, and where it is whole.
SHORT = (0.7, 0.95)
#: From how directly we look at hips, that side counts as their front, and does fully.
FACES = (0.55, 0.85)


@dataclass(frozen=True)
class Front:
    """The side of one body that faces us, or turns its back on us."""

    brush: Brush
    body: Body
    look: Look

    def facing(self) -> float:
        """Return how much of the hips' front we see, from 0; what we see from behind is below."""
        return self._faces(self.body.bones.pelvis_frame)

    def chest(self) -> float:
        """Return the same of the chest."""
        return self._faces(self.body.bones.chest_frame)

    def _faces(self, frame: Array) -> float:
        way = float(self.brush.camera.rotation[2] @ frame[:, 0])
        return float(np.interp(abs(way), FACES, (0, 1)) * np.sign(way))

    def flank(self, side: str) -> Chain:
        """Give what rounds the side of a hip that faces us, from the waist to the thigh."""
        s, k = SIDES[side], 0.66 + 0.34 * abs(self.facing())
        h = self.body.girth.hips * k
        return join(
            self.body.spot(0.17, -0.004, s * 0.085, (0.088 * k, 0.02, 0.088 * h)),
            self.body.spot(0.02, -0.012, s * 0.056, (0.090 * k, 0.098 * k, 0.116 * h)),
        )

    def waisted(self, shirt: Chain, start: float, end: float) -> Chain:
        """Give a stretch of the shirt with a shallow waist, as far as the hips face us."""
        share = np.linspace(start, end, len(shirt.centres))
        hidden = max(0.0, self.body.girth.belly - 1)  # by a belly; a slim body has a waist
        narrow = WAIST * hidden * abs(self.facing()) * np.interp(share, *HOLLOW)
        axes = shirt.axes.copy()
        wide = np.linalg.norm(axes[:, :, 2], axis=1)
        axes[:, :, 2] *= (1 - narrow / wide)[:, None]
        return Chain(shirt.centres, axes)

    def crossed(self, side: str) -> float:
        """Return how far a leg lies behind the other, which it crosses; 1 is fully."""
        at, right = self.body.bones.at, self.body.bones.pelvis_frame[:, 2]
        past = float((at["ankle_l"] - at["ankle_r"]) @ right)
        other = at["ankle_l" if side == "r" else "ankle_r"] - at[f"ankle_{side}"]
        behind = float(self.brush.camera.rotation[2] @ other)
        return float(np.interp(past, CROSSES, (0, 1)) * np.interp(behind, DEEPER, (0, 1)))

    def shade(self, side: str, cloth: Array, colour: str, share: float) -> None:
        """Let a leg below the hip lie in the shade of the other."""
        thigh = self.body.limb("thigh", side, (0.42, 1.0), count=6)
        below = self.brush.camera.shape(join(thigh, self.body.limb("shin", side, (0.05, 0.8))))
        with self.brush.canvas.part("shade"), self.brush.canvas.clip(cloth):
            soft = 0.035 * self.brush.camera.scale
            self.brush.canvas.blur(grow(below, 2 * soft), colour, share, soft)

    def join_legs(self) -> None:
        """Close the corner between the legs, and draw what a seat shows from behind."""
        self._arc(self.look.shorts)
        with self.brush.canvas.part("seat"):
            self._back()

    def _arc(self, colour: str) -> None:
        """Close the corner between parted legs by a small arc, which grows as they part."""
        (a, left), (b, right) = (self._inner(side) for side in "lr")
        turn = float(left[0] * right[1] - left[1] * right[0])
        opening = turn * float(np.sign(self.facing()))  # of the legs; crossed ones have none
        reach = min(ARC * (opening - CLOSED), WIDEST) * abs(self.facing()) * self._spread()
        shown = (reach / self.brush.line - 1) / SLOWLY
        if shown <= 0:
            return
        (x, y), (right_x, right_y) = b - a, right
        middle = a + left * float((x * right_y - y * right_x) / turn)
        ends = middle + left * reach, middle + right * reach
        t = np.linspace(0, 1, 25)[:, None]
        curve = ends[0] * (1 - t) ** 2 + middle * 2 * t * (1 - t) + ends[1] * t**2
        top = 2 * middle - (ends[0] + ends[1]) / 2
        over = unit(ends[1] - ends[0]) * 1.3 * self.brush.line  # the outlines of the legs
        gap = np.vstack([curve, ends[1] + over, top, ends[0] - over])
        with self.brush.canvas.part("crotch"):
            self.brush.canvas.fill([gap], colour, min(shown, 1.0))
            self.brush.canvas.line(curve, edge_of(colour), self.brush.line, min(shown, 1.0))

    def _spread(self) -> float:
        """Return how many pixels a metre is, less where a thigh points at us or away from us."""
        camera, frames = self.brush.camera, self.body.bones.frames
        seen = [np.linalg.norm(camera.rotation[:2] @ frames[f"hip_{s}"][:, 1]) for s in SIDES]
        return camera.scale * float(np.interp(min(seen), SHORT, (0, 1)))

    def _inner(self, side: str) -> tuple[Array, Array]:
        """Return where the inner edge of a thigh begins on the picture, and its direction."""
        at, camera = self.body.bones.at, self.brush.camera
        hip, knee, other = (camera.flat @ at[f"{joint}_{s}"] for joint, s in (
            ("hip", side), ("knee", side), ("hip", "l" if side == "r" else "r")))  # fmt: skip
        down = unit(knee - hip)
        inward = other - hip - down * float(down @ (other - hip))
        edge = int(np.argmax(NORMALS @ inward))
        outline, _ = camera.supports(self.body.limb("thigh", side, INNER, count=2, cloth=0.005))
        top, low = outline[:, edge]
        return top, unit(low - top)

    def _back(self) -> None:
        """Draw the seam in the middle of the seat, and a soft line below each buttock."""
        seen = max(0.0, -self.facing())
        colour, width = edge_of(self.look.shorts), self.brush.line * 0.8
        seam = [self._on(0.14 - 0.022 * i, -0.11, 0.0) for i in range(14)]
        self.brush.canvas.line(np.array(seam), colour, width, 0.75 * seen)
        for side in SIDES.values():
            out, low = np.linspace(0.008, 0.118, 12), np.linspace(-0.55, 1, 12) ** 2
            fold = [self._on(-0.155 + 0.042 * y, -0.10, side * x)
                    for x, y in zip(out, low, strict=True)]  # fmt: skip
            self.brush.canvas.line(np.array(fold), colour, width, 0.6 * seen)

    def blades(self) -> None:
        """Draw a faint fold below each shoulder blade."""
        seen = max(0.0, -self.chest())
        for side in SIDES.values():
            fold = smooth(np.array([self._on(share, -0.1, side * out) for share, out in BLADE]))
            self.brush.canvas.line(fold, edge_of(self.look.shirt), self.brush.fine, 0.4 * seen)

    def _on(self, share: float, forward: float, out: float) -> Array:
        f, p = self.body.bones.station(share)
        return self.brush.camera.point(p + f[:, 0] * forward + f[:, 2] * out)


def between(brush: Brush, body: Body) -> Array:
    """Return what lies between two parted thighs, with them: a wedge of another leg there jars."""
    left, right = (body.limb("thigh", side, (0.0, 1.0), count=12) for side in "lr")
    return brush.camera.shape(*(left[i : i + 1] + right[i : i + 1] for i in range(12)))
