"""How long an exercise may wait on its day."""

from datetime import UTC, date, datetime

from bot.coach.later import Wait, waits

DAY = date(2026, 11, 23)


def offered(hour: int, minute: int = 0, day: int = 23) -> set[Wait]:
    return set(waits("Europe/London", DAY, datetime(2026, 11, day, hour, minute, tzinfo=UTC)))


def test_in_the_morning_everything_is_offered() -> None:
    found = waits("Europe/London", DAY, datetime(2026, 11, 23, 8, tzinfo=UTC))

    assert found == {
        Wait.SHORT: datetime(2026, 11, 23, 8, 30, tzinfo=UTC),
        Wait.LONG: datetime(2026, 11, 23, 10, 0, tzinfo=UTC),
        Wait.EVENING: datetime(2026, 11, 23, 19, 0, tzinfo=UTC),
    }


def test_the_evening_is_not_offered_once_it_has_come() -> None:
    assert offered(18, 59) == set(Wait)
    assert offered(19) == {Wait.SHORT, Wait.LONG}


def test_nothing_waits_past_three_at_night() -> None:
    assert offered(0, 59, day=24) == {Wait.SHORT, Wait.LONG}
    assert offered(1, day=24) == {Wait.SHORT}
    assert offered(2, 30, day=24) == set()


def test_the_evening_is_that_of_the_person_s_own_clock() -> None:
    found = waits("Asia/Tokyo", DAY, datetime(2026, 11, 22, 23, tzinfo=UTC))

    assert found[Wait.EVENING] == datetime(2026, 11, 23, 10, tzinfo=UTC)
