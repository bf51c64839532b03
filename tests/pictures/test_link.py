"""The code of a link: crisp, on white, with the white around it that scanners need."""

import io

import segno
from PIL import Image

from bot.pictures.link import EDGE, HEAD, QUIET_ZONE, WIDTH, link_png

URL = "https://t.me/psoas_sandbox_bot?start=p1_NQEJCQACBAoEntf8sclp_Pv7"


def test_every_module_stands_where_it_belongs() -> None:
    picture = Image.open(io.BytesIO(link_png(URL, "Scan", "@psoas_bot"))).convert("L")
    rows = [
        list(row) for row in segno.make(URL, error="m", micro=False).matrix_iter(border=QUIET_ZONE)
    ]
    scale = (WIDTH - 2 * EDGE) // len(rows)
    left, top = (WIDTH - len(rows) * scale) // 2, HEAD
    corners = (0, len(rows) - 1)  # they are round

    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if not (x in corners and y in corners):
                at = left + (x + 0.5) * scale, top + (y + 0.5) * scale
                assert picture.getpixel((int(at[0]), int(at[1]))) == (0 if dark else 255)


def test_it_only_has_paper_ink_and_their_mixtures_at_letters() -> None:
    code = Image.open(io.BytesIO(link_png(URL, "Scan", "@psoas_bot"))).convert("L")
    inside = code.crop((150, HEAD + 80, WIDTH - 150, HEAD + 600))

    assert {shade for _, shade in inside.getcolors() or []} == {0, 255}
