"""Days, stretches and weekdays, as people type them in other languages than English."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach.days import DayReader
from tests.coach.test_days import DAYS, TODAY, reader

SATURDAY = date(2026, 12, 12)


def test_a_language_has_holidays_of_its_own() -> None:
    german = reader("de", until=["bis"], holidays={"Weihnachten": "12-24"})
    assert german.day("bis Weihnachten", TODAY) == date(2026, 12, 24)
    assert german.day("christmas", TODAY) == date(2026, 12, 25)


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
def test_a_day_is_read_in_other_languages(language: DayReader, typed: str) -> None:
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
def test_tomorrow_is_read_in_other_languages(language: DayReader, typed: str) -> None:
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
    language: DayReader, typed: str, count: int | None
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
def test_weekdays_are_read_in_other_languages(
    language: DayReader, typed: str, named: set[int]
) -> None:
    assert language.weekdays(typed) == frozenset(named)


def test_a_weekday_may_have_its_next_behind_it() -> None:
    assert ARABIC.day("الجمعة القادمة", TODAY) == date(2026, 11, 27)
