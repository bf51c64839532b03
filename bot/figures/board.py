"""The stills: one panel for each step, numbered, with arrows; together and alone."""

import io
from pathlib import Path

import numpy as np
from PIL import Image

from bot.figures import lens
from bot.figures.beside import Beside
from bot.figures.brush import Brush
from bot.figures.canvas import Pixels, rgb
from bot.figures.manifest import BOARD, PANEL
from bot.figures.painting import Painting
from bot.figures.people import PAPER, WHITE
from bot.figures.pose import Counted
from bot.figures.scene import Scene
from bot.figures.sign import badge, pause, ring, switch

GAP = 8
FRAME = WHITE
#: How round the corners of a panel are, in pixels.
ROUND = 16
#: How wide the picture of one step alone is.
ALONE = 640
#: Tried one after the other until a board is small enough; down to 144, soft shades stay soft.
COLOURS, SMALL = (256, 192, 144, 112), 119_000  # bytes


def board(scene: Scene) -> Pixels:
    """Draw the panels of all steps on one sheet, a row that is not full in the middle."""
    figure = scene.figure
    width, height = figure.panel
    count = len(figure.storyboard)
    columns = min(figure.columns, count)
    rows = -(-count // columns)
    size = (rows * (height + GAP) + GAP, columns * (width + GAP) + GAP, 3)
    sheet = np.full(size, rgb(FRAME), dtype=np.uint8)
    for i in range(count):
        row, column = divmod(i, columns)
        empty = columns - min(columns, count - row * columns)
        top = GAP + row * (height + GAP)
        left = GAP + column * (width + GAP) + empty * (width + GAP) // 2
        cell = rounded(panel(scene, i, figure.panel))
        sheet[top : top + height, left : left + width] = cell
    return sheet


def rounded(pixels: Pixels) -> Pixels:
    """Return a picture whose corners are round, on the colour between the panels."""
    height, width = pixels.shape[:2]
    quarter = np.radians(np.linspace(0, 90, 12))
    x, y = width - ROUND + ROUND * np.sin(quarter), ROUND - ROUND * np.cos(quarter)
    right = np.concatenate([np.stack([x, y], axis=1), np.stack([x, height - y], axis=1)[::-1]])
    mask = Painting(width, height, "#000000")
    mask.fill([np.vstack([right, (right * [-1, 1] + [width, 0])[::-1]])], WHITE)
    share = mask.pixels() / 255
    return np.asarray(pixels * share + np.array(rgb(FRAME)) * (1 - share)).round().astype(np.uint8)


def alone(scene: Scene, number: int) -> Pixels:
    """Draw one panel large, as the picture of its step alone."""
    width, height = scene.figure.panel
    return panel(scene, number, (ALONE, round(ALONE * height / width / 2) * 2))


def panel(scene: Scene, number: int, size: tuple[int, int]) -> Pixels:
    """Draw one panel with its arrows, its number and, where time counts, a ring."""
    sheet = scene.figure.storyboard[number]
    if sheet.camera or sheet.layers:
        other = {"camera": sheet.camera or scene.figure.camera, "layers": sheet.layers,
                 "props": sheet.props or scene.figure.props}  # fmt: skip
        scene = Scene(scene.figure.model_copy(update=other))
    pose = scene.motion.key(sheet.key)
    camera = scene.camera(size)
    if scene.figure.centred:
        low, high = scene.extent(camera, [(pose, 0.0)])
        camera.offset[0] += size[0] / 2 - (low[0] + high[0]) / 2
    canvas = Painting(*size, PAPER)
    beside = Beside(sheet.ghosts, sheet.ghost_parts, sheet.arrows)
    scene.key(canvas, camera, sheet.key, beside)
    if sheet.lens:
        lens.draw(Brush(canvas, camera), scene, sheet.lens, sheet.key)
    if sheet.flip:
        canvas = Painting.of(canvas.pixels()[:, ::-1])
    badge(canvas, number + 1)
    if sheet.ring or sheet.count:
        ring(canvas, Counted(0.7, number=sheet.count))
    if sheet.ring and sheet.count:
        pause(canvas)
    if sheet.switch or (sheet.flip and not scene.figure.storyboard[number - 1].flip):
        switch(canvas)
    return canvas.pixels()


def png(pixels: Pixels, colours: int = COLOURS[0]) -> bytes:
    """Write a small PNG; median cut keeps shadows soft, and k-means the few signal colours."""
    image = Image.fromarray(pixels).quantize(
        colours, method=Image.Quantize.MEDIANCUT, kmeans=2, dither=Image.Dither.NONE
    )
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def small(pixels: Pixels, most: int = SMALL) -> bytes:
    """Write a PNG of at most so many bytes, if possible, with as many colours as that allows."""
    for colours in COLOURS:
        data = png(pixels, colours)
        if len(data) <= most:
            break
    return data


def save(scene: Scene, folder: Path) -> None:
    """Draw the board and the picture of each step into a folder."""
    for old in folder.glob(PANEL.format("*")):
        old.unlink()
    (folder / BOARD).write_bytes(small(board(scene)))
    for number in range(len(scene.figure.storyboard)):
        (folder / PANEL.format(number + 1)).write_bytes(png(alone(scene, number)))
