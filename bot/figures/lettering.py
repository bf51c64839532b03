"""A small round alphabet of own strokes, so that no picture depends on a font.

A letter is a width and its strokes; a stroke is an arc (centre x, y, radius x, y, from, to in
degrees, anticlockwise from the right) or a line of points. Small letters are 0.5 high, tall ones
0.75, the line they stand on is 0.
"""

import math
from dataclasses import dataclass

import numpy as np

from bot.figures.canvas import Canvas
from bot.figures.geometry import Array

Line = tuple[tuple[float, float], ...]
Arc = tuple[float, float, float, float, float, float]
Letter = tuple[float, tuple[Line | Arc, ...]]

_BOWL: Arc = (0.25, 0.25, 0.25, 0.25, 0, 360)
_STEM_LEFT: Line = ((0.0, 0.5), (0.0, 0.0))
_STEM_RIGHT: Line = ((0.5, 0.5), (0.5, 0.0))
_ARCH: Arc = (0.21, 0.28, 0.21, 0.22, 0, 180)

LETTERS: dict[str, Letter] = {
    " ": (0.22, ()),
    "-": (0.28, (((0.0, 0.24), (0.28, 0.24)),)),
    "a": (0.5, (_BOWL, _STEM_RIGHT)),
    "b": (0.5, (_BOWL, ((0.0, 0.75), (0.0, 0.0)))),
    "c": (0.43, ((0.25, 0.25, 0.25, 0.25, 48, 312),)),
    "d": (0.5, (_BOWL, ((0.5, 0.75), (0.5, 0.0)))),
    "e": (0.48, (((0.01, 0.25), (0.48, 0.25)), (0.24, 0.25, 0.24, 0.25, 0, 315))),
    "f": (0.30, (((0.12, 0.0), (0.12, 0.58)), (0.29, 0.58, 0.17, 0.17, 95, 180),
                 ((0.0, 0.48), (0.28, 0.48)))),
    "g": (0.5, (_BOWL, ((0.5, 0.5), (0.5, -0.02)), (0.25, -0.02, 0.25, 0.2, 215, 360))),
    "h": (0.42, (((0.0, 0.75), (0.0, 0.0)), _ARCH, ((0.42, 0.28), (0.42, 0.0)))),
    "i": (0.0, (_STEM_LEFT, ((0.0, 0.69), (0.0, 0.70)))),
    "k": (0.38, (((0.0, 0.75), (0.0, 0.0)), ((0.34, 0.48), (0.02, 0.20)),
                 ((0.13, 0.29), (0.38, 0.0)))),
    "l": (0.0, (((0.0, 0.75), (0.0, 0.0)),)),
    "m": (0.68, (_STEM_LEFT, (0.17, 0.31, 0.17, 0.19, 0, 180), ((0.34, 0.31), (0.34, 0.0)),
                 (0.51, 0.31, 0.17, 0.19, 0, 180), ((0.68, 0.31), (0.68, 0.0)))),
    "n": (0.42, (_STEM_LEFT, _ARCH, ((0.42, 0.28), (0.42, 0.0)))),
    "o": (0.5, (_BOWL,)),
    "p": (0.5, (_BOWL, ((0.0, 0.5), (0.0, -0.22)))),
    "q": (0.5, (_BOWL, ((0.5, 0.5), (0.5, -0.22)))),
    "r": (0.26, (_STEM_LEFT, (0.21, 0.28, 0.21, 0.22, 68, 180))),
    "s": (0.37, ((0.185, 0.37, 0.17, 0.13, 35, 250), (0.185, 0.125, 0.185, 0.125, -145, 80))),
    "t": (0.30, (((0.12, 0.68), (0.12, 0.16)), (0.27, 0.16, 0.15, 0.16, 180, 275),
                 ((0.0, 0.48), (0.28, 0.48)))),
    "u": (0.42, (((0.0, 0.5), (0.0, 0.22)), (0.21, 0.22, 0.21, 0.22, 180, 360),
                 ((0.42, 0.5), (0.42, 0.0)))),
    "v": (0.44, (((0.0, 0.5), (0.22, 0.0), (0.44, 0.5)),)),
    "w": (0.68, (((0.0, 0.5), (0.17, 0.0), (0.34, 0.46), (0.51, 0.0), (0.68, 0.5)),)),
    "x": (0.42, (((0.0, 0.5), (0.42, 0.0)), ((0.42, 0.5), (0.0, 0.0)))),
    "y": (0.44, (((0.0, 0.5), (0.23, 0.02)), ((0.44, 0.5), (0.13, -0.22)))),
    "z": (0.40, (((0.0, 0.5), (0.40, 0.5), (0.0, 0.0), (0.40, 0.0)),)),
    "j": (0.10, (((0.10, 0.5), (0.10, -0.08)), (-0.02, -0.08, 0.12, 0.12, 270, 360))),
    "0": (0.48, ((0.24, 0.375, 0.24, 0.375, 0, 360),)),
    "1": (0.26, (((0.0, 0.58), (0.2, 0.75), (0.2, 0.0)),)),
    "2": (0.46, ((0.23, 0.53, 0.22, 0.22, -35, 170), ((0.41, 0.40), (0.0, 0.0), (0.46, 0.0)))),
    "3": (0.46, ((0.22, 0.56, 0.20, 0.19, -90, 150), (0.22, 0.185, 0.24, 0.185, -150, 90))),
    "4": (0.50, (((0.36, 0.0), (0.36, 0.75), (0.0, 0.22), (0.50, 0.22)),)),
    "5": (0.46, (((0.42, 0.75), (0.08, 0.75), (0.04, 0.42)),
                 (0.21, 0.235, 0.25, 0.235, -145, 130))),
    "6": (0.48, ((0.24, 0.235, 0.24, 0.235, 0, 360), ((0.36, 0.75), (0.03, 0.33)))),
    "7": (0.46, (((0.0, 0.75), (0.46, 0.75), (0.14, 0.0)),)),
    "8": (0.46, ((0.23, 0.565, 0.19, 0.185, 0, 360), (0.23, 0.19, 0.23, 0.19, 0, 360))),
    "9": (0.48, ((0.24, 0.515, 0.24, 0.235, 0, 360), ((0.12, 0.0), (0.45, 0.42)))),
}  # fmt: skip
BETWEEN = 0.20


def width(text: str) -> float:
    """Say how wide a line is, in heights of a tall letter times 0.75."""
    return sum(LETTERS[letter][0] for letter in text) + BETWEEN * (len(text) - 1)


@dataclass(frozen=True)
class Pen:
    """How to write: `size` is the height of a letter 1 high, `weight` a share of it."""

    size: float
    colour: str
    weight: float = 0.13


def write(canvas: Canvas, text: str, middle: tuple[float, float], pen: Pen) -> None:
    """Write one line about its middle."""
    text, size = text.lower(), pen.size
    left = middle[0] - width(text) * size / 2
    base = middle[1] + 0.375 * size
    for letter in text:
        wide, strokes = LETTERS[letter]
        for stroke in strokes:
            points = _points(stroke) * [size, -size] + [left, base]
            canvas.line(points, pen.colour, pen.weight * size)
        left += (wide + BETWEEN) * size


def _points(stroke: Line | Arc) -> Array:
    if isinstance(stroke[0], tuple):
        return np.array(stroke, dtype=float)
    x, y, rx, ry, start, end = (float(value) for value in stroke if not isinstance(value, tuple))
    a = np.linspace(math.radians(start), math.radians(end), 28)
    return np.stack([x + rx * np.cos(a), y + ry * np.sin(a)], axis=1)
