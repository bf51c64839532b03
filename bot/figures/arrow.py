"""Arrows that show where the movement goes."""

import math

import numpy as np

from bot.figures.brush import Brush
from bot.figures.canvas import Canvas, Finish
from bot.figures.geometry import Array, ring, unit
from bot.figures.lettering import Pen, write
from bot.figures.people import ARROW, WHITE
from bot.figures.schema import Arrow
from bot.figures.skeleton import Skeleton

#: Of the shorter side of the picture, so that all arrows weigh the same however far we look.
WIDTH = 0.021
#: In widths: how long an arrow is at least, how long its head is, and how thin its tail.
SHORTEST, HEAD, TAIL = 7.5, 3.6, 0.45
THIN = 0.5  # of that width: an arrow that measures a distance
DISC = 1.75  # in widths: radius of the disc with an arrow's number


def draw(canvas: Canvas, path: Array) -> None:
    """Draw an arrow along a path of pixels; it swells towards its head, on a white edge."""
    width = WIDTH * min(canvas.width, canvas.height)
    _ink(canvas, [_shape(_long_enough(path, SHORTEST * width), width)], width)


def measure(canvas: Canvas, path: Array) -> None:
    """Draw a distance: a thin arrow with a head at both ends, as short as it is."""
    _both_ways(canvas, path, WIDTH * THIN * min(canvas.width, canvas.height))


def swing(canvas: Canvas, path: Array) -> None:
    """Draw a path that leads there and back: a head at both ends."""
    _both_ways(canvas, path, WIDTH * min(canvas.width, canvas.height))


def number(canvas: Canvas, path: Array, turn: int) -> None:
    """Write an arrow's number on a disc at its tail."""
    r = DISC * WIDTH * min(canvas.width, canvas.height)
    canvas.fill([ring(path[0], r * 1.16)], WHITE)
    canvas.fill([ring(path[0], r)], ARROW)
    x, y = path[0].tolist()
    write(canvas, str(turn), (x, y), Pen(r * 1.15, WHITE, 0.2))


def _both_ways(canvas: Canvas, path: Array, width: float) -> None:
    half = len(path) // 2
    _ink(canvas, [_shape(path[half - 1 :], width), _shape(path[half::-1], width)], width)


def _ink(canvas: Canvas, outlines: list[Array], width: float) -> None:
    canvas.solid(outlines, Finish(ARROW, ARROW, WHITE, width * 0.42))
    for outline in outlines:
        canvas.line(outline, ARROW, width * 0.25, closed=True)


def _shape(path: Array, width: float) -> Array:
    """Return the outline of an arrow along a path."""
    length = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    along = np.linspace(0, length[-1] - HEAD * 0.8 * width, 40)
    shaft = np.stack([np.interp(along, length, path[:, i]) for i in (0, 1)], axis=1)
    return _outline(shaft, path[-1], width)


def _long_enough(path: Array, least: float) -> Array:
    """Stretch a path that is too short to be read about its middle."""
    length = float(np.linalg.norm(np.diff(path, axis=0), axis=1).sum())
    middle = (path[0] + path[-1]) / 2
    return np.asarray(middle + (path - middle) * max(1.0, least / max(length, 1.0)))


def _outline(shaft: Array, tip: Array, width: float) -> Array:
    """Return shaft and head as one outline."""
    along = np.gradient(shaft, axis=0)
    along /= np.linalg.norm(along, axis=1)[:, None] + 1e-9
    half = np.linspace(TAIL, 1.0, len(shaft))[:, None] * width / 2
    across = np.stack([-along[:, 1], along[:, 0]], axis=1) * half
    forward = unit(tip - shaft[-1])
    side = np.array([-forward[1], forward[0]]) * width * HEAD * 0.52
    back = shaft[-1] - forward * width * 0.5
    return np.vstack([shaft + across, back + side, tip, back - side, (shaft - across)[::-1]])


def straight(brush: Brush, arrow: Arrow, bones: Skeleton) -> Array:
    """Return the path of a straight arrow beside a joint."""
    start = _beside(brush, arrow, bones, arrow.at or "")
    a = math.radians(arrow.toward)
    way = np.array([math.cos(a), -math.sin(a)]) * arrow.length * brush.camera.scale
    return np.asarray(start + np.outer(np.linspace(0, 1, 20), way))


def turned(brush: Brush, arrow: Arrow, bones: Skeleton) -> Array:
    """Return the path of an arrow about a joint."""
    middle = _beside(brush, arrow, bones, arrow.turn or "")
    a = np.radians(np.linspace(*arrow.sweep, 30))
    return np.asarray(
        middle + np.stack([np.cos(a), -np.sin(a)], axis=1) * arrow.radius * brush.camera.scale
    )


def tracked(brush: Brush, arrow: Arrow, path: Array) -> Array | None:
    """Return the path of a joint in the room as an arrow beside it; None where nothing moves."""
    pixels = brush.camera.point(path)
    moved = np.concatenate([[True], np.linalg.norm(np.diff(pixels, axis=0), axis=1) > 0.4])
    pixels = pixels[moved]
    if len(pixels) < 4:
        return None
    along = np.gradient(pixels, axis=0)
    along /= np.linalg.norm(along, axis=1)[:, None] + 1e-9
    across = np.stack([along[:, 1], -along[:, 0]], axis=1)
    pixels = pixels + across * arrow.off * brush.camera.scale
    start, end = (int(len(pixels) * share) for share in arrow.trim)
    return np.asarray(pixels[start : max(end, start + 2)] + _shift(brush, arrow))


def _shift(brush: Brush, arrow: Arrow) -> Array:
    return np.array([arrow.shift[0], -arrow.shift[1]]) * brush.camera.scale


def _beside(brush: Brush, arrow: Arrow, bones: Skeleton, joint: str) -> Array:
    return np.asarray(brush.camera.point(bones.at[joint]) + _shift(brush, arrow))
