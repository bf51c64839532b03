"""Lines that part neighbouring fingers or toes, thick where these part and thin at their roots."""

import numpy as np

from bot.figures.camera import Camera
from bot.figures.geometry import Array

#: How far two axes are seen apart, in their radii, where a line between them has its full width.
SEEN = 0.8
#: And where the gap between them is so wide that the outlines show it.
TOUCH, GAP = 2.1, 2.6
#: A finger hides a line that is so far inside its edge, and more than so far behind it, in radii.
INSIDE, BEFORE = 0.3, 0.4
STAND_IN = 0.6  # of a finger's radius: so short it is seen where it points at us


def parting(camera: Camera, axes: Array, radii: Array) -> tuple[Array, Array]:
    """Give the lines between neighbours and how strongly they show, each from root to tip.

    `axes` is (neighbours, points, 3). A line is the edge of the nearer one, and lies between both
    where they are equally near: so it slides, and does not jump, as a hand or foot turns.
    """
    seen, depth = camera.point(axes), axes @ camera.rotation[2]
    reach = radii * camera.scale
    across = np.diff(seen, axis=0)
    apart = np.linalg.norm(across, axis=2) + 1e-9
    way, mean = across / apart[..., None], (reach[:-1] + reach[1:]) / 2
    nearer = np.clip(0.5 - np.diff(depth, axis=0) / (radii[:-1] + radii[1:]), 0, 1)[..., None]
    edges = seen[:-1] + way * reach[:-1, :, None], seen[1:] - way * reach[1:, :, None]
    line = edges[0] * nearer + edges[1] * (1 - nearer)
    ratio = apart / mean
    shown = np.clip(ratio / SEEN, 0, 1) * np.clip((GAP - ratio) / (GAP - TOUCH), 0, 1)
    at = (depth[:-1, :, None] * nearer + depth[1:, :, None] * (1 - nearer))[..., 0]
    return line, shown * (1 - _covered(camera, line, at, axes, radii))


def _covered(camera: Camera, line: Array, at: Array, axes: Array, radii: Array) -> Array:
    """Return how far a line that lies `at` a depth is behind a finger, as on a hand's narrow side.

    Lines that show through would make one dark blot of fingers that hide each other.
    """
    away = np.linalg.norm(line[:, :, None, None] - camera.point(axes), axis=-1)
    inside = np.clip((1 - away / radii / camera.scale) / INSIDE, 0, 1)
    before = np.clip((axes @ camera.rotation[2] - at[:, :, None, None]) / radii - BEFORE, 0, 1)
    return np.asarray((inside * before).max(axis=(2, 3)))


def outline(camera: Camera, axis: Array, radii: Array, way: Array) -> tuple[Array, Array]:
    """Give the line around a finger, from root to root around its tip, and how it tapers.

    Where it points at us it has no direction of its own: `way` stands in for it, and the line
    is but a curve before its tip.
    """
    seen, reach = camera.point(axis), (radii * camera.scale)[:, None]
    along = np.gradient(seen, axis=0) * len(seen) + camera.flat @ way * radii[0] * STAND_IN
    along = _units(along)
    beside = np.stack([along[:, 1], -along[:, 0]], axis=1)
    a = np.linspace(0, np.pi, 13)[1:-1, None]
    cap = seen[-1] + reach[-1] * (np.cos(a) * beside[-1] + np.sin(a) * along[-1])
    line = np.concatenate([seen + beside * reach, cap, (seen - beside * reach)[::-1]])
    short = 1 - np.clip(np.linalg.norm(seen[-1] - seen[0]) / reach[0] / 2 - 0.5, 0, 1)
    return line, np.clip(1.3 * np.sin(np.linspace(0, np.pi, len(line))) - 0.9 * short, 0, 1)


def stroke(line: Array, width: Array) -> Array:
    """Give the polygon of a line, or of many, from its width at each point in pixels."""
    along = _units(np.gradient(line, axis=-2))
    half = np.stack([along[..., 1], -along[..., 0]], axis=-1) * width[..., None] / 2
    return np.concatenate([line + half, (line - half)[..., ::-1, :]], axis=-2)


def _units(ways: Array) -> Array:
    return np.asarray(ways / (np.linalg.norm(ways, axis=-1, keepdims=True) + 1e-9))
