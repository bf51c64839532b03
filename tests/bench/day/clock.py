"""A clock that runs faster, the same one for every process of the day."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

BEGIN = datetime(2026, 10, 24, 22, tzinfo=UTC)
"""Midnight in Berlin, on the day on which Europe's clocks are turned back."""

END = BEGIN + timedelta(hours=25)
"""The next midnight there: elsewhere some times of day come twice, on two dates."""


@dataclass(frozen=True)
class FastClock:
    """Shows BEGIN at a moment of the machine's clock, and then runs `faster` times as fast."""

    origin: float
    faster: float

    def at(self, moment: float) -> datetime:
        """Return what it shows at a moment of the machine's clock."""
        return BEGIN + timedelta(seconds=(moment - self.origin) * self.faster)

    def moment(self, shown: datetime) -> float:
        """Return the moment of the machine's clock at which it shows a time."""
        return self.origin + (shown - BEGIN).total_seconds() / self.faster
