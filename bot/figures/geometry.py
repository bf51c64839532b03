"""Vectors, frames and curves. Metres; x = forward, y = up, z = the figure's right.

A frame is a 3x3 matrix whose columns are forward, up and right of a bone.
"""

import math
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]
Point: TypeAlias = tuple[Array, Array]

#: How far two bones may stretch towards straight before the joint is left no room to bend.
ALMOST_STRAIGHT = 0.9995


def tilt(degrees: float) -> Array:
    """Lean forward: up turns towards forward."""
    c, s = _cos_sin(degrees)
    return np.array([[c, s, 0.0], [-s, c, 0.0], [0.0, 0.0, 1.0]])


def lean(degrees: float) -> Array:
    """Lean sideways: up turns towards right."""
    c, s = _cos_sin(degrees)
    return np.array([[1.0, 0.0, 0.0], [0.0, c, -s], [0.0, s, c]])


def turn(degrees: float) -> Array:
    """Turn on the spot: forward turns towards right."""
    c, s = _cos_sin(degrees)
    return np.array([[c, 0.0, -s], [0.0, 1.0, 0.0], [s, 0.0, c]])


def _cos_sin(degrees: float) -> tuple[float, float]:
    return math.cos(math.radians(degrees)), math.sin(math.radians(degrees))


def unit(v: Array) -> Array:
    """Scale to length 1; a vector without length stays zero."""
    length = math.sqrt(float(v @ v))
    return v / length if length > 1e-9 else v * 0.0


def frame(up: Array, forward: Array) -> Array:
    """Build the frame with exactly this up, and forward as near to the hint as possible."""
    u = unit(up)
    f = unit(forward - u * float(np.dot(u, forward)))
    (a, b, c), (x, y, z) = f.tolist(), u.tolist()  # np.cross is slow on single vectors
    return np.array([(a, x, b * z - c * y), (b, y, c * x - a * z), (c, z, a * y - b * x)])


def upright(frames: Array) -> Array:
    """Make frames (n, 3, 3) that were mixed square again, each with the up that it has."""
    up, forward = frames[:, :, 1], frames[:, :, 0]
    up = up / np.sqrt(np.einsum("nk,nk->n", up, up))[:, None]
    forward = forward - up * np.einsum("nk,nk->n", up, forward)[:, None]
    forward = forward / np.sqrt(np.einsum("nk,nk->n", forward, forward))[:, None]
    (a, b, c), (x, y, z) = forward.T, up.T  # np.cross is slow
    right = np.stack([b * z - c * y, c * x - a * z, a * y - b * x], axis=1)
    return np.stack([forward, up, right], axis=2)


def hinge(up: Array, right: Array) -> Array:
    """Build the frame with exactly this up, and right as near to a joint's axis as possible.

    A knee or an elbow keeps its axis however far it bends, so this frame never turns over.
    """
    u = unit(up)
    r = unit(right - u * float(np.dot(u, right)))
    (a, b, c), (x, y, z) = u.tolist(), r.tolist()
    return np.array([(b * z - c * y, a, x), (c * x - a * z, b, y), (a * y - b * x, c, z)])


def blend(a: Array, b: Array, weight: float) -> Array:
    """Go from frame `a` to frame `b`; good for frames less than about 120 degrees apart."""
    m = a * (1.0 - weight) + b * weight
    return frame(m[:, 1], m[:, 0])


def two_bones(
    root: Array, target: Array, upper: float, lower: float, pole: Array
) -> tuple[Array, Array, float]:
    """Bend two bones so that they end at `target`, the joint towards `pole`.

    Gives the joint, the end that was reached, and by how much the target was missed.
    """
    way = target - root
    wanted = float(np.linalg.norm(way))
    nearest, farthest = abs(upper - lower) * 1.001, (upper + lower) * ALMOST_STRAIGHT
    distance = min(max(wanted, nearest), farthest)
    along = unit(way)
    a = (distance**2 + upper**2 - lower**2) / (2.0 * distance)
    height = math.sqrt(max(0.0, upper**2 - a**2))
    side = unit(pole - along * float(np.dot(along, pole)))
    return root + along * a + side * height, root + along * distance, abs(wanted - distance)


def bend(a: Array, b: Array, c: Array) -> float:
    """How far the joint `b` is bent, in degrees; 0 is straight."""
    cosine = float(np.dot(unit(a - b), unit(c - b)))
    return 180.0 - math.degrees(math.acos(max(-1.0, min(1.0, cosine))))


def pchip(x: Array, y: Array, at: Array) -> Array:
    """Interpolate without overshoot (Fritsch-Carlson); `y` may have several columns."""
    step = np.diff(x)
    slope = np.diff(y, axis=0) / step[:, None]
    tangent = np.zeros_like(y)
    left, right = slope[:-1], slope[1:]
    w1 = (2 * step[1:] + step[:-1])[:, None]
    w2 = (step[1:] + 2 * step[:-1])[:, None]
    same = left * right > 0
    safe_left, safe_right = np.where(same, left, 1.0), np.where(same, right, 1.0)
    tangent[1:-1] = np.where(same, (w1 + w2) / (w1 / safe_left + w2 / safe_right), 0.0)
    tangent[0], tangent[-1] = slope[0], slope[-1]
    q = np.clip(at, x[0], x[-1])
    k = np.clip(np.searchsorted(x, q) - 1, 0, len(step) - 1)
    h = step[k][:, None]
    u = ((q - x[k]) / step[k])[:, None]
    return hermite(u, h, (y[k], tangent[k]), (y[k + 1], tangent[k + 1]))


def hermite(u: Array | float, width: Array | float, start: Point, end: Point) -> Array:
    """Evaluate the cubic between two (value, slope), `width` apart, at u of 0 to 1."""
    (y0, m0), (y1, m1) = start, end
    first = (1 + 2 * u) * (1 - u) ** 2 * y0 + u * (1 - u) ** 2 * width * m0
    return np.asarray(first + u * u * (3 - 2 * u) * y1 + u * u * (u - 1) * width * m1)


def smooth(points: Array, pieces: int = 8, *, closed: bool = False) -> Array:
    """Draw a Catmull-Rom curve through the points, in any number of dimensions."""
    p = np.asarray(points, dtype=float)
    if closed:
        p = np.concatenate([p[-1:], p, p[:2]])
    else:
        p = np.concatenate([2 * p[:1] - p[1:2], p, 2 * p[-1:] - p[-2:-1]])
    u = np.linspace(0.0, 1.0, pieces, endpoint=False)[None, :, None]
    a, b, c, d = (p[i : len(p) - 3 + i, None, :] for i in range(4))
    curve = 0.5 * (
        2 * b + (c - a) * u + (2 * a - 5 * b + 4 * c - d) * u**2 + (3 * b - a - 3 * c + d) * u**3
    )
    flat = curve.reshape(-1, p.shape[1])
    return flat if closed else np.concatenate([flat, p[-2:-1]])


def ring(centre: tuple[float, float] | Array, rx: float, ry: float | None = None) -> Array:
    """Draw a circle or an upright ellipse as a polygon."""
    a = np.linspace(0.0, 2.0 * math.pi, 96, endpoint=False)
    return np.stack([centre[0] + rx * np.cos(a), centre[1] + (ry or rx) * np.sin(a)], axis=1)


def rounded(line: Array, reach: float, count: int = 90) -> Array:
    """Return a line through `count` points whose corners are as round as `reach` is long."""
    step = np.linalg.norm(np.diff(line, axis=0), axis=1)
    along = np.concatenate([[0.0], np.cumsum(step)])
    even = np.linspace(0, along[-1], count)
    points = np.stack([np.interp(even, along, line[:, i]) for i in (0, 1)], axis=1)
    near = int(np.clip(reach / max(along[-1], 1e-9) * count, 1, count // 3))
    ends = 2 * points[0] - points[near:0:-1], 2 * points[-1] - points[-2 : -near - 2 : -1]
    whole, weights = np.concatenate([ends[0], points, ends[1]]), np.hanning(2 * near + 3)[1:-1]
    weights = weights / weights.sum()
    return np.stack([np.convolve(whole[:, i], weights, "valid") for i in (0, 1)], axis=1)
