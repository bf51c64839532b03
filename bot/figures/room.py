"""The room around the figure: paper, halo, floor, and the shadow that ties things to it."""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass

import numpy as np

from bot.figures.brush import Brush
from bot.figures.camera import Chain, join
from bot.figures.canvas import Shape
from bot.figures.geometry import Array, ring
from bot.figures.people import FLOOR, FLOOR_MARK, HALO

HORIZON = -0.62  # how far behind the figure the floor ends
ROOM_BEHIND = 0.12  # how far behind the farthest thing it ends at least
BOARDS = 3  # of the floor in one loop of a walk
#: How wide the halo is at most: as a share of the picture, and of its height.
WIDE, LONG = 0.42, 1.45
#: The colour of a shadow on the floor, and of one on a mat.
FLOOR_SHADE, MAT_SHADE = "#5B4B4F", "#2F5F5E"
#: How high a part may be and still rest on the floor, or on a mat, into which it sinks.
ON_FLOOR, ON_MAT = 0.015, 0.035
#: Up to which height all of a chain has its shadow, and from which on none: the spot far below a
#: bell or a foot in the air would seem to belong to nothing.
HOVERS = (0.08, 0.28)
#: How wide a part's shadow is by its height, as a share of the reach: it ends in a point.
NARROWS = ((0.0, 0.15, 0.5, 1.0), (1.0, 0.75, 0.3, 0.0))


@dataclass(frozen=True)
class Layer:
    """A part of every shadow, in metres on the picture except for `reach`."""

    reach: float  # how high above the floor a part may be
    opacity: float
    soft: float
    grown: tuple[float, float]  # how much longer and higher it is than the part, on each side
    aside: float  # how far to the right, as the light stands upper left
    tucked: bool = False  # whether it lies under the contour, or below the part's middle


LAYERS = (
    Layer(0.5, 0.15, 0.015, (0.042, 0.024), 0.020),
    Layer(0.02, 0.45, 0.006, (0.008, 0.017), 0.006, tucked=True),
)


def room(brush: Brush, travel: float, things: Array) -> None:
    """Draw a halo and the floor below it, behind all things; a floor to walk on has boards."""
    canvas, camera = brush.canvas, brush.camera
    w, h = canvas.width, canvas.height
    depth = camera.rotation[2] * [1.0, 0.0, 1.0]
    depth /= np.linalg.norm(depth)
    behind = min(HORIZON, float((things @ depth).min()) - ROOM_BEHIND)
    edge = float(camera.point(depth * behind)[1])
    floor = np.array([(0, edge), (w, edge), (w, h), (0, h)], dtype=float)
    high = min(w * 0.46, h * 0.44)
    wide = max(high, min(w * WIDE, high * LONG))
    middle = max(min(edge - h * 0.10, h * 0.52), high + h * 0.035)
    canvas.fill([ring((w / 2, middle), wide, high)], HALO)
    canvas.fill([floor], FLOOR)
    if travel:
        with canvas.clip([floor]):
            _boards(brush, travel / BOARDS)
        canvas.line(floor[:2], FLOOR_MARK, brush.line * 1.2)


def _boards(brush: Brush, width: float) -> None:
    """Draw the joints of the boards; they stay in the room while the camera follows the figure."""
    camera = brush.camera
    left, right = (
        round((x - camera.offset[0]) / camera.flat[0, 0] / width) for x in (0, brush.canvas.width)
    )
    for i in range(left - 9, right + 10):
        joint = camera.point([(i * width, 0.0, -2.5), (i * width, 0.0, 2.5)])
        brush.canvas.line(joint, FLOOR_MARK, brush.line * 1.5)


def shadow(brush: Brush, chains: Sequence[Chain], mat: Array | None = None) -> None:
    """Draw what all chains throw on the floor: wide and faint, and dark where they touch it.

    With a mat, whose outline on the picture it is, all of it lies on that.
    """
    colour, ground = (FLOOR_SHADE, ON_FLOOR) if mat is None else (MAT_SHADE, ON_MAT)
    with nullcontext() if mat is None else brush.canvas.clip([mat]):
        for layer in LAYERS:
            soft = layer.soft * brush.camera.scale
            shape = _cast(brush, chains, ground, layer)
            brush.canvas.blur(shape, colour, layer.opacity, soft)


def _cast(brush: Brush, chains: Sequence[Chain], ground: float, layer: Layer) -> Shape:
    """Return the shape of a layer: all parts within its reach, laid on the floor."""
    whole = join(*chains)
    low = whole.centres[:, 1] - np.linalg.norm(whole.axes[:, 1, :], axis=1)
    high = (low - ground).clip(0.0)
    size = np.interp(high / layer.reach, *NARROWS) * _nearness(high, chains)
    laid = _tucked(brush, whole, high) if layer.tucked else _flat(whole)
    spots = _grown(brush, laid, size, layer)
    rows = [spots[near] for near in _within_reach(size, chains)]
    return brush.camera.shape(*rows) if rows else ()


def _nearness(high: Array, chains: Sequence[Chain]) -> Array:
    """Return for each part how near to the floor the lowest part of its chain is, from 0 to 1."""
    counts = [len(chain.centres) for chain in chains]
    lowest = np.minimum.reduceat(high, np.cumsum([0, *counts[:-1]]))
    return np.repeat(np.interp(lowest, HOVERS, (1.0, 0.0)), counts)


def _flat(chain: Chain) -> Chain:
    """Press a chain flat on the floor."""
    centres, axes = chain.centres.copy(), chain.axes.copy()
    centres[:, 1], axes[:, 1, :] = 0.0, 0.0
    return Chain(centres, axes)


def _tucked(brush: Brush, chain: Chain, high: Array) -> Chain:
    """Draw a chain out to lines, as wide as it looks, along the lower contour of its outline.

    They sink by `high`, to where the contour would be if the part touched the floor.
    """
    right, up = brush.camera.rotation[:2]
    rise = chain.axes.transpose(0, 2, 1) @ up
    reach = np.linalg.norm(rise, axis=1, keepdims=True)
    highest = (chain.axes @ rise[..., None])[..., 0] / reach  # from the middle of each part
    centres = chain.centres - (highest + up * brush.line / brush.camera.scale)
    centres[:, 1] -= high
    return Chain(centres, right[:, None] * (right @ chain.axes)[:, None, :])


def _grown(brush: Brush, chain: Chain, size: Array, layer: Layer) -> Chain:
    """Make what lies on the floor as large as a layer is, each part `size` times."""
    right, up = brush.camera.rotation[:2]
    margin = np.stack([right * layer.grown[0], up * layer.grown[1]], axis=1)
    margins = np.broadcast_to(margin, (len(chain.axes), *margin.shape))
    axes = np.concatenate([chain.axes, margins], axis=2)
    return Chain(chain.centres + right * layer.aside, axes * size[:, None, None])


def _within_reach(size: Array, chains: Sequence[Chain]) -> Iterator[slice]:
    """Give the parts of each chain that have a shadow.

    With the first part beyond reach on both sides: the shadow ends in a point there.
    """
    ends = np.cumsum([len(chain.centres) for chain in chains])
    for start, end in zip([0, *ends[:-1]], ends, strict=True):
        near = start + np.flatnonzero(size[start:end])
        if len(near):
            yield slice(max(start, near[0] - 1), min(end, near[-1] + 2))
