"""Helpers for tests of time: instants as text, rows of days, the clock changes of a zone."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from bot.coach.schedule import Due, Schedule, next_due

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
FIRST, LAST = date(2024, 1, 1), date(2032, 12, 31)
EVERY_DAY = frozenset(range(7))
ZONES = sorted(available_timezones())


def at(text: str) -> datetime:
    """Read an instant such as "2026-10-25 00:30" as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def daily(zone: str, wall: str) -> Schedule:
    return Schedule(time.fromisoformat(wall), zone, EVERY_DAY)


def dues(schedule: Schedule, after: datetime, count: int) -> list[Due]:
    """Step from one due to the next, as the bot does."""
    found: list[Due] = []
    due = next_due(schedule, after)
    while due and len(found) < count:
        found.append(due)
        due = next_due(schedule, due.at, due.day)
    return found


def chosen_days(weekdays: frozenset[int], first: date, last: date) -> list[date]:
    span = (first + n * DAY for n in range((last - first).days + 1))
    return [day for day in span if day.weekday() in weekdays]


@cache
def transitions(zone: str) -> tuple[tuple[datetime, timedelta, timedelta], ...]:
    """Find each change of a zone's offset: the instant, and the offset before and after."""
    info = ZoneInfo(zone)
    start = datetime(FIRST.year, 1, 1, tzinfo=UTC)
    # No zone keeps a change for less than a fortnight.
    marks = [start + n * 14 * DAY for n in range((LAST.year - FIRST.year + 1) * 26)]
    shown = [(mark, info.utcoffset(mark.astimezone(info))) for mark in marks]
    return tuple(_change(info, a, b) for (a, x), (b, y) in pairwise(shown) if x != y)


def _change(
    info: ZoneInfo, low: datetime, high: datetime
) -> tuple[datetime, timedelta, timedelta]:
    before, after = _offset(info, low), _offset(info, high)
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        low, high = (middle, high) if _offset(info, middle) == before else (low, middle)
    return high.replace(microsecond=0), before, after


def _offset(info: ZoneInfo, when: datetime) -> timedelta:
    return when.astimezone(info).utcoffset() or timedelta(0)
