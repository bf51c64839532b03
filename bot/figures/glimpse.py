"""What of a ghost is worth seeing beside the body that hides the rest of it."""

from math import isqrt
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from bot.figures.canvas import Pixels

Mask: TypeAlias = NDArray[np.bool_]

#: As shares of the picture's shorter side: what sticks out no farther than this looks like another
#: outline of the body, and fades away over so much.
NARROW, FADE = 0.013, 0.02
#: How far a piece must stick out somewhere: less is a scrap, of which nobody knows whose it is.
SCRAP = 0.054
#: Pieces are told apart on a grid so many pixels wide.
GRID = 3


def glimpse(ghost: Mask, body: Mask) -> Pixels:
    """Return how far each pixel of a ghost shows, 255 is fully: no sliver along the body does."""
    size = min(body.shape)
    narrow, fade = NARROW * size, FADE * size
    seen = ghost & ~body
    core = seen & ~spread(body, narrow)
    near = seen & spread(core, narrow + 2 * fade)
    piece = _reached(near & ~spread(body, SCRAP * size), near)
    whole = Image.fromarray(spread(core & piece, narrow + fade).astype(np.uint8) * 255)
    shown = np.array(whole.filter(ImageFilter.GaussianBlur(fade / 2)))
    # Across a limb, a scrap may be near a piece that stays.
    shown[spread(seen & ~piece, 1) & ~piece] = 0
    return shown


def spread(mask: Mask, radius: float) -> Mask:
    """Return which pixels are at most so far from one of a mask."""
    height, width = mask.shape
    r = round(radius)
    before = np.zeros((height, width + 2 * r + 1), np.int32)
    np.cumsum(np.pad(mask, ((0, 0), (r, r))), axis=1, out=before[:, 1:])
    found = np.zeros_like(mask)
    for down in range(-r, r + 1):
        half = isqrt(r * r - down * down)
        row = before[:, r + half + 1 :][:, :width] > before[:, r - half :][:, :width]
        found[max(down, 0) : height + down] |= row[max(-down, 0) : height - down]
    return found


def _reached(start: Mask, within: Mask) -> Mask:
    """Return the connected pieces of a mask in which a start lies."""
    around, found = _coarse(within), _coarse(start)
    while (more := spread(found, 1.5) & around).sum() > found.sum():
        found = more
    fine = found.repeat(GRID, axis=0).repeat(GRID, axis=1)
    return within & fine[: within.shape[0], : within.shape[1]]


def _coarse(mask: Mask) -> Mask:
    rows, columns = (-(-length // GRID) for length in mask.shape)
    padded = np.zeros((rows * GRID, columns * GRID), bool)
    padded[: mask.shape[0], : mask.shape[1]] = mask
    return np.asarray(padded.reshape(rows, GRID, columns, GRID).any(axis=(1, 3)))
