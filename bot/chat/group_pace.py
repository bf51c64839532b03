"""Limits in groups: a shared count is shown every few seconds, and nothing is repeated."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta

from bot.stop_times import GROUP_CARD_SECONDS

BETWEEN_EDITS = 5.0
"""Seconds between two edits in a group: Telegram allows 20 messages a minute, with replies."""

SELDOM = timedelta(minutes=1)
MOST_KEPT = 10_000
"""Number of remembered replies above which the old ones are dropped."""

Show = Callable[[], Awaitable[None]]

log = logging.getLogger(__name__)


class GroupPace:
    """What each group was shown recently."""

    def __init__(self, between_edits: float = BETWEEN_EDITS) -> None:
        self._between_edits = between_edits
        self._closing = asyncio.Event()
        self._waiting: defaultdict[int, dict[int, Show]] = defaultdict(dict)
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._said: dict[tuple[int, str], datetime] = {}

    def show(self, chat_id: int, message_id: int, show: Show) -> None:
        """Edit a message now, or as soon as its group may be edited again."""
        self._waiting[chat_id][message_id] = show  # only the latest matters
        if chat_id not in self._tasks:
            self._tasks[chat_id] = asyncio.create_task(self._work(chat_id))

    async def _work(self, chat_id: int) -> None:
        waiting = self._waiting[chat_id]
        while waiting:
            show = waiting.pop(next(iter(waiting)))
            try:
                await show()
            except Exception:  # the next tap shows the count
                log.exception("showing a count failed; the next tap shows it")
            with suppress(TimeoutError):
                async with asyncio.timeout(self._between_edits):
                    await self._closing.wait()
        del self._waiting[chat_id], self._tasks[chat_id]

    async def close(self) -> None:
        """Show at once what still waits."""
        self._closing.set()
        if tasks := list(self._tasks.values()):
            await asyncio.wait(tasks, timeout=GROUP_CARD_SECONDS)
        for task in tasks:
            task.cancel()

    def record_if_new(self, chat_id: int, what: str, now: datetime) -> bool:
        """Record that a group gets something, unless it got the same a moment ago.

        Return whether it is new.
        """
        if (said := self._said.get((chat_id, what))) and now - said < SELDOM:
            return False
        self._said[chat_id, what] = now
        if len(self._said) > MOST_KEPT:
            self._said = {key: at for key, at in self._said.items() if now - at < SELDOM}
        return True
