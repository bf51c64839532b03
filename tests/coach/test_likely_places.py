"""What a newcomer is offered first: by their language, and by the hour."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach.likely_places import guess, likely
from bot.coach.places import is_zone

WINTER = datetime(2026, 1, 15, tzinfo=UTC)


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
