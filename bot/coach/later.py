"""How long a day's exercise may wait, when somebody asks for it later."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.coach.schedule import NIGHT, local_day

EVENING = time(19)


class Wait(StrEnum):
    """What a button offers; the numbers are minutes."""

    SHORT = "30"
    LONG = "120"
    EVENING = "evening"


def waits(zone: str, day: date, now: datetime) -> dict[Wait, datetime]:
    """Return when each wait would be over, without those that the day does not hold any more."""
    clock = ZoneInfo(zone)
    night = datetime.combine(day + timedelta(days=1), time(), clock) + NIGHT
    found = {wait: now + timedelta(minutes=int(wait)) for wait in (Wait.SHORT, Wait.LONG)}
    evening = datetime.combine(day, EVENING, clock)
    if local_day(zone, now) == day and now < evening:
        found[Wait.EVENING] = evening
    return {wait: at for wait, at in found.items() if at < night}
