"""Alarms for operators: each trouble is reported at most once an hour, by one replica."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.services.operators.roles import Role
from bot.services.operators.statistics import Statistics

ONCE_IN = timedelta(hours=1)
"""How long a trouble is not reported again."""

AGAIN_AFTER = timedelta(minutes=5)
"""How long after an alarm that reached no operator it is reported again."""

WORTH_TELLING = timedelta(minutes=1)
"""How long the database must have been away to be worth an alarm."""

FEWEST = 20
"""The fewest deliveries to judge by: two of three people may simply have blocked the bot."""

LEAST_SENT = 0.9
BEHIND_AFTER = timedelta(minutes=15)
"""How long a due delivery may wait before something must be wrong."""


class Trouble(StrEnum):
    """Kinds of trouble."""

    FALLING = "falling"  # too few deliveries arrive
    BEHIND = "behind"  # due deliveries are unsent
    CONFLICT = "conflict"  # another process fetches updates with this token
    DATABASE = "database"  # it was away; reported when it is back
    CLOCK = "clock"  # this machine's clock is wrong
    UNREADABLE = "unreadable"  # rows of people were set aside


@dataclass(frozen=True)
class Alarm:
    """A trouble to report, with its figures."""

    trouble: Trouble
    count: int = 0
    total: int = 0


class Alarms:
    """Looks for trouble, in one replica for all of them."""

    def __init__(
        self,
        statistics: Statistics,
        role: Role | None,
        clock_error: Callable[[], timedelta] = timedelta,
    ) -> None:
        self._statistics = statistics
        self._role = role
        self._clock_error = clock_error
        self._told_until: dict[Trouble, datetime] = {}
        self._away_since: datetime | None = None
        self._untold: Alarm | None = None

    async def look(self, now: datetime) -> list[Alarm]:
        """Return the alarms to send now."""
        try:
            is_ours = self._role is None or await self._role.hold()
            found = await self._troubles(now) if is_ours else []
        except Exception:  # noqa: BLE001  # reported once the database is back
            self._away_since = self._away_since or now
            return []
        away, self._away_since = self._away_since, None
        if is_ours and away is not None and now - away >= WORTH_TELLING:
            found.append(Alarm(Trouble.DATABASE, _minutes(now - away)))
        if error := abs(self._clock_error()):  # of this machine: no other replica knows
            found.append(Alarm(Trouble.CLOCK, _minutes(error)))
        if self._untold:
            found.append(self._untold)
        news = [alarm for alarm in found if self.claim(alarm.trouble, now)]
        if self._untold in news:
            self._untold = None
        return news

    def claim(self, trouble: Trouble, now: datetime) -> bool:
        """Return whether to report a trouble now; if so, this process won't again for an hour."""
        until = self._told_until.get(trouble)
        if until is not None and now < until:
            return False
        self._told_until[trouble] = now + ONCE_IN
        return True

    def failed(self, alarm: Alarm, now: datetime) -> None:
        """Let a trouble be reported again soon: no operator could be reached."""
        self._told_until[alarm.trouble] = now + AGAIN_AFTER
        if alarm.trouble is Trouble.DATABASE:  # it is over, so it would not be found again
            self._untold = alarm

    async def _troubles(self, now: datetime) -> list[Alarm]:
        latest = await self._statistics.recent_outcomes(now)
        backlog = await self._statistics.backlog(now)
        found = []
        if latest.expected >= FEWEST and latest.sent < LEAST_SENT * latest.expected:
            found.append(Alarm(Trouble.FALLING, latest.sent, latest.expected))
        waits = timedelta(seconds=backlog.seconds)
        if waits >= BEHIND_AFTER:
            found.append(Alarm(Trouble.BEHIND, _minutes(waits)))
        if count := await self._statistics.quarantined():
            found.append(Alarm(Trouble.UNREADABLE, count))
        return found


def _minutes(span: timedelta) -> int:
    return round(span / timedelta(minutes=1))
