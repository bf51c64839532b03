"""A zone has one name, an offset is none, and a point leads to one."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach.places import (
    Place,
    at,
    canonical,
    find,
    is_offset,
    is_zone,
    place_of,
)

ZONES = available_timezones()
WINTER, SUMMER = datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    "typed", ["GMT+2", "UTC-5", "+3", "-03:30", "utc +5:30", "UTC−8", "Etc/GMT+5", "EST", "gmt"]
)
def test_an_offset_is_recognised_and_gives_no_place(typed: str) -> None:
    assert is_offset(typed)
    assert find(typed) == []


@pytest.mark.parametrize("typed", ["Berlin", "UTC", "Europe/Berlin", "7:30", "", "3", "+", "West"])
def test_a_place_is_not_taken_for_an_offset(typed: str) -> None:
    assert not is_offset(typed)


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
