"""A day and a stretch of days, read from what people type."""

from datetime import date, timedelta
from typing import Any

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from bot.coach.days import Days
from bot.coach.phrase_book import When

TODAY = date(2026, 11, 26)
SATURDAY = date(2026, 12, 12)


def reader(locale: str, **when: Any) -> Days:
    """Return what reads a language, with some of its own words."""
    return Days(When(**when), Locale.parse(locale))


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


def test_a_language_has_holidays_of_its_own() -> None:
    german = reader("de", until=["bis"], holidays={"Weihnachten": "12-24"})
    assert german.day("bis Weihnachten", TODAY) == date(2026, 12, 24)
    assert german.day("christmas", TODAY) == date(2026, 12, 25)


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
    ("locale", "typed"),
    [
        *(("de", "12. Dezember"), ("de", "12. Dez."), ("ru", "12 декабря"), ("ru", "12 дек.")),
        *(("es", "12 de diciembre"), ("fr", "12 décembre 2026"), ("pt_BR", "12 de dez.")),
        *(("de", "12 December"), ("ru", "Dec 12"), ("uk", "12 ГРУДНЯ"), ("hi", "12 दिसंबर")),
    ],
)
def test_a_month_is_understood_in_the_reader_s_language_and_in_english(
    locale: str, typed: str
) -> None:
    assert reader(locale).day(typed, TODAY) == date(2026, 12, 12)


@pytest.mark.parametrize(
    ("locale", "typed"),
    [("de", "Montag"), ("de", "Mo"), ("ru", "понедельник"), ("fr", "lun."), ("de", "monday")],
)
def test_a_weekday_is_understood_in_the_reader_s_language(locale: str, typed: str) -> None:
    assert reader(locale).day(typed, TODAY) == date(2026, 11, 30)


@given(st.text(max_size=40))
def test_no_text_breaks_it(text: str) -> None:
    for language in (DAYS, ARABIC, HINDI):
        language.day(text, TODAY)
        language.stretch(text)
        language.weekdays(text)


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
    ],
)
def test_weekdays_are_read_as_people_type_them(typed: str, named: set[int]) -> None:
    assert DAYS.weekdays(typed) == frozenset(named)


@pytest.mark.parametrize(
    "typed", ["", "soon", "every day but no day", "not every day", "mo", "I can not"]
)
def test_what_names_no_weekday_is_none(typed: str) -> None:
    assert DAYS.weekdays(typed) is None


# --- other languages ------------------------------------------------------------------------

GERMAN = reader(
    "de",
    tomorrow=["morgen"],
    until=["bis", "zum", "einschließlich"],
    next=["nächsten"],
    lasting=["für", "lang"],
    numbers={"eine": 1, "einen": 1, "zwei": 2, "drei": 3},
    units={"day": ["Tag", "Tage"], "week": ["Woche", "Wochen"], "month": ["Monat", "Monate"]},
    weekdays={"monday": ["montags"]},
    sets={"weekend": ["Wochenende"], "every_day": ["jeden Tag"], "workdays": ["werktags"]},
    without=["nicht", "kein", "außer"],
    through=["bis"],
)
PORTUGUESE = reader(
    "pt_BR",
    tomorrow=["amanhã"],
    until=["até", "o", "dia"],
    of=["de"],
    lasting=["por"],
    numbers={"um": 1, "uma": 1, "duas": 2},
    units={"day": ["dia", "dias"], "week": ["semana", "semanas"], "month": ["mês", "meses"]},
    weekdays={"sunday": ["domingos"]},
    sets={"weekend": ["fim de semana"], "every_day": ["todos os dias"]},
    without=["menos", "exceto"],
    through=["a"],
)
RUSSIAN = reader(
    "ru",
    tomorrow=["завтра"],
    until=["до"],
    lasting=["на"],
    numbers={"три": 3},
    units={"day": ["день", "дня", "дней"], "week": ["неделю", "недели", "недель"]},
    stretches={"неделю": 7, "на неделю": 7},
    weekdays={"wednesday": ["среду", "средам"], "friday": ["пятницам"]},
    sets={"workdays": ["будни", "по будням"]},
    without=["кроме"],
)
HINDI = reader("hi", tomorrow=["कल"], until=["तक"], numbers={"तीन": 3}, units={"day": ["दिन"]})
ARABIC = reader(
    "ar",
    next=["القادم", "القادمة"],
    tomorrow=["غدا"],
    until=["حتى"],
    numbers={"ثلاثة": 3},
    units={"day": ["يوم", "أيام"], "week": ["أسبوع", "أسابيع"]},
    stretches={"أسبوع": 7, "أسبوعين": 14},
    sets={"every_day": ["كل يوم"]},
    without=["ما عدا"],
)


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        *((GERMAN, "bis zum 12. Dezember"), (GERMAN, "12.12."), (GERMAN, "12/12")),
        *((PORTUGUESE, "até o dia 12 de dezembro"), (PORTUGUESE, "12 de dez. de 2026")),
        *((PORTUGUESE, "12/12/2026"), (RUSSIAN, "до 12 декабря"), (RUSSIAN, "12.12.2026")),
        *(
            (HINDI, "12 दिसंबर"),
            (HINDI, "12 दिसंबर तक"),
            (HINDI, "१२ दिसंबर"),
            (ARABIC, "حتى ١٢ ديسمبر"),
        ),
        *((ARABIC, "12/12"), (RUSSIAN, "Dec 12"), (HINDI, "until 12 December")),
    ],
)
def test_a_day_is_read_in_other_languages(language: Days, typed: str) -> None:
    assert language.day(typed, TODAY) == SATURDAY


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        (GERMAN, "morgen"),
        (PORTUGUESE, "amanha"),
        (RUSSIAN, "завтра"),
        (HINDI, "कल"),
        (ARABIC, "غدًا"),
    ],
)
def test_tomorrow_is_read_in_other_languages(language: Days, typed: str) -> None:
    assert language.day(typed, TODAY) == date(2026, 11, 27)


@pytest.mark.parametrize(
    ("language", "typed", "count"),
    [
        *(
            (GERMAN, "für drei Tage", 3),
            (GERMAN, "2 Wochen lang", 14),
            (GERMAN, "einen Monat", 30),
        ),
        *((PORTUGUESE, "por uma semana", 7), (PORTUGUESE, "2 dias", 2), (RUSSIAN, "5 дней", 5)),
        *((RUSSIAN, "на неделю", 7), (RUSSIAN, "на три дня", 3), (HINDI, "तीन दिन", 3)),
        *((ARABIC, "ثلاثة أيام", 3), (ARABIC, "اسبوعين", 14), (ARABIC, "٣ أيام", 3)),
        *((GERMAN, "Tage", None), (RUSSIAN, "a week", 7)),
    ],
)
def test_a_stretch_is_read_in_other_languages(
    language: Days, typed: str, count: int | None
) -> None:
    assert language.stretch(typed) == count


@pytest.mark.parametrize(
    ("language", "typed", "named"),
    [
        (GERMAN, "Mo-Fr", {0, 1, 2, 3, 4}),
        (GERMAN, "Montag bis Mittwoch", {0, 1, 2}),
        (GERMAN, "nicht am Wochenende", {0, 1, 2, 3, 4}),
        (GERMAN, "die Montage, montags", {0}),
        (PORTUGUESE, "no fim de semana", {5, 6}),
        (PORTUGUESE, "de segunda a sexta-feira", {0, 1, 2, 3, 4}),
        (PORTUGUESE, "todos os dias menos domingos", {0, 1, 2, 3, 4, 5}),
        (RUSSIAN, "пн, ср, пт", {0, 2, 4}),
        (RUSSIAN, "по средам и пятницам", {2, 4}),
        (HINDI, "सोमवार और गुरुवार", {0, 3}),
        (ARABIC, "الأحد والثلاثاء", {6, 1}),
        (ARABIC, "كل يوم ما عدا الجمعة", {0, 1, 2, 3, 5, 6}),
        (ARABIC, "sunday", {6}),
    ],
)
def test_weekdays_are_read_in_other_languages(language: Days, typed: str, named: set[int]) -> None:
    assert language.weekdays(typed) == frozenset(named)


def test_a_weekday_may_have_its_next_behind_it() -> None:
    assert ARABIC.day("الجمعة القادمة", TODAY) == date(2026, 11, 27)
