"""The still: one panel for each key step, numbered, with arrows."""

import io
from pathlib import Path

import numpy as np
from PIL import Image

from bot.figures.brush import Brush
from bot.figures.canvas import Pixels, mix, rgb
from bot.figures.geometry import ring
from bot.figures.lettering import Pen, write
from bot.figures.people import FLOOR, INK, WHITE
from bot.figures.scene import Scene
from bot.figures.schema import Panel

GAP = 8
FRAME = mix(FLOOR, INK, 0.18)
BADGE = 21


def board(scene: Scene) -> Pixels:
    """Draw the whole board."""
    figure = scene.figure
    width, height = figure.panel
    panels = [panel_pixels(scene, panel) for panel in figure.storyboard]
    columns = min(figure.columns, len(panels))
    rows = -(-len(panels) // columns)
    size = (rows * (height + GAP) + GAP, columns * (width + GAP) + GAP, 3)
    sheet = np.full(size, rgb(FRAME), dtype=np.uint8)
    for i, panel in enumerate(panels):
        top, left = GAP + i // columns * (height + GAP), GAP + i % columns * (width + GAP)
        sheet[top : top + height, left : left + width] = panel
    return sheet


def panel_pixels(scene: Scene, panel: Panel) -> Pixels:
    """Draw one panel; its badge is the number of its step in the words."""
    if panel.camera:
        other = {"camera": panel.camera, "layers": panel.layers}
        scene = Scene(scene.figure.model_copy(update=other))
    size = scene.figure.panel
    pose = scene.motion.key(panel.key)
    camera = scene.camera(size)
    if scene.figure.centred:
        low, high = scene.extent(camera, [(pose, 0.0)])
        camera.offset[0] += size[0] / 2 - (low[0] + high[0]) / 2
    canvas = scene.key(size, camera, panel.key)
    for arrow in panel.arrows:
        scene.arrow(Brush(canvas, camera), arrow, scene.bones(pose))
    middle = (BADGE + 13.0, BADGE + 13.0)
    canvas.fill([ring(middle, BADGE)], INK)
    write(canvas, str(panel.step), middle, Pen(BADGE * 1.05, WHITE, 0.2))
    return canvas.pixels()


def png(pixels: Pixels, colours: int = 256) -> bytes:
    """Write a small PNG. MAXCOVERAGE keeps the few signal colours that median cut would lose."""
    image = Image.fromarray(pixels).quantize(
        colours, method=Image.Quantize.MAXCOVERAGE, kmeans=2, dither=Image.Dither.NONE
    )
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def save(scene: Scene, path: Path) -> None:
    """Draw the board into a file."""
    path.write_bytes(png(board(scene)))
