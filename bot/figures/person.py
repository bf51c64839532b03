"""A person drawn part by part: the far side first, cloth over skin, muscles over cloth."""

from collections.abc import Sequence

import numpy as np

from bot.figures.arm import PIECES, ArmPainter, slope_of
from bot.figures.body import Body
from bot.figures.brush import Brush, dim, edge_of
from bot.figures.camera import DIRECTIONS, RIM, Chain, ellipsoid, grow, join
from bot.figures.canvas import mix
from bot.figures.foot import FootPainter
from bot.figures.front import Front
from bot.figures.geometry import Array, rounded, unit
from bot.figures.head import Head, Mood
from bot.figures.people import INK, WHITE, Look
from bot.figures.skeleton import SIDES

#: Where the shirt ends, as a share of the trunk, and how far it rides up in an arched back: its
#: hem would fold over the seat.
HEM, RIDES_UP = 0.15, 0.09
FOLD = 0.5  # opacity of the fold at a knee in trousers
SHORTS = (0.10, 0.66)  # of the thigh
HEMS = {"thigh": SHORTS[1], "calf": 1.0}  # how much of the thigh is under the cloth
SKIRT = 0.45  # of the trunk: above it no thigh reaches
#: How round its hem turns into the crease of a bent hip, in metres: a sharp corner is a spike.
CORNER = 0.06
ARCHED = 20.0  # degrees of the lower back
#: What the far leg is darkened by, and how much its trousers and its skin: as dark as the near
#: one, two legs would be one. The grey of other shades would hardly change dark skin.
NIGHT, FAR_CLOTH, FAR_SKIN = "#14142E", 0.55, 0.18
#: How directly a chest that is seen from the front faces us when its neckline closes and opens.
CLOSED, OPEN = 0.40, 0.56


class PersonPainter:
    """Draws the parts of one body; each gives back the silhouette that a muscle may fill."""

    def __init__(
        self, brush: Brush, body: Body, look: Look, *, front: bool, order: Sequence[str] = ()
    ) -> None:
        self.arms = ArmPainter(brush, body, look, front=front, order=order)
        self._foot, self._facing = FootPainter(brush, body, look), Front(brush, body, look)
        self.brush, self.canvas, self.body = brush, brush.canvas, body
        self._shape = brush.camera.shape
        self.bones, self.look, self.front = body.bones, look, front
        self._cloth: Array = np.empty((0, DIRECTIONS, 2))  # no shirt yet
        self.skirt = self._cloth  # the lower end of the shirt, from its hem to above a bent hip
        self._edge = np.empty((0, 2))  # of the skirt: its front, and its hem
        self._other: Array = np.empty((0, DIRECTIONS, 2))  # no leg yet
        self._other_skin = self._other
        self._seat: Array = np.empty((0, DIRECTIONS, 2))  # no pelvis yet
        self._hair: list[Array] = []  # no head yet
        arched = np.clip((-body.bones.pose["lumbar"] - ARCHED) / (90 - ARCHED), 0, 1)
        self._waist = HEM + RIDES_UP * float(arched)
        # It parts what is equally dark: less from the side, where the far leg is darker.
        self._pale = mix(look.shorts, WHITE, 0.0 if self.canvas.plain else 0.3 if front else 0.14)

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
            return self._shirt()
        limb, _, side = part.partition("_")
        far = side == "l" and not self.front
        if limb in PIECES:
            self.arms.draw(limb, side, far=far, shirt=self._cloth, hair=self._hair)
            return []
        return self._leg(side, far=1.0 if far else self.bones.pose["shade"] * (side == "l"))

    # legs

    def _leg(self, side: str, *, far: float) -> list[Array]:
        """Draw a leg, over which a shirt that is drawn before it hangs as far as the crease."""
        with self.canvas.clip(self.skirt, outside=True):
            cloth, bare = self._whole_leg(side, far=far)
        if len(self.skirt):
            with self.canvas.clip([*cloth, *bare]):
                self.canvas.line(self._edge, edge_of(self.look.shirt), self.brush.line)
        return list(cloth)

    def _whole_leg(self, side: str, *, far: float) -> tuple[Array, Array]:
        crossed = self._facing.crossed(side) * self.front
        skin = mix(self.look.skin, NIGHT, FAR_SKIN * max(far, crossed))
        leg = self.body.leg(side)
        foot = [self.body.foot(side)] if self.body.barefoot else []
        bare = self._shape(leg[3:], *foot)
        self._part_from_other(self._shape(self.body.hip(side) + self._legs_cloth(side)), bare)
        self._other_skin = bare
        self.brush.paint(bare, skin)
        if self.body.barefoot:
            with self.canvas.clip(bare):  # a line on the far side of a toe would stick out
                self._foot.toes(side, skin)
        else:
            self._foot.shoe(side, far=max(far, crossed))
        second = len(self._other) > 0
        cloth = self._trousers(side, far=far)
        self._hide_seam(side, far=far)
        if crossed > far:
            self._facing.shade(side, cloth, self._cloth_colour(crossed), crossed)
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
        self.brush.paint(cloth, self._cloth_colour(far))
        return cloth

    def _legs_cloth(self, side: str) -> Chain:
        return self._leggings(side) if self.look.hem == "calf" else self._shorts(side)

    def _part_from_other(self, cloth: Array, bare: Array) -> None:
        """Leave a pale line where a leg lies before the other, whose cloth is no lighter.

        A ghost has no colours to part: there, one line goes round the whole leg.
        """
        if self.canvas.plain:
            with self.canvas.clip([*self._other, *self._other_skin]):
                self.canvas.fill(grow(np.concatenate([cloth, bare]), self.brush.line), INK)
            return
        with self.canvas.clip(self._other):
            self.canvas.fill(grow(cloth, self.brush.line * 1.9), self._pale)

    def _cloth_colour(self, far: float) -> str:
        """Return the colour of a trouser leg; the far one is darker, so that one tells two."""
        return mix(self.look.shorts, NIGHT, FAR_CLOTH * far)

    def _shorts(self, side: str) -> Chain:
        return self.body.limb("thigh", side, SHORTS, count=8, cloth=0.006)

    def _leggings(self, side: str) -> Chain:
        knee = self.body.knee(side)
        forward = self.bones.frames[f"hip_{side}"][:, 0] * 0.004
        thigh = self.body.limb("thigh", side, (0.10, 0.96), cloth=0.005)
        shin = self.body.limb("shin", side, (0.04, 0.58), cloth=0.006)
        return join(thigh, Chain(knee.centres + forward, knee.axes * 1.07), shin)

    def _kneecap(self, side: str) -> None:
        """Mark the knee that a trouser leg hides, where we see it from beside."""
        towards = self.brush.camera.rotation[2]
        facing = abs(float(towards @ self.bones.frames[f"hip_{side}"][:, 0]))
        line = self.brush.camera.point(self.body.kneecap(side, towards))
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
        self.brush.paint(cloth, self.look.shorts)
        self._seat = cloth
        return list(cloth)

    # shirt

    def _shirt(self) -> list[Array]:
        self._neck()
        near = [self._shirted(self._waist, 0.985, count=36), *self._shoulder("r")]
        near += self._deltoid("r")
        far = [*self._shoulder("l"), *(self._deltoid("l") if self.front else [])]
        cloth = self._shape(*near, *far)
        self.brush.paint(cloth, self.look.shirt)
        if not self.front:
            self._throat(self._shape(*near))
        self._cloth = cloth
        self._hem()
        if self.front:
            self._facing.blades()
            self._neckline()
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

    def _throat(self, near: Array) -> None:
        """Draw the neck again before the far shoulder, which a raised arm lifts beside it."""
        neck = self._shape(self.body.neck())
        # Without a layer of its own the clip shows.
        with self.canvas.clip(grow(neck, self.brush.line)), self.canvas.layer(1.0):
            self._neck()
            self.brush.paint(near, self.look.shirt)

    def _shirted(self, start: float, end: float, count: int) -> Chain:
        """Give a stretch of the shirt, which lies in the crease of the hip that is bent more."""
        fold = 0.0 if self.front else max(map(self.bones.hip_bend, SIDES))
        shirt = self.body.torso(start, end, count=count, cloth=0.008, fold=fold)
        return self._facing.waisted(shirt, start, end) if self.front else shirt

    def _neck(self) -> None:
        neck = self._shape(self.body.neck())
        self.brush.paint(neck, self.look.skin, shaded=False)
        with self.canvas.clip(neck):  # the chin's shadow
            head = self.bones.frames["head"]
            chin = ellipsoid(self.bones.at["head"] + head[:, 0] * 0.01, head, (0.105, 0.150, 0.10))
            self.canvas.fill(self._shape(chin), dim(self.look.skin, 0.24))

    def _hem(self) -> None:
        """Draw the shirt's lower edge, a seam above it, and the hips where one looks inside."""
        skirt = self._shirted(self._waist, SKIRT, count=10)
        edge, back = self.brush.camera.near_side(skirt)
        self._edge = rounded(edge, CORNER * self.brush.camera.scale)
        self.skirt = np.concatenate([self._edge, back])[None]
        rim, middle = edge[-RIM:], self.brush.camera.point(skirt.centres[0])
        down = -self.bones.station(self._waist)[0][:, 1]
        inside = float(np.clip(16 * self.brush.camera.rotation[2] @ down, 0, 1)) * (not self.front)
        hidden = unit(self.brush.camera.flat @ down) * self.brush.line * 1.6
        far = rim[::-1] + (2 * middle - rim - rim[::-1] + hidden) * inside
        self.canvas.fill([np.concatenate([rim, far])], self.look.shorts)
        self.canvas.line(rim, edge_of(self.look.shirt), self.brush.line)
        seam = self._waist + 0.025
        self.brush.seam(self._shirted(seam, seam + 0.005, count=2)[:1], self.look.shirt, 0.45)

    def _neckline(self) -> None:
        """Open the collar down to a round neckline, as wide as the neck where it meets that.

        It closes by degrees as the chest turns away or leans forward, so that no film flashes.
        """
        facing = float(self.brush.camera.rotation[2] @ self.bones.chest_frame[:, 0])
        shown = float(np.clip((facing - CLOSED) / (OPEN - CLOSED), 0, 1))
        f, p = self.bones.station(1.0)
        middle = self.brush.camera.point(p + f[:, 0] * 0.05 - f[:, 1] * 0.004)
        across, up = self.brush.camera.flat @ f[:, 2], self.brush.camera.flat @ f[:, 1]
        a = np.linspace(np.pi, 2 * np.pi, 24)
        curve = middle + np.outer(np.cos(a), across) * 0.058 + np.outer(np.sin(a), up) * 0.030
        neck = self.brush.camera.point(p - f[:, 0] * 0.002) + up * 0.05
        side = unit(across) * self.brush.camera.scale * 0.048  # a neck is round
        curve = neck + (curve - neck) * shown
        top = np.array([neck + side, neck - side])
        rim = np.vstack([top[1:], curve, top[:1]])
        with self.canvas.clip(grow(self._cloth, self.brush.line * 1.2)):
            self.canvas.fill([rim], self.look.skin)
            self.canvas.line(rim, edge_of(self.look.shirt), self.brush.line, shown)
