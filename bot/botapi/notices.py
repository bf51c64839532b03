"""Who has to be told that their reply will take a while."""

from collections import deque
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from bot.botapi.demand import is_flood

WAITED, TO_WAIT = 10.0, 10.0
"""Seconds that somebody has waited, and has yet to wait, before they are told."""

EVERY = 4
"""One of how many turns may go to a notice: each makes all others wait longer."""

MEASURED = 100
"""Number of turns from which the speed of the line is taken."""


class Waiting(Protocol):
    """A reply in line."""

    chat_id: int
    since: float

    @property
    def has_notice(self) -> bool:
        """Return whether its chat can be told."""
        ...


W = TypeVar("W", bound=Waiting)


class Notices:
    """Chooses who gets a notice: who waits for a first message, each once while the line lasts."""

    def __init__(self) -> None:
        self._turns: deque[float] = deque(maxlen=MEASURED)
        self._count = 0
        self._told: set[int] = set()

    def forget(self) -> None:
        """Begin anew: nobody waits any more."""
        self._turns.clear()
        self._told.clear()

    def served(self, chat_id: int) -> None:
        """Send no notice to a chat that has already got a message."""
        if self._turns:
            self._told.add(chat_id)

    def next_for(self, line: Sequence[tuple[float, int, W]], now: float) -> W | None:
        """Count a turn; return the reply whose chat should be told, if there is one."""
        self._turns.append(now)
        self._count += 1
        if self._count % EVERY:
            return None
        passed = now - self._turns[0]
        ahead = int(TO_WAIT * (len(self._turns) - 1) / passed) if passed else len(line)
        if len(line) <= ahead:
            return None
        found = self._first(sorted(line)[ahead:], now)
        if found is not None:
            self._told.add(found.chat_id)
        return found

    def _first(self, line: Iterable[tuple[float, int, W]], now: float) -> W | None:
        for place, _, waiting in line:
            is_worth_it = waiting.has_notice and not is_flood(place, now)
            if is_worth_it and now - waiting.since >= WAITED and waiting.chat_id not in self._told:
                return waiting
        return None
