"""The pose before, painted pale: one outline around flat colours, without lines inside."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from bot.figures.brush import Brush
from bot.figures.canvas import Canvas, Finish, Shape, mix
from bot.figures.geometry import Array
from bot.figures.people import INK, WHITE

PALE = 0.58  # of white in every colour: on a dark mat dark trousers would be a hole
OUTLINE = 0.4
GHOSTLY = 0.55  # opacity


def ghostly(brush: Brush) -> Iterator[Brush]:
    """Give the two brushes with which all of a ghost is to be painted, one after the other."""
    with brush.canvas.layer(GHOSTLY):
        for outline in (True, False):
            canvas = GhostCanvas(brush.canvas, outline=outline, thick=2 * brush.line)
            yield Brush(canvas, brush.camera)


class GhostCanvas(Canvas):
    """Paints on another canvas either only the outline of everything or only what fills it."""

    plain = True

    def __init__(self, under: Canvas, *, outline: bool, thick: float) -> None:
        self._under, self._outline, self._thick = under, outline, thick
        self.width, self.height = under.width, under.height

    def fill(self, shape: Shape, colour: str, opacity: float = 1.0) -> None:
        """Fill the union of the polygons."""
        if not self._outline:
            self._under.fill(shape, mix(colour, WHITE, PALE), opacity)

    def blur(self, shape: Shape, colour: str, opacity: float, radius: float) -> None:
        """Leave a soft edge out."""

    def solid(self, shape: Shape, finish: Finish) -> None:
        """Paint a surface without its shade."""
        if self._outline:
            colour, line = mix(INK, WHITE, OUTLINE), finish.line
        else:
            colour, line = mix(finish.lit, WHITE, PALE), 0.0
        self._under.solid(shape, Finish(colour, colour, colour, line))

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
            colour = mix(INK, WHITE, OUTLINE) if self._outline else mix(colour, WHITE, PALE)
            self._under.line(points, colour, width, opacity, closed=closed)

    def clip(self, shape: Shape, *, outside: bool = False) -> AbstractContextManager[None]:
        """Draw only inside `shape`, or only outside it."""
        return self._under.clip(shape, outside=outside)

    @contextmanager
    def layer(self, opacity: float) -> Iterator[None]:
        """Draw several paths as one that shows through."""
        with self._under.layer(opacity):
            yield
