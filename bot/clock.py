"""The one place that reads the machine's clock; everything else is told what time it is."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Return the present instant as an aware datetime in UTC."""


def wall_clock() -> datetime:
    """Read the machine's clock."""
    return datetime.now(UTC)
