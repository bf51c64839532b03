"""The one place that reads the machine's clocks; everything else is told what time it is.

Three sources say what time it is: the machine's clock, the seconds that have passed since the
last moment on which they agreed, and the date in each answer of Telegram. Two that agree are
believed. The machine's clock alone may jump: a small computer gets the time late after its
start, and somebody may set it wrong.
"""

import logging
import math
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import NamedTuple

Clock = Callable[[], datetime]
"""Return the present instant as an aware datetime in UTC."""

TOLERANCE = 60.0
"""Seconds by which two sources may differ and still agree."""

SLOWEST_ANSWER = 30.0
"""Seconds after which an answer's date is out of date: perhaps the process slept meanwhile."""

CONFIRM_SECONDS = 1.0
"""Seconds after which a second date of Telegram confirms the first, if nothing else does."""

ALONE_SECONDS = 900.0
"""Seconds for which a clock that jumped is not believed where Telegram's answers have no date."""

log = logging.getLogger(__name__)


def wall_clock() -> datetime:
    """Read the machine's clock."""
    return datetime.now(UTC)


def steady_seconds() -> float:
    """Return seconds that nobody can set; where possible they pass while the machine sleeps."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


class _Claim(NamedTuple):
    """A time that one source alone claims, as an offset to the steady clock, and since when."""

    offset: float
    at: float


class ClockGuard:
    """A clock that follows the machine's unless that one jumps away from the other sources."""

    def __init__(
        self,
        wall: Clock = wall_clock,
        steady: Callable[[], float] = steady_seconds,
        *,
        tolerance: float = TOLERANCE,
    ) -> None:
        self._wall = wall
        self._steady = steady
        self._tolerance = tolerance
        self._offset = self._wall_offset()
        self._wrong: float | None = None
        self._claim: _Claim | None = None
        self._has_date = False
        self._is_agreed = True
        self.agreements = 1
        """How often two sources came to agree; the rows of a time before may need healing."""

    def __call__(self) -> datetime:
        """Return the current time, or the best estimate while the clock is in doubt."""
        if self._look() == self._offset:
            return self._wall()
        return datetime.fromtimestamp(self._steady() + self._offset, UTC)

    @property
    def is_agreed(self) -> bool:
        """Return whether two sources agree on the time."""
        self._look()
        return self._is_agreed

    @property
    def error(self) -> timedelta:
        """Return by how much the machine's clock is ahead; zero where it may be right."""
        error = self._look() - self._offset
        return timedelta(seconds=error if abs(error) > self._tolerance else 0)

    def listen(self) -> Callable[[str], None]:
        """Return what to call with the Date of an answer to a request that leaves now."""
        began, wall_began = self._steady(), self._wall().timestamp()

        def hear(date: str) -> None:
            now = self._steady()
            took, wall_took = now - began, self._wall().timestamp() - wall_began
            if took < SLOWEST_ANSWER and abs(took - wall_took) < SLOWEST_ANSWER:
                told = _seconds_of(date)
                if told is not None:
                    self._hear(told - now)

        return hear

    def _wall_offset(self) -> float:
        return self._wall().timestamp() - self._steady()

    def _agrees(self, one: float, other: float | None) -> bool:
        return other is not None and abs(one - other) <= self._tolerance

    def _look(self) -> float:
        """Follow the machine's clock, or notice that it has jumped; return its offset."""
        wall = self._wall_offset()
        if self._agrees(wall, self._offset):
            self._offset = wall
            if self._wrong is not None:
                self._wrong = None
                self._agree("the machine's clock is right again")
        elif not self._agrees(wall, self._wrong):
            self._wrong = wall
            self._doubt(f"the machine's clock jumped by {wall - self._offset:.0f} s")
            self._claim = None if self._has_date else _Claim(wall, self._steady())
        elif self._claim and not self._has_date and self._is_old(self._claim, ALONE_SECONDS):
            self._offset = wall
            self._agree("the machine's clock kept its new time")
        return wall

    def _hear(self, told: float) -> None:
        """Compare with Telegram's clock."""
        self._has_date = True
        wall = self._look()
        if self._agrees(told, self._offset):
            self._agree("Telegram's clock agrees with the time that passed")
        elif self._agrees(told, wall):
            self._offset = wall
            self._agree("Telegram's clock agrees with the machine's")
        elif self._claim and abs(told - self._claim.offset) < CONFIRM_SECONDS * 5:
            if self._is_old(self._claim, CONFIRM_SECONDS):
                self._offset, self._wrong = told, wall
                self._agree(f"Telegram's clock; the machine's is off by {wall - told:.0f} s")
        else:
            self._claim = _Claim(told, self._steady())
            self._doubt(f"the machine's clock and Telegram's differ by {wall - told:.0f} s")

    def _is_old(self, claim: _Claim, seconds: float) -> bool:
        return self._steady() - claim.at >= seconds

    def _doubt(self, why: str) -> None:
        if self._is_agreed:
            log.warning("%s; nothing is sent until two sources agree on the time", why)
        self._is_agreed = False

    def _agree(self, why: str) -> None:
        self._claim = None
        if not self._is_agreed:
            self.agreements += 1
            log.warning("the time is known again: %s", why)
        self._is_agreed = True


def trusting(clock: Clock) -> ClockGuard:
    """Return a guard that believes a clock whatever it shows."""
    return ClockGuard(clock, tolerance=math.inf)


@lru_cache(maxsize=4)
def _seconds_of(date: str) -> float | None:
    try:
        return parsedate_to_datetime(date).timestamp() + 0.5
    except ValueError:
        return None
