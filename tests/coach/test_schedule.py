"""One exercise for each chosen local day: in every zone, over every clock change, once."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach.schedule import (
    GRACE,
    LATE_LIMIT,
    Due,
    Pause,
    Schedule,
    instant,
    local_day,
    next_due,
    too_late,
    training_day,
)
from tests.coach.clocks import (
    DAY,
    EVERY_DAY,
    FIRST,
    HOUR,
    LAST,
    MINUTE,
    ZONES,
    at,
    chosen_days,
    daily,
    dues,
    transitions,
)

zones = st.sampled_from(ZONES)
walls = st.integers(0, 24 * 60 - 1).map(lambda minute: time(minute // 60, minute % 60))
day_sets = st.frozensets(st.integers(0, 6), min_size=1)
days = st.dates(FIRST, LAST)
moments = st.integers(0, 9 * 365 * 24 * 60)
instants = moments.map(lambda minute: datetime(2024, 1, 1, tzinfo=UTC) + minute * MINUTE)
schedules = st.builds(Schedule, walls, zones, day_sets)


# --- every zone, every minute, every set of weekdays ---------------------------------------


@given(schedules, instants)
def test_each_chosen_day_is_due_once_and_in_order(schedule: Schedule, after: datetime) -> None:
    found = dues(schedule, after, 40)
    assert [due.day for due in found] == chosen_days(
        schedule.weekdays, found[0].day, found[-1].day
    )
    assert all(a.at < b.at for a, b in pairwise(found))
    assert found[0].at > after


@given(walls, zones, days)
def test_two_days_lie_22_to_26_hours_apart(wall: time, zone: str, day: date) -> None:
    schedule = Schedule(wall, zone, EVERY_DAY)
    apart = instant(schedule, day + DAY) - instant(schedule, day)
    assert 22 * HOUR <= apart <= 26 * HOUR


@given(schedules, instants)
def test_no_chosen_day_is_passed_over_before_the_first(
    schedule: Schedule, after: datetime
) -> None:
    due = next_due(schedule, after)
    assert due is not None
    earlier = chosen_days(schedule.weekdays, due.day - 9 * DAY, due.day - DAY)
    assert all(instant(schedule, day) <= after for day in earlier)


@given(walls, zones, days)
def test_the_clock_there_shows_the_wall_time_unless_it_lies_in_a_gap(
    wall: time, zone: str, day: date
) -> None:
    when = instant(Schedule(wall, zone, EVERY_DAY), day)
    info = ZoneInfo(zone)
    shown = when.astimezone(info)
    if (shown.date(), shown.time()) != (day, wall):
        jumps = [new - old for at_, old, new in transitions(zone) if at_ <= when < at_ + HOUR]
        assert jumps, "the wall time was moved on a day without a clock change"
        assert shown.replace(tzinfo=None) == datetime.combine(day, wall) + jumps[0]


@given(schedules, instants, st.lists(st.integers(0, 4 * 24 * 60), max_size=30))
def test_restarts_at_any_moment_neither_double_nor_lose(
    schedule: Schedule, start: datetime, minutes: list[int]
) -> None:
    """Recompute at each restart from what a database holds: the next due, and the last day."""
    now, last = start, start.date() - 2 * DAY
    due = next_due(schedule, now)
    sent: list[date] = []
    for pause in minutes:
        now += pause * MINUTE
        while due and due.at <= now:
            sent.append(due.day)
            last = due.day
            due = next_due(schedule, due.at, last)
        assert due == next_due(schedule, now, last)
    if sent:
        assert sent == chosen_days(schedule.weekdays, sent[0], sent[-1])


moves = st.lists(st.tuples(st.integers(1, 3 * 24 * 60), schedules), min_size=1, max_size=12)


@given(schedules, instants, moves)
def test_moves_to_any_zone_or_wall_time_never_bring_one_date_twice(
    schedule: Schedule, now: datetime, changes: list[tuple[int, Schedule]]
) -> None:
    sent: list[date] = []
    due = next_due(schedule, now)
    for minutes, changed in changes:
        now += minutes * MINUTE
        while due and due.at <= now:
            sent.append(due.day)
            due = next_due(schedule, due.at, due.day)
        schedule = changed
        due = next_due(schedule, now, sent[-1] if sent else None)
        assert due is not None
        assert due.at > now
        assert due.at - now < 11 * DAY
    assert all(a < b for a, b in pairwise(sent))


@given(schedules, instants, st.integers(0, 7 * 60))
def test_what_is_late_by_less_than_the_limit_on_the_same_day_still_goes_out(
    schedule: Schedule, after: datetime, minutes: int
) -> None:
    due = next_due(schedule, after)
    assert due is not None
    now = due.at + minutes * MINUTE
    assert not too_late(schedule.zone, due.at, due.at)
    ended = local_day(schedule.zone, now - GRACE) > local_day(schedule.zone, due.at)
    assert too_late(schedule.zone, due.at, now) == (ended or now - due.at > LATE_LIMIT)


# --- the edges of the functions ------------------------------------------------------------


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Auckland", "America/Los_Angeles"])
def test_a_leap_day_is_a_day_like_any_other(zone: str) -> None:
    schedule = Schedule(time(7, 30), zone, EVERY_DAY)
    found = dues(schedule, datetime(2028, 2, 27, 12, tzinfo=ZoneInfo(zone)), 3)
    assert [due.day for due in found] == [date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1)]
    assert [local_day(zone, due.at) for due in found] == [due.day for due in found]


def test_without_weekdays_nothing_is_due() -> None:
    assert next_due(Schedule(time(7), "UTC", frozenset()), at("2026-01-01 00:00")) is None


@pytest.mark.parametrize(
    ("first", "until", "expected"),
    [
        (date.min, date(2026, 1, 20), [20, 21, 22]),
        (date(2026, 1, 2), date(2026, 1, 3), [1, 3, 4]),
        (date(2026, 1, 2), date(2026, 1, 30), [1, 30, 31]),
        (date(2025, 12, 1), date(2025, 12, 31), [1, 2, 3]),
    ],
)
def test_no_day_of_a_pause_is_due(first: date, until: date, expected: list[int]) -> None:
    schedule = replace(daily("UTC", "07:00"), pause=Pause(first, until))
    assert [due.day.day for due in dues(schedule, at("2026-01-01 00:00"), 3)] == expected


def test_the_next_due_lies_strictly_after() -> None:
    schedule = daily("UTC", "07:00")
    assert next_due(schedule, at("2026-01-01 07:00")) == Due(
        date(2026, 1, 2), at("2026-01-02 07:00")
    )


def test_a_far_day_already_handled_is_stepped_over() -> None:
    due = next_due(daily("UTC", "07:00"), at("2026-01-01 00:00"), beyond=date(2026, 1, 9))
    assert due == Due(date(2026, 1, 10), at("2026-01-10 07:00"))


def test_a_naive_datetime_is_refused() -> None:
    naive = datetime(2026, 1, 1)  # noqa: DTZ001
    schedule = daily("UTC", "07:00")
    with pytest.raises(ValueError, match="naive"):
        next_due(schedule, naive)
    with pytest.raises(ValueError, match="naive"):
        local_day("UTC", naive)
    with pytest.raises(ValueError, match="naive"):
        too_late("UTC", at("2026-01-01 07:00"), naive)


def test_any_aware_datetime_will_do() -> None:
    schedule, now = daily("Asia/Tokyo", "07:00"), at("2026-01-01 00:00")
    assert next_due(schedule, now.astimezone(ZoneInfo("America/Lima"))) == next_due(schedule, now)


def test_an_exercise_is_too_late_after_midnight_even_within_six_hours() -> None:
    ten_in_berlin = at("2026-01-01 21:00")
    assert not too_late("Europe/Berlin", ten_in_berlin, at("2026-01-01 23:29"))
    assert too_late("Europe/Berlin", ten_in_berlin, at("2026-01-01 23:30"))


# --- the day that an answer counts to -------------------------------------------------------


@pytest.mark.parametrize(
    ("wall", "day"),
    [("23:59", 28), ("00:00", 28), ("02:59", 28), ("03:00", 29), ("12:00", 29)],
)
@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/Nuuk", "Asia/Kathmandu"])
def test_a_training_day_ends_at_three_as_the_clocks_there_show(
    zone: str, wall: str, day: int
) -> None:
    """Berlin and Nuuk change their clocks in that night; 3 o'clock is 3 o'clock all the same."""
    date_ = date(2026, 3, 28 if wall == "23:59" else 29)
    at = datetime.combine(date_, time.fromisoformat(wall), tzinfo=ZoneInfo(zone))

    assert training_day(zone, at) == date(2026, 3, day)


def test_a_naive_instant_has_no_training_day() -> None:
    with pytest.raises(ValueError, match="naive"):
        training_day("UTC", datetime(2026, 3, 29, 12))  # noqa: DTZ001  # just that
