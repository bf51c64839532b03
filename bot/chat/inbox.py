"""Updates across chats at once, within one chat in order, and never more than is good.

PTB's own concurrency keeps no order within a chat and lets one chat fill every place.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable

from telegram import Update

log = logging.getLogger(__name__)

AT_ONCE = 256
A_CHAT = 8
"""Updates of one chat that may wait; the rest of a flood is dropped and answered once."""

MOST_WAITING = 1000
"""Updates of all chats that may wait before no more are fetched."""

Answered = asyncio.Future[None]
"""Done as soon as an update needs nothing more from us; cancelled if we stopped before that."""


class Inbox:
    """A queue for each chat that has something waiting, and a limit over all."""

    def __init__(
        self,
        handle: Callable[[Update], Awaitable[None]],
        on_flood: Callable[[Update], Awaitable[None]],
    ) -> None:
        self._handle = handle
        self._on_flood = on_flood
        self._waiting: dict[int, deque[tuple[Update, Answered]]] = {}
        self._flooding: dict[int, Update] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._places = asyncio.Semaphore(AT_ONCE)
        self._count = 0
        self._room = asyncio.Event()
        self._room.set()

    @property
    def depth(self) -> int:
        """Return how many updates wait or are being answered."""
        return self._count

    async def put(self, update: Update) -> Answered:
        """Take an update; wait while too many are waiting. Return what tells its answer."""
        await self._room.wait()
        answered: Answered = asyncio.get_running_loop().create_future()
        chat = _key(update)
        queue = self._waiting.get(chat)
        if queue is None:
            self._waiting[chat] = deque([(update, answered)])
            task = asyncio.create_task(self._work(chat))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        elif len(queue) >= A_CHAT:
            self._flooding[chat] = update
            answered.set_result(None)
            return answered
        else:
            queue.append((update, answered))
        self._counted(1)
        return answered

    async def drain(self, seconds: float) -> None:
        """Give what is waiting some time to be answered."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for queue in self._waiting.values():
            for _, answered in queue:
                answered.cancel()

    async def _work(self, chat: int) -> None:
        """Handle one chat's updates in order until none waits."""
        queue = self._waiting[chat]
        while queue:
            update, answered = queue[0]
            async with self._places:
                await self._safely(self._handle, update)
            queue.popleft()
            if not answered.done():  # whoever waited for it may be gone
                answered.set_result(None)
            self._counted(-1)
            if not queue and (flood := self._flooding.pop(chat, None)):
                await self._safely(self._on_flood, flood)
        del self._waiting[chat]

    async def _safely(self, call: Callable[[Update], Awaitable[None]], update: Update) -> None:
        try:
            await call(update)
        except Exception:  # one bad update never stops a chat
            log.exception("update %s could not be handled", update.update_id)

    def _counted(self, change: int) -> None:
        self._count += change
        if self._count < MOST_WAITING:
            self._room.set()
        else:
            self._room.clear()


def _key(update: Update) -> int:
    """Return what keeps its order: the chat, else the person, else the update itself.

    A tap in a group waits for nobody else's: many tap at the hour of the post.
    """
    chat = update.effective_chat
    if chat and not (update.callback_query and chat.type != chat.PRIVATE):
        return chat.id
    if update.effective_user:
        return update.effective_user.id
    return -update.update_id
