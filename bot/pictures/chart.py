"""A bar chart of the last days: what was sent, and stacked on it what failed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.pictures.paper import FAINT, INK, LINE, Paper, slab

WIDTH, HEIGHT, EDGE, LABELS = 1024, 480, 48, 56
SENT, FAILED = "#2b7a76", "#c2452d"


@dataclass(frozen=True)
class Bar:
    """How much was sent on a day, and how much failed."""

    day: date
    sent: int
    failed: int


def chart(bars: Sequence[Bar]) -> bytes:
    """Return a PNG with a bar for each day."""
    paper = Paper(WIDTH, HEIGHT)
    most = max((bar.sent + bar.failed for bar in bars), default=0) or 1
    floor = HEIGHT - LABELS
    step = (WIDTH - 2 * EDGE) / max(1, len(bars))
    paper.stamp((WIDTH / 2, floor), slab(WIDTH - 2 * EDGE, 3, 1), LINE)
    for place, bar in enumerate(bars):
        middle, top = EDGE + (place + 0.5) * step, float(floor - 2)
        for count, colour in ((bar.sent, SENT), (bar.failed, FAILED)):
            if height := round((floor - 2 * EDGE) * count / most):
                paper.stamp((middle, top - height / 2), slab(round(step * 0.7), height, 0), colour)
                top -= height
        paper.write((middle, top - 18), f"{bar.sent + bar.failed:,}", 22, INK, "mm")
        paper.write((middle, floor + 28), str(bar.day.day), 24, FAINT, "mm")
    return paper.png()
