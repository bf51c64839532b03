"""From ellipsoids in the room to silhouettes on the picture.

An ellipsoid projects exactly to an ellipse. In 44 directions we know how far it reaches (its
support); the hull of two neighbours is, direction by direction, the one that reaches farther. All
hulls wind the same way, so filling them together draws their union. And since the corner i of a
hull has the outward normal i, a silhouette can grow without any stroke.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from bot.figures.canvas import Shape
from bot.figures.geometry import Array

DIRECTIONS = 44
RIM = 25  # points on half a rim
BEHIND = -0.5  # of a direction that points away from us
_ANGLES = np.linspace(0.0, 2.0 * math.pi, DIRECTIONS, endpoint=False)
NORMALS: Array = np.stack([np.cos(_ANGLES), np.sin(_ANGLES)], axis=1)


@dataclass(frozen=True)
class Chain:
    """Ellipsoids in a row: centres (n, 3), axes scaled by half lengths (n, 3, 3)."""

    centres: Array
    axes: Array

    def __add__(self, other: "Chain") -> "Chain":
        return Chain(
            np.concatenate([self.centres, other.centres]), np.concatenate([self.axes, other.axes])
        )

    def __getitem__(self, part: slice) -> "Chain":
        return Chain(self.centres[part], self.axes[part])

    def lowest(self) -> float:
        """Give the height of the lowest point."""
        return float((self.centres[:, 1] - np.linalg.norm(self.axes[:, 1, :], axis=1)).min())


def ellipsoid(centre: Array, frame: Array, half: tuple[float, float, float]) -> Chain:
    """One ellipsoid: half lengths along forward, up and right of the frame."""
    return Chain(np.asarray(centre, dtype=float)[None], (frame * np.array(half))[None])


def ball(centre: Array, radius: float) -> Chain:
    """One sphere."""
    return ellipsoid(centre, np.eye(3), (radius, radius, radius))


def join(*chains: Chain) -> Chain:
    """Put chains behind one another."""
    return Chain(
        np.concatenate([c.centres for c in chains]), np.concatenate([c.axes for c in chains])
    )


class Camera:
    """An orthographic view; `scale` is in pixels a metre."""

    def __init__(self, yaw: float, pitch: float) -> None:
        y, p = math.radians(yaw), math.radians(pitch)
        around = np.array(
            [[math.cos(y), 0, -math.sin(y)], [0, 1, 0], [math.sin(y), 0, math.cos(y)]]
        )
        over = np.array([[1, 0, 0], [0, math.cos(p), -math.sin(p)], [0, math.sin(p), math.cos(p)]])
        self.rotation: Array = over @ around
        self._plane: Array = np.stack([self.rotation[0], -self.rotation[1]])
        self.yaw, self.pitch = yaw, pitch
        self.scale, self.offset = 1.0, np.zeros(2)

    @property
    def flat(self) -> Array:
        """The 2x3 matrix from the room to the picture, whose y goes down."""
        return self._plane * self.scale

    def turned(self, angle: float, about: ArrayLike) -> "Camera":
        """See a thing as if it were turned right about a place by some degrees."""
        camera = Camera(self.yaw + angle, self.pitch)
        camera.scale = self.scale
        camera.offset = self.point(about) - camera.flat @ np.asarray(about)
        return camera

    def behind(self, front: Array) -> bool:
        """Return whether we look at the back of something that faces the direction `front`."""
        return float(self.rotation[2] @ front) < BEHIND

    def point(self, place: ArrayLike) -> Array:
        """Give the pixel of a point, or of many."""
        return np.asarray(np.asarray(place, dtype=float) @ self.flat.T + self.offset)

    def supports(self, chain: Chain) -> tuple[Array, Array]:
        """Give each ellipsoid's outline (n, 44, 2) and its reach in each direction (n, 44)."""
        flat = self.flat @ chain.axes  # (n, 2, 3)
        centres = self.point(chain.centres)
        along = NORMALS @ (flat @ flat.transpose(0, 2, 1))  # (n, 44, 2)
        reach = np.sqrt(np.abs(np.einsum("ndk,dk->nd", along, NORMALS))) + 1e-9
        return centres[:, None, :] + along / reach[..., None], reach + centres @ NORMALS.T

    def box(self, chain: Chain) -> Array:
        """Give the corners of the boxes around a chain's ellipsoids: (2n, 2), lowest first."""
        centres = self.point(chain.centres)
        halves = np.linalg.norm(self.flat @ chain.axes, axis=2)
        return np.concatenate([centres - halves, centres + halves])

    def shape(self, *chains: Chain) -> Array:
        """Give the silhouette of chains: hulls (m, 44, 2) to be filled together."""
        rows = [chain + chain if len(chain.centres) == 1 else chain for chain in chains]
        points, reach = self.supports(join(*rows))
        first = (reach[:-1] >= reach[1:])[..., None]
        hulls = np.where(first, points[:-1], points[1:])
        within = np.ones(len(hulls), bool)
        within[np.cumsum([len(row.centres) for row in rows])[:-1] - 1] = False
        return np.asarray(hulls[within])

    def rim(self, disc: Chain) -> Array:
        """Give the half of a disc's rim that is on our side of the limb that it cuts."""
        forward, _, right = disc.axes[0].T
        across, ahead = (float(self.rotation[2] @ v / (v @ v)) for v in (right, forward))
        a = math.atan2(across, ahead) + np.linspace(-math.pi / 2, math.pi / 2, RIM)
        return self.point(
            disc.centres[0] + np.outer(np.cos(a), forward) + np.outer(np.sin(a), right)
        )

    def near_side(self, discs: Chain) -> tuple[Array, Array]:
        """Give the outline of the surface on our side of a row of discs, in two lines.

        The first comes down its front and along the first rim, the second goes back up.
        """
        rims = [self.rim(discs[i : i + 1]) for i in range(len(discs.centres))]
        between = np.array([rim[[0, -1]] for rim in rims[1:-1]])
        return (np.concatenate([between[::-1, 0], rims[0]]),
                np.concatenate([between[:, 1], rims[-1][::-1]]))  # fmt: skip


def overlap(one: Shape, other: Shape) -> float:
    """Return how many pixels the boxes around two shapes have in common, at the narrower side."""
    first, second = (np.concatenate(list(shape)) for shape in (one, other))
    shared = np.minimum(first.max(axis=0), second.max(axis=0))
    return float((shared - np.maximum(first.min(axis=0), second.min(axis=0))).min())


def grow(shape: Array, pixels: float) -> Array:
    """Move the edge of a silhouette outwards."""
    return np.asarray(shape + pixels * NORMALS)
