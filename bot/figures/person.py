"""A person drawn part by part: the far side first, cloth over skin, muscles over cloth."""

from collections.abc import Sequence

import numpy as np

from bot.figures.arm import PIECES, ArmPainter, Under
from bot.figures.body import Body
from bot.figures.brush import Brush, edge_of
from bot.figures.camera import DIRECTIONS, Chain, ellipsoid, grow, join
from bot.figures.canvas import mix
from bot.figures.cloth import Cloth
from bot.figures.foot import FootPainter
from bot.figures.front import Front
from bot.figures.geometry import Array
from bot.figures.head import Head, Mood
from bot.figures.hem import TROUSER_ENDS, Hem
from bot.figures.knee import Knee
from bot.figures.people import INK, WHITE, Look
from bot.figures.shirt import ShirtPainter
from bot.figures.skeleton import SIDES

FOLD = 0.5  # opacity of the fold at a knee in trousers
SHORTS = (0.10, TROUSER_ENDS["thigh"][1])  # of the thigh
HEMS = {"thigh": SHORTS[1], "calf": 1.0}  # how much of the thigh is under the cloth
PALE = 0.3  # of white in the line that parts two legs
#: What the far leg is darkened by, and how much its trousers and its skin: as dark as the near
#: one, two legs would be one. The grey of other shades would hardly change dark skin.
NIGHT, FAR_CLOTH, FAR_SKIN = "#14142E", 0.55, 0.18
DEEP = 1.1  # how many times as thick as a bare limb trousers are, for their shade


class PersonPainter:
    """Draws the parts of one body; each gives back the silhouette that a muscle may fill."""

    def __init__(
        self, brush: Brush, body: Body, look: Look, *, front: bool, order: Sequence[str] = ()
    ) -> None:
        self.arms = ArmPainter(brush, body, look, front=front, order=order)
        self._foot, self._facing = FootPainter(brush, body, look), Front(brush, body, look)
        self._hem = Hem(brush, body, *TROUSER_ENDS[look.hem])
        self.shirt = ShirtPainter(brush, body, look, front=front)
        self.brush, self.canvas, self.body = brush, brush.canvas, body
        self._shape = brush.camera.shape
        self.bones, self.look, self.front = body.bones, look, front
        self._other: Array = np.empty((0, DIRECTIONS, 2))  # no leg yet
        self._other_skin = self._other
        self._seat: Array = np.empty((0, DIRECTIONS, 2))  # no pelvis yet
        self._below_hem = self._seat  # what of it no shirt hides
        self._hair: list[Array] = []  # no head yet

    def draw(self, part: str, mood: Mood) -> list[Array]:
        """Draw a part by its name."""
        if part == "head":
            head = Head(self.brush, self.bones, self.look, front=self.front)
            head.draw(mood)
            self._hair = head.hair
            return []
        if part == "pelvis":
            return self._pelvis()
        if part == "shirt":
            legs = np.concatenate([self._seat, self._other])
            return self.shirt.draw(legs, self._hair)
        limb, _, side = part.partition("_")
        far = side == "l" and not self.front
        if limb in PIECES:
            self.arms.draw(limb, side, Under(self.shirt.cloth, self._other, self._hair), far=far)
            return []
        return self._leg(side, far=1.0 if far else self.bones.pose["shade"] * (side == "l"))

    def over(self, part: str) -> list[Array]:
        """Return what hides the muscles of a part: a shirt from the side, skin before a hem."""
        limb, _, side = part.partition("_")
        if limb != "leg":
            return []
        return [*(() if self.front else self.shirt.skirt), *self._hem.before(side)]

    # legs

    def _leg(self, side: str, *, far: float) -> list[Array]:
        """Draw a leg, over which a shirt that is drawn before it hangs as far as the crease."""
        with self.canvas.clip(self.shirt.skirt, outside=True):
            cloth, bare = self._whole_leg(side, far=far)
        if len(self.shirt.skirt):
            with self.canvas.clip([*cloth, *bare]):
                self.canvas.line(self.shirt.edge, edge_of(self.look.shirt), self.brush.line)
        return list(cloth)

    def _whole_leg(self, side: str, *, far: float) -> tuple[Array, Array]:
        crossed = self._facing.crossed(side) * self.front
        skin = mix(self.look.skin, NIGHT, FAR_SKIN * max(far, crossed))
        leg = self.body.leg(side)
        foot = [self.body.foot(side)] if self.body.barefoot else []
        bare = self._shape(leg[3:], *foot)
        legs = self._shape(self.body.hip(side) + self._legs_cloth(side))
        self.brush.cast(np.concatenate([legs, bare]), [*self._other, *self._other_skin])
        self._part_from_other(legs, bare)
        self._other_skin = bare
        self.brush.paint(bare, skin)
        before = self._hem.before(side)
        with self.canvas.clip(before, outside=True):
            self.brush.cast(self._shape(self._legs_cloth(side)), bare)
        if self.body.barefoot:
            with self.canvas.clip(bare):  # a line on the far side of a toe would stick out
                self._foot.toes(side, skin)
        else:
            self._foot.shoe(side, far=max(far, crossed))
        second = len(self._other) > 0
        with self.canvas.clip(before, outside=True):
            cloth = self._trousers(side, far=far)
            self._hide_seam(side, far=far)
            self._model_leg(side, cloth, far=far)
            if crossed > far:
                self._facing.shade(side, cloth, self._cloth_colour(crossed), crossed)
        self._hem.draw(side, self._cloth_colour(far))
        if self.front and second:
            self._facing.join_legs()
        if self.look.hem == "calf":
            self._kneecap(side)
        return cloth, bare

    def _trousers(self, side: str, *, far: float) -> Array:
        legs = self._legs_cloth(side)
        hip = self.body.hip(side) + legs
        cloth = self._shape(hip, *([self._facing.flank(side)] if self.front else []))
        self._other = self._shape(legs)
        self.brush.paint(cloth, self._cloth_colour(far), shaded=False)
        return cloth

    def _model_leg(self, side: str, cloth: Array, *, far: float) -> None:
        """Give trousers light and shade: leg and seat are one surface, without a border."""
        whole = np.concatenate([cloth, self._seat])
        within = np.concatenate([cloth, self._below_hem])
        self.brush.model(whole, within, self._cloth_colour(far), deep=DEEP)
        Cloth(self.brush, self.body, self.look).trousers(side, self._cloth_colour(far))
        self.brush.cast(self.shirt.skirt, within)

    def _legs_cloth(self, side: str) -> Chain:
        return self._leggings(side) if self.look.hem == "calf" else self._shorts(side)

    def _part_from_other(self, cloth: Array, bare: Array) -> None:
        """Leave a pale line where a leg lies before the other, whose cloth is as dark as its edge.

        From the side the far leg is darker, and needs none. A ghost has no colours to part: there,
        one line goes round the whole leg.
        """
        if self.canvas.plain:
            with self.canvas.clip([*self._other, *self._other_skin]):
                self.canvas.fill(grow(np.concatenate([cloth, bare]), self.brush.line), INK)
        elif self.front:
            with self.canvas.clip(self._other):
                pale = mix(self.look.shorts, WHITE, PALE)
                self.canvas.fill(grow(cloth, self.brush.line * 1.9), pale)

    def _cloth_colour(self, far: float) -> str:
        """Return the colour of a trouser leg; the far one is darker, so that one tells two."""
        return mix(self.look.shorts, NIGHT, FAR_CLOTH * far)

    def _shorts(self, side: str) -> Chain:
        return self.body.limb("thigh", side, SHORTS, count=8, cloth=0.006)

    def _leggings(self, side: str) -> Chain:
        return join(
            self.body.limb("thigh", side, (0.10, 0.97), cloth=0.006),
            self.body.knee(side, cloth=0.006),
            self.body.limb("shin", side, (0.03, TROUSER_ENDS["calf"][1]), cloth=0.006),
        )

    def _kneecap(self, side: str) -> None:
        """Mark the knee that a trouser leg hides, where we see it from beside."""
        towards = self.brush.camera.rotation[2]
        facing = abs(float(towards @ self.bones.frames[f"hip_{side}"][:, 0]))
        line = self.brush.camera.point(Knee(self.bones, side, self.body.girth.leg).edge(towards))
        soft = FOLD * float(np.clip(2 - 3 * facing, 0, 1))
        self.canvas.line(line, edge_of(self.look.shorts), self.brush.line, soft)

    def _hide_seam(self, side: str, *, far: float) -> None:
        """Cover the outline between thigh and pelvis."""
        s, f = SIDES[side], self.bones.frames[f"hip_{side}"]
        hip = self.bones.at[f"hip_{side}"]
        top = self.body.hip(side, 0.97)
        g = self.body.girth
        middle = self.body.spot(0.06, -0.014, s * 0.03, (0.096 * g.hips, 0.06, 0.085 * g.hips))
        thigh = ellipsoid(hip - f[:, 1] * 0.075 + f[:, 0] * 0.002, f,
                          (0.076 * g.leg, 0.05, 0.074 * g.leg))  # fmt: skip
        patch = self._shape(top + thigh, middle + top[1:])
        self.canvas.fill(patch, self._cloth_colour(far))
        if self.front or len(self._seat):
            self._join_seat(side)

    def _join_seat(self, side: str) -> None:
        """Cover the outline of the near hip where it lies on the pelvis."""
        hip = [self.body.hip(side), *([self._facing.flank(side)] if self.front else [])]
        with self.canvas.clip(grow(self._seat, -self.brush.line * 0.1)):
            self.canvas.fill(grow(self._shape(*hip), self.brush.line * 2.0), self.look.shorts)

    def _pelvis(self) -> list[Array]:
        cloth = self._shape(self.body.torso(-0.09, 0.21 if self.front else 0.30, count=16))
        self.brush.paint(cloth, self.look.shorts, shaded=False)
        self._seat = cloth
        self._below_hem = self._shape(self.body.torso(-0.09, self.shirt.waist))
        return list(cloth)
