"""Every clock change of every zone from 2024 to 2032, and the places with a story."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from bot.coach.schedule import LATE_LIMIT, Due, Schedule, instant, local_day, next_due, too_late
from tests.coach.clocks import DAY, EVERY_DAY, HOUR, MINUTE, ZONES, at, daily, dues, transitions

# --- every clock change of every zone from 2024 to 2032 ------------------------------------


def around(change: datetime, old: timedelta, new: timedelta) -> Iterator[time]:
    """Give wall times on both sides of a change and within the hour it skips or repeats."""
    edges = sorted((change + old, change + new))
    middle = edges[0] + (edges[1] - edges[0]) / 2
    for edge in (*edges, middle.replace(second=0)):
        for step in (-MINUTE, timedelta(0), MINUTE):
            yield (edge + step).time().replace(tzinfo=None)


def expected(info: ZoneInfo, day: date, wall: time, jump: timedelta) -> datetime:
    """Walk through UTC as a person would watch a clock: the first moment it shows the time."""
    for shift in range(-15 * 4, 13 * 4):
        when = datetime.combine(day, wall, tzinfo=UTC) + shift * 15 * MINUTE
        shown = when.astimezone(info).replace(tzinfo=None)
        if shown == datetime.combine(day, wall):
            return when
    moved = datetime.combine(day, wall) + jump
    return expected(info, moved.date(), moved.time(), timedelta(0))


Change = tuple[datetime, timedelta, timedelta]

# The zones with a story, and every clock change there is in the slow run.
STORIES = ["Africa/Casablanca", "America/Nuuk", "Asia/Beirut", "Australia/Lord_Howe"]
clock_changes = pytest.mark.parametrize(
    ("zones", "least"), [(STORIES, 40), pytest.param(ZONES, 201, marks=pytest.mark.slow)]
)


def distinct_changes(zones: Sequence[str]) -> dict[Change, str]:
    """Take one zone for each change that differs: many zones share theirs."""
    return {change: zone for zone in zones for change in transitions(zone)}


@clock_changes
def test_every_clock_change_until_2032_gives_each_day_its_first_moment(
    zones: Sequence[str], least: int
) -> None:
    changes = distinct_changes(zones)
    assert len(changes) >= least
    for (when, old, new), zone in changes.items():
        info = ZoneInfo(zone)
        on = (when + old).date()
        for wall in set(around(when, old, new)):
            schedule = Schedule(wall, zone, EVERY_DAY)
            for day in (on - DAY, on, on + DAY):
                assert instant(schedule, day) == expected(info, day, wall, new - old), zone


@clock_changes
def test_every_clock_change_until_2032_keeps_the_row_of_days_whole(
    zones: Sequence[str], least: int
) -> None:
    changes = distinct_changes(zones)
    assert len(changes) >= least
    for (when, old, new), zone in changes.items():
        for wall in set(around(when, old, new)):
            found = dues(Schedule(wall, zone, EVERY_DAY), when - 2 * DAY, 4)
            assert all(b.day - a.day == DAY for a, b in pairwise(found)), zone
            assert all(a.at < b.at for a, b in pairwise(found)), zone


# --- places with a story -------------------------------------------------------------------


def test_a_skipped_hour_in_berlin_moves_to_the_hour_after() -> None:
    due = next_due(daily("Europe/Berlin", "02:30"), at("2026-03-28 12:00"))
    assert due == Due(date(2026, 3, 29), at("2026-03-29 01:30"))  # 03:30 there


def test_a_repeated_hour_in_berlin_counts_once_on_its_first_pass() -> None:
    first, second = dues(daily("Europe/Berlin", "02:30"), at("2026-10-24 12:00"), 2)
    assert first == Due(date(2026, 10, 25), at("2026-10-25 00:30"))
    assert second == Due(date(2026, 10, 26), at("2026-10-26 01:30"))


@pytest.mark.parametrize(
    ("zone", "wall", "day", "utc"),
    [
        ("Asia/Beirut", "00:00", date(2026, 3, 29), "2026-03-28 22:00"),
        ("Asia/Beirut", "00:30", date(2026, 3, 29), "2026-03-28 22:30"),
        ("Africa/Cairo", "00:15", date(2026, 4, 24), "2026-04-23 22:15"),
    ],
)
def test_a_missing_midnight_still_gets_its_day(zone: str, wall: str, day: date, utc: str) -> None:
    before, due, after = dues(daily(zone, wall), at(utc) - 2 * DAY + HOUR, 3)
    assert due == Due(day, at(utc))
    assert (before.day, after.day) == (day - DAY, day + DAY)
    assert local_day(zone, due.at) == day


def test_lord_howe_moves_by_half_an_hour() -> None:
    spring, autumn = daily("Australia/Lord_Howe", "02:15"), daily("Australia/Lord_Howe", "01:45")
    assert instant(spring, date(2026, 10, 4)) == at("2026-10-03 15:45")  # 02:45 there
    assert instant(autumn, date(2026, 4, 5)) == at("2026-04-04 14:45")  # the first 01:45


def test_samoa_left_out_a_date_and_that_date_is_never_due() -> None:
    found = dues(daily("Pacific/Apia", "09:00"), at("2011-12-28 00:00"), 4)
    assert [due.day.isoformat() for due in found] == [
        "2011-12-28",
        "2011-12-29",
        "2011-12-31",
        "2012-01-01",
    ]
    assert all(b.at - a.at == DAY for a, b in pairwise(found))
    fridays = Schedule(time(9), "Pacific/Apia", frozenset({4}))
    assert [due.day for due in dues(fridays, at("2011-12-24 00:00"), 1)] == [date(2012, 1, 6)]


def test_half_past_eleven_in_nuuk_may_land_on_the_next_date_but_keeps_its_own() -> None:
    schedule = daily("America/Nuuk", "23:30")
    found = dues(schedule, at("2026-03-28 12:00"), 3)
    assert [due.day.day for due in found] == [28, 29, 30]
    landed = found[0]
    assert local_day("America/Nuuk", landed.at) == date(2026, 3, 29)
    assert not too_late(schedule.zone, landed.at, landed.at)
    assert not too_late(schedule.zone, landed.at, landed.at + LATE_LIMIT)
    assert too_late(schedule.zone, landed.at, landed.at + LATE_LIMIT + MINUTE)
    # A restart between midnight and 00:30 still finds yesterday's.
    assert next_due(schedule, landed.at - MINUTE, landed.day - DAY) == landed


def test_casablanca_goes_back_for_ramadan_and_keeps_the_wall_time() -> None:
    info = ZoneInfo("Africa/Casablanca")
    found = dues(daily("Africa/Casablanca", "07:00"), at("2026-01-01 12:00"), 364)
    assert {due.at.astimezone(info).time() for due in found} == {time(7)}
    assert {due.at.hour for due in found} == {6, 7}


def test_kiritimati_is_fourteen_hours_ahead() -> None:
    due = next_due(daily("Pacific/Kiritimati", "07:30"), at("2026-05-05 12:00"))
    assert due == Due(date(2026, 5, 6), at("2026-05-05 17:30"))
    assert local_day("Pacific/Kiritimati", at("2026-05-05 17:30")) == date(2026, 5, 6)
