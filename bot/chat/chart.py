"""A small picture of the last days: what was sent, and above it what never arrived."""

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from bot.services.statistics import Day

WIDTH, HEIGHT, MARGIN, LABELS = 700, 320, 24, 30
PAPER, INK, SENT, FAILED = "#ffffff", "#4a4a4a", "#2a9d8f", "#d1495b"


def chart(days: Sequence[Day]) -> bytes:
    """Draw a bar for each day, as a PNG."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(13)
    most = max((day.sent + day.failed for day in days), default=0) or 1
    step = (WIDTH - 2 * MARGIN) / max(1, len(days))
    floor, tallest = HEIGHT - LABELS, HEIGHT - LABELS - 2 * MARGIN
    for index, day in enumerate(days):
        left = MARGIN + index * step
        right, middle = left + 0.7 * step, left + 0.35 * step
        top = floor - tallest * day.sent / most
        above = top - tallest * day.failed / most
        if day.sent:
            draw.rectangle((left, top, right, floor), fill=SENT)
        if day.failed:
            draw.rectangle((left, above, right, top), fill=FAILED)
        draw.text((middle, above - 4), f"{day.sent + day.failed:,}", INK, font, anchor="mb")
        draw.text((middle, floor + 8), str(day.day.day), INK, font, anchor="mt")
    draw.line((MARGIN, floor, WIDTH - MARGIN, floor), fill=INK)
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()
