"""Signs in the corners of a picture: a panel's number, a stopwatch, and a change of sides."""

import math

import numpy as np

from bot.figures import arrow
from bot.figures.canvas import Canvas, mix
from bot.figures.geometry import Array
from bot.figures.geometry import ring as circle
from bot.figures.lettering import Pen, write
from bot.figures.people import ARROW, INK, PAPER, WHITE
from bot.figures.pose import Counted

#: Radius of the number's disc, as a share of the width of a wide and of a tall picture.
WIDE_BADGE, TALL_BADGE = 23 / 624, 23 / 416
SIGN = 1.55  # radius of a sign on the right, in discs


def _radius(canvas: Canvas) -> float:
    return canvas.width * (WIDE_BADGE if canvas.width > canvas.height else TALL_BADGE)


def _place(canvas: Canvas) -> tuple[Array, float]:
    """Return middle and radius of a sign in the upper right corner."""
    r = _radius(canvas) * SIGN
    return np.array([canvas.width - r * 1.45, r * 1.55]), r


def badge(canvas: Canvas, number: int) -> None:
    """Number a panel in its upper left corner."""
    r = _radius(canvas)
    middle = (r * 1.6, r * 1.6)
    canvas.fill([circle(middle, r)], INK)
    write(canvas, str(number), middle, Pen(r * 1.05, WHITE, 0.2))


def ring(canvas: Canvas, counted: Counted) -> None:
    """Draw a stopwatch that fills while a pose is held, or counts the seconds of a slow move."""
    middle, r = _place(canvas)
    turn = np.linspace(-math.pi / 2, -math.pi / 2 + 2 * math.pi * max(counted.share, 1e-3), 60)
    arc = middle + np.stack([np.cos(turn), np.sin(turn)], axis=1) * r * 0.74
    with canvas.part("ring"), canvas.layer(counted.opacity):
        _buttons(canvas, middle, r)
        canvas.fill([circle(middle, r)], INK)
        canvas.fill([circle(middle, r * 0.90)], WHITE)
        canvas.line(circle(middle, r * 0.74), mix(INK, PAPER, 0.80), r * 0.24, closed=True)
        canvas.line(arc, ARROW, r * 0.24)
        if counted.number:
            write(canvas, str(counted.number), (middle[0], middle[1]), Pen(r * 0.95, INK, 0.19))
        else:
            _bars(canvas, middle, r)


def pause(canvas: Canvas) -> None:
    """Hang two bars on the stopwatch that counts: a hold follows."""
    middle, r = _place(canvas)
    middle = middle + np.array([0.76, 0.86]) * r
    canvas.fill([circle(middle, r * 0.60)], WHITE)
    canvas.fill([circle(middle, r * 0.54)], INK)
    canvas.fill([circle(middle, r * 0.46)], WHITE)
    _bars(canvas, middle, r * 0.9)


def _bars(canvas: Canvas, middle: Array, r: float) -> None:
    """Draw the two bars that mean to stay where one is."""
    for way in (-0.19, 0.19):
        bar = middle + np.array([(way, -0.24), (way, 0.24)]) * r
        canvas.line(bar, INK, r * 0.2)


def _buttons(canvas: Canvas, middle: Array, r: float) -> None:
    """Draw the crown and the side button that make a stopwatch of a ring."""
    for angle, thick in ((90.0, 0.30), (45.0, 0.20)):
        way = np.array([math.cos(math.radians(angle)), -math.sin(math.radians(angle))])
        canvas.line(middle + np.outer([0.9, 1.24], way) * r, INK, r * thick)


def switch(canvas: Canvas) -> None:
    """Draw two arrows, there and back: now the other side."""
    middle, r = _place(canvas)
    canvas.fill([circle(middle, r * 1.1)], INK)
    canvas.fill([circle(middle, r)], WHITE)
    for start, lift in ((160.0, 0.10), (340.0, -0.10)):
        a = np.radians(np.linspace(start, start - 140, 24))
        path = np.stack([np.cos(a) * 0.72, -np.sin(a) * 0.50 - lift], axis=1)
        arrow.draw(canvas, middle + path * r)
