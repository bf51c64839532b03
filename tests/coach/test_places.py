"""The name of a place, as people type it, leads to its zone and never to an exception."""

from collections.abc import Sequence
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach.places import (
    Place,
    called,
    canonical,
    find,
    is_offset,
    meant,
)

ZONES = available_timezones()


def zones(places: Sequence[Place]) -> list[str]:
    return [place.zone for place in places]


def first(text: str) -> tuple[str, str]:
    found = find(text)[0]
    return found.name, found.zone


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


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        *(("London", "Europe/London"), ("Madrid", "Europe/Madrid"), ("Perth", "Australia/Perth")),
        *(("Bogotá", "America/Bogota"), ("Москва", "Europe/Moscow"), ("Leeds", "Europe/London")),
    ],
)
def test_nearly_all_mean_one_city_by_its_name(text: str, zone: str) -> None:
    assert zones(meant(text)) == [zone]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mexico", ["America/Mexico_City", "Asia/Manila"]),
        ("León", ["America/Mexico_City", "America/Managua", "Europe/Madrid"]),
        ("Victoria", ["Asia/Hong_Kong", "America/Vancouver"]),
        ("Springfield", ["America/Chicago", "America/New_York", "America/Los_Angeles"]),
        ("nonesuch", []),
    ],
)
def test_a_name_of_several_cities_means_each_of_them(text: str, expected: list[str]) -> None:
    found = zones(meant(text))
    assert found[:1] == expected[:1]
    assert set(expected) <= set(found)


@pytest.mark.parametrize("text", ["danke", "да", "नमस्ते", "شكرا", "obrigado", "bom dia"])
def test_a_word_in_another_language_is_no_city(text: str) -> None:
    assert called(text) == []
