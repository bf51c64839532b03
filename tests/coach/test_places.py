"""What a person types or shares leads to a zone, and never to an exception."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach.places import (
    Place,
    at,
    called,
    canonical,
    find,
    guess,
    is_offset,
    is_zone,
    likely,
    place_of,
)

ZONES = available_timezones()
WINTER, SUMMER = datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC)


def zones(places: Sequence[Place]) -> list[str]:
    return [place.zone for place in places]


def first(text: str) -> tuple[str, str]:
    found = find(text)[0]
    return found.name, found.zone


# --- names as people type them -------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("Berlin", Place("Berlin", "Europe/Berlin", "Germany")),
        ("  berlin! ", Place("Berlin", "Europe/Berlin", "Germany")),
        ("europe/berlin", Place("Berlin", "Europe/Berlin", "Germany")),
        ("America/New York", Place("New York", "America/New_York", "United States")),
        ("Asia/Calcutta", Place("Kolkata", "Asia/Kolkata", "India")),
        ("Europe/Kiev", Place("Kyiv", "Europe/Kyiv", "Ukraine")),
        ("US/Pacific", Place("Los Angeles", "America/Los_Angeles", "United States")),
        ("UTC", Place("UTC", "Etc/UTC", "")),
    ],
)
def test_a_city_or_a_zone_is_found_by_its_name(typed: str, place: Place) -> None:
    assert find(typed)[0] == place


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("München", "Europe/Berlin"),
        ("Praha", "Europe/Prague"),
        ("NYC", "America/New_York"),
        ("LA", "America/Los_Angeles"),
        ("Москва", "Europe/Moscow"),
        ("東京", "Asia/Tokyo"),
        ("القاهرة", "Africa/Cairo"),
        ("서울", "Asia/Seoul"),
        ("Kobenhavn", "Europe/Copenhagen"),
        ("Lodz", "Europe/Warsaw"),
        ("Xian", "Asia/Shanghai"),
        ("Bombay", "Asia/Kolkata"),
        ("San Fran", "America/Los_Angeles"),
        ("ＬＯＮＤＯＮ", "Europe/London"),
    ],
)
def test_a_city_is_found_by_another_spelling(typed: str, zone: str) -> None:
    assert find(typed)[0].zone == zone


@pytest.mark.parametrize(
    ("typed", "city"),
    [
        ("Berln", "Berlin"),
        ("Munchn", "Munich"),
        ("Sydeny", "Sydney"),
        ("Mosvka", "Moscow"),
        ("San Fransisco", "San Francisco"),
        ("Johanesburg", "Johannesburg"),
        ("Buenos Aieres", "Buenos Aires"),
    ],
)
def test_a_slip_of_the_finger_is_forgiven(typed: str, city: str) -> None:
    assert first(typed)[0] == city


@pytest.mark.parametrize("name", ["Portland", "Birmingham", "San Jose"])
def test_cities_of_one_name_in_different_zones_stay_apart(name: str) -> None:
    found = find(name)
    assert len(set(zones(found))) >= 2
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Paris, France", "Europe/Paris"),
        ("Paris, Texas", "America/Chicago"),
        ("paris tx", "America/Chicago"),
        ("Portland, Maine", "America/New_York"),
        ("Portland OR", "America/Los_Angeles"),
        ("Birmingham UK", "Europe/London"),
        ("Dover, DE", "America/New_York"),
    ],
)
def test_a_country_or_state_after_the_city_chooses_between_them(typed: str, zone: str) -> None:
    assert zones(find(typed)) == [zone]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Germany", ["Europe/Berlin"]),
        ("de", ["Europe/Berlin"]),
        ("UK", ["Europe/London"]),
        ("Portugal", ["Europe/Lisbon", "Atlantic/Madeira", "Atlantic/Azores"]),
        ("Deutschland", ["Europe/Berlin"]),
        ("Texas", ["America/Chicago", "America/Denver"]),
    ],
)
def test_a_country_or_state_gives_its_zones_by_largest_city(
    typed: str, expected: list[str]
) -> None:
    assert zones(find(typed)) == expected


def test_georgia_may_be_the_country_or_the_state() -> None:
    assert {"Asia/Tbilisi", "America/New_York"} <= set(zones(find("Georgia")))


@pytest.mark.parametrize(
    "junk", ["", "   ", "asdfgh", "qwerty", "😀", "🇩🇪🏋️", "12345", "hello", "?", "x" * 5000]
)
def test_junk_finds_nothing(junk: str) -> None:
    assert find(junk) == []


def test_no_more_places_than_asked_for() -> None:
    assert len(find("USA", limit=2)) == 2
    assert len(find("New", limit=3)) == 3
    assert len(find("USA", limit=50)) > 10


@given(st.text(max_size=70), st.integers(1, 8))
def test_no_text_raises_and_every_zone_exists(text: str, limit: int) -> None:
    found = find(text, limit)
    assert len(found) <= limit
    assert set(zones(found)) <= ZONES
    assert isinstance(is_offset(text), bool)
    assert canonical(text) is None or canonical(text) in ZONES


# --- offsets -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed", ["GMT+2", "UTC-5", "+3", "-03:30", "utc +5:30", "UTC−8", "Etc/GMT+5", "EST", "gmt"]
)
def test_an_offset_is_recognised_and_gives_no_place(typed: str) -> None:
    assert is_offset(typed)
    assert find(typed) == []


@pytest.mark.parametrize("typed", ["Berlin", "UTC", "Europe/Berlin", "7:30", "", "3", "+", "West"])
def test_a_place_is_not_taken_for_an_offset(typed: str) -> None:
    assert not is_offset(typed)


# --- zones ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("asia/calcutta", "Asia/Kolkata"),
        ("Europe/Copenhagen", "Europe/Copenhagen"),
        ("Etc/GMT+5", "Etc/GMT+5"),
        ("Mars/Olympus", None),
        ("localtime", None),
        ("../etc/passwd", None),
        ("", None),
    ],
)
def test_a_zone_has_one_name_today(name: str, zone: str | None) -> None:
    assert canonical(name) == zone


def test_every_zone_of_this_machine_keeps_its_clock_under_todays_name() -> None:
    for name in ZONES - {"localtime", "Factory"}:
        zone = canonical(name)
        assert zone is not None
        assert is_zone(zone)
        for when in (WINTER, SUMMER):
            then = when.astimezone(ZoneInfo(name)).utcoffset()
            assert then == when.astimezone(ZoneInfo(zone)).utcoffset(), name


def test_a_zone_can_be_named_as_a_place() -> None:
    assert place_of("America/Sao_Paulo") == Place("São Paulo", "America/Sao_Paulo", "Brazil")
    assert place_of("Etc/GMT+5").country == ""


# --- a shared location ---------------------------------------------------------------------


def test_a_point_lies_in_its_zone() -> None:
    assert at(52.52, 13.40) == "Europe/Berlin"
    assert at(-33.87, 151.21) == "Australia/Sydney"
    assert at(22.57, 88.36) == "Asia/Kolkata"


@pytest.mark.parametrize("point", [(91.0, 0.0), (0.0, 500.0), (float("nan"), 0.0)])
def test_a_point_off_the_earth_lies_in_none(point: tuple[float, float]) -> None:
    assert at(*point) is None


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_any_point_of_the_earth_gives_a_zone_that_exists(
    latitude: float, longitude: float
) -> None:
    zone = at(latitude, longitude)
    assert zone is not None
    assert is_zone(zone)


# --- a first guess -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "zone"),
    [
        ("de", "Europe/Berlin"),
        ("de-AT", "Europe/Vienna"),
        ("pt-br", "America/Sao_Paulo"),
        ("pt", "Europe/Lisbon"),
        ("en", "America/New_York"),
        ("en-GB", "Europe/London"),
        ("en_US", "America/New_York"),
        ("es", "Europe/Madrid"),
        ("es-pe", "America/Lima"),
        ("ru", "Europe/Moscow"),
        ("hi", "Asia/Kolkata"),
        ("zh-hans", "Asia/Shanghai"),
    ],
)
def test_the_first_guess_follows_language_and_region(language: str, zone: str) -> None:
    assert likely(language, WINTER)[0].zone == zone


@pytest.mark.parametrize(
    ("language", "at", "zone"),
    [
        ("en", "06:00", "Europe/London"),
        ("en", "15:00", "America/New_York"),
        ("en", "02:00", "America/New_York"),
        ("en-GB", "02:00", "Europe/London"),
        ("de", "02:00", "Europe/Berlin"),
        ("xx", "02:00", "America/Los_Angeles"),
        ("ru", "12:00", "Europe/Moscow"),
    ],
)
def test_who_writes_is_taken_to_be_where_people_are_awake(
    language: str, at: str, zone: str
) -> None:
    now = datetime.combine(WINTER.date(), time.fromisoformat(at), tzinfo=UTC)
    assert guess(language, now) == zone


codes = st.one_of(
    st.none(),
    st.sampled_from(
        ["de", "en", "en-gb", "es", "fr-ca", "hi", "pt-br", "ru", "sv", "xx", "-", ""]
    ),
    st.text(max_size=12),
)


@given(codes, st.integers(0, 8 * 365))
def test_six_places_with_different_clocks_are_offered(code: str | None, day: int) -> None:
    now = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(days=day)
    places = likely(code, now)
    assert len(places) == 6
    assert len({now.astimezone(ZoneInfo(place.zone)).utcoffset() for place in places}) == 6
    assert all(place.name and place.country and is_zone(place.zone) for place in places)


@pytest.mark.parametrize("typed", ["thanks", "okay", "yes", "more", "hello", "lisbo"])
def test_what_is_not_a_citys_own_name_is_not_guessed_at(typed: str) -> None:
    assert called(typed) == []


@pytest.mark.parametrize("typed", ["Lisbon", " lisbon ", "São Paulo"])
def test_a_city_is_called_by_its_name(typed: str) -> None:
    assert called(typed)


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        *(("Москва", "Europe/Moscow"), ("Берлин", "Europe/Berlin"), ("القاهرة", "Africa/Cairo")),
        *(("दिल्ली", "Asia/Kolkata"), ("Londres", "Europe/London"), ("Wien", "Europe/Vienna")),
    ],
)
def test_a_large_city_is_known_by_its_name_in_another_language(text: str, zone: str) -> None:
    assert called(text)[0].zone == zone


@pytest.mark.parametrize("text", ["danke", "да", "नमस्ते", "شكرا", "obrigado", "bom dia"])
def test_a_word_in_another_language_is_no_city(text: str) -> None:
    assert called(text) == []
