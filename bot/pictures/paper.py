"""A sheet of paper to draw on: crisp letters, and shapes with smooth edges."""

import io
import unicodedata
from collections.abc import Callable
from functools import cache
from string import printable

from PIL import Image, ImageDraw, ImageFont

PAPER, LINE, INK, FAINT = "#F4EEE3", "#DDD2BF", "#2A2440", "#6F6678"
"""The paper and ink of the exercise pictures: a card that stands on white and on black."""

FINER = 3
"""Shapes are drawn so many times larger and then reduced, for edges without steps."""

Drawing = Callable[[ImageDraw.ImageDraw, int], None]


class Paper:
    """A picture under way; positions are pixels, `anchor` is Pillow's."""

    def __init__(self, width: int, height: int) -> None:
        self.image = Image.new("RGB", (width, height), PAPER)
        self._draw = ImageDraw.Draw(self.image)

    def write(
        self, at: tuple[float, float], text: str, size: int, colour: str = INK, anchor: str = "lm"
    ) -> None:
        """Write a line."""
        self._draw.text(at, text, colour, font(size), anchor)

    def bold(
        self, at: tuple[float, float], text: str, size: int, colour: str = INK, anchor: str = "lm"
    ) -> None:
        """Write a line that stands out: the one font that Pillow brings along has no bold."""
        self._draw.text(at, text, colour, font(size), anchor, stroke_width=size / 48)

    def stamp(self, middle: tuple[float, float], shape: Image.Image, colour: str) -> None:
        """Put a shape around a point."""
        left, top = (round(m - s / 2) for m, s in zip(middle, shape.size, strict=True))
        self.image.paste(colour, (left, top), shape)

    def width(self, text: str, size: int) -> float:
        """Return how wide a line will be."""
        return font(size).getlength(text)

    def png(self) -> bytes:
        """Return the picture; a light squeeze is enough, since Telegram makes a JPEG of it."""
        out = io.BytesIO()
        self.image.save(out, "PNG", compress_level=3)
        return out.getvalue()


def shape(width: int, height: int, draw: Drawing) -> Image.Image:
    """Draw a shape three times as large as it will be, and reduce it."""
    large = Image.new("L", (width * FINER, height * FINER))
    draw(ImageDraw.Draw(large), FINER)
    return large.reduce(FINER)


@cache
def disc(size: int) -> Image.Image:
    """Return a filled circle."""
    return shape(size, size, lambda draw, k: draw.ellipse((0, 0, size * k - 1, size * k - 1), 255))


@cache
def ring(size: int, line: int) -> Image.Image:
    """Return a circle's outline."""
    edge = size * FINER - 1
    return shape(
        size, size, lambda draw, k: draw.ellipse((0, 0, edge, edge), outline=255, width=line * k)
    )


@cache
def slab(width: int, height: int, radius: float) -> Image.Image:
    """Return a filled rectangle with round corners."""
    corner = (width * FINER - 1, height * FINER - 1)
    return shape(
        width, height, lambda draw, k: draw.rounded_rectangle((0, 0, *corner), radius * k, 255)
    )


@cache
def frame(width: int, height: int, radius: float, line: int) -> Image.Image:
    """Return the outline of a rectangle with round corners."""
    box = (0, 0, width * FINER - 1, height * FINER - 1)
    return shape(
        width,
        height,
        lambda draw, k: draw.rounded_rectangle(box, radius * k, outline=255, width=line * k),
    )


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """Return the font that comes with Pillow."""
    found = ImageFont.load_default(size)
    assert isinstance(found, ImageFont.FreeTypeFont)  # noqa: S101  # true of every wheel
    return found


def fitting(text: str, size: int, room: float) -> int:
    """Return the size at which a line fits its room: its own, or a smaller one."""
    return min(size, int(size * room / max(1.0, font(size).getlength(text))))


def legible(text: str, instead: str) -> str:
    """Return a text in the letters that the font has: without accents, or another text."""
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return plain if set(plain) <= set(printable) else instead
