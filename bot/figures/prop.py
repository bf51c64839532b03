"""Things in the room: mat, kettlebell, ball and bench."""

import math

import numpy as np

from bot.figures.brush import Brush, edge_of
from bot.figures.camera import Chain, ball
from bot.figures.canvas import mix
from bot.figures.geometry import Array, ring, unit
from bot.figures.people import INK, MAT, MAT_EDGE, SHADOW, WHITE
from bot.figures.schema import PropSheet
from bot.figures.skeleton import Skeleton

IRON, STEEL = "#3B3F4A", "#8B90A0"
BALL_COLOUR = "#8E7CC3"
LEATHER = "#C8A27A"
KETTLEBELL_RADIUS = 0.105
KETTLEBELL_HANG = 0.17  # from the hands to the middle of the bell
MAT_TOP = 0.012


def place(prop: PropSheet, bones: Skeleton) -> Array | None:
    """Say where a thing that moves with the body is."""
    at = bones.at
    if prop.kind == "kettlebell":
        way = unit(unit(at["hands"] - at["shoulders"]) * 0.75 + np.array([0.0, -0.25, 0.0]))
        return np.asarray(at["hands"] + way * KETTLEBELL_HANG)
    if prop.kind == "ball":
        share = bones.pose["ball.hands"]
        reach = unit(at["hands"] - at["shoulders"])
        by_hands = at["hands"] + reach * prop.radius * 0.25
        shins = bones.frames["knee_r"][:, 1] + bones.frames["knee_l"][:, 1]
        by_feet = at["feet"] - shins * 0.025
        return np.asarray(by_hands * share + by_feet * (1 - share))
    return None


def solid(prop: PropSheet, bones: Skeleton) -> Chain | None:
    """Give the part of a moving thing that throws a shadow and may touch the ground."""
    middle = place(prop, bones)
    if middle is None:
        return None
    return ball(middle, KETTLEBELL_RADIUS if prop.kind == "kettlebell" else prop.radius)


def corners(prop: PropSheet) -> Array:
    """Give the corners of a thing that stands still, for framing."""
    if prop.kind == "mat":
        (x0, x1), (z0, z1) = _span(prop.x), _span(prop.z)
        return np.array([(x, 0.0, z) for x in (x0, x1) for z in (z0, z1)])
    if prop.kind == "bench":
        x0, x1 = _span(prop.x)
        ys, zs = (0.0, prop.height), (-0.16, 0.16)
        return np.array([(x, y, z) for x in (x0, x1) for y in ys for z in zs])
    return np.zeros((0, 3))


def draw(brush: Brush, prop: PropSheet, bones: Skeleton, *, front: bool) -> None:
    """Draw one thing."""
    if prop.kind == "mat":
        _mat(brush, prop)
    elif prop.kind == "bench":
        _bench(brush, prop)
    else:
        middle = place(prop, bones)
        if middle is not None and prop.kind == "ball":
            _ball(brush, brush.camera.point(middle), prop.radius * brush.camera.scale)
        elif middle is not None:
            _kettlebell(brush, middle, bones.at["hands"], 0.062 if front else 0.050)


def _span(value: tuple[float, float] | float) -> tuple[float, float]:
    return value if isinstance(value, tuple) else (value, value)


def _mat(brush: Brush, prop: PropSheet) -> None:
    (x0, x1), (z0, z1) = _span(prop.x), _span(prop.z)
    for y in (0.0, 0.004, 0.008):
        brush.canvas.fill([_rounded(brush, prop, y)], MAT_EDGE)
    brush.canvas.fill([_rounded(brush, prop, MAT_TOP)], MAT)
    for z in (z0 + 0.06, z1 - 0.06):
        seam = brush.camera.point([(x0 + 0.06, MAT_TOP, z), (x1 - 0.06, MAT_TOP, z)])
        brush.canvas.line(seam, WHITE, brush.line * 0.8, 0.28)


def _rounded(brush: Brush, mat: PropSheet, y: float) -> Array:
    """Give the outline of a mat at a height."""
    (x0, x1), (z0, z1), r = _span(mat.x), _span(mat.z), 0.04
    middles = ((x1 - r, z1 - r), (x0 + r, z1 - r), (x0 + r, z0 + r), (x1 - r, z0 + r))
    quarter = np.radians(np.linspace(0, 90, 6))
    return brush.camera.point([
        (x + r * math.cos(a + turn), y, z + r * math.sin(a + turn))
        for (x, z), turn in zip(middles, np.radians((0, 90, 180, 270)), strict=True)
        for a in quarter
    ])  # fmt: skip


def _kettlebell(brush: Brush, middle: Array, hands: Array, half: float) -> None:
    k, canvas = brush.camera.scale, brush.canvas
    bell, grip = brush.camera.point(middle), brush.camera.point(hands)
    down = unit(bell - grip)
    side = np.array([-down[1], down[0]])
    handle = np.array([
        bell - side * k * .060 - down * k * .06, grip - side * k * half + down * k * .03,
        grip - side * k * half * .8, grip + side * k * half * .8,
        grip + side * k * half + down * k * .03, bell + side * k * .060 - down * k * .06,
    ])  # fmt: skip
    canvas.line(handle, edge_of(IRON), 0.034 * k + brush.line * 2)
    canvas.line(handle, STEEL, 0.034 * k)
    brush.drawn(ring(bell, KETTLEBELL_RADIUS * k), IRON)
    canvas.line(ring(bell, 0.058 * k), STEEL, 0.010 * k, 0.7, closed=True)
    shine = ring(bell - [0.042 * k, 0.052 * k], 0.024 * k, 0.018 * k)
    canvas.fill([shine], WHITE, 0.35)


def _ball(brush: Brush, middle: Array, radius: float) -> None:
    outline = ring(middle, radius)
    brush.drawn(outline, BALL_COLOUR, edge=1.1)
    x = np.linspace(-1, 1, 21)
    with brush.canvas.clip([outline]):
        for height in (-0.5, 0.0, 0.5):
            band = middle + np.stack([x, height + 0.22 * (1 - x**2)], axis=1) * radius
            brush.canvas.line(band, WHITE, 0.012 * brush.camera.scale, 0.35)
    brush.canvas.fill([ring(middle - [0.38 * radius, 0.42 * radius], 0.16 * radius)], WHITE, 0.30)


def _bench(brush: Brush, prop: PropSheet) -> None:
    """A padded gym bench that stands lengthwise behind the figure."""
    (x0, x1), h, pad = _span(prop.x), prop.height, 0.075
    for grown in (0.09, 0.05, 0.0):
        low, high = x0 - grown, x1 + grown
        floor = brush.camera.point([(low, 0, -0.2 - grown), (high, 0, -0.2 - grown),
                                    (high, 0, 0.2 + grown), (low, 0, 0.2 + grown)])  # fmt: skip
        brush.canvas.fill([floor], SHADOW, 0.05)
    for x in (x1 - 0.16, x0 + 0.16):
        for z in (-0.13, 0.13):
            _bar(brush, (x, h - pad, z * 0.5), (x, 0.02, z))
        _bar(brush, (x, 0.02, -0.19), (x, 0.02, 0.19))
    _bar(brush, (x0 + 0.16, 0.10, 0.0), (x1 - 0.16, 0.10, 0.0))
    _box(brush, (x0, x1), (h - pad, h), (-0.15, 0.15))


def _bar(brush: Brush, start: tuple[float, float, float], end: tuple[float, float, float]) -> None:
    points, k = brush.camera.point([start, end]), brush.camera.scale
    brush.canvas.line(points, edge_of(IRON), 0.038 * k + brush.line * 2)
    brush.canvas.line(points, mix(STEEL, IRON, 0.45), 0.038 * k)


def _box(
    brush: Brush, x: tuple[float, float], y: tuple[float, float], z: tuple[float, float]
) -> None:
    """A cushion: rounded by a thick line of its own colour."""
    point, soft = brush.camera.point, 0.022 * brush.camera.scale
    (x0, x1), (y0, y1), (z0, z1) = x, y, z
    top = point([(x0, y1, z0), (x1, y1, z0), (x1, y1, z1), (x0, y1, z1)])
    side = point([(x0, y1, z1), (x1, y1, z1), (x1, y0, z1), (x0, y0, z1)])
    end = point([(x1, y1, z1), (x1, y1, z0), (x1, y0, z0), (x1, y0, z1)])
    faces = ((side, mix(LEATHER, INK, 0.22)), (end, mix(LEATHER, INK, 0.34)), (top, LEATHER))
    for face, _ in faces:
        brush.canvas.line(face, edge_of(LEATHER), soft + brush.line * 2, closed=True)
    for face, colour in faces:
        brush.canvas.line(face, colour, soft, closed=True)
        brush.canvas.fill([face], colour)
    seam = point([(x0, (y0 + y1) / 2, z1), (x1, (y0 + y1) / 2, z1), (x1, (y0 + y1) / 2, z0)])
    brush.canvas.line(seam, edge_of(LEATHER), brush.line * 0.8, 0.5)
