"""A day and a stretch of days, read from what people type."""

from datetime import date, timedelta
from typing import Any

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from bot.coach.days import DayReader
from bot.coach.phrase_book import When

TODAY = date(2026, 11, 26)


def reader(locale: str, **when: Any) -> DayReader:
    """Return what reads a language, with some of its own words."""
    return DayReader(When(**when), Locale.parse(locale))


DAYS = reader("en")
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
    assert DAYS.day(typed, TODAY) == date(2026, 12, 12)


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
    assert DAYS.day(typed, TODAY) == day


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        *(("until christmas", date(2026, 12, 25)), ("Xmas", date(2026, 12, 25))),
        ("till Christmas Eve", date(2026, 12, 24)),
        *(("until the new year", date(2027, 1, 1)), ("New Year's", date(2027, 1, 1))),
        *(("New Year’s Eve", date(2026, 12, 31)), ("after the holidays", None)),
    ],
)
def test_a_holiday_is_the_next_one(typed: str, day: date | None) -> None:
    assert DAYS.day(typed, TODAY) == day


@pytest.mark.parametrize(
    "typed",
    ["", "soon", "32 December", "30 Feb", "12/12", "0.0.", "12 12", "2026-13-01", "0000-01-01"],
)
def test_what_is_no_day_is_none(typed: str) -> None:
    assert DAYS.day(typed, TODAY) is None


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("the 14th", date(2026, 12, 14)),
        ("until the 26th", TODAY),
        ("until the 31st", date(2026, 12, 31)),
        ("the 32nd", None),
        ("the 0th", None),
    ],
)
def test_a_day_without_a_month_is_the_next_of_that_number(typed: str, day: date | None) -> None:
    assert DAYS.day(typed, TODAY) == day


@given(
    days, st.sampled_from(["{:%Y-%m-%d}", "{:%d.%m.}", "{:%d %B}", "{:%b %d}", "until {:%d %b}"])
)
def test_every_way_of_writing_a_day_means_that_day(day: date, form: str) -> None:
    assert DAYS.day(form.format(day), TODAY) == day


@pytest.mark.parametrize(
    ("typed", "count"),
    [("3 days", 3), ("a week", 7), ("for two weeks", 14), ("1 day", 1), ("one month", 30)],
)
def test_a_stretch_is_read_as_a_number_of_days(typed: str, count: int) -> None:
    assert DAYS.stretch(typed) == count


@pytest.mark.parametrize("typed", ["", "days", "0 days", "some days", "12 December", "-3 days"])
def test_what_is_no_stretch_is_none(typed: str) -> None:
    assert DAYS.stretch(typed) is None


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
    assert DAYS.day(typed, TODAY) == day


# --- weekdays -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("Mon-Fri", {0, 1, 2, 3, 4}),
        ("mon – wed", {0, 1, 2}),
        ("saturday to monday", {5, 6, 0}),
        ("no Sundays", {0, 1, 2, 3, 4, 5}),
        ("not on weekends", {0, 1, 2, 3, 4}),
        ("weekdays, and Saturday", {0, 1, 2, 3, 4, 5}),
        ("tues, thur", {1, 3}),
        ("every day", {*range(7)}),
        ("all", {*range(7)}),
        ("all Mondays", {0}),
        ("all the Mondays and Tuesdays", {0, 1}),
        ("all but Sunday", {0, 1, 2, 3, 4, 5}),
    ],
)
def test_weekdays_are_read_as_people_type_them(typed: str, named: set[int]) -> None:
    assert DAYS.weekdays(typed) == frozenset(named)


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("don't send on Fridays", {0, 1, 2, 3}),
        ("Mondays off", {1, 2, 3, 4}),
        ("skip Fridays", {0, 1, 2, 3}),
        ("not on weekends", {0, 1, 2, 3, 4}),
        ("every day except Monday", {1, 2, 3, 4, 5, 6}),
        ("stop sending on Fridays", {0, 1, 2, 3}),
        ("rest on Fridays", {0, 1, 2, 3}),
        ("I can't do Mondays", {1, 2, 3, 4}),
        ("Monday and Saturday", {0, 5}),
    ],
)
def test_a_day_that_is_only_taken_away_adds_no_other(typed: str, named: set[int]) -> None:
    assert DAYS.weekdays(typed, frozenset(range(5))) == frozenset(named)


def test_taking_away_all_days_that_are_left_names_none() -> None:
    assert DAYS.weekdays("no Mondays", frozenset({0})) is None


@pytest.mark.parametrize("typed", ["no days off on Saturdays", "don't skip Saturdays"])
def test_a_day_that_is_not_free_is_added(typed: str) -> None:
    assert DAYS.weekdays(typed, frozenset(range(5))) == frozenset(range(6))


@pytest.mark.parametrize("typed", ["Mondays only, the rest off", "Mondays, stop the others"])
def test_where_all_others_are_free_the_named_days_stay(typed: str) -> None:
    assert DAYS.weekdays(typed) == frozenset({0})


@pytest.mark.parametrize(
    "typed", ["Monday to Friday, weekends off", "weekdays only, weekends off"]
)
def test_where_all_days_are_named_only_the_last_are_free(typed: str) -> None:
    assert DAYS.weekdays(typed) == frozenset(range(5))


@pytest.mark.parametrize(
    "typed", ["", "soon", "every day but no day", "not every day", "mo", "I can not"]
)
def test_what_names_no_weekday_is_none(typed: str) -> None:
    assert DAYS.weekdays(typed) is None


@pytest.mark.parametrize(
    ("text", "is_another"),
    [
        *(("tomorrow at 8", True), ("On Friday, at 8", True), ("DEMAIN at 8", True)),
        *(("tonight at 8", False), ("not now", False), ("", False)),
    ],
)
def test_a_text_names_another_day_or_none(text: str, *, is_another: bool) -> None:
    assert reader("fr", tomorrow=["demain"]).names_another(text) == is_another
