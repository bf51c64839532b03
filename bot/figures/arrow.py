"""Arrows that say where the movement goes."""

import math

import numpy as np

from bot.figures.brush import Brush
from bot.figures.geometry import Array, unit
from bot.figures.people import ARROW, WHITE
from bot.figures.schema import Arrow
from bot.figures.skeleton import Skeleton

WIDTH = 0.030  # metres


def draw(brush: Brush, path: Array, *, dotted: bool = False) -> None:
    """Draw an arrow along a path of pixels, on a white edge."""
    width = WIDTH * brush.camera.scale
    length = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    if length[-1] < width * 2:
        return
    head = min(width * 3.4, length[-1] * 0.6)
    along = np.linspace(0, length[-1] - head * 0.8, 40)
    shaft = np.stack([np.interp(along, length, path[:, i]) for i in (0, 1)], axis=1)
    tip, forward = path[-1], unit(path[-1] - shaft[-1])
    side = np.array([-forward[1], forward[0]])
    back = shaft[-1] - forward * head * 0.12
    barbs = np.array([tip, back + side * head * 0.62, shaft[-1] + forward * head * 0.05,
                      back - side * head * 0.62])  # fmt: skip
    for colour, extra in ((WHITE, width * 0.8), (ARROW, 0.0)):
        for piece in _dots(shaft, width) if dotted else [shaft]:
            brush.canvas.line(piece, colour, width + extra)
        brush.canvas.line(barbs, colour, width * 0.3 + extra, closed=True)
        brush.canvas.fill([barbs], colour)


def _dots(shaft: Array, width: float) -> list[Array]:
    """Break a line of even points into dots, the last of them at the arrow's head."""
    length = float(np.linalg.norm(np.diff(shaft, axis=0), axis=1).sum())
    count = max(2, round(length / (2.2 * width)))
    every = np.arange(len(shaft))
    at = np.linspace(0, len(shaft) - 1, count)
    dots = np.stack([np.interp(at, every, shaft[:, i]) for i in (0, 1)], axis=1)
    return [np.array([dot, dot + 0.01]) for dot in dots]


def straight(brush: Brush, arrow: Arrow, bones: Skeleton) -> Array:
    """Give the path of a straight arrow beside a joint."""
    start = _beside(brush, arrow, bones, arrow.at or "")
    a = math.radians(arrow.toward)
    way = np.array([math.cos(a), -math.sin(a)]) * arrow.length * brush.camera.scale
    return np.asarray(start + np.outer(np.linspace(0, 1, 20), way))


def turned(brush: Brush, arrow: Arrow, bones: Skeleton) -> Array:
    """Give the path of an arrow about a joint."""
    middle = _beside(brush, arrow, bones, arrow.turn or "")
    a = np.radians(np.linspace(*arrow.sweep, 30))
    return np.asarray(
        middle + np.stack([np.cos(a), -np.sin(a)], axis=1) * arrow.radius * brush.camera.scale
    )


def tracked(brush: Brush, arrow: Arrow, path: Array) -> Array | None:
    """Give the path of a joint in the room as an arrow beside it; None where nothing moves."""
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
