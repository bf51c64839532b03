"""A canvas of pixels, painted by Skia in the order in which shapes are added."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import numpy as np
import skia
from numpy.typing import NDArray

from bot.figures.camera import grow
from bot.figures.canvas import Canvas, Finish, Pixels, Shape, rgb
from bot.figures.geometry import Array

#: How soft the edges of light and shade are, and how wide the light is, as shares of the shade.
SOFT, GLINT = 0.3, 0.45
#: How Skia stores a path.
VERSION, MOVE, LINE, CLOSE = 5, b"\0", b"\1", b"\5"


class Painting(Canvas):
    """A canvas with pixels, in the colour `ground` at first."""

    def __init__(self, width: int, height: int, ground: str) -> None:
        self.width, self.height = width, height
        self._picture = np.empty((height, width, 4), np.uint8)
        self._surface = skia.Surface(
            self._picture, skia.ColorType.kBGRA_8888_ColorType, skia.AlphaType.kPremul_AlphaType
        )
        self._canvas = self._surface.getCanvas()
        self._canvas.clear(skia.Color(*rgb(ground)))

    @classmethod
    def of(cls, pixels: Pixels) -> "Painting":
        """Return a canvas that starts with a finished picture."""
        height, width = pixels.shape[:2]
        painting = cls(width, height, "#ffffff")
        painting._picture[..., 2::-1] = pixels
        return painting

    def fill(self, shape: Shape, colour: str, opacity: float = 1.0) -> None:
        """Fill the union of the polygons."""
        if opacity > 0:
            self._canvas.drawPath(_path(shape), _paint(colour, opacity))

    def blur(self, shape: Shape, colour: str, opacity: float, radius: float) -> None:
        """Fill the union of the polygons with an edge that fades over about `radius` pixels."""
        paint = _paint(colour, opacity)
        paint.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, max(radius, 0.01)))
        self._canvas.drawPath(_path(shape), paint)

    def solid(self, shape: Shape, finish: Finish) -> None:
        """Paint a surface with its outline and its shade."""
        path = _path(shape)
        if finish.line > 0:
            self._edge(shape, path, finish)
        self._canvas.drawPath(path, _paint(finish.lit))
        if finish.dark != finish.lit:
            self._model(path, path, finish)

    def model(self, shape: Shape, finish: Finish, *, within: Shape | None = None) -> None:
        """Give what is painted there, or `within` a part, the light and shade of a surface."""
        path = _path(shape)
        self._model(path, path if within is None else _path(within), finish)

    def _model(self, path: skia.Path, within: skia.Path, finish: Finish) -> None:
        right, down = finish.shade
        self._canvas.save()
        self._canvas.clipPath(within, doAntiAlias=True)
        self._uncovered(path, within, finish.dark, (-right, -down))
        if finish.glint:
            self._uncovered(path, within, finish.glint, (GLINT * right, GLINT * down))
        self._canvas.restore()

    def _uncovered(
        self, path: skia.Path, within: skia.Path, colour: str, way: tuple[float, float]
    ) -> None:
        """Fill, with a soft edge, what a shape uncovers when it is moved."""
        moved = skia.Path(path)
        moved.offset(*way)
        moved.toggleInverseFillType()
        moved.moveTo(0, 0).lineTo(0, 0)  # Skia blurs a mere rectangle as if it were not inverse
        paint = _paint(colour)
        blur = max(SOFT * float(np.hypot(*way)), 0.01)
        paint.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, blur))
        self._canvas.drawPath(moved, paint)

    def _edge(self, shape: Shape, path: skia.Path, finish: Finish) -> None:
        """Paint a shape a little larger; hulls grow by their normals, faster than by a stroke."""
        paint = _paint(finish.edge)
        if isinstance(shape, np.ndarray):
            self._canvas.drawPath(_path(grow(shape, finish.line)), paint)
            return
        paint.setStyle(skia.Paint.kStrokeAndFill_Style)
        paint.setStrokeWidth(2 * finish.line)
        paint.setStrokeJoin(skia.Paint.kRound_Join)
        self._canvas.drawPath(path, paint)

    def line(
        self,
        points: Array,
        colour: str,
        width: float,
        opacity: float = 1.0,
        *,
        closed: bool = False,
    ) -> None:
        """Draw one line with round ends."""
        paint = _paint(colour, opacity)
        paint.setStyle(skia.Paint.kStroke_Style)
        paint.setStrokeWidth(width)
        paint.setStrokeJoin(skia.Paint.kRound_Join)
        paint.setStrokeCap(skia.Paint.kRound_Cap)
        self._canvas.drawPath(_path([points], closed=closed), paint)

    @contextmanager
    def clip(self, shape: Shape, *, outside: bool = False) -> Iterator[None]:
        """Draw only inside `shape`, or only outside it."""
        how = skia.ClipOp.kDifference if outside else skia.ClipOp.kIntersect
        self._canvas.save()
        self._canvas.clipPath(_path(shape), how, doAntiAlias=True)
        yield
        self._canvas.restore()

    @contextmanager
    def layer(self, opacity: float, shown: Pixels | None = None) -> Iterator[None]:
        """Draw several paths as one that shows through, each pixel as far as it is `shown`."""
        self._canvas.saveLayerAlpha(None, round(255 * opacity))
        yield
        if shown is not None:
            mask = skia.Image.fromarray(np.repeat(shown[..., None], 4, axis=-1))
            self._canvas.drawImage(mask, 0, 0, paint=skia.Paint(BlendMode=skia.BlendMode.kDstIn))
        self._canvas.restore()

    def blank(self) -> "Painting":
        """Return a canvas of the same size on which nothing is painted."""
        painting = Painting(self.width, self.height, "#000000")
        painting._canvas.clear(skia.ColorTRANSPARENT)
        return painting

    def covered(self) -> NDArray[np.bool_]:
        """Return which pixels are painted."""
        return self._picture[..., 3] > 127

    def pixels(self) -> Pixels:
        """Return the finished picture."""
        return np.stack([self._picture[..., i] for i in (2, 1, 0)], axis=-1)


def _paint(colour: str, opacity: float = 1.0) -> skia.Paint:
    alpha = round(255 * min(max(opacity, 0.0), 1.0))
    return skia.Paint(Color=skia.Color(*rgb(colour), alpha), AntiAlias=True)


def _path(shape: Shape, *, closed: bool = True) -> skia.Path:
    """Make a path in the format in which Skia stores one: a call for each point is slow.

    Its head counts points, conics and verbs; version 5 and the rule, winding, are one number.
    """
    if isinstance(shape, np.ndarray):
        points, verbs = shape.reshape(-1, 2), _verbs(shape.shape[1], closed) * len(shape)
    else:
        polygons = list(shape)
        points = np.concatenate([np.empty((0, 2)), *polygons])
        verbs = b"".join([_verbs(len(one), closed) for one in polygons])
    head = struct.pack("<4i", VERSION, len(points), 0, len(verbs))
    path = skia.Path()
    stored = head + points.astype("<f4").tobytes() + verbs + bytes(-len(verbs) % 4)
    if not path.readFromMemory(stored):
        raise RuntimeError("this version of skia stores paths differently")
    return path


@cache
def _verbs(points: int, closed: bool) -> bytes:  # noqa: FBT001
    """Return how Skia stores that a polygon of so many points is drawn."""
    return MOVE + LINE * (points - 1) + CLOSE * closed
