"""The one page to look at after every change: all boards, and eight frames of every loop."""

from pathlib import Path

import numpy as np
from PIL import Image

from bot.figures import board, film
from bot.figures.canvas import Pixels
from bot.figures.lettering import Pen, write
from bot.figures.painting import Painting
from bot.figures.people import INK, WHITE
from bot.figures.scene import Scene

FRAMES = 8
BOARD_HEIGHT = 460
FRAME_WIDTH = 232
TITLE = 40
WIDTH = FRAMES * FRAME_WIDTH


def row(name: str, scene: Scene, loop: Path) -> Pixels:
    """Draw an exercise: its name, its board, and frames decoded back from its finished loop."""
    title = Painting(WIDTH, TITLE, WHITE)
    text = name.replace("-", " ").replace("/", " ")
    write(title, text, (WIDTH / 2, TITLE / 2), Pen(22, INK))
    still = _fitted(board.board(scene), WIDTH, BOARD_HEIGHT)
    return np.vstack([title.pixels(), still, np.hstack(_eight(scene, loop))])


def save(rows: list[Pixels], path: Path) -> None:
    """Put the rows below one another into a file."""
    Image.fromarray(np.vstack(rows)).save(path, optimize=True)


def _eight(scene: Scene, loop: Path) -> list[Pixels]:
    """Take frames from the film if there is one, else paint them."""
    if loop.exists():
        every = film.decode(loop)
        chosen = [every[i * len(every) // FRAMES] for i in range(FRAMES)]
    else:
        every_nth = film.frames(scene, step=max(1, scene.motion.frames // FRAMES))
        chosen = [pixels for pixels, _ in zip(every_nth, range(FRAMES), strict=False)]
    height = round(FRAME_WIDTH * chosen[0].shape[0] / chosen[0].shape[1])
    return [_fitted(pixels, FRAME_WIDTH, height) for pixels in chosen]


def _fitted(pixels: Pixels, width: int, height: int) -> Pixels:
    """Scale a picture into a box, on white."""
    scale = min(width / pixels.shape[1], height / pixels.shape[0])
    size = (round(pixels.shape[1] * scale), round(pixels.shape[0] * scale))
    page = Image.new("RGB", (width, height), WHITE)
    small = Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS)
    page.paste(small, ((width - size[0]) // 2, (height - size[1]) // 2))
    return np.asarray(page)
