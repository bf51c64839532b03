"""Reading a day or a stretch of days as people write it."""

import re
import unicodedata
from datetime import date, timedelta

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *("jan january", "feb february", "mar march", "apr april", "may may", "jun june"),
            *("jul july", "aug august", "sep sept september", "oct october", "nov november"),
            "dec december",
        ),
        1,
    )
    for name in names.split()
}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4}

_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_DOTS = re.compile(r"(?P<day>\d{1,2})\.\s*(?P<month>\d{1,2})\.?\s*(?P<year>\d{4})?")
_DAY_MONTH = re.compile(
    r"(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)?\.?(?: of)? (?P<month>[a-z]+)\.?"
    r",?(?: (?P<year>\d{4}))?"
)
_MONTH_DAY = re.compile(
    r"(?P<month>[a-z]+)\.? (?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:,? (?P<year>\d{4}))?"
)
_STRETCH = re.compile(r"(?:for )?(?P<count>[a-z]+|\d{1,3}) (?P<unit>day|week|month)s?")
_DAYS = {"day": 1, "week": 7, "month": 30}


def parse_stretch(text: str) -> int | None:
    """Read a number of days: `3 days`, `a week`."""
    match = _STRETCH.fullmatch(_plain(text))
    if match is None:
        return None
    count = NUMBERS.get(match["count"]) or (
        int(match["count"]) if match["count"].isdecimal() else 0
    )
    return count * _DAYS[match["unit"]] or None


def parse_day(text: str, today: date) -> date | None:
    """Read a date: `until 12 December`, `Dec 12`, `12.12.`, `2026-12-12`, `Friday`.

    One without a year is the next such day, today among them; a weekday is never today.
    """
    plain = _plain(text).removeprefix("until ").removeprefix("till ")
    if plain == "tomorrow":
        return today + timedelta(days=1)
    if weekday := _weekday(plain.removeprefix("next ")):
        return today + timedelta(days=(weekday - today.isoweekday() - 1) % 7 + 1)
    for shape in (_ISO, _DOTS, _DAY_MONTH, _MONTH_DAY):
        if match := shape.fullmatch(plain):
            return _dated(match, today)
    return None


def _weekday(word: str) -> int | None:
    """Return the ISO number of a weekday, by its name or three letters and more of it."""
    named = (n for n, day in enumerate(WEEKDAYS, 1) if len(word) > 2 and day.startswith(word))
    return next(named, None)


def _dated(match: re.Match[str], today: date) -> date | None:
    named = match["month"]
    month = int(named) if named.isdecimal() else MONTHS.get(named, 0)
    # 29 February comes once in four years, or once in eight.
    years = [int(match["year"])] if match["year"] else range(today.year, today.year + 9)
    for year in years:
        try:
            found = date(year, month, int(match["day"]))
        except ValueError:
            continue
        if match["year"] or found >= today:
            return found
    return None


def _plain(text: str) -> str:
    """Fold case, widths and blanks, as `parse_wall` does."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    shown = "".join(mark for mark in folded if unicodedata.category(mark) != "Cf")
    return " ".join(shown.split())
