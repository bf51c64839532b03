"""How a surface is painted: a dark edge, a shaded side and a lit side."""

from dataclasses import dataclass

import numpy as np

from bot.figures.camera import Camera, grow
from bot.figures.canvas import Canvas, mix
from bot.figures.geometry import Array
from bot.figures.people import INK, SHADOW

#: Where the shade lies, in metres right and down on the picture.
SHADE = (0.011, 0.014)


def dim(colour: str, share: float = 0.20) -> str:
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
        if edge:
            self.canvas.fill(grow(shape, self.line * edge), edge_of(colour))
        if not shaded:
            self.canvas.fill(shape, colour)
            return
        self.canvas.fill(shape, dim(colour))
        with self.canvas.clip(shape):
            self.canvas.fill(shape - np.array(SHADE) * self.camera.scale, colour)

    def drawn(
        self, polygon: Array, colour: str, *, edge: float = 1.0, shaded: bool = True
    ) -> None:
        """Paint a free-hand polygon the same way."""
        if edge:
            self.canvas.line(polygon, edge_of(colour), self.line * edge * 2, closed=True)
        self.canvas.fill([polygon], dim(colour) if shaded else colour)
        if shaded:
            k = self.camera.scale
            with self.canvas.clip([polygon]):
                self.canvas.fill([polygon - [SHADE[0] * k * 0.8, SHADE[1] * k * 0.8]], colour)
