"""Things that stand in the room: bench, chair and cushion."""

from collections.abc import Callable

import numpy as np

from bot.figures.brush import Brush, edge_of
from bot.figures.camera import Camera, Chain, ball, ellipsoid, join
from bot.figures.canvas import mix
from bot.figures.geometry import Array, ring
from bot.figures.people import INK, WHITE
from bot.figures.room import shadow
from bot.figures.schema import PropSheet

IRON, STEEL = "#3B3F4A", "#8B90A0"
LEATHER, WOOD, CUSHION = "#D6B68E", "#9DB09A", "#D58A94"
#: The way up, and those to the four corners of a cushion.
UP = np.array([0.0, 1.0, 0.0])
AROUND = [np.array([a, 0.0, b]) for a, b in ((1, 1), (-1, 1), (-1, -1), (1, -1))]
FOOT = 0.02  # half as wide as the foot of a leg, in metres
Pair = tuple[float, float]
Spot = tuple[float, float, float]


def span(value: Pair | float) -> Pair:
    """Return from and to, which are the same for a thing at one place."""
    return value if isinstance(value, tuple) else (value, value)


def chair(brush: Brush, prop: PropSheet) -> None:
    """Draw a chair of painted wood with its back at the lower `x`; `height` is that of its back.

    It is turned about its middle. We must look at its right side, from in front or from behind.
    """
    (x0, x1), (z0, z1), seat = span(prop.x), span(prop.z), 0.45
    middle = ((x0 + x1) / 2, 0.0, (z0 + z1) / 2)
    brush = Brush(brush.canvas, brush.camera.turned(prop.turn, middle))
    far, near = z0 + 0.03, z1 - 0.03
    feet = [_foot((x, z)) for x in (x0, x1) for z in (far, near)]
    shadow(brush, feet)
    behind = brush.camera.rotation[2][0] < 0  # then the back hides the seat
    for z in (far, near):
        _bar(brush, (x1 - 0.03, seat - 0.03, z), (x1, 0.02, z), colour=WOOD, thick=0.036)
    wide = far - 0.01, near + 0.01  # from half in front, a wider seat would show behind a post
    if behind:  # its near end is the one at the back
        _box(brush, (x1, x0 + 0.02), (seat - 0.035, seat), wide, mix(WOOD, WHITE, 0.18))
    _bar(brush, (x0, prop.height, far), (x0, 0.02, far), colour=WOOD, thick=0.036)
    if not behind:
        _box(brush, (x0 + 0.02, x1), (seat - 0.035, seat), wide, mix(WOOD, WHITE, 0.18))
    for height in (0.57, 0.70):
        _slat(brush, x0, (height, height + 0.055), (far, near))
    _bar(brush, (x0, prop.height, near), (x0, 0.02, near), colour=WOOD, thick=0.036)
    _slat(brush, x0, (prop.height - 0.045, prop.height + 0.03), (z0, z1))


def cushion(brush: Brush, prop: PropSheet, knee: Array) -> None:
    """Draw a soft, matt, square cushion that gives way under a knee, turned about its middle."""
    (x0, x1), (z0, z1), high = span(prop.x), span(prop.z), prop.height
    middle = np.array([(x0 + x1) / 2, 0.0, (z0 + z1) / 2])
    half = np.array([(x1 - x0) / 2, high, (z1 - z0) / 2])
    camera = brush.camera.turned(prop.turn, middle)
    shape = _cushion_shape(camera, middle, half)
    corners = [ellipsoid(middle + half * (way * 0.36 + UP * 0.5), np.diag(half), (0.5, 0.5, 0.5))
               for way in AROUND]  # fmt: skip
    shadow(Brush(brush.canvas, camera), [join(*corners, corners[0])])
    brush.paint(shape, CUSHION)
    with brush.canvas.clip(shape):
        _seams(brush, camera, middle, half)
        _dent(brush, knee, high)


def _cushion_shape(camera: Camera, middle: Array, half: Array) -> Array:
    """Return the outline of a full middle and four corners that are pulled out."""

    def bulges(out: float, height: float, size: Spot) -> list[Chain]:
        return [ellipsoid(middle + half * (way * out + UP * height), np.diag(half), size)
                for way in AROUND]  # fmt: skip

    full = bulges(0.36, 0.50, (0.46, 0.50, 0.46))
    tips = bulges(0.95, 0.42, (0.07, 0.13, 0.07))
    rows = [*zip(full, full[1:] + full[:1], strict=True), *zip(full, tips, strict=True),
            (full[0], full[2]), (full[1], full[3])]  # fmt: skip
    puff = ellipsoid(middle + half * UP * 0.55, np.diag(half), (0.72, 0.55, 0.72))
    return camera.shape(puff, *(one + other for one, other in rows))


def _seams(brush: Brush, camera: Camera, middle: Array, half: Array) -> None:
    """Draw the seam along each side that we see, and the folds at the corners."""
    dark = edge_of(CUSHION)
    for start, way in enumerate(AROUND):
        side = np.linspace(way, AROUND[start - 1], 20)
        bowed = side * (0.96 - 0.14 * (1 - np.linspace(-1, 1, 20)[:, None] ** 2))
        if camera.rotation[2] @ (way + AROUND[start - 1]) > 0:
            seam = camera.point(middle + half * (bowed + UP * 0.42))
            brush.canvas.line(seam, dark, brush.fine, 0.6)
    for way in AROUND:
        for turned in (-0.16, 0.16):
            bent = way + np.array([-way[2], 0, way[0]]) * turned
            fold = middle + half * np.array([way * 0.84 + UP * 0.5, bent * 0.6 + UP * 0.78])
            brush.canvas.line(camera.point(fold), dark, brush.line * 0.6, 0.45)


def _dent(brush: Brush, knee: Array, high: float) -> None:
    """Draw the dent of a knee that comes down on a cushion, and the folds that lead from it."""
    dark, k = edge_of(CUSHION), brush.camera.scale
    press = float(np.clip((high + 0.08 - knee[1]) / 0.06, 0, 1))
    spot = brush.camera.point(knee * [1, 0, 1] + [0, high * 0.75, 0])
    brush.canvas.blur([ring(spot, 0.13 * k, 0.045 * k)], dark, 0.45 * press, 0.016 * k)
    for a in np.radians((20, 55, 90, 125, 160)):
        out = np.array([np.cos(a), 0.45 * np.sin(a)]) * k
        fold = np.array([spot + out * 0.085, spot + out * 0.15])
        brush.canvas.line(fold, dark, brush.line * 0.6, 0.5 * press)


def gap(brush: Brush, prop: PropSheet) -> None:
    """Leave white what is seen between the body and the floor."""
    (x0, x1), z, h = span(prop.x), span(prop.z)[0], prop.height
    area = [(x0, 0.0, z), (x1, 0.0, z), (x1, h, z), (x0, h, z)]
    brush.canvas.fill([brush.camera.point(area)], WHITE)


def bench(brush: Brush, prop: PropSheet) -> None:
    """Draw a padded gym bench as long as its `z`, on a frame with legs at both ends.

    We must look at its near end and at the side ahead.
    """
    (x0, x1), (z0, z1), h, pad = span(prop.x), span(prop.z), prop.height, 0.08
    ends, sides, middle = (z0 + 0.13, z1 - 0.11), (x0 + 0.05, x1 - 0.05), (x0 + x1) / 2
    shadow(brush, [_foot((x, z)) for x in sides for z in ends])
    far, near = ends
    low, under = 0.13, h - pad - 0.02
    for z in ends:
        if z == near:  # the beam between the legs
            _bar(brush, (middle, low, far), (middle, low, near))
        for x in sides:
            _bar(brush, (x, under, z), (x, 0.02, z))
        _bar(brush, (sides[0], low, z), (sides[1], low, z))
    _box(brush, (x0, x1), (h - pad, h), (z0, z1))


def _foot(place: Pair) -> Chain:
    """Return what throws a shadow where a leg stands."""
    return ball(np.array([place[0], FOOT, place[1]]), FOOT)


def _bar(brush: Brush, start: Spot, end: Spot, *, colour: str = "", thick: float = 0.038) -> None:
    points, k = brush.camera.point([start, end]), brush.camera.scale
    colour = colour or mix(STEEL, IRON, 0.45)
    brush.canvas.line(points, edge_of(colour), thick * k + brush.line * 2)
    brush.canvas.line(points, colour, thick * k)


def _slat(brush: Brush, x: float, y: Pair, z: Pair) -> None:
    """Draw a flat board across the back of a chair, with soft corners."""
    (y0, y1), (z0, z1), soft = y, z, 0.016 * brush.camera.scale
    face = brush.camera.point([(x, y0, z0), (x, y1, z0), (x, y1, z1), (x, y0, z1)])
    for colour, wide in ((edge_of(WOOD), soft + brush.line * 2), (WOOD, soft)):
        brush.canvas.line(face, colour, wide, closed=True)
    brush.canvas.fill([face], WOOD)


def _box(brush: Brush, x: Pair, y: Pair, z: Pair, colour: str = LEATHER) -> None:
    """Draw a box, rounded by a thick line of its own colour."""
    point, soft = brush.camera.point, 0.022 * brush.camera.scale
    (x0, x1), (y0, y1), (z0, z1) = x, y, z
    top = point([(x0, y1, z0), (x1, y1, z0), (x1, y1, z1), (x0, y1, z1)])
    side = point([(x0, y1, z1), (x1, y1, z1), (x1, y0, z1), (x0, y0, z1)])
    end = point([(x1, y1, z1), (x1, y1, z0), (x1, y0, z0), (x1, y0, z1)])
    faces = ((side, mix(colour, INK, 0.22)), (end, mix(colour, INK, 0.34)), (top, colour))
    for face, _ in faces:
        brush.canvas.line(face, edge_of(colour), soft + brush.line * 2, closed=True)
    for face, tint in faces:
        brush.canvas.line(face, tint, soft, closed=True)
        brush.canvas.fill([face], tint)
    seam = point([(x0, (y0 + y1) / 2, z1), (x1, (y0 + y1) / 2, z1), (x1, (y0 + y1) / 2, z0)])
    brush.canvas.line(seam, edge_of(colour), brush.line * 0.8, 0.5)


DRAW: dict[str, Callable[[Brush, PropSheet], None]] = {
    "bench": bench, "chair": chair, "gap": gap,
}  # fmt: skip
