"""The room around the figure: paper, halo, floor, and the shadow that ties things to it."""

from collections.abc import Sequence

import numpy as np

from bot.figures.brush import Brush
from bot.figures.camera import Chain
from bot.figures.geometry import Array, ring
from bot.figures.people import FLOOR, FLOOR_MARK, HALO, SHADOW

HORIZON = -0.62  # how far behind the figure the floor ends
ROOM_BEHIND = 0.12  # how far behind the farthest thing it ends at least
BOARDS = 3  # of the floor in one loop of a walk
#: How high above the floor a part may be, how dark its shadow is, and how soft, in metres.
SHADOWS = ((0.35, 0.15, 0.040), (0.06, 0.26, 0.014))
#: How wide a part's shadow is by its height, as a share of that: it ends in a point, not a blot.
NARROWS = ((0.0, 0.6, 1.0), (1.0, 0.85, 0.05))


def room(brush: Brush, travel: float, things: Array) -> None:
    """Draw a halo and the floor below it, behind all things; a floor to walk on has boards."""
    canvas, camera = brush.canvas, brush.camera
    w, h = canvas.width, canvas.height
    depth = camera.rotation[2] * [1.0, 0.0, 1.0]
    depth /= np.linalg.norm(depth)
    behind = min(HORIZON, float((things @ depth).min()) - ROOM_BEHIND)
    edge = float(camera.point(depth * behind)[1])
    floor = np.array([(0, edge), (w, edge), (w, h), (0, h)], dtype=float)
    radius = min(w * 0.46, h * 0.44)
    middle = max(min(edge - h * 0.10, h * 0.52), radius + h * 0.035)
    canvas.fill([ring((w / 2, middle), radius)], HALO)
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


def shadow(brush: Brush, chains: list[Chain]) -> None:
    """Flatten everything to the floor: faint for the whole body, dark where it touches."""
    for reach, opacity, blur in SHADOWS:
        _cast(brush, [_flatten(chain, reach) for chain in chains], opacity, blur)


def _cast(brush: Brush, flats: Sequence[Chain | None], opacity: float, blur: float) -> None:
    if seen := [flat for flat in flats if flat is not None]:
        brush.canvas.blur(brush.camera.shape(*seen), SHADOW, opacity, blur * brush.camera.scale)


def _flatten(chain: Chain, reach: float) -> Chain | None:
    """Lay a chain's parts that are near flat on the floor, smaller the higher they are."""
    high = np.abs(chain.centres[:, 1]) - np.linalg.norm(chain.axes[:, 1, :], axis=1)
    near = np.flatnonzero(high <= reach)
    if len(near) == 0:
        return None
    part = slice(int(near[0]), int(near[-1]) + 1)
    high = high[part].clip(0.0)
    shrink = np.interp(high / reach, *NARROWS)
    centres, axes = chain.centres[part].copy(), chain.axes[part] * shrink[:, None, None]
    centres[:, 0] += 0.02 * high
    centres[:, 1], axes[:, 1, :] = 0.0, 0.0
    return Chain(centres, axes)
