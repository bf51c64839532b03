"""How a surface is painted: a dark edge, a shaded side and a lit side."""

from dataclasses import dataclass

from bot.figures.camera import Camera, Chain
from bot.figures.canvas import Canvas, Finish, mix
from bot.figures.geometry import Array
from bot.figures.people import INK, SHADOW

#: Where the shade lies, in metres right and down on the picture.
SHADE = (0.011, 0.014)
#: How dark the far side of a body is.
FAR = 0.20


def dim(colour: str, share: float = FAR) -> str:
    """Put a colour into the shade; the far side of the body is drawn so."""
    return mix(colour, SHADOW, share)


def edge_of(colour: str) -> str:
    """Choose the dark tint that outlines a colour."""
    return mix(colour, INK, 0.62)


@dataclass
class Brush:
    """A canvas seen through a camera."""

    canvas: Canvas
    camera: Camera

    @property
    def line(self) -> float:
        """The width of an outline in pixels."""
        return 2.3 * self.camera.scale / 330

    def paint(self, shape: Array, colour: str, *, edge: float = 1.0, shaded: bool = True) -> None:
        """Paint a silhouette made of hulls; an `edge` of 0 has no outline."""
        self.canvas.solid(shape, self._finish(colour, edge, shaded=shaded))

    def drawn(
        self, polygon: Array, colour: str, *, edge: float = 1.0, shaded: bool = True
    ) -> None:
        """Paint a free-hand polygon the same way."""
        self.canvas.solid([polygon], self._finish(colour, edge, shaded=shaded, deep=0.8))

    def seam(self, disc: Chain, colour: str, opacity: float) -> None:
        """Draw a seam around a disc of the body, on the side that we see."""
        points = self.camera.rim(disc)
        self.canvas.line(points, edge_of(colour), self.line * 0.7, opacity)

    def _finish(self, colour: str, edge: float, *, shaded: bool, deep: float = 1.0) -> Finish:
        k = self.camera.scale * deep
        dark = dim(colour) if shaded else colour
        shade = (SHADE[0] * k, SHADE[1] * k)
        return Finish(colour, dark, edge_of(colour), self.line * edge, shade)
