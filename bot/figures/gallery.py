"""One picture of all exercises, numbered as in the list beside it; it has no words."""

import numpy as np

from bot.figures.board import FRAME, rounded
from bot.figures.canvas import Pixels, rgb
from bot.figures.painting import Painting
from bot.figures.people import PAPER
from bot.figures.scene import Scene
from bot.figures.sign import badge

WIDTH, CELL, GAP = 1280, 246, 8
STANDING = 320  # height of a picture in pixels


def gallery(scenes: dict[str, Scene]) -> Pixels:
    """Draw the exercises in the order of their numbers, five in a row."""
    cells = [_cell(scene, number) for number, scene in enumerate(scenes.values(), 1)]
    rows = [cells[i : i + 5] for i in range(0, len(cells), 5)]
    height = GAP + len(rows) * (STANDING + GAP)
    page = np.full((height, WIDTH, 3), rgb(FRAME), dtype=np.uint8)
    for i, row in enumerate(rows):
        left = (WIDTH - len(row) * (CELL + GAP) + GAP) // 2
        for cell in row:
            top = GAP + i * (STANDING + GAP)
            page[top : top + STANDING, left : left + CELL] = rounded(cell)
            left += CELL + GAP
    return page


def _cell(scene: Scene, number: int) -> Pixels:
    """Draw the cover pose as large as it goes; a mat may run out of the picture."""
    pose = scene.motion.key(scene.figure.cover)
    size = (CELL, STANDING)
    camera = scene.camera(size, [(pose, 0.0)], mat=False)
    canvas = Painting(*size, PAPER)
    scene.key(canvas, camera, scene.figure.cover)
    badge(canvas, number)
    return canvas.pixels()
