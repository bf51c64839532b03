"""Hair: the light on it, loose hair, and outlines of hair between two views."""

from collections.abc import Callable

import numpy as np

from bot.figures.brush import Brush, dim, edge_of
from bot.figures.camera import Chain, join
from bot.figures.canvas import mix, rgb
from bot.figures.cuts import Cut
from bot.figures.geometry import Array, ring, smooth, unit
from bot.figures.outlines import Points
from bot.figures.people import INK, WHITE, Look
from bot.figures.skeleton import Skeleton

#: How far behind the middle of the head a ponytail is tied.
TAIL = 0.094
#: How far up a face looks when loose hair begins to fall from it, and lies beside it.
FALLS, FALLEN = 0.4, 0.8
#: Where hair catches the light, in metres right and down from the middle of a head, how long and
#: wide that is, and how soft.
LIGHT, BROAD, SOFT = (-0.047, -0.084), (0.080, 0.046), 0.014
#: The colour of that light on fair hair and on dark hair, and how much of it that takes on: either
#: looks ten steps of a hundred lighter.
FAIR, DARK = (WHITE, 0.5), ("#E0A884", 0.16)
#: How much thinner than a ponytail the light on it is, and how far left and up.
STREAK, ASIDE = 0.45, 0.009


def aside(front: Points, turned: Points, share: float) -> Points:
    """Return an outline of the front as it turns aside, to the left if the share is negative."""
    side = -1.0 if share < 0 else 1.0
    return [(side * (x + (u - x) * abs(share)), y + (v - y) * abs(share))
            for (x, y), (u, v) in zip(front, turned, strict=True)]  # fmt: skip


def between(one: Points, other: Points, share: float) -> Array:
    """Return the outline that is `share` of the way from one to another, both from their top."""
    evenly = []
    for points in (one, other):
        curve = smooth(np.array(points), closed=True)
        curve = np.roll(curve, -int(np.argmax(curve[:, 1])), axis=0)
        curve = np.concatenate([curve, curve[:1]])
        way = np.cumsum([0.0, *np.linalg.norm(np.diff(curve, axis=0), axis=1)])
        at = np.linspace(0, way[-1], 120, endpoint=False)
        evenly.append(np.stack([np.interp(at, way, axis) for axis in curve.T], axis=1))
    return np.asarray(evenly[0] * (1 - share) + evenly[1] * share)


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


def lies(head: Array) -> float:
    """Return how far a head lies on its back, by its frame: 0 to 1."""
    return float(np.clip((head[1, 0] - FALLS) / (FALLEN - FALLS), 0, 1))


def lit(hair: str) -> str:
    """Choose the colour of hair in the light."""
    return mix(hair, *(FAIR if sum(rgb(hair)) > 380 else DARK))


def shine(brush: Brush, hair: str, area: Array, middle: Array) -> None:
    """Let the hair of a head with that middle catch the light, which stands upper left."""
    k = brush.camera.scale
    along = unit(np.array([-LIGHT[1], LIGHT[0]]))  # the skull is round there
    axes = np.stack([along, (-along[1], along[0])])
    with brush.canvas.clip([area]):
        spot = middle + k * (np.array(LIGHT) + ring((0, 0), *BROAD) @ axes)
        brush.canvas.blur([spot], lit(hair), 1.0, SOFT * k)


def draw_ponytail(brush: Brush, look: Look, bones: Skeleton, sway: Array, shift: Array) -> None:
    """Draw a ponytail, moved by some pixels, the light on it, and its tie."""
    tail, k = ponytail(bones, sway), brush.camera.scale
    shape = brush.camera.shape(tail) + shift
    brush.paint(shape, look.hair)
    streak = brush.camera.shape(Chain(tail.centres, tail.axes * STREAK)) + shift
    with brush.canvas.clip(shape):
        brush.canvas.blur(streak - ASIDE * k, lit(look.hair), 1.0, SOFT / 2 * k)
    tie = Chain(tail.centres[:2].mean(axis=0)[None], tail.axes[1:2] * 0.88)
    brush.paint(brush.camera.shape(tie) + shift, look.shirt, edge=0.8)


def lock(points: Points, wide: float) -> Array:
    """Return the outline of a line that is widest in its middle and ends in two tips."""
    curve = smooth(np.array(points), 6)
    along = np.gradient(curve, axis=0)
    aside = along[:, ::-1] * (-1, 1) / np.linalg.norm(along, axis=1, keepdims=True)
    half = wide / 2 * np.sin(np.linspace(0, np.pi, len(curve)))[:, None] ** 0.7
    return np.concatenate([curve + aside * half, (curve - aside * half)[::-1]])


class Bob:
    """Draws short hair that is cut in two layers; `to` brings its outlines onto the picture."""

    def __init__(self, brush: Brush, look: Look, to: Callable[[Array], Array]) -> None:
        self._brush, self._hair, self._to = brush, look.hair, to

    def draw(self, cut: Cut) -> list[Array]:
        """Draw both layers; like each of them, give back what is covered."""
        return [self.nape(cut), self.cap(cut)]

    def nape(self, cut: Cut) -> Array:
        """Draw the lower layer, a little in the shade of the other."""
        area = self._to(smooth(np.array(cut.nape), closed=True))
        self._brush.drawn(area, dim(self._hair, 0.12), edge=0.75, shaded=False)
        return area

    def cap(self, cut: Cut) -> Array:
        """Draw the upper layer, and its inner edge where no outline shows that."""
        canvas = self._brush.canvas
        area = self._to(smooth(np.array(cut.cap), closed=True))
        self._brush.drawn(area, self._hair, edge=0.75)
        shine(self._brush, self._hair, area, self._to(np.zeros((1, 2)))[0])
        with canvas.clip([area]):
            for points in cut.locks:
                canvas.fill([self._to(lock(points, 0.009))], mix(self._hair, INK, 0.3), 0.75)
        if canvas.plain:
            edge = self._to(lock(cut.cap[cut.inner], 0.007))
            canvas.fill([edge], edge_of(self._hair), 0.8)
        return area
