"""Heads: a face from the side or from the front, with hair, a blink and some effort."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from bot.figures import cuts, outlines
from bot.figures.brush import Brush
from bot.figures.canvas import mix
from bot.figures.geometry import Array, ring, smooth, unit
from bot.figures.hair import TAIL, Bob, aside, between, draw_ponytail, lies, lock, shine
from bot.figures.outlines import Points
from bot.figures.people import INK, WHITE, Look
from bot.figures.skeleton import Skeleton

#: A head is drawn a little larger than life; small pictures need the face.
ENLARGED = 1.06
#: How far from the middle of the head the face of a head seen from the front lies.
FACE = 0.088
#: How directly a face that is drawn from the front looks aside before it becomes a profile.
PROFILE = 0.78
#: How directly a head that is drawn from behind looks aside when its profile begins to show, and
#: how far under the hair the face lies then.
PEEPS, UNDER = 0.58, 0.034
#: How far ahead of its middle the drawn part of it begins then: before its ear, or behind it.
BEFORE_EAR, WITH_EAR = 0.02, -0.03
#: How far round the head a face that looks aside moves, as a share of the turn: it is flatter.
FLAT = 0.64


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
        self.brush, self.canvas, self.look, self.bones = brush, brush.canvas, look, bones
        flat, k = brush.camera.flat, brush.camera.scale
        f = bones.frames["head"]
        up = unit(flat @ f[:, 1])
        across = np.array([-up[1], up[0]])
        sideways = abs(float(flat @ f[:, 0] @ across)) / k
        self.front = front = front and sideways < PROFILE
        self._profile = float(np.clip((sideways - PEEPS) / (PROFILE - PEEPS), 0, 1))
        hint = np.array([1.0, 0.0]) if front else flat @ f[:, 0]
        if float(across @ hint) < 0:
            across = -across
        self._across, self._up = across * k * ENLARGED, up * k * ENLARGED
        self._centre = brush.camera.point(bones.at["head"])
        self._k = k
        self.hair: list[Array] = []  # what is drawn of it, without a ponytail
        facing = float(flat @ f[:, 0] @ unit(across)) / k if front else 0.0
        self._bob = Bob(brush, look, self._to) if look.hair_style == "bob" else None
        self._lies = lies(f)
        self._aside = float(np.arcsin(np.clip(facing, -0.9, 0.9)))  # how far the face looks away
        self._turned = float(np.clip(facing / PROFILE, -1, 1))  # the same, of a profile

    def draw(self, mood: Mood) -> None:
        """Draw hair, face and what it says."""
        if self.look.hair_style == "ponytail":
            draw_ponytail(self.brush, self.look, self.bones, mood.sway, self._behind())
        if self.front and self.brush.camera.behind(self.bones.frames["head"][:, 0]):
            self._draw_turning(mood) if self._profile > 0 else self._draw_back()
        elif self.front:
            self._draw_front(mood)
        else:
            self._draw_side(mood)

    def _behind(self) -> Array:
        """Return how far the ponytail moves, to be seen beside a head that turns a little."""
        across = unit(self._across)
        if self.front:
            edge = np.sin(self._aside) - np.tanh(4 * self._aside)
            return np.asarray(self._across * TAIL * edge)
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
        self.hair = [area]
        self.brush.drawn(area, self.look.hair, edge=0.75)
        shine(self.brush, self.look.hair, area, self._centre)
        self._strands(strands)

    def _strands(self, strands: list[Points], share: float = 1.0) -> None:
        colour = mix(self.look.hair, WHITE, 0.26)
        for strand in strands:
            self.canvas.fill([self._to(lock(strand, 0.007))], colour, 0.6 * share)

    def _draw_side(self, mood: Mood) -> None:
        self._skin(mood)
        if self._bob:
            self.hair = self._bob.draw(cuts.SIDE.towards(cuts.FALLEN, self._lies))
        else:
            self._hair(self._area(outlines.CAP[self.look.hair_style]),
                       outlines.STRANDS[self.look.hair_style])  # fmt: skip
        if self.look.hair_style == "cropped":
            fade = mix(self.look.hair, self.look.skin, 0.2)
            self.canvas.fill([self._area(outlines.FADE)], fade)
        self._features(mood)

    def _skin(self, mood: Mood) -> None:
        """Draw what lies under the hair of a profile."""
        look = self.look
        self.brush.drawn(self._area(outlines.PROFILE), look.skin)
        self._blush([(0.058, -0.034)], mood)
        if look.beard:
            beard = mix(look.hair, look.skin, 0.22)
            self.brush.drawn(self._area(outlines.BEARD), beard, edge=0, shaded=False)
            self._stroke(outlines.MOUSTACHE, beard, 0.011)

    def _features(self, mood: Mood) -> None:
        """Draw ear, eye, mouth and glasses of a profile."""
        look = self.look
        few = look.glasses and self._lies > 0.5  # lines: all of them would be a scribble
        self.brush.drawn(self._area(outlines.EAR), look.skin, edge=0.55, shaded=False)
        self._stroke([(-0.004, 0.012), (0.004, 0.004), (-0.004, -0.010)], self._tint(0.35), 0.004)
        self._eye(*((0.0735, 0.001) if few else (0.066, 0.004)), mood, towards=0 if few else 1)
        drop = 0.005 * mood.effort
        self._stroke([(.053, .029 - drop), (.067, .036 - drop), (.081, .031 - drop)],
                     self._brow(), 0.0065)  # fmt: skip
        smile = 0.006 * (1 - 0.5 * mood.effort)
        self._stroke([(.091, -.0585), (.080, -.0595 - smile * .3), (.070, -.059 + smile)],
                     look.lips, 0.006)  # fmt: skip
        if mood.effort > 0.5 and not look.beard:  # breathe out
            breath = self._to(ring((0.088, -0.0595), 0.006, 0.007))
            self.canvas.fill([breath], mix(look.lips, INK, 0.55))
        if look.lined and not few:
            self._stroke([(0.052, 0.006), (0.046, 0.009)], self._tint(0.4), 0.003)
            self._stroke([(0.052, 0.000), (0.046, -0.002)], self._tint(0.4), 0.003)
            fold = [(0.078, -0.036), (0.066, -0.048), (0.063, -0.060)]
            self._stroke(fold, self._tint(0.3), 0.0035)
        if look.glasses:
            self._glasses([(0.072, 0.002)], [[(0.056, 0.006), (0.006, 0.014)]])

    def _draw_front(self, mood: Mood) -> None:
        look = self.look
        if self._bob:
            self.hair = [self._bob.nape(self._front_cut())]
            self._front_ears(s for s in (-1, 1) if s * self._aside > 0)
        area = self._area(self._front_face())
        self.brush.drawn(area, look.skin)
        with self.canvas.clip([area]):  # a cheek that turns away ends at the edge of the face
            self._blush(self._on_face([(-0.046, -0.036), (0.046, -0.036)]), mood)
        if self._bob:
            self._front_ears(s for s in (-1, 1) if s * self._aside <= 0)
            self.hair.append(self._bob.cap(self._front_cut()))
        else:
            self._front_hair()
            self._front_ears(s for s in (-1, 1) if s * self._aside <= 0.15)
        self._front_eyes(mood)
        nose = 0.018 * np.sin(self._aside)
        tip = [(nose * 0.3, -0.006), (0.008 + nose, -0.030), (-0.003 + nose * 0.8, -0.035)]
        self._stroke(self._on_face(tip), self._tint(0.45), 0.005)
        smile = 0.010 * (1 - 0.9 * mood.effort)
        half = 0.026 - 0.006 * abs(self._turned)
        lips = [(-half, -0.062), (0, -0.062 - smile), (half, -0.062)]
        self._stroke(self._on_face(lips), look.lips, 0.007)

    def _draw_back(self) -> None:
        """Draw the back of a head: ears, which go under a bob as it turns, and hair."""
        out = 0.088 - 0.05 * abs(float(np.sin(self._aside))) if self._bob else 0.086
        for s in (-1, 1):
            self._ear(s * out)
        style = self.look.hair_style
        if self._bob:
            self.hair = self._bob.draw(cuts.BACK)
        else:
            self._hair(self._area(outlines.BACK_HAIR[style]), outlines.BACK_STRANDS[style])

    def _draw_turning(self, mood: Mood) -> None:
        """Draw a head between its back and its profile: the face comes out from under the hair."""
        style, share = self.look.hair_style, self._profile
        face = Head(self.brush, self.bones, self.look, front=False)
        face._centre = self._centre - face._across * UNDER * (1 - share)
        rear = WITH_EAR if self._bob else BEFORE_EAR
        front_half = np.array([(rear, 0.2), (0.2, 0.2), (0.2, -0.2), (rear, -0.2)])
        with self.canvas.clip([face._to(front_half)]):  # its back would show behind the hair
            face._skin(mood)
            face._features(mood)
        face._centre = self._centre
        if face._bob:
            self.hair = face._bob.draw(cuts.BACK.towards(cuts.SIDE, share))
            return
        self._hair(face._to(between(outlines.BACK_HAIR[style], outlines.CAP[style], share)), [])
        self._strands(outlines.BACK_STRANDS[style], 1 - share)
        face._strands(outlines.STRANDS[style], share)

    def _front_eyes(self, mood: Mood) -> None:
        drop = 0.004 * mood.effort
        for s in (-1, 1):
            self._eye(*self._on_face([(s * 0.031, 0.002)])[0], mood, towards=s)
            brow = [(s * x, y - drop) for x, y in ((0.016, 0.031), (0.031, 0.036), (0.047, 0.030))]
            self._stroke(self._on_face(brow), self._brow(), 0.006)
            if self.look.lined:
                line = [(s * 0.026, -0.034), (s * 0.038, -0.046), (s * 0.040, -0.058)]
                self._stroke(self._on_face(line), self._tint(0.28), 0.0035)
        if self.look.glasses:
            lenses = self._on_face([(-0.032, 0.002), (0.032, 0.002)])
            self._glasses(lenses, [self._on_face([(-0.010, 0.006), (0.010, 0.006)])])

    def _on_face(self, points: Points) -> Points:
        """Move points of the face round the head, as far as it looks aside."""
        turn = FLAT * self._aside
        return [(FACE * float(np.sin(np.arcsin(x / FACE) + turn)), y) for x, y in points]

    def _front_face(self) -> Points:
        """Return the outline of the face, which ends at the ear that we see as it turns."""
        return aside(outlines.FRONT_FACE, outlines.ASIDE_FACE, self._turned)

    def _front_cut(self) -> cuts.Cut:
        """Return the loose hair round the face, as far as it looks aside."""
        turned = cuts.ASIDE if self._turned > 0 else cuts.ASIDE.mirrored()
        return cuts.FRONT.towards(turned, abs(self._turned))

    def _front_hair(self) -> None:
        """Draw the hair round the face; the back of the head comes out behind the ear."""
        style, share = self.look.hair_style, abs(self._turned)
        cap, strands = outlines.FRONT_CAP[style], outlines.FRONT_STRANDS[style]
        area = self._area(aside(cap, outlines.ASIDE_CAP[style], self._turned))
        self._hair(area, [])
        side = 1 if self._turned > 0 else -1
        turned = [[(side * x, y) for x, y in one] for one in outlines.STRANDS[style]]
        with self.canvas.clip([area]):
            self._strands(strands, 1 - share)
            self._strands(turned, share)

    def _front_ears(self, sides: Iterable[int]) -> None:
        """Draw ears of a face from the front, which come round as it looks aside."""
        turned = abs(self._turned)
        wide = 0.010 + 0.005 * turned if self._bob else 0.014
        for s in sides:
            self._ear(s * (0.086 - 0.032 * turned), wide)

    def _ear(self, x: float, wide: float = 0.014) -> None:
        ear = self._to(ring((x, -0.010), wide, 0.023))
        self.brush.drawn(ear, self.look.skin, edge=0.8, shaded=False)

    def _brow(self) -> str:
        return mix(self.look.hair, INK, 0.35)

    def _eye(self, x: float, y: float, mood: Mood, *, towards: int) -> None:
        """Draw an eye, whose lashes lie towards that side; 0 is a small one under a calm lid."""
        if mood.blink > 0.5:
            shut = [(x - 0.010, y + 0.001), (x, y - 0.003), (x + 0.010, y + 0.001)]
            self._stroke(shut, INK, 0.005)
            return
        size = 1.0 if towards else 0.69
        half = 0.0105 * size * (1 - 0.25 * mood.effort) * (1 - 0.6 * mood.blink)
        wide = 0.0072 * size * (float(np.sqrt(1 - (x / FACE) ** 2)) if self.front else 1.0)
        self.canvas.fill([self._to(ring((x, y), wide, half))], INK)
        lid = [(x - 0.012, y + 0.003), (x - 0.0025, y + half + 0.0016), (x + 0.008, y + 0.0065)]
        if towards:
            self.canvas.fill([self._to(ring((x + 0.002, y + half * 0.4), 0.0020))], WHITE, 0.9)
            lid = [(x - towards * wide * 1.25, y + half * .75), (x, y + half + .001),
                   (x + towards * wide * 1.5, y + half * .8)]  # fmt: skip
        self._stroke(lid, INK, 0.0035)

    def _blush(self, places: Points, mood: Mood) -> None:
        for place in places:
            cheek = self._to(ring(place, 0.019, 0.013))
            self.canvas.fill([cheek], "#D9534A", 0.12 + 0.10 * mood.effort)

    def _glasses(self, lenses: Points, bars: list[Points]) -> None:
        wide = 0.021 if self.front else 0.015
        line = 0.0045 - 0.0012 * self._lies  # thinner on a face with a smaller eye
        for lens in lenses:
            rim = self._to(ring(lens, wide, 0.019))
            self.canvas.fill([rim], WHITE, 0.18)
            self.canvas.line(rim, "#5B4A73", line * self._k, closed=True)
        for bar in bars:
            self._stroke(bar, "#5B4A73", line)
