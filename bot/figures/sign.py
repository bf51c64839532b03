"""Signs in the corners of a picture: the number of a panel, and the ring that counts time."""

import math

import numpy as np

from bot.figures.canvas import Canvas, mix
from bot.figures.geometry import ring as circle
from bot.figures.lettering import Pen, write
from bot.figures.people import ARROW, INK, PAPER, WHITE
from bot.figures.pose import Counted

#: Radius of the number's disc, as a share of the width of a wide and of a tall picture.
WIDE_BADGE, TALL_BADGE = 21 / 624, 21 / 460
RING = 1.15  # radius of the ring, in discs


def _radius(canvas: Canvas) -> float:
    return canvas.width * (WIDE_BADGE if canvas.width > canvas.height else TALL_BADGE)


def badge(canvas: Canvas, number: int) -> None:
    """Number a panel in its upper left corner."""
    r = _radius(canvas)
    middle = (r * 1.6, r * 1.6)
    canvas.fill([circle(middle, r)], INK)
    write(canvas, str(number), middle, Pen(r * 1.05, WHITE, 0.2))


def ring(canvas: Canvas, counted: Counted) -> None:
    """Fill a ring in the upper right corner while a pose is held, or around a count of seconds."""
    r = _radius(canvas) * RING
    middle = np.array([canvas.width - r * 1.8, r * 1.8])
    turn = np.linspace(-math.pi / 2, -math.pi / 2 + 2 * math.pi * max(counted.share, 1e-3), 60)
    arc = middle + np.stack([np.cos(turn), np.sin(turn)], axis=1) * r
    with canvas.part("ring"), canvas.layer(counted.opacity):
        canvas.fill([circle(middle, r * 1.32)], PAPER, 0.85)
        canvas.line(circle(middle, r), mix(INK, PAPER, 0.75), r * 0.34, closed=True)
        canvas.line(arc, ARROW, r * 0.34)
        if counted.number:
            x, y = middle.tolist()
            write(canvas, str(counted.number), (x, y - r * 0.12), Pen(r * 0.9, INK, 0.18))
            _chevron(canvas, (x, y + r * 0.58), r * 0.2)
            return
        for s in (-1, 1):
            x, y = (middle + np.array([s * r * 0.20, 0.0])).tolist()
            canvas.line(np.array([(x, y - r * 0.26), (x, y + r * 0.26)]), INK, r * 0.2)


def _chevron(canvas: Canvas, middle: tuple[float, float], half: float) -> None:
    """Point downward: what is counted is a lowering, and no hold."""
    x, y = middle
    down = np.array([(x - half, y - half * 0.5), (x, y + half * 0.5), (x + half, y - half * 0.5)])
    canvas.line(down, ARROW, half * 0.7)
