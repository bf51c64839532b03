"""How long a day's exercise may wait, when somebody asks for it later."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.coach.schedule import NIGHT, local_day

EVENING = time(19)

OFTEN = 3
ABOUT = timedelta(hours=1)
"""An exercise moved so often to about the same time may as well come then."""

HABIT_DAYS = timedelta(days=30)
"""How far back that is looked for."""

QUARTER = timedelta(minutes=15)


class Wait(StrEnum):
    """What a button offers; the numbers are minutes."""

    SHORT = "30"
    HOUR = "60"
    LONG = "120"
    EVENING = "evening"


def waits(zone: str, day: date, now: datetime) -> dict[Wait, datetime]:
    """Return when each wait would be over, without those that the day does not hold any more."""
    clock = ZoneInfo(zone)
    night = datetime.combine(day + timedelta(days=1), time(), clock) + NIGHT
    found = {
        wait: now + timedelta(minutes=int(wait)) for wait in (Wait.SHORT, Wait.HOUR, Wait.LONG)
    }
    evening = datetime.combine(day, EVENING, clock)
    if local_day(zone, now) == day and now < evening:
        found[Wait.EVENING] = evening
    return {wait: at for wait, at in found.items() if at < night}


def at_wall(zone: str, day: date, wall: time, now: datetime) -> datetime | None:
    """Return when it will be a time of day, if that is later today; at night it isn't guessed."""
    at = datetime.combine(local_day(zone, now), wall, ZoneInfo(zone))
    is_later = local_day(zone, now) == day and now < at
    return at if is_later else None


def habit(moved: Mapping[date, time], day: date) -> time | None:
    """Return the time to which the exercises of several days, `day` among them, were moved.

    It is the middle one of those near that of `day`, to a quarter of an hour.
    """
    since = {one: _since_night(at) for one, at in moved.items() if day - one < HABIT_DAYS}
    near = sorted(at for at in since.values() if day in since and abs(at - since[day]) <= ABOUT)
    if len(near) < OFTEN:
        return None
    quarters = round((near[len(near) // 2] + NIGHT) / QUARTER)
    return time(quarters // 4 % 24, quarters % 4 * 15)


def _since_night(at: time) -> timedelta:
    """Return how long after 03:00, where a day ends, a time of day is."""
    return (timedelta(hours=at.hour, minutes=at.minute) - NIGHT) % timedelta(days=1)
