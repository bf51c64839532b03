"""Heads: a face from the side or from the front, with hair, a blink and some effort."""

from dataclasses import dataclass, field

import numpy as np

from bot.figures.brush import Brush, dim
from bot.figures.camera import Chain, join
from bot.figures.canvas import mix, rgb
from bot.figures.geometry import Array, ring, smooth, unit
from bot.figures.people import INK, WHITE, Look
from bot.figures.skeleton import Skeleton

#: A head is drawn a little larger than life; small pictures need the face.
ENLARGED = 1.06
#: How far behind the middle of the head a ponytail is tied.
TAIL = 0.094

Points = list[tuple[float, float]]

PROFILE: Points = [
    (0, .118), (.045, .107), (.076, .072), (.087, .036), (.085, .014), (.096, -.008),
    (.106, -.022), (.101, -.032), (.089, -.036), (.094, -.050), (.088, -.058), (.088, -.071),
    (.083, -.092), (.062, -.110), (.030, -.103), (-.005, -.078), (-.04, -.075), (-.075, -.06),
    (-.1, 0), (-.088, .06), (-.05, .105),
]  # fmt: skip
EAR: Points = [(-.002, .024), (.013, .015), (.010, -.008), (-.001, -.028), (-.016, -.018),
               (-.019, .008)]  # fmt: skip
CAP: dict[str, Points] = {
    "ponytail": [
        (.077, .080), (.066, .078), (.052, .058), (.038, .032), (.024, .012), (.006, .008),
        (-.012, -.010), (-.026, -.034), (-.050, -.058), (-.080, -.056), (-.104, -.02),
        (-.113, .03), (-.099, .084), (-.056, .124), (0, .134), (.046, .120),
    ],
    "cropped": [
        (.082, .066), (.066, .062), (.052, .044), (.040, .026), (.026, .020), (.010, .024),
        (-.010, .006), (-.022, -.020), (-.034, -.046), (-.070, -.056), (-.103, -.024),
        (-.112, .026), (-.099, .082), (-.056, .122), (0, .132), (.052, .116), (.078, .088),
    ],
    "bob": [
        (.087, .054), (.080, .040), (.064, .050), (.049, .038), (.037, .014), (.034, -.020),
        (.041, -.052), (.033, -.074), (.010, -.068), (-.020, -.083), (-.050, -.075),
        (-.080, -.088), (-.104, -.066), (-.117, -.020), (-.116, .040), (-.100, .094),
        (-.058, .129), (-.004, .138), (.050, .124), (.080, .090),
    ],
}  # fmt: skip
#: Lines in the hair that catch the light.
STRANDS: dict[str, list[Points]] = {
    "ponytail": [[(.050, .104), (-.010, .112), (-.070, .082)], [(.030, .066), (-.030, .078),
                 (-.088, .060)]],
    "cropped": [[(.040, .112), (.0, .119), (-.040, .112)]],
    "bob": [[(.080, .078), (.052, .092), (.020, .086), (-.004, .058), (-.010, .004),
             (-.006, -.052)],
            [(.050, .106), (.0, .108), (-.040, .080), (-.056, .020), (-.050, -.058)],
            [(.0, .126), (-.050, .110), (-.086, .062), (-.094, .0), (-.084, -.070)],
            [(.070, .064), (.044, .062), (.022, .034), (.018, -.010), (.024, -.050)]],
}  # fmt: skip
BEARD: Points = [
    (.008, .012), (.018, -.016), (.030, -.046), (.050, -.066), (.068, -.068), (.080, -.070),
    (.090, -.076), (.087, -.097), (.064, -.115), (.030, -.108), (-.004, -.083), (-.010, -.030),
    (-.004, .006),
]  # fmt: skip
MOUSTACHE: Points = [(0.066, -0.055), (0.078, -0.048), (0.092, -0.046)]
#: Where cropped hair is shortest.
FADE: Points = [
    (.040, .028), (.026, .021), (.010, .024), (-.010, .006), (-.022, -.020), (-.036, -.045),
    (-.069, -.054), (-.100, -.024), (-.096, -.004), (-.066, -.020), (-.040, -.002), (-.016, .034),
    (.014, .044), (.036, .042),
]  # fmt: skip
FRONT_FACE: Points = [
    (0, .118), (.05, .104), (.078, .06), (.080, .0), (.070, -.055), (.040, -.098), (0, -.114),
    (-.040, -.098), (-.070, -.055), (-.080, .0), (-.078, .06), (-.05, .104),
]  # fmt: skip
FRONT_CAP: dict[str, Points] = {
    "bob": [
        (.010, .138), (.060, .122), (.094, .072), (.104, .010), (.106, -.050), (.112, -.084),
        (.088, -.086), (.066, -.072), (.074, -.040), (.075, .012), (.060, .050), (.030, .074),
        (.0, .060), (-.036, .048), (-.064, .028), (-.075, .004), (-.074, -.040), (-.066, -.072),
        (-.088, -.086), (-.112, -.084), (-.106, -.050), (-.104, .010), (-.094, .072),
        (-.058, .122),
    ],
    "ponytail": [
        (0, .134), (.056, .121), (.090, .072), (.095, .012), (.090, -.040), (.082, -.058),
        (.077, -.030), (.076, .010), (.064, .048), (.036, .078), (.010, .092), (-.030, .076),
        (-.062, .046), (-.076, .010), (-.077, -.030), (-.082, -.058), (-.090, -.040),
        (-.095, .012), (-.090, .072), (-.056, .121),
    ],
    "cropped": [
        (0, .132), (.055, .118), (.084, .072), (.084, .020), (.076, .030), (.066, .064),
        (.030, .080), (-.030, .080), (-.066, .064), (-.076, .030), (-.084, .020), (-.084, .072),
        (-.055, .118),
    ],
}  # fmt: skip
FRONT_STRANDS: dict[str, list[Points]] = {
    "bob": [[(.034, .126), (.066, .096), (.088, .030), (.090, -.060)],
            [(.034, .126), (-.010, .098), (-.050, .076), (-.086, .020), (-.092, -.060)],
            [(.034, .126), (.004, .084), (-.040, .060), (-.068, .036)]],
    "cropped": [[(-.03, .112), (.03, .112)]],
    "ponytail": [[(.012, .122), (.050, .100), (.080, .050)], [(.012, .122), (-.050, .100),
                 (-.080, .050)]],
}  # fmt: skip


@dataclass
class Mood:
    """What the face does: `blink` 1 is a shut eye, `effort` 1 is hard work.

    `sway` is how fast the head just moved, which loose hair still feels.
    """

    blink: float = 0.0
    effort: float = 0.0
    sway: Array = field(default_factory=lambda: np.zeros(3))


class Head:
    """Draws one head."""

    def __init__(self, brush: Brush, bones: Skeleton, look: Look, *, front: bool) -> None:
        self.brush, self.canvas, self.look, self.front = brush, brush.canvas, look, front
        self.bones = bones
        flat, k = brush.camera.flat, brush.camera.scale
        f = bones.frames["head"]
        up = unit(flat @ f[:, 1])
        across = np.array([-up[1], up[0]])
        hint = np.array([1.0, 0.0]) if front else flat @ f[:, 0]
        if float(across @ hint) < 0:
            across = -across
        self._across, self._up = across * k * ENLARGED, up * k * ENLARGED
        self._centre = brush.camera.point(bones.at["head"])
        self._k = k

    def draw(self, mood: Mood) -> None:
        """Draw hair, face and what it says."""
        if self.look.hair_style == "ponytail":
            tail, behind = ponytail(self.bones, mood.sway), self._behind()
            self.brush.paint(self.brush.camera.shape(tail) + behind, self.look.hair)
            tie = Chain(tail.centres[:2].mean(axis=0)[None], tail.axes[1:2] * 0.88)
            self.brush.paint(self.brush.camera.shape(tie) + behind, self.look.shirt, edge=0.8)
        if self.front:
            self._draw_front(mood)
        else:
            self._draw_side(mood)

    def _behind(self) -> Array:
        """Return how far the ponytail moves, for a head that is drawn from the side at any yaw."""
        if self.front:
            return np.zeros(2)
        across = unit(self._across)
        seen = float(self.brush.camera.flat @ self.bones.frames["head"][:, 0] @ across)
        return np.asarray(-across * TAIL * (self._k * ENLARGED - seen))

    def _to(self, points: Points | Array) -> Array:
        p = np.asarray(points, dtype=float)
        return np.asarray(self._centre + p[:, :1] * self._across + p[:, 1:] * self._up)

    def _area(self, points: Points) -> Array:
        return self._to(smooth(np.array(points), closed=True))

    def _stroke(self, points: Points, colour: str, width: float, opacity: float = 1.0) -> None:
        curve = smooth(np.array(points), 5) if len(points) > 2 else np.array(points)
        self.canvas.line(self._to(curve), colour, width * self._k, opacity)

    def _tint(self, share: float) -> str:
        return mix(self.look.skin, INK, share)

    def _hair(self, area: Array, strands: list[Points]) -> None:
        self.brush.drawn(area, self.look.hair, edge=0.75)
        bright = sum(rgb(self.look.hair)) > 380
        shine = mix(self.look.hair, INK if bright else WHITE, 0.28)
        for strand in strands:
            self._stroke(strand, shine, 0.006, 0.55)

    def _draw_side(self, mood: Mood) -> None:
        look = self.look
        self.brush.drawn(self._area(PROFILE), look.skin)
        self._blush([(0.058, -0.034)], mood)
        if look.beard:
            beard = mix(look.hair, look.skin, 0.22)
            self.brush.drawn(self._area(BEARD), beard, edge=0, shaded=False)
            self._stroke(MOUSTACHE, beard, 0.011)
        self._hair(self._area(CAP[look.hair_style]), STRANDS[look.hair_style])
        if look.hair_style == "cropped":
            self.canvas.fill([self._area(FADE)], mix(look.hair, look.skin, 0.38))
        if look.hair_style != "bob":
            self.brush.drawn(self._area(EAR), look.skin, edge=0.55, shaded=False)
            self._stroke(
                [(-0.004, 0.012), (0.004, 0.004), (-0.004, -0.010)], self._tint(0.35), 0.004
            )
        self._eye(0.066, 0.004, mood, towards=1)
        drop = 0.005 * mood.effort
        self._stroke([(.053, .029 - drop), (.067, .036 - drop), (.081, .031 - drop)],
                     self._brow(), 0.0065)  # fmt: skip
        smile = 0.006 * (1 - mood.effort)
        self._stroke([(.091, -.0585), (.080, -.0595 - smile * .3), (.070, -.059 + smile)],
                     look.lips, 0.006)  # fmt: skip
        if mood.effort > 0.5 and not look.beard:  # breathe out
            self.canvas.fill(
                [self._to(ring((0.088, -0.0595), 0.006, 0.007))], mix(look.lips, INK, 0.55)
            )
        if look.lined:
            self._stroke([(0.052, 0.006), (0.046, 0.009)], self._tint(0.4), 0.003)
            self._stroke([(0.052, 0.000), (0.046, -0.002)], self._tint(0.4), 0.003)
            self._stroke(
                [(0.078, -0.036), (0.066, -0.048), (0.063, -0.060)], self._tint(0.3), 0.0035
            )
        if look.glasses:
            self._glasses([(0.072, 0.002)], [[(0.056, 0.008), (0.028, 0.012)]])

    def _draw_front(self, mood: Mood) -> None:
        look = self.look
        if look.hair_style == "bob":
            back = [(x, y) for x, y in FRONT_CAP["bob"] if abs(x) > 0.085 or y > 0.1]
            self.brush.drawn(self._area(back), dim(look.hair, 0.3), shaded=False)
        else:
            for s in (-1, 1):
                ear = self._to(ring((s * 0.082, -0.006), 0.016, 0.024))
                self.brush.drawn(ear, look.skin, shaded=False)
        self.brush.drawn(self._area(FRONT_FACE), look.skin)
        self._blush([(-0.046, -0.036), (0.046, -0.036)], mood)
        self._hair(self._area(FRONT_CAP[look.hair_style]), FRONT_STRANDS[look.hair_style])
        for s in (-1, 1):
            self._eye(s * 0.031, 0.002, mood, towards=s)
            drop = 0.004 * mood.effort
            brow = [
                (s * 0.016, 0.031 - drop),
                (s * 0.031, 0.036 - drop),
                (s * 0.047, 0.030 - drop),
            ]
            self._stroke(brow, self._brow(), 0.006)
            if look.lined:
                self._stroke([(s * .026, -.034), (s * .038, -.046), (s * .040, -.058)],
                             self._tint(0.28), 0.0035)  # fmt: skip
        self._stroke([(0.0, -0.012), (0.008, -0.030), (-0.003, -0.034)], self._tint(0.45), 0.005)
        smile = 0.010 * (1 - 1.3 * mood.effort)
        self._stroke([(-0.026, -0.062), (0, -0.062 - smile), (0.026, -0.062)], look.lips, 0.007)
        if look.glasses:
            self._glasses([(-0.032, 0.002), (0.032, 0.002)], [[(-0.010, 0.006), (0.010, 0.006)]])

    def _brow(self) -> str:
        return mix(self.look.hair, INK, 0.35)

    def _eye(self, x: float, y: float, mood: Mood, *, towards: int) -> None:
        if mood.blink > 0.5:
            self._stroke(
                [(x - 0.010, y + 0.001), (x, y - 0.003), (x + 0.010, y + 0.001)], INK, 0.005
            )
            return
        half = 0.0105 * (1 - 0.25 * mood.effort) * (1 - 0.6 * mood.blink)
        self.canvas.fill([self._to(ring((x, y), 0.0072, half))], INK)
        self.canvas.fill([self._to(ring((x + 0.002, y + half * 0.4), 0.0020))], WHITE, 0.9)
        lash = [(x - towards * .009, y + half * .75), (x, y + half + .001),
                (x + towards * .011, y + half * .8)]  # fmt: skip
        self._stroke(lash, INK, 0.0035)

    def _blush(self, places: Points, mood: Mood) -> None:
        for place in places:
            cheek = self._to(ring(place, 0.019, 0.013))
            self.canvas.fill([cheek], "#D9534A", 0.12 + 0.10 * mood.effort)

    def _glasses(self, lenses: Points, bars: list[Points]) -> None:
        wide = 0.021 if self.front else 0.015
        for lens in lenses:
            rim = self._to(ring(lens, wide, 0.019))
            self.canvas.fill([rim], WHITE, 0.18)
            self.canvas.line(rim, "#5B4A73", 0.0045 * self._k, closed=True)
        for bar in bars:
            self._stroke(bar, "#5B4A73", 0.0045)


def ponytail(bones: Skeleton, sway: Array) -> Chain:
    """Let the hair hang from its tie: gravity, a little lag, and a floor to lie on."""
    f = bones.frames["head"]
    point = bones.at["head"] - f[:, 0] * TAIL + f[:, 1] * 0.070
    out = unit(-f[:, 0] * 0.9 + f[:, 1] * 0.45)
    hang = unit(np.array([0.0, -1.0, 0.0]) - 0.22 * sway + f[:, 1] * 0.1 - f[:, 0] * 0.12)
    points = [point]
    for share in (0.0, 0.45, 0.8, 0.95, 1.0):
        way = unit(out * (1 - share) + hang * share)
        if point[1] + way[1] * 0.036 < 0.040:  # lies on the mat and spreads beyond the head
            level = f[:, 1] * np.array([1.0, 0.0, 1.0])
            way = unit(unit(level) + np.array([0.0, (0.034 - point[1]) / 0.05, 0.0]))
        point = point + way * 0.036
        points.append(point)
    radii = (0.020, 0.029, 0.033, 0.030, 0.022, 0.009)
    eye = np.eye(3)
    return join(*(
        Chain(p[None], (eye * r)[None]) for p, r in zip(points, radii, strict=True)
    ))  # fmt: skip
