"""How a surface is painted: a dark edge, a shaded side and a lit side."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from bot.figures.camera import Camera, Chain
from bot.figures.canvas import Canvas, Finish, Shape, mix, rgb
from bot.figures.geometry import Array
from bot.figures.people import INK, SHADOW

#: How far the shade reaches into a limb, in metres right and down on the picture; it comes from a
#: light that stands upper left.
SHADE = (0.020, 0.023)
#: How much a shade keeps of a colour's weak channels, and how much more of its strongest one: it
#: is fuller than its colour, and not a grey.
DEPTH, FULLER = 0.70, 0.15
#: The light, and how much of it the lit edge of a surface takes on.
LIGHT, LIT = "#FFECCD", 0.20
#: How wide the shade of a polygon is beside that of a limb: heads and things look flatter.
FLATTER = 0.5
#: How wide a seam or a fold is beside an outline.
FINE = 0.7
#: How much of a line between fingers or toes shows: paler, they would melt into a mitten.
PARTED = 0.9
#: How softly the outline between two parts of one cloth is covered, in metres.
HIDE_SOFT = 0.007
#: How far a shadow falls on what lies behind, in metres, how dark it is and how soft.
CAST, CAST_DARK, CAST_SOFT = (0.010, 0.018), 0.30, 0.008
#: How dark the far side of a body is.
FAR = 0.20


def dim(colour: str, share: float = FAR) -> str:
    """Put a colour into the shade; the far side of the body is drawn so."""
    return mix(colour, SHADOW, share)


@cache
def shade_of(colour: str) -> str:
    """Choose the colour that a surface has on the side away from the light."""
    channels = rgb(colour)
    top = max(1, *channels)
    return "#" + "".join(f"{round(x * (DEPTH + FULLER * (x / top) ** 2)):02x}" for x in channels)


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

    @property
    def fine(self) -> float:
        """The width of a seam or a fold in pixels."""
        return self.line * FINE

    def paint(
        self,
        shape: Array,
        colour: str,
        *,
        edge: float = 1.0,
        shaded: bool = True,
        deep: float = 1.0,
    ) -> None:
        """Paint a silhouette made of hulls; an `edge` of 0 has no outline.

        The shade of a part that is `deep` times as thick as a limb is so much wider.
        """
        self.canvas.solid(shape, self._finish(colour, edge, shaded=shaded, deep=deep))

    def model(self, shape: Array, within: Array, colour: str, *, deep: float = 1.0) -> None:
        """Give several parts of one colour, painted without shade, the light and shade of one."""
        finish = self._finish(colour, 0, shaded=True, deep=deep)
        self.canvas.model(shape, finish, within=within)

    def hide(self, shape: Array, colour: str, within: Shape) -> None:
        """Cover an outline within two parts of one cloth, so that it fades out at its ends."""
        with self.canvas.clip(within):
            if self.canvas.plain:
                self.canvas.fill(shape, colour)
            else:
                self.canvas.blur(shape, colour, 1.0, HIDE_SOFT * self.camera.scale)

    def cast(self, shape: Array, onto: Shape) -> None:
        """Let a silhouette that is painted next throw a shadow on what lies behind it."""
        k = self.camera.scale
        with self.canvas.clip(onto):
            self.canvas.blur(shape + k * np.array(CAST), SHADOW, CAST_DARK, k * CAST_SOFT)

    def drawn(
        self, polygon: Array, colour: str, *, edge: float = 1.0, shaded: bool = True
    ) -> None:
        """Paint a free-hand polygon the same way."""
        self.canvas.solid([polygon], self._finish(colour, edge, shaded=shaded, deep=FLATTER))

    def seam(self, disc: Chain, colour: str, opacity: float) -> None:
        """Draw a seam around a disc of the body, on the side that we see."""
        points = self.camera.rim(disc)
        self.canvas.line(points, edge_of(colour), self.fine, opacity)

    def _finish(self, colour: str, edge: float, *, shaded: bool, deep: float = 1.0) -> Finish:
        k = self.camera.scale * deep
        line, shade = self.line * edge, (SHADE[0] * k, SHADE[1] * k)
        if not shaded:
            return Finish(colour, colour, edge_of(colour), line)
        return Finish(
            colour, shade_of(colour), edge_of(colour), line, shade, mix(colour, LIGHT, LIT)
        )
