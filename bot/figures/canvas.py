"""What a picture is painted on: a size, and methods that add one shape each.

A shape is a list of polygons that wind the same way, filled as their union.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from bot.figures.geometry import Array

Pixels: TypeAlias = NDArray[np.uint8]
Shape: TypeAlias = Iterable[Array]


@cache
def rgb(colour: str) -> tuple[int, int, int]:
    """Read `#rrggbb`."""
    value = int(colour.removeprefix("#"), 16)
    return value >> 16, value >> 8 & 255, value & 255


@cache
def mix(a: str, b: str, share: float) -> str:
    """Mix `share` of the colour `b` into `a`."""
    return "#" + "".join(
        f"{round(x + (y - x) * share):02x}" for x, y in zip(rgb(a), rgb(b), strict=True)
    )


@dataclass(frozen=True)
class Finish:
    """How a surface is painted: its outline, and its colours with light and shade.

    `shade` is how far right and down its shaded side reaches, in pixels. `glint` is the colour of
    the edge towards the light; without one there is none.
    """

    lit: str
    dark: str
    edge: str
    line: float
    shade: tuple[float, float] = (0.0, 0.0)
    glint: str | None = None


class Canvas(ABC):
    """A picture of a size, with methods that add one shape each."""

    width: int
    height: int
    plain = False  # whether it leaves lines and shade out

    @abstractmethod
    def fill(self, shape: Shape, colour: str, opacity: float = 1.0) -> None:
        """Fill the union of the polygons."""

    @abstractmethod
    def blur(self, shape: Shape, colour: str, opacity: float, radius: float) -> None:
        """Fill the union of the polygons with an edge that fades over about `radius` pixels."""

    @abstractmethod
    def solid(self, shape: Shape, finish: Finish) -> None:
        """Paint a surface with its outline and its shade."""

    @abstractmethod
    def model(self, shape: Shape, finish: Finish, *, within: Shape | None = None) -> None:
        """Give what is painted there, or `within` a part, the light and shade of a surface."""

    @abstractmethod
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

    @abstractmethod
    def clip(self, shape: Shape, *, outside: bool = False) -> AbstractContextManager[None]:
        """Draw only inside `shape`, or only outside it."""

    @abstractmethod
    def layer(self, opacity: float, shown: Pixels | None = None) -> AbstractContextManager[None]:
        """Draw several paths as one that shows through, each pixel as far as it is `shown`."""

    def blank(self) -> "Canvas":
        """Return a canvas of the same size on which nothing is painted."""
        raise NotImplementedError

    def covered(self) -> NDArray[np.bool_]:
        """Return which pixels are painted."""
        raise NotImplementedError

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Name what is drawn next, for those who compare frames; nothing is painted by it."""
        del name
        yield
