"""A day and a stretch of days, read from what people type."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach.days import parse_day, parse_stretch

TODAY = date(2026, 11, 26)
days = st.dates(TODAY, TODAY + timedelta(days=364))


@pytest.mark.parametrize(
    "typed",
    [
        *("until 12 December", "12 dec", "12th of December", "December 12", "dec 12th", "12.12."),
        *("12.12", "2026-12-12", "12.12.2026", "until 12 December 2026", "Dec. 12, 2026"),
        *(
            "\uff11\uff12.12.",
            "  UNTIL   12   DECEMBER ",
            "till the 12th december",
            "12. December",
        ),
    ],
)
def test_a_day_is_read_as_people_type_it(typed: str) -> None:
    assert parse_day(typed, TODAY) == date(2026, 12, 12)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1 March", date(2027, 3, 1)),
        ("25.11.", date(2027, 11, 25)),
        ("26.11.", TODAY),
        ("25.11.2026", date(2026, 11, 25)),
        ("29 February", date(2028, 2, 29)),
        ("tomorrow", date(2026, 11, 27)),
    ],
)
def test_a_day_without_a_year_is_the_next_such_day(typed: str, day: date) -> None:
    assert parse_day(typed, TODAY) == day


@pytest.mark.parametrize(
    "typed",
    ["", "soon", "32 December", "30 Feb", "12/12", "0.0.", "12 12", "2026-13-01", "0000-01-01"],
)
def test_what_is_no_day_is_none(typed: str) -> None:
    assert parse_day(typed, TODAY) is None


@given(
    days, st.sampled_from(["{:%Y-%m-%d}", "{:%d.%m.}", "{:%d %B}", "{:%b %d}", "until {:%d %b}"])
)
def test_every_way_of_writing_a_day_means_that_day(day: date, form: str) -> None:
    assert parse_day(form.format(day), TODAY) == day


@given(st.text(max_size=40))
def test_no_text_breaks_it(text: str) -> None:
    parse_day(text, TODAY)
    parse_stretch(text)


@pytest.mark.parametrize(
    ("typed", "count"),
    [("3 days", 3), ("a week", 7), ("for two weeks", 14), ("1 day", 1), ("one month", 30)],
)
def test_a_stretch_is_read_as_a_number_of_days(typed: str, count: int) -> None:
    assert parse_stretch(typed) == count


@pytest.mark.parametrize("typed", ["", "days", "0 days", "some days", "12 December", "-3 days"])
def test_what_is_no_stretch_is_none(typed: str) -> None:
    assert parse_stretch(typed) is None


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("Friday", date(2026, 11, 27)),
        ("until monday", date(2026, 11, 30)),
        ("wed", date(2026, 12, 2)),
        ("next Thursday", date(2026, 12, 3)),  # the day of today is a week away
    ],
)
def test_a_weekday_is_the_next_one(typed: str, day: date) -> None:
    assert parse_day(typed, TODAY) == day
