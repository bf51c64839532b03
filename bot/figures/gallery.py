"""One picture of all ten exercises with their names, for the list in the chat and the README."""

import numpy as np

from bot.figures.canvas import Canvas, Pixels
from bot.figures.geometry import ring
from bot.figures.lettering import width, write
from bot.figures.people import INK, PAPER, WHITE
from bot.figures.scene import Scene

WIDTH, CELL, GAP = 1280, 248, 6
NAME = 54  # the strip below a picture that holds its name
LARGEST = 20.0  # of the letters, in pixels
BADGE = 13


def gallery(scenes: dict[str, Scene]) -> Pixels:
    """Draw those who stand above those who lie; the number is the place in `scenes`."""
    numbers = {name: i for i, name in enumerate(scenes, 1)}
    low = [name for name, scene in scenes.items() if any(p.kind == "mat" for p in scene.figure.props)]
    high = [name for name in scenes if name not in low]
    rows = [(names, tall) for names, tall in ((high, 300), (low, 196)) if names]
    height = GAP + sum(tall + NAME + GAP for _, tall in rows)
    sheet = np.zeros((height, WIDTH, 3), dtype=np.uint8)
    sheet[:] = Canvas(1, 1, WHITE).pixels()[0, 0]
    top = GAP
    for names, tall in rows:
        left = (WIDTH - len(names) * (CELL + GAP) + GAP) // 2
        for name in names:
            cell = _cell(scenes[name], numbers[name], name, tall)
            sheet[top : top + tall + NAME, left : left + CELL] = cell
            left += CELL + GAP
        top += tall + NAME + GAP
    return sheet


def _cell(scene: Scene, number: int, name: str, tall: int) -> Pixels:
    pose = scene.motion.key(scene.figure.cover)
    camera = scene.camera(CELL, tall, [(pose, 0.0)])
    canvas = scene.key(CELL, tall, camera, scene.figure.cover)
    canvas.fill([ring((BADGE + 8.0, BADGE + 8.0), BADGE)], INK)
    write(canvas, str(number), (BADGE + 8.0, BADGE + 8.0), BADGE * 1.0, WHITE, weight=0.2)
    return np.vstack([canvas.pixels(), _label(name)])


def _label(name: str) -> Pixels:
    canvas = Canvas(CELL, NAME, PAPER)
    text = name.replace("-", " ").replace("sit up", "sit-up")
    size = min(LARGEST, (CELL - 20) / (width(text) + 0.2))
    write(canvas, text, (CELL / 2, NAME / 2 - 1), size, INK, weight=0.125)
    return canvas.pixels()
