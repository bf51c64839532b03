"""How many replies may be under way at once: more as long as Telegram takes them."""

import asyncio

FIRST_WIDTH, GROWTH = 3.0, 1 / 8
"""Replies that may be under way at once, and by how much one that got through raises that.

Fewer than ten are refused where Telegram takes 30 a second, and 2,000 go out in two seconds where
it takes them all.
"""

NARROW_AFTER = 10.0
"""Seconds after which the width is back at its beginning if nobody had to wait."""

UNDER_WAY_SECONDS = 1.0
"""How long a reply counts as under way: an upload or a slow answer must not stop the others."""


class Pass:
    """One reply under way."""

    def __init__(self, window: "Window") -> None:
        self._window = window
        self._timer = asyncio.get_running_loop().call_later(UNDER_WAY_SECONDS, self.give_back)
        self._is_counted = True

    def give_back(self) -> None:
        """Count the reply as under way no more."""
        self._timer.cancel()
        if self._is_counted:
            self._is_counted = False
            self._window.leave()


class Window:
    """Counts replies under way; sets `changed` when there is room for another."""

    def __init__(self, changed: asyncio.Event) -> None:
        self.width = FIRST_WIDTH
        self._changed = changed
        self._under_way = 0
        self._widened_at = 0.0

    @property
    def has_room(self) -> bool:
        """Return whether another reply may leave."""
        return self._under_way < self.width

    def enter(self) -> Pass:
        """Count a reply until its pass is given back."""
        self._under_way += 1
        return Pass(self)

    def leave(self) -> None:
        """Take a reply out of the count."""
        self._under_way -= 1
        self._changed.set()

    def widen(self, now: float) -> None:
        """Take note that a reply got through while others waited."""
        self.width += GROWTH
        self._widened_at = now

    def narrow(self, now: float | None = None) -> None:
        """Begin anew: at once, or if nobody had to wait for a while."""
        if now is None or now - self._widened_at > NARROW_AFTER:
            self.width = FIRST_WIDTH
