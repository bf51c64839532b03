"""The updates that wait for the bot, and the long poll that fetches them."""

import asyncio
import secrets
from collections import deque
from collections.abc import Iterable
from typing import Any

from bot.sandbox.refusals import Refusal

ON_REQUEST_ONLY = {"chat_member", "message_reaction", "message_reaction_count"}


class Updates:
    """A queue that one reader at a time empties by acknowledging what it has read."""

    def __init__(self) -> None:
        self.has_webhook = False
        self._waiting: deque[dict[str, Any]] = deque()
        # Any number, as Telegram begins: a bot takes an id that it has seen for a repeat.
        self._next_id = 10**8 + secrets.randbelow(10**8)
        self._wanted: set[str] | None = None
        self._poll: asyncio.Future[None] | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    def push(self, kind: str, content: dict[str, Any]) -> None:
        """Queue an update, if the bot has asked for its kind."""
        wanted = kind in self._wanted if self._wanted else kind not in ON_REQUEST_ONLY
        if wanted:
            self._waiting.append({"update_id": self._next_id, kind: content})
            self._next_id += 1
            self.wake()

    def want(self, kinds: Iterable[str] | None) -> None:
        """Store which kinds of update the bot wants; None keeps the previous choice."""
        if kinds is not None:
            self._wanted = set(kinds)

    def clear(self) -> None:
        """Drop every waiting update."""
        self._waiting.clear()

    async def take(self, offset: int, limit: int, timeout: float) -> list[dict[str, Any]]:  # noqa: ASYNC109
        """Return waiting updates from `offset` on, or wait for one."""
        if self.has_webhook:
            raise Refusal(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        self._interrupt()
        self.acknowledge(offset)
        if not self._waiting and timeout:
            await self._wait(timeout)
        return list(self._waiting)[:limit]

    @property
    def wanted(self) -> list[str] | None:
        """The kinds of update that the bot asked for."""
        return sorted(self._wanted) if self._wanted else None

    async def first(self) -> dict[str, Any]:
        """Return the next update without removing it; wait until there is one."""
        while not self._waiting:
            await self._wait(60)
        return self._waiting[0]

    def wake(self) -> None:
        """Make the waiting poll answer now."""
        if self._poll and not self._poll.done():
            self._poll.set_result(None)

    def _interrupt(self) -> None:
        if self._poll and not self._poll.done():
            self._poll.set_exception(
                Refusal(
                    409,
                    "Conflict: terminated by other getUpdates request; "
                    "make sure that only one bot instance is running",
                )
            )

    def acknowledge(self, offset: int) -> None:
        """Drop updates before an offset; a negative offset counts from the end."""
        if offset < 0:
            while len(self._waiting) > -offset:
                self._waiting.popleft()
        while self._waiting and self._waiting[0]["update_id"] < offset:
            self._waiting.popleft()

    async def _wait(self, seconds: float) -> None:
        self._poll = poll = asyncio.get_running_loop().create_future()
        # A timeout cancels `poll`, so nobody wakes or interrupts it afterwards.
        try:
            await asyncio.wait_for(poll, seconds)
        except TimeoutError:
            return
