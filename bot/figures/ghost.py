"""The pose before, painted pale: one outline around quiet colours, without a face."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache

import numpy as np
from numpy.typing import NDArray

from bot.figures.brush import Brush
from bot.figures.canvas import Canvas, Finish, Pixels, Shape, mix, rgb
from bot.figures.geometry import Array
from bot.figures.people import INK

#: Every colour loses a fifth of its own tint and comes halfway to one pale tone: it stays a hint
#: of the clothes, so that a phone shows whose pose it was.
GREYED, TONE, NEAR = 0.2, "#EEF0F5", 0.55
OUTLINE, THIN = "#565D80", 0.9  # its colour, and its share of the usual width
GHOSTLY = 0.85  # opacity
FEATURE = 0.05  # metres: a filled shape that is smaller belongs to a face


def ghostly(brush: Brush, shown: Pixels | None = None) -> Iterator[Brush]:
    """Give the two brushes with which all of a ghost is to be painted, one after the other."""
    with brush.canvas.layer(GHOSTLY, shown):
        for outline in (True, False):
            yield ThinBrush(GhostCanvas(brush, outline=outline), brush.camera)


def stencil(brush: Brush) -> Brush:
    """Return a brush that covers, on a canvas of its own, all that a ghost would."""
    aside = Brush(brush.canvas.blank(), brush.camera)
    return ThinBrush(GhostCanvas(aside, outline=True), brush.camera)


@cache
def tone(colour: str) -> str:
    """Return a ghost's colour; ink stays the colour of a line, which parts two limbs."""
    if colour == INK:
        return OUTLINE
    red, green, blue = rgb(colour)
    grey = round(0.30 * red + 0.59 * green + 0.11 * blue)
    return mix(mix(colour, f"#{grey:02x}{grey:02x}{grey:02x}", GREYED), TONE, NEAR)


class ThinBrush(Brush):
    """A brush whose outlines are thin."""

    @property
    def line(self) -> float:
        """The width of an outline in pixels."""
        return super().line * THIN


class GhostCanvas(Canvas):
    """Paints on another canvas either only the outline of everything or only what fills it."""

    plain = True

    def __init__(self, brush: Brush, *, outline: bool) -> None:
        self._under, self._outline = brush.canvas, outline
        self._thick, self._feature = 2 * brush.line, FEATURE * brush.camera.scale
        self.width, self.height = brush.canvas.width, brush.canvas.height

    def fill(self, shape: Shape, colour: str, opacity: float = 1.0) -> None:
        """Fill the union of the polygons, unless they are as small as an eye."""
        shape = list(shape)
        if not self._outline and _size(shape) > self._feature:
            self._under.fill(shape, tone(colour), opacity)

    def blur(self, shape: Shape, colour: str, opacity: float, radius: float) -> None:
        """Leave a soft edge out."""

    def solid(self, shape: Shape, finish: Finish) -> None:
        """Paint a surface without its shade."""
        if self._outline:
            colour, line = OUTLINE, finish.line
        else:
            colour, line = tone(finish.lit), 0.0
        self._under.solid(shape, Finish(colour, colour, colour, line))

    def model(self, shape: Shape, finish: Finish, *, within: Shape | None = None) -> None:
        """Leave light and shade out."""

    def line(
        self,
        points: Array,
        colour: str,
        width: float,
        opacity: float = 1.0,
        *,
        closed: bool = False,
    ) -> None:
        """Leave a line out, unless it is so thick that it is a thing, as a handle is."""
        if width > self._thick:
            colour = OUTLINE if self._outline else tone(colour)
            self._under.line(points, colour, width, opacity, closed=closed)

    def clip(self, shape: Shape, *, outside: bool = False) -> AbstractContextManager[None]:
        """Draw only inside `shape`, or only outside it."""
        return self._under.clip(shape, outside=outside)

    @contextmanager
    def layer(self, opacity: float, shown: Pixels | None = None) -> Iterator[None]:
        """Draw several paths as one that shows through, each pixel as far as it is `shown`."""
        with self._under.layer(opacity, shown):
            yield

    def covered(self) -> NDArray[np.bool_]:
        """Return which pixels are painted."""
        return self._under.covered()


def _size(shape: list[Array]) -> float:
    """Return the longer side of the box around polygons, in pixels."""
    return float(np.ptp(np.concatenate(shape), axis=0).max()) if shape else 0.0
