"""What operators are told without asking: each trouble at most once an hour, by one replica."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.services.roles import Role
from bot.services.statistics import Statistics

QUIET_FOR = timedelta(hours=1)
"""How long a trouble that was told is not told again."""

WORTH_TELLING = timedelta(minutes=1)
"""How long the database must have been away."""

FEWEST = 20
"""Of fewer deliveries nothing can be concluded: two of three people may have blocked a bot."""

LEAST_SENT = 0.9
LONGEST_WAIT = timedelta(minutes=15)
"""How long what is due may wait: beyond that, nobody is delivering, or far too slowly."""


class Trouble(StrEnum):
    """Kinds of trouble."""

    FALLING = "falling"  # fewer deliveries arrive than should
    BEHIND = "behind"  # what is due is not sent
    CONFLICT = "conflict"  # another process fetches updates with this token
    DATABASE = "database"  # it was away; told when it is back


@dataclass(frozen=True)
class Alarm:
    """A trouble, and the numbers that belong to it."""

    trouble: Trouble
    count: int = 0
    total: int = 0


class Alarms:
    """The watch that one replica keeps for all."""

    def __init__(self, statistics: Statistics, role: Role | None) -> None:
        self._statistics = statistics
        self._role = role
        self._told: dict[Trouble, datetime] = {}
        self._away_since: datetime | None = None

    async def look(self, now: datetime) -> list[Alarm]:
        """Return what is to be told now."""
        try:
            is_ours = self._role is None or await self._role.hold()
            found = await self._troubles(now) if is_ours else []
        except Exception:  # noqa: BLE001  # whatever ails the database, it is told afterwards
            self._away_since = self._away_since or now
            return []
        away, self._away_since = self._away_since, None
        if is_ours and away is not None and now - away >= WORTH_TELLING:
            found.append(Alarm(Trouble.DATABASE, _minutes(now - away)))
        return [alarm for alarm in found if self.is_news(alarm.trouble, now)]

    def is_news(self, trouble: Trouble, now: datetime) -> bool:
        """Say whether a trouble is to be told, and take it as told."""
        told = self._told.get(trouble)
        if told is not None and now - told < QUIET_FOR:
            return False
        self._told[trouble] = now
        return True

    async def _troubles(self, now: datetime) -> list[Alarm]:
        course, backlog = await self._statistics.course(now), await self._statistics.backlog(now)
        found = []
        if course.expected >= FEWEST and course.sent < LEAST_SENT * course.expected:
            found.append(Alarm(Trouble.FALLING, course.sent, course.expected))
        waits = timedelta(seconds=backlog.seconds)
        if waits >= LONGEST_WAIT:
            found.append(Alarm(Trouble.BEHIND, _minutes(waits)))
        return found


def _minutes(span: timedelta) -> int:
    return round(span / timedelta(minutes=1))
