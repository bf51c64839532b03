"""Words for a language: its catalogue, and its dates, lists and numbers."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from bot.chat.words import Translator, translator_for
from bot.coach.places import place_of
from tests.chat.pseudo import save, translated, wide

# --- catalogues -----------------------------------------------------------------------------


def test_without_a_catalogue_english_stands(tmp_path: Path) -> None:
    _ = Translator("xx", tmp_path)

    assert _("Which one do you mean?") == "Which one do you mean?"
    assert _.many("{n} minute", "{n} minutes", 1) == "1 minute"
    assert _.many("{n} minute", "{n} minutes", 3) == "3 minutes"


@pytest.mark.parametrize("name", ["pt_BR", "pt-br", "zh_Hans", "de", "fil"])
def test_a_language_of_telegram_finds_its_file(tmp_path: Path, name: str) -> None:
    _ = translated(tmp_path, name)

    assert _("Days") == wide("Days")
    assert str(_.locale).casefold() == name.replace("-", "_").casefold()


def test_a_region_falls_back_to_its_language_and_then_to_english(tmp_path: Path) -> None:
    assert translated(tmp_path, "pt", language="pt-br")("Days") == wide("Days")
    assert Translator("pl", tmp_path)("Days") == "Days"
    assert Translator("zh-hans-cn", tmp_path).language == "zh-hans-cn"


def test_a_count_takes_the_plural_of_its_language(tmp_path: Path) -> None:
    _ = translated(tmp_path, "de")

    assert _.many("{n} minute", "{n} minutes", 1) == "1 ｍｉｎｕｔｅ"
    assert _.many("{n} minute", "{n} minutes", 4) == "4 ｍｉｎｕｔｅｓ"


def test_one_english_word_may_have_two_translations(tmp_path: Path) -> None:
    catalog = Catalog(locale="de")
    catalog.add("Stop", "Beenden", context="an exercise")
    catalog.add("Stop", "Anhalten", context="a broadcast")
    save(catalog, tmp_path, "de")
    _ = Translator("de", tmp_path)

    assert _.pgettext("an exercise", "Stop") == "Beenden"
    assert _.pgettext("a broadcast", "Stop") == "Anhalten"
    assert _.pgettext("a third", "Stop") == "Stop"


@pytest.mark.parametrize("language", ["", "en", "en-gb", "../..", "x" * 16, "日本"])
def test_any_language_code_gets_words(language: str) -> None:
    assert translator_for(language)("Days") == "Days"
    assert translator_for(language).language == language


# --- dates, lists and numbers ---------------------------------------------------------------

AT = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)


def test_english_puts_the_day_first() -> None:
    _ = translator_for("en")

    assert _.moment(AT) == "Tue 24 Nov, 07:30"
    assert _.day(date(2026, 12, 12)) == "Saturday 12 December"
    assert _.full_day(date(2026, 12, 12)) == "Saturday, 12 December 2026"
    assert _.month(AT.date()) == "November 2026"
    assert " ".join(_.weekday(day) for day in range(7)) == "Mon Tue Wed Thu Fri Sat Sun"
    assert (_.list(["a", "b", "c"]), _.list(["a"]), _.list([])) == ("a, b and c", "a", "")
    assert _.number(1234567) == "1,234,567"


def test_another_language_has_dates_lists_and_numbers_of_its_own(tmp_path: Path) -> None:
    _ = translated(tmp_path, "de")

    assert _.moment(AT) == "Di., 24. Nov., 07:30"
    assert _.day(date(2026, 12, 12)) == "Samstag, 12. Dezember"
    assert _.full_day(date(2026, 12, 12)) == "Samstag, 12. Dezember 2026"
    assert _.list(["a", "b", "c"]) == "a, b und c"
    assert _.number(1234567) == "1.234.567"


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("es", "lunes, 23 de noviembre"),
        ("pt-br", "segunda-feira, 23 de novembro"),
        ("ru", "пн, 23 ноября"),
        ("hi", "सोमवार, 23 नवंबर"),
        ("ar", "الاثنين، 23 نوفمبر"),
    ],
)
def test_a_date_in_a_sentence_is_written_out_unless_it_would_need_a_case(
    language: str, day: str
) -> None:
    assert translator_for(language).day(date(2026, 11, 23)) == day


def test_a_month_begins_a_title() -> None:
    assert translator_for("es").month(date(2026, 11, 1)) == "Noviembre de 2026"


@pytest.mark.parametrize(
    ("name", "city", "moved", "country"),
    [
        ("de", "Lissabon", "Kalkutta", "Portugal"),
        ("ru", "Лиссабон", "Калькутта", "Португалия"),
        ("hi", "लिस्बन", "कोलकाता", "पुर्तगाल"),
        ("ar", "لشبونة", "كالكتا", "البرتغال"),
        ("pt_BR", "Lisboa", "Calcutá", "Portugal"),
    ],
)
def test_zones_and_countries_have_the_names_of_the_language(
    tmp_path: Path, name: str, city: str, moved: str, country: str
) -> None:
    _ = translated(tmp_path, name)
    lisbon = place_of("Europe/Lisbon")

    assert _.zone("Europe/Lisbon") == _.place(lisbon) == city
    assert _.zone("Asia/Kolkata") == moved  # CLDR has it under its former name
    assert _.country(lisbon) == country


def test_english_keeps_its_names_of_zones_and_countries() -> None:
    _ = translator_for("en")

    assert _.zone("America/New_York") == "New York"
    assert _.zone("America/Argentina/Buenos_Aires") == "Buenos Aires"
    assert _.country(place_of("Europe/Lisbon")) == "Portugal"
    assert _.place(replace(place_of("Europe/Lisbon"), name="Sintra")) == "Sintra"
