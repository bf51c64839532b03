"""When an exercise is due: from a wall time, a zone and weekdays to an instant, and back."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

LATE_LIMIT = timedelta(hours=6)
"""How late an exercise may still go out, after which its day is recorded as missed; POLICIES in
services/delivery/policy.py says the same of every other kind of delivery."""

GRACE = timedelta(minutes=30)
"""How long after midnight the day before may still be delivered."""

NIGHT = timedelta(hours=3)
"""How long after midnight a training day ends: who is up late has not missed it."""

AWAKE = range(6, 24)
"""Hours of the day at which somebody may well begin."""

_DAY = timedelta(days=1)
# One day back, because a wall time in a gap at midnight lands on the next date; today; and two
# weeks ahead, because the same weekday next week may be a date left out.
_REACH = 1 + 1 + 14

# ZoneInfo's own cache holds only the last eight zones: the ninth is read from disk again,
# 25-100 us a time. All 600 zones together take 2 MB.
_zone = cache(ZoneInfo)


@dataclass(frozen=True)
class Pause:
    """Days on which nothing comes, up to the day on which it ends."""

    first: date
    end: date

    def __contains__(self, day: date) -> bool:
        """Return whether a day falls into the pause."""
        return self.first <= day < self.end


@dataclass(frozen=True)
class Schedule:
    """A wall time on chosen weekdays (Monday is 0), as the clocks of one IANA zone show it."""

    wall: time
    zone: str
    weekdays: frozenset[int]
    pause: Pause | None = None


@dataclass(frozen=True)
class Due:
    """The local date an exercise is meant for, and the UTC instant at which it goes out."""

    day: date
    at: datetime


def instant(schedule: Schedule, day: date) -> datetime:
    """Return the UTC instant at which the wall time falls on that local day.

    A wall time that a clock change leaves out moves past the gap by the gap's own length
    (02:30 becomes 03:30); one that comes twice means its first pass.
    """
    return _instant(schedule.wall, _zone(schedule.zone), day)


def next_due(schedule: Schedule, after: datetime, beyond: date | None = None) -> Due | None:
    """Return the first chosen day due strictly after an instant and later than `beyond`.

    `beyond` is the last local date already handled: with it, no restart, clock change or
    move to another zone brings one date twice. Without weekdays nothing is due, and on no day
    of a pause.
    """
    zone = _zone(schedule.zone)
    day = _aware(after).astimezone(zone).date() - _DAY
    if beyond is not None and beyond >= day:
        day = beyond + _DAY
    for _ in range(_REACH):
        if schedule.pause and day in schedule.pause:
            day = schedule.pause.end
        if day.weekday() in schedule.weekdays:
            at = _instant(schedule.wall, zone, day)
            if at > after and _exists(schedule.wall, zone, day, at):
                return Due(day, at)
        day += _DAY
    return None


def local_day(zone: str, at: datetime) -> date:
    """Return the calendar date there at that instant."""
    return _aware(at).astimezone(_zone(zone)).date()


def training_day(zone: str, at: datetime) -> date:
    """Return the day to which that instant counts there: it ends at 03:00 as clocks show it."""
    wall = _aware(at).astimezone(_zone(zone)).replace(tzinfo=None)
    return (wall - NIGHT).date()


def is_a_later_day(zones: Iterable[str], before: datetime, at: datetime) -> bool:
    """Return whether an instant falls on a later date than another one, in each of some zones.

    Zones in which people are asleep at the earlier instant don't count.
    """
    awake = (zone for zone in zones if _aware(before).astimezone(_zone(zone)).hour in AWAKE)
    return all(local_day(zone, at) > local_day(zone, before) for zone in awake)


def too_late(zone: str, due_at: datetime, now: datetime) -> bool:
    """Return whether an exercise is more than six hours late, or its local day is over.

    Half an hour of grace follows midnight, so that 23:59 loses nothing in a busy minute.

    The day that counts is the one on which it could first go out, not the one it is meant for:
    where 23:30 lies in a gap at midnight (Nuuk), it goes out at 00:30 of the next date and has
    that whole date, up to the limit. A clock turned back over midnight ends no day either.
    """
    if _aware(now) - due_at > LATE_LIMIT:
        return True
    return local_day(zone, now - GRACE) > local_day(zone, due_at)


def parse_wall(text: str) -> time | None:
    """Read a time of day as people type it ("07:30", "7.30pm", "19h30", "730", "noon")."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = "".join(mark for mark in plain if unicodedata.category(mark) != "Cf").strip()
    if plain in _WORDS:
        return _WORDS[plain]
    match = _WALL.fullmatch(plain)
    if match is None:
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"] == "p" else 0)
    return time(hour, minute) if hour <= 23 and minute <= 59 else None


_WORDS = {"noon": time(12), "midday": time(12), "midnight": time(0)}
# \d takes the digits of every script, and so does int().
_WALL = re.compile(
    r"""(?P<hour>\d{1,2})
        (?: (?:\s*[:.,h]\s*|\s+)? (?P<minute>\d{2}) | \s*h )?
        (?: \s*(?P<half>[ap])\.?\s?m\.? | \s*(?:uhr|h) )?""",
    re.VERBOSE,
)


def _aware(at: datetime) -> datetime:
    if at.utcoffset() is None:
        raise ValueError("an instant needs its offset; a naive datetime does not say when")
    return at


def _instant(wall: time, zone: ZoneInfo, day: date) -> datetime:
    return datetime.combine(day, wall.replace(fold=0), tzinfo=zone).astimezone(UTC)


def _exists(wall: time, zone: ZoneInfo, day: date, at: datetime) -> bool:
    """Return whether a zone has that date at all.

    Samoa went from 29 to 31 December 2011. The day left out falls on the instant of the
    next one, so without this one of two dates would be due at the same moment.
    """
    return at < _instant(wall, zone, day + _DAY)
