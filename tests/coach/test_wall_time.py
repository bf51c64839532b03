"""A time of day, read from what people type."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach.schedule import parse_wall

walls = st.integers(0, 24 * 60 - 1).map(lambda minute: time(minute // 60, minute % 60))


@pytest.mark.parametrize(
    ("typed", "wall"),
    [
        ("07:30", time(7, 30)),
        ("7.30pm", time(19, 30)),
        ("7:30 PM", time(19, 30)),
        ("7:30 p.m.", time(19, 30)),
        ("7", time(7)),
        ("7am", time(7)),
        ("12am", time(0)),
        ("12 pm", time(12)),
        ("730", time(7, 30)),
        ("0730", time(7, 30)),
        ("730pm", time(19, 30)),
        ("19h30", time(19, 30)),
        ("19h", time(19)),
        ("19 Uhr", time(19)),
        ("7 30", time(7, 30)),
        (" 7,30 ", time(7, 30)),
        ("Noon", time(12)),
        ("midnight", time(0)),
        ("\u0660\u0667:\u0663\u0660", time(7, 30)),
        ("\u200f\u0667:\u0663\u0660", time(7, 30)),
        ("\uff17\uff1a\uff13\uff10", time(7, 30)),
    ],
)
def test_a_time_is_read_as_people_type_it(typed: str, wall: time) -> None:
    assert parse_wall(typed) == wall


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "25:00",
        "24:00",
        "7:61",
        "13pm",
        "0am",
        "7:5",
        "half past",
        "7:30:00",
        "-7",
        "soon",
        "😀",
    ],
)
def test_what_is_no_time_of_day_is_not_guessed(typed: str) -> None:
    assert parse_wall(typed) is None


@given(walls)
def test_every_minute_written_out_is_read_back(wall: time) -> None:
    assert parse_wall(f"{wall:%H:%M}") == wall
    assert parse_wall(f"{wall:%H%M}") == wall
    assert parse_wall(f"{wall:%I:%M %p}") == wall


@given(st.text(max_size=20))
def test_no_text_breaks_the_reading_of_a_time(text: str) -> None:
    assert parse_wall(text) is None or isinstance(parse_wall(text), time)
