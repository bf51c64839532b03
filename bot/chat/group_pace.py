"""Restraint in groups: a count that many change is shown now and then, and nothing is repeated."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

BETWEEN_EDITS = 5.0
"""Seconds between two edits of a message: a group takes twenty messages a minute, in all."""

SELDOM = timedelta(minutes=1)
MOST_KEPT = 10_000
"""Things kept in mind before those that are long past are forgotten."""

Show = Callable[[], Awaitable[None]]


class GroupPace:
    """What each group was shown a moment ago."""

    def __init__(self, between_edits: float = BETWEEN_EDITS) -> None:
        self._between_edits = between_edits
        self._edits: dict[tuple[int, int], asyncio.Task[None]] = {}
        self._next: dict[tuple[int, int], Show] = {}
        self._said: dict[tuple[int, str], datetime] = {}

    def show(self, chat_id: int, message_id: int, show: Show) -> None:
        """Change a message now, or when it was left alone for long enough; the last one wins."""
        key = chat_id, message_id
        self._next[key] = show
        if key not in self._edits:
            self._edits[key] = asyncio.create_task(self._work(key))

    async def _work(self, key: tuple[int, int]) -> None:
        try:
            while show := self._next.pop(key, None):
                await show()
                await asyncio.sleep(self._between_edits)
        finally:
            del self._edits[key]

    async def close(self) -> None:
        """Show at once what still waits."""
        for task in self._edits.values():
            task.cancel()
        await asyncio.gather(*self._edits.values(), return_exceptions=True)
        waiting, self._next = list(self._next.values()), {}
        await asyncio.gather(*(show() for show in waiting), return_exceptions=True)

    def is_new(self, chat_id: int, what: str, now: datetime) -> bool:
        """Note that a group gets something; say False where it got the same a moment ago."""
        if (said := self._said.get((chat_id, what))) and now - said < SELDOM:
            return False
        self._said[chat_id, what] = now
        if len(self._said) > MOST_KEPT:
            self._said = {key: at for key, at in self._said.items() if now - at < SELDOM}
        return True
