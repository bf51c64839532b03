"""A link as a code to scan, with a line that says what it is."""

import segno
from PIL import Image

from bot.pictures.paper import FAINT, Paper, fitting, legible, slab

WIDTH, EDGE, HEAD, FOOT = 880, 60, 150, 100
QUIET = 4  # modules of white around the code, which scanners need
WHITE, BLACK = "#FFFFFF", "#000000"


def link_png(url: str, title: str, name: str) -> bytes:
    """Draw the card: title, code, and the bot's name."""
    code = segno.make(url, error="m", micro=False)
    side = int(code.symbol_size(border=QUIET)[0])
    scale = (WIDTH - 2 * EDGE) // side  # whole pixels keep it crisp
    paper = Paper(WIDTH, HEAD + side * scale + FOOT)
    title = legible(title, name)
    paper.bold((WIDTH / 2, HEAD / 2), title, fitting(title, 56, WIDTH - 2 * EDGE), anchor="mm")
    middle = (WIDTH / 2, HEAD + side * scale / 2)
    paper.stamp(middle, slab(side * scale, side * scale, 24), WHITE)
    modules = Image.new("L", (side, side))
    modules.putdata([255 * bit for row in code.matrix_iter(border=QUIET) for bit in row])
    size = (side * scale, side * scale)
    paper.stamp(middle, modules.resize(size, Image.Resampling.NEAREST), BLACK)
    paper.write((WIDTH / 2, paper.image.height - FOOT / 2), name, 36, FAINT, "mm")
    return paper.png()
