"""Arms: skin, hand and sleeve; fingers may be drawn by themselves, behind what a hand holds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.figures.body import SLEEVE, Body
from bot.figures.brush import FAR, PARTED, Brush, dim, edge_of
from bot.figures.camera import Chain, ball, ellipsoid, grow, overlap
from bot.figures.canvas import mix
from bot.figures.cloth import Cloth
from bot.figures.geometry import Array, unit
from bot.figures.hand import HOLDS, creases, grasp, hand
from bot.figures.hem import Hem
from bot.figures.parting import stroke
from bot.figures.people import INK, WHITE, Look
from bot.figures.skeleton import SIDES

#: An arm brings its hand along, or only the palm where the hand stands in the order by itself.
PIECES = ("arm", "hand")
UNDER_SLEEVE = 5  # of the ellipsoids of an arm: those that the sleeve hides
OUTLINE = 0.022  # of an upper arm: so far beyond the cloth of a sleeve its outline lies
FAR_ARM = 0.6 * FAR  # a far leg is darker: its trousers alone would not tell it from the near one
#: The half height of an armhole in metres, and how much of its seam is left level with the arm.
ARMHOLE, EVEN = 0.06, 0.2
FADE = 30  # lines that a hand and hair share where the light between them is full


def slope_of(body: Body, side: str) -> float:
    """Return how far a shoulder falls below the yoke where its arm hangs, in metres."""
    return 0.012 * (1 - body.raised(side))


@dataclass(frozen=True)
class Under:
    """What an arm is drawn over: the silhouettes of the shirt, of a trouser leg and of hair."""

    shirt: Array
    legs: Array
    hair: Sequence[Array]


class ArmPainter:
    """Draws the arms of one body; `order` has the parts that are drawn by themselves."""

    def __init__(
        self, brush: Brush, body: Body, look: Look, *, front: bool, order: Sequence[str] = ()
    ) -> None:
        self.brush, self.canvas, self.body = brush, brush.canvas, body
        self._shape = brush.camera.shape
        self._hem = Hem(brush, body, "upper_arm", SLEEVE + OUTLINE)
        self.bones, self.look, self.front, self.order = body.bones, look, front, order

    def draw(self, piece: str, side: str, under: Under, *, far: bool) -> None:
        """Draw an arm, or its hand alone, over what lies under it."""
        holds = f"hand_{side}" in self.order
        skin, cloth = (dim(c, FAR_ARM * far) for c in (self.look.skin, self.look.shirt))
        bare = self._shape(*self._flesh(piece, side, holds=holds))
        sleeve = self._shape(self._sleeve(side))[: None if piece == "arm" else 0]
        self.brush.cast(np.concatenate([bare, sleeve]), [*under.shirt, *under.legs])
        self._part(bare, under.hair)
        self._part_ghost(bare, [*under.shirt, *under.legs])
        self.brush.paint(bare, skin)
        if not self.canvas.plain:
            self._creases(side, grow(bare, self.brush.line), skin, HOLDS * holds)
        if piece == "arm":
            self._sleeved(side, sleeve, bare, cloth, None if far else under.shirt)

    def _creases(self, side: str, within: Array, skin: str, apart: float) -> None:
        """Draw the lines of a hand, as far as its fingers are drawn."""
        with self.canvas.clip(within):
            for crease in creases(self.brush, self.bones, side, apart):
                self.canvas.fill([crease], edge_of(skin), PARTED)

    def _sleeved(
        self, side: str, sleeve: Array, bare: Array, cloth: str, shirt: Array | None
    ) -> None:
        """Draw the sleeve on an arm; the near one goes on into the shirt without an outline."""
        with self.canvas.clip(self._hem.before(side), outside=True):
            self.brush.cast(sleeve, bare)
            self.brush.paint(sleeve, cloth)
            Cloth(self.brush, self.body, self.look).sleeve(side, cloth)
            if shirt is not None:
                self._join_shirt(side, shirt)
                self.brush.model(np.concatenate([shirt, sleeve]), sleeve, cloth)
        self._hem.draw(side, cloth)

    def _sleeve(self, side: str) -> Chain:
        """Give the sleeve, whose upper end falls with the shoulder that we see from the front."""
        sleeve = self.body.sleeve(side)
        if self.front:
            fall = self.bones.chest_frame[:, 1] * slope_of(self.body, side)
            centres = np.vstack([sleeve.centres[:1] - fall, sleeve.centres[1:]])
            sleeve = Chain(centres, sleeve.axes)
        return sleeve

    def _flesh(self, piece: str, side: str, *, holds: bool) -> list[Chain]:
        if piece == "hand":
            return hand(self.bones, side, HOLDS)
        fingers = grasp(self.bones, side) if holds else hand(self.bones, side)
        return [self.body.arm(side)[UNDER_SLEEVE:], *fingers]

    def _part(self, arm: Array, hair: Sequence[Array]) -> None:
        """Leave a light line where an arm lies on hair, which may be as dark as its edge.

        It comes by degrees as the two meet, so that nothing flashes in a film.
        """
        depth = overlap(arm, hair) if hair else 0.0
        shape, light = grow(arm, self.brush.line * 1.5), mix(self.look.hair, WHITE, 0.28)
        with self.canvas.clip(hair):
            self.canvas.fill(shape, light, float(np.clip(depth / FADE / self.brush.line, 0, 1)))

    def _part_ghost(self, arm: Array, under: Sequence[Array]) -> None:
        """Leave a line where a ghost's arm lies on its body: there is no shade to part them."""
        if self.canvas.plain:
            with self.canvas.clip(under):
                self.canvas.fill(grow(arm, self.brush.line), INK)

    def _join_shirt(self, side: str, shirt: Array) -> None:
        self._hide_armhole(side, shirt)
        self._join_shoulder(side, shirt)
        if not self.front:
            self._armhole(side)

    def _armhole(self, side: str) -> None:
        """Draw what parts a raised arm from the shirt, as both are one blue.

        It is a seam around an arm that is lifted sideways or overhead. Before one that reaches
        forward, a seam would cut the shoulder off: a crease behind the armpit takes its place.
        """
        way, chest = -self.bones.frames[f"shoulder_{side}"][:, 1], self.bones.chest_frame
        ahead = float(np.clip(way @ chest[:, 0], 0, 1))
        raised = 0.6 * self.body.raised(side)
        self._seam(side, raised * (1 - ahead) ** 2)
        under = unit(way * float(way @ chest[:, 1]) - chest[:, 1])
        a = np.linspace(-0.1, 1.0, 9)
        arc = np.outer(np.cos(a), under) - np.outer(np.sin(a), way)
        points = self.brush.camera.point(self.bones.at[f"shoulder_{side}"] + arc * 0.06)
        self.canvas.line(points, edge_of(self.look.shirt), self.brush.fine, raised * ahead)

    def _seam(self, side: str, opacity: float) -> None:
        """Draw the seam around an arm, which fades out from the armpit to the shoulder.

        All around, it would make a closed loop with the hem of the sleeve.
        """
        camera, down = self.brush.camera, -self.bones.chest_frame[:, 1]
        disc = self.body.limb("upper_arm", side, (0.10, 0.11), count=2, cloth=0.008)[:1]
        points = camera.rim(disc)
        away = (points - camera.point(disc.centres)) @ camera.flat @ down / camera.scale**2
        width = np.clip(away / ARMHOLE + EVEN, 0, 1) * self.brush.fine
        self.canvas.fill([stroke(points, width)], edge_of(self.look.shirt), opacity)

    def _join_shoulder(self, side: str, shirt: Array) -> None:
        """Cover the round end of the sleeve where it lies on the shirt."""
        at, f = self.bones.at[f"shoulder_{side}"], self.bones.chest_frame
        cap = ball(at + f[:, 1] * 0.006, 0.070 * self.body.girth.arm)
        self.brush.hide(self._shape(cap), self.look.shirt, grow(shirt, -self.brush.line * 0.6))

    def _hide_armhole(self, side: str, shirt: Array) -> None:
        """Cover the outline between sleeve and chest."""
        s, f = SIDES[side], self.bones.frames[f"shoulder_{side}"]
        wide = 0.10 if self.front else 0.085
        chest = self.body.spot(0.80, 0, s * wide, (0.050, 0.05, 0.035))
        sleeve = ellipsoid(self.bones.at[f"shoulder_{side}"] - f[:, 1] * 0.03, f,
                           (0.048, 0.045, 0.046))  # fmt: skip
        cover, cloth = self._shape(chest + sleeve), self._shape(self._sleeve(side))
        self.brush.hide(cover, self.look.shirt, [*grow(shirt, -self.brush.line * 0.2), *cloth])
