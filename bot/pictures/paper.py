"""A canvas to draw on: text in any script that a font here has, and shapes with smooth edges."""

import io
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, features

PAPER, LINE, INK, FAINT = "#F4EEE3", "#DDD2BF", "#2A2440", "#6F6678"
"""The paper and ink of the exercise pictures, readable in Telegram's light and dark themes."""

FONTS = Path(__file__).parent / "fonts"
"""All under the SIL Open Font License."""

USUAL = "Nunito"
"""Latin with all accents, and Cyrillic."""

SHAPED = ("NotoSansDevanagari", "NotoSansArabic") if features.check("raqm") else ()
"""For scripts whose letters change with their neighbours: nothing is drawn rather than wrong.

Pillow shapes them where it finds the system's library FriBiDi.
"""

NO_LETTER = "\U0010fffe"
"""A code point that is never assigned, drawn as whatever stands for a missing glyph."""

JOINERS = "\u200c\u200d"
"""They are no letters themselves, and change those beside them."""

FINER = 3
"""How many times larger shapes are drawn before they are reduced, for smooth edges."""

Drawing = Callable[[ImageDraw.ImageDraw, int], None]


class Paper:
    """A picture being drawn; positions are in pixels, `anchor` is Pillow's.

    One that is `mirrored`, for a right-to-left language, has its left edge at the right.
    """

    def __init__(self, width: int, height: int, *, mirrored: bool = False) -> None:
        self.image = Image.new("RGB", (width, height), PAPER)
        self._draw = ImageDraw.Draw(self.image)
        self._mirrored = mirrored

    def write(
        self, at: tuple[float, float], text: str, size: int, colour: str = INK, anchor: str = "lm"
    ) -> None:
        """Write a line of text."""
        self._text(at, text, colour, font(size, typeface(text)), anchor)

    def bold(
        self, at: tuple[float, float], text: str, size: int, colour: str = INK, anchor: str = "lm"
    ) -> None:
        """Write a line of text in bold."""
        self._text(at, text, colour, font(size, typeface(text), bold=True), anchor)

    def _text(
        self,
        at: tuple[float, float],
        text: str,
        colour: str,
        face: ImageFont.FreeTypeFont,
        anchor: str,
    ) -> None:
        x, y = at
        if self._mirrored:
            x, anchor = self.image.width - x, anchor.translate(_TURNED)
        self._draw.text((x, y), text, colour, face, anchor)

    def stamp(self, middle: tuple[float, float], shape: Image.Image, colour: str) -> None:
        """Draw a shape centred on a point."""
        x, y = middle
        if self._mirrored:
            x = self.image.width - x
        left, top = round(x - shape.width / 2), round(y - shape.height / 2)
        self.image.paste(colour, (left, top), shape)

    def width(self, text: str, size: int) -> float:
        """Return the width of a line of text."""
        return font(size, typeface(text)).getlength(text)

    def png(self) -> bytes:
        """Return the picture as a PNG, lightly compressed because Telegram makes a JPEG of it."""
        out = io.BytesIO()
        self.image.save(out, "PNG", compress_level=3)
        return out.getvalue()


def shape(width: int, height: int, draw: Drawing) -> Image.Image:
    """Draw a shape larger than it will be, and reduce it."""
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


_TURNED = str.maketrans("lr", "rl")


@lru_cache(maxsize=256)
def font(size: int, face: str = USUAL, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Return a font in a size."""
    return ImageFont.truetype(FONTS / f"{face}-{'Bold' if bold else 'Regular'}.ttf", size)


def typeface(text: str) -> str:
    """Return the font that has all letters of a text; the usual one if none has."""
    return _able(text) or USUAL


def _able(text: str) -> str | None:
    faces = (USUAL, *SHAPED)
    return next((face for face in faces if all(is_drawn(one, face) for one in text)), None)


def fitting(text: str, size: int, room: float, *, bold: bool = False) -> int:
    """Return the largest size, up to the one given, at which a line fits its room."""
    return min(
        size, int(size * room / max(1.0, font(size, typeface(text), bold=bold).getlength(text)))
    )


def legible(text: str, instead: str) -> str:
    """Return a text that a font can draw, without accents if need be, else another text."""
    visible = (mark for mark in text if mark in JOINERS or unicodedata.category(mark) != "Cf")
    plain = " ".join(unicodedata.normalize("NFC", "".join(visible)).split())
    bare = "".join(
        mark for mark in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(mark)
    )
    return next((one for one in (plain, bare) if _able(one)), instead)


@lru_cache(maxsize=4096)
def is_drawn(letter: str, face: str = USUAL) -> bool:
    """Return whether a font has a glyph for a letter."""
    return letter.isspace() or letter in JOINERS or _mask(letter, face) != _mask(NO_LETTER, face)


def _mask(letter: str, face: str) -> bytes:
    return bytes(font(40, face).getmask(letter))
