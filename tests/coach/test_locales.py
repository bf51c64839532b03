"""CLDR's data: what is written stays, what is not goes."""

from datetime import UTC, datetime

import pytest
from babel import UnknownLocaleError, localedata
from babel.dates import format_datetime

from bot.coach.locales import UNREAD, locale_of


def test_names_of_months_cities_and_countries_stay() -> None:
    locale = locale_of("pt-BR")

    assert format_datetime(datetime(2026, 11, 30, tzinfo=UTC), "EEEE, d MMMM", locale=locale) == (
        "segunda-feira, 30 novembro"
    )
    assert locale.territories["IN"] == "Índia"
    assert locale.time_zones["Asia/Tokyo"]["city"] == "Tóquio"


def test_what_the_bot_never_writes_goes_from_all_that_a_language_inherits_from() -> None:
    locale_of("pt-BR")

    kept = {part for name in ("pt_BR", "pt", "root") for part in localedata.load(name)}
    assert kept.isdisjoint(UNREAD)


def test_a_language_that_nobody_knows_is_refused() -> None:
    with pytest.raises(UnknownLocaleError):
        locale_of("xx")
