"""One picture of all ten exercises with their names, for the list in the chat and the README."""

import numpy as np

from bot.figures.board import FRAME
from bot.figures.canvas import Canvas, Pixels, rgb
from bot.figures.lettering import Pen, width, write
from bot.figures.people import INK, PAPER
from bot.figures.scene import Scene

WIDTH, CELL, GAP = 1280, 246, 8
NAME = 50  # the strip below a picture that holds its name
LETTERS = 20.0  # pixels, less where a name is long
STANDING, LYING = 300, 190  # height of a picture in pixels
#: As people are taught; what is not named here follows.
ORDER = (
    "lunge", "frankenstein-walk", "kettlebell-swing", "leg-swing", "bulgarian-split-squat",
    "floor-bridge", "sit-up", "boat-pose", "leg-lift", "stability-ball-pass",
)  # fmt: skip


def gallery(scenes: dict[str, Scene]) -> Pixels:
    """Draw those who stand above those who lie, five in a row."""
    names = sorted(scenes, key=lambda name: (*ORDER, name).index(name))
    low = [name for name in names if _lies(scenes[name])]
    high = [name for name in names if name not in low]
    rows = [(high[i : i + 5], STANDING) for i in range(0, len(high), 5)]
    rows += [(low[i : i + 5], LYING) for i in range(0, len(low), 5)]
    height = GAP + sum(tall + NAME + GAP for _, tall in rows)
    page = np.full((height, WIDTH, 3), rgb(FRAME), dtype=np.uint8)
    top = GAP
    for row, tall in rows:
        left = (WIDTH - len(row) * (CELL + GAP) + GAP) // 2
        for name in row:
            cell = np.vstack([_picture(scenes[name], tall), _label(name)])
            page[top : top + tall + NAME, left : left + CELL] = cell
            left += CELL + GAP
        top += tall + NAME + GAP
    return page


def _lies(scene: Scene) -> bool:
    return any(thing.kind == "mat" for thing in scene.figure.props)


def _picture(scene: Scene, tall: int) -> Pixels:
    """Draw the cover pose as large as it goes; a mat may run out of the picture."""
    pose = scene.motion.key(scene.figure.cover)
    camera = scene.camera((CELL, tall), [(pose, 0.0)], mat=False)
    return scene.key((CELL, tall), camera, scene.figure.cover).pixels()


def _label(name: str) -> Pixels:
    canvas = Canvas(CELL, NAME, PAPER)
    text = name if name == "sit-up" else name.replace("-", " ")
    size = min(LETTERS, (CELL - 20) / (width(text) + 0.2))
    write(canvas, text, (CELL / 2, NAME / 2 - 1), Pen(size, INK, 0.125))
    return canvas.pixels()
