"""The picture of a month: a photo that Telegram takes, in which every state has its shape."""

import io
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PIL import Image

from bot.coach.progress import History, Mark, month
from bot.pictures.month import DONE, HEIGHT, PAUSED, REST, WIDTH, Labels, month_png

TODAY = date(2026, 11, 26)
SLUGS = [f"exercise-{letter}" for letter in "abcdefghij"]
LABELS = Labels(
    "November 2026",
    ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    [(3, "in a row"), (5, "longest"), (20, "in all")],
    dict.fromkeys(SLUGS, "Bulgarian split squat"),
    {Mark.DONE: "done", Mark.REST: "rest", Mark.PAUSED: "paused"},
)
NOTHING = History({}, frozenset(), (), TODAY)


def drawn(history: History, wanted: date = TODAY, labels: Labels = LABELS) -> Image.Image:
    png = month_png(month(history, wanted, TODAY, SLUGS), labels)
    assert len(png) < 400_000
    return Image.open(io.BytesIO(png)).convert("RGB")


def much_of(picture: Image.Image, colour: str) -> int:
    wanted = tuple(bytes.fromhex(colour[1:]))
    days = picture.crop((0, 340, WIDTH, 810))
    return sum(count for count, found in days.getcolors(1 << 20) or [] if found == wanted)


def test_it_is_as_large_as_telegram_keeps_it() -> None:
    assert drawn(NOTHING).size == (WIDTH, HEIGHT)
    assert max(WIDTH, HEIGHT) <= 1280


@pytest.mark.parametrize(
    ("colour", "history"),
    [
        (DONE, History({date(2026, 11, 3): "a"}, frozenset(), (), TODAY)),
        (REST, History({}, frozenset(), (), date(2026, 11, 20))),
        (PAUSED, History({}, frozenset(), [(date(2026, 11, 2), TODAY)], date(2026, 11, 2))),
    ],
)
def test_each_mark_shows(colour: str, history: History) -> None:
    assert much_of(drawn(history), colour) > 200
    assert much_of(drawn(NOTHING), colour) == 0


def test_a_day_that_is_only_open_bears_no_mark() -> None:
    asked = frozenset({date(2026, 11, 25), date(2026, 11, 24)})
    picture = drawn(History({}, asked, (), date(2026, 11, 24)))

    assert [much_of(picture, one) for one in (DONE, REST, PAUSED)] == [0, 0, 0]


@pytest.mark.parametrize("year", [2021, 2026, 2027])
def test_every_month_fits(year: int) -> None:
    """February 2021 has four weeks, November 2026 six."""
    story = {date(year, 1, 1) + timedelta(days=one): SLUGS[one % 9] for one in range(365)}
    history = History(story, frozenset(), (), date(year, 1, 1))
    for number in range(1, 13):
        wanted = date(year, number, 1)
        png = month_png(month(history, wanted, date(year, 12, 31), SLUGS), LABELS)
        assert png.startswith(b"\x89PNG")


def relabelled(weekday: str) -> Labels:
    return replace(LABELS, weekdays=[weekday] * 7)


def test_labels_in_cyrillic_are_drawn() -> None:
    assert drawn(NOTHING, labels=relabelled("пн")) != drawn(NOTHING, labels=relabelled(""))


def test_labels_in_a_script_without_glyphs_give_way() -> None:
    assert drawn(NOTHING, labels=relabelled("月")) == drawn(NOTHING, labels=relabelled(""))
