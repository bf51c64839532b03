"""Things that are carried or lie on the floor: mat, kettlebell, ball and pillow."""

import math

import numpy as np

from bot.figures import furniture
from bot.figures.brush import Brush, edge_of
from bot.figures.camera import Chain, ball, ellipsoid
from bot.figures.furniture import IRON, STEEL, UP, span
from bot.figures.geometry import Array, blend, frame, ring, turn, unit
from bot.figures.people import MAT, MAT_EDGE, WHITE
from bot.figures.room import FLOOR_SHADE
from bot.figures.schema import PropSheet
from bot.figures.skeleton import Skeleton

BALL_COLOUR = "#8E7CC3"
PILLOW = "#C3CDF0"
PILLOW_SIZE = 0.88  # so small that the knees on both sides of it are seen
KETTLEBELL_RADIUS = 0.095
KETTLEBELL_HANG = 0.18  # from the hands to the middle of the bell
MAT_TOP = 0.012
#: Degrees on the picture of the folds about a knee that presses on a pillow.
FOLDS = range(20, 200, 32)
#: Of a pillow: its corners, and the middles of its sides.
CORNERS = [(a, b) for a in (-1, 1) for b in (-1, 1)]
SIDES = ((-1, 0), (1, 0), (0, -1), (0, 1))


def place(prop: PropSheet, bones: Skeleton) -> Array | None:
    """Return where a thing that is carried is; None for one that stands still."""
    at = bones.at
    if prop.kind == "kettlebell":
        way = unit(unit(at["hands"] - at["shoulders"]) * 0.75 + np.array([0.0, -0.25, 0.0]))
        carried = at["hands"] + way * KETTLEBELL_HANG
        return _put_down(prop, bones, carried, KETTLEBELL_RADIUS)
    if prop.kind == "ball":
        share = bones.pose["ball.hands"]
        reach = unit(at["hands"] - at["shoulders"])
        by_hands = at["hands"] + reach * prop.radius * 0.25
        shins = bones.frames["knee_r"][:, 1] + bones.frames["knee_l"][:, 1]
        by_feet = at["feet"] - shins * 0.025
        return np.asarray(by_hands * share + by_feet * (1 - share))
    if prop.kind == "pillow":
        share = bones.pose["pillow.hands"]
        knees = (at["knee_r"] + at["knee_l"]) / 2
        thighs = bones.frames["hip_r"] + bones.frames["hip_l"]
        out = thighs[:, 0] * 0.01 - thighs[:, 1] * 0.008  # its upper half stands out above them
        reach = unit(at["hands"] - at["shoulders"])
        by_hands = at["hands"] + reach * 0.04  # one sees it above the near hand
        return np.asarray(by_hands * share + (knees + out) * (1 - share))
    return None


def _put_down(prop: PropSheet, bones: Skeleton, carried: Array, radius: float) -> Array:
    """Return the place between the hands and the floor, as the pose says."""
    share = bones.pose[f"{prop.kind}.floor"]
    x, z = span(prop.x)[0], span(prop.z)[0]
    return np.asarray(carried * (1 - share) + np.array([x, radius, z]) * share)


def solid(prop: PropSheet, bones: Skeleton) -> Chain | None:
    """Return the part of a carried thing that throws a shadow and may touch the ground."""
    middle = place(prop, bones)
    if middle is None:
        return None
    return ball(middle, KETTLEBELL_RADIUS if prop.kind == "kettlebell" else prop.radius)


def corners(prop: PropSheet) -> Array:
    """Return the corners of a thing that stands still, for framing."""
    (x0, x1), (z0, z1) = span(prop.x), span(prop.z)
    if prop.kind == "mat":
        return np.array([(x, 0.0, z) for x in (x0, x1) for z in (z0, z1)])
    if prop.kind in ("cushion", *furniture.DRAW) and prop.kind != "gap":
        z0, z1 = (z0, z1) if z0 != z1 else (z0 - 0.16, z0 + 0.16)
        ys = (0.0, prop.height)
        box = np.array([(x, y, z) for x in (x0, x1) for y in ys for z in (z0, z1)])
        middle = box.mean(axis=0)
        return np.asarray(middle + (box - middle) @ turn(prop.turn).T)
    return np.zeros((0, 3))


def draw(brush: Brush, prop: PropSheet, bones: Skeleton, *, front: bool) -> None:
    """Draw one thing."""
    if prop.kind == "mat":
        _mat(brush, prop)
    elif prop.kind == "cushion":
        furniture.cushion(brush, prop, bones.at["knee_r"])
    elif prop.kind in furniture.DRAW:
        furniture.DRAW[prop.kind](brush, prop)
    else:
        middle = place(prop, bones)
        if middle is not None and prop.kind == "ball":
            _ball(brush, brush.camera.point(middle), prop.radius * brush.camera.scale)
        elif middle is not None and prop.kind == "pillow":
            _pillow(brush, middle, bones)
        elif middle is not None:
            parked = bones.pose["kettlebell.floor"]
            above = middle + np.array([0.0, KETTLEBELL_HANG, 0.0])
            grip = bones.at["hands"] * (1 - parked) + above * parked
            _kettlebell(brush, middle, grip, 0.062 if front else 0.050)


def _mat(brush: Brush, prop: PropSheet) -> None:
    (x0, x1), (z0, z1) = span(prop.x), span(prop.z)
    for aside in (0.014, 0.008):  # two flat shadows: to blur one that long would take a while
        fallen = outline(brush, prop, 0.0) + np.array([0.7, 1.0]) * aside * brush.camera.scale
        brush.canvas.fill([fallen], FLOOR_SHADE, 0.10)
    for y in (0.0, 0.004, 0.008):
        brush.canvas.fill([outline(brush, prop, y)], MAT_EDGE)
    brush.canvas.fill([outline(brush, prop)], MAT)
    for z in (z0 + 0.06, z1 - 0.06):
        seam = brush.camera.point([(x0 + 0.06, MAT_TOP, z), (x1 - 0.06, MAT_TOP, z)])
        brush.canvas.line(seam, WHITE, brush.line * 0.8, 0.28)


def outline(brush: Brush, mat: PropSheet, y: float = MAT_TOP) -> Array:
    """Give the outline of a mat at a height."""
    (x0, x1), (z0, z1), r = span(mat.x), span(mat.z), 0.04
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


def _pillow(brush: Brush, middle: Array, bones: Skeleton) -> None:
    """Draw a soft cushion that is held between the hands or between the knees, side-on."""
    share, k = bones.pose["pillow.hands"], brush.camera.scale
    shins = -unit(bones.frames["knee_r"][:, 1] + bones.frames["knee_l"][:, 1])
    by_knees = frame(shins, UP)
    across = unit(bones.at["hand_l"] - bones.at["hand_r"])
    f = blend(by_knees, frame(np.cross(across, UP), UP), share) * PILLOW_SIZE
    shape = _pillow_shape(brush, middle, f)
    brush.paint(shape, PILLOW)
    with brush.canvas.clip(shape):
        light = ring(brush.camera.point(middle) - 0.045 * k, 0.06 * k)
        brush.canvas.blur([light], WHITE, 0.4, 0.03 * k)
    _squeezed(brush, shape, bones, 1 - share)
    for a, b in CORNERS:
        fold = middle + np.array([(0.138 * a, 0.170 * b), (0.085 * a, 0.115 * b)]) @ f[:, :2].T
        brush.canvas.line(brush.camera.point(fold), edge_of(PILLOW), brush.fine, 0.5)


def _pillow_shape(brush: Brush, middle: Array, f: Array) -> Array:
    """Return the outline of a full middle and four corners that are pulled out."""
    thick = [_bulge(middle, f, (0.068 * a, 0.095 * b), (0.062, 0.062, 0.045)) for a, b in CORNERS]
    tips = [_bulge(middle, f, (0.138 * a, 0.170 * b), (0.010, 0.010, 0.010)) for a, b in CORNERS]
    sides = [_bulge(middle, f, (0.035 * a, 0.050 * b), (0.105, 0.110, 0.085)) for a, b in SIDES]
    rows = [one + tip for one, tip in zip(thick, tips, strict=True)]
    return brush.camera.shape(*rows, *(one + two for one in sides for two in thick))


def _squeezed(brush: Brush, shape: Array, bones: Skeleton, share: float) -> None:
    """Draw the folds that lead from the near knee where the knees hold a pillow."""
    knee, k = brush.camera.point(bones.at["knee_r"]), brush.camera.scale
    with brush.canvas.clip(shape):
        for a in np.radians(FOLDS):
            way = np.array([math.cos(a), -math.sin(a)]) * k
            fold = np.array([knee + way * 0.05, knee + way * 0.115])
            brush.canvas.line(fold, edge_of(PILLOW), brush.fine, 0.5 * share)


def _bulge(
    middle: Array, f: Array, place: tuple[float, float], half: tuple[float, float, float]
) -> Chain:
    return ellipsoid(middle + f[:, 0] * place[0] + f[:, 1] * place[1], f, half)
