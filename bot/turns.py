"""A limit on how many tasks run at once: urgent ones go first, others in order."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Turns:
    """A semaphore with three queues; each goes before the next."""

    def __init__(self, at_once: int = 1) -> None:
        self._free = at_once
        self._returning: deque[asyncio.Future[None]] = deque()
        self._urgent: deque[asyncio.Future[None]] = deque()
        self._others: deque[asyncio.Future[None]] = deque()

    @asynccontextmanager
    async def take(self, *, urgent: bool = False) -> AsyncIterator[None]:
        """Wait for a turn, and keep it until the end of the block."""
        await self._acquire(self._urgent if urgent else self._others)
        try:
            yield
        finally:
            self.release()

    async def take_again(self) -> None:
        """Wait for a turn after giving one up midway: what was begun ends before more begins."""
        await self._acquire(self._returning)

    async def _acquire(self, queue: deque[asyncio.Future[None]]) -> None:
        if self._free:
            self._free -= 1
            return
        turn = asyncio.get_running_loop().create_future()
        queue.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # cancelled just when its turn came
                self.release()
            raise

    def release(self) -> None:
        """End a turn."""
        for queue in (self._returning, self._urgent, self._others):
            while queue:
                turn = queue.popleft()
                if not turn.done():
                    turn.set_result(None)
                    return
        self._free += 1
