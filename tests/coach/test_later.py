"""How long an exercise may wait on its day."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.coach.later import Wait, at_wall, habit, waits

DAY = date(2026, 11, 23)


def offered(hour: int, minute: int = 0, day: int = 23) -> set[Wait]:
    return set(waits("Europe/London", DAY, datetime(2026, 11, day, hour, minute, tzinfo=UTC)))


def test_in_the_morning_everything_is_offered() -> None:
    found = waits("Europe/London", DAY, datetime(2026, 11, 23, 8, tzinfo=UTC))

    assert found == {
        Wait.SHORT: datetime(2026, 11, 23, 8, 30, tzinfo=UTC),
        Wait.HOUR: datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
        Wait.LONG: datetime(2026, 11, 23, 10, 0, tzinfo=UTC),
        Wait.EVENING: datetime(2026, 11, 23, 19, 0, tzinfo=UTC),
    }


def test_the_evening_is_not_offered_once_it_has_come() -> None:
    assert offered(18, 59) == set(Wait)
    assert offered(19) == {Wait.SHORT, Wait.HOUR, Wait.LONG}


def test_nothing_waits_past_three_at_night() -> None:
    assert offered(0, 59, day=24) == {Wait.SHORT, Wait.HOUR, Wait.LONG}
    assert offered(1, day=24) == {Wait.SHORT, Wait.HOUR}
    assert offered(2, day=24) == {Wait.SHORT}
    assert offered(2, 30, day=24) == set()


def test_the_evening_is_that_of_the_person_s_own_clock() -> None:
    found = waits("Asia/Tokyo", DAY, datetime(2026, 11, 22, 23, tzinfo=UTC))

    assert found[Wait.EVENING] == datetime(2026, 11, 23, 10, tzinfo=UTC)


def moved(*times: str | None) -> dict[date, time]:
    """Return to which times the exercises up to DAY were moved, one a day; None is not at all."""
    return {
        DAY - timedelta(days=ago): time.fromisoformat(at)
        for ago, at in enumerate(reversed(times))
        if at
    }


@pytest.mark.parametrize(
    ("times", "usual"),
    [
        (("19:00", "19:00", "19:00"), "19:00"),
        (("18:40", None, "19:10", None, "18:56"), "19:00"),
        (("09:31", "10:02", "10:20"), "10:00"),
        (("23:50", "00:20", "00:10"), "00:15"),
        (("23:58", "23:50", "23:57"), "00:00"),
        (("19:00", "19:00"), None),
        (("19:00", "19:00", "21:00"), None),
        (("19:00", "21:00", "19:00"), None),
        (("19:00", "19:00", "19:00", None), None),
        (("19:00", "19:00", *(None,) * 29, "19:00"), None),
    ],
)
def test_three_days_moved_to_about_the_same_time_are_a_habit(
    times: tuple[str | None, ...], usual: str | None
) -> None:
    assert habit(moved(*times), DAY) == (time.fromisoformat(usual) if usual else None)


def at(hour: int, now: datetime) -> datetime | None:
    return at_wall("Asia/Tokyo", DAY, time(hour), now)


def test_a_time_of_day_counts_only_while_it_is_still_to_come() -> None:
    noon = datetime(2026, 11, 23, 3, tzinfo=UTC)

    assert at(20, noon) == datetime(2026, 11, 23, 11, tzinfo=UTC)
    assert [at(hour, noon) for hour in (1, 8, 12)] == [None, None, None]


def test_after_midnight_no_time_of_day_is_that_of_the_day_before() -> None:
    assert at(2, datetime(2026, 11, 23, 16, tzinfo=UTC)) is None
