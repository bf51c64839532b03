"""A link as a QR code with a title."""

import segno
from PIL import Image

from bot.pictures.paper import FAINT, Paper, fitting, legible, slab

WIDTH, EDGE, HEAD, FOOT = 880, 60, 150, 100
QUIET_ZONE = 4  # modules of white around the code, as the standard asks
WHITE, BLACK = "#FFFFFF", "#000000"


def link_png(url: str, title: str, name: str) -> bytes:
    """Return a PNG with the title, the QR code and the bot's name."""
    code = segno.make(url, error="m", micro=False)
    side = int(code.symbol_size(border=QUIET_ZONE)[0])
    scale = (WIDTH - 2 * EDGE) // side  # whole pixels keep it crisp
    paper = Paper(WIDTH, HEAD + side * scale + FOOT)
    title = legible(title, name)
    paper.bold(
        (WIDTH / 2, HEAD / 2), title, fitting(title, 56, WIDTH - 2 * EDGE, bold=True), anchor="mm"
    )
    middle = (WIDTH / 2, HEAD + side * scale / 2)
    paper.stamp(middle, slab(side * scale, side * scale, 24), WHITE)
    modules = Image.new("L", (side, side))
    modules.putdata([255 * bit for row in code.matrix_iter(border=QUIET_ZONE) for bit in row])
    size = (side * scale, side * scale)
    paper.stamp(middle, modules.resize(size, Image.Resampling.NEAREST), BLACK)
    paper.write((WIDTH / 2, paper.image.height - FOOT / 2), name, 36, FAINT, "mm")
    return paper.png()
