"""The chart of the last days: as long as the numbers."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from PIL import Image

from bot.pictures.chart import FAILED, SENT, Bar, chart

MONDAY = date(2026, 11, 23)


def colours(bars: list[Bar]) -> dict[str, int]:
    """Count the pixels of each bar's colour."""
    image = Image.open(BytesIO(chart(bars))).convert("RGB")
    found = image.getcolors(image.width * image.height) or []
    by_name = {"#{:02x}{:02x}{:02x}".format(*rgb): n for n, rgb in found if isinstance(rgb, tuple)}
    return {name: by_name.get(name, 0) for name in (SENT, FAILED)}


def test_the_bars_are_as_long_as_the_numbers() -> None:
    found = colours([Bar(MONDAY, 300, 100), Bar(MONDAY + timedelta(1), 150, 0)])

    assert found[SENT] / found[FAILED] == pytest.approx(450 / 100, rel=0.05)


@pytest.mark.parametrize("bars", [[], [Bar(MONDAY, 0, 0)] * 14], ids=["none", "empty"])
def test_days_without_deliveries_have_no_bars(bars: list[Bar]) -> None:
    assert colours(bars) == {SENT: 0, FAILED: 0}
