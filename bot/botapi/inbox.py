"""Handles updates concurrently across chats, in order within a chat, and within limits.

PTB's own concurrency keeps no order within a chat and lets one chat take every slot.
"""

import asyncio
import logging
from collections import Counter, deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar

from telegram import Update

from bot.turns import Turns

log = logging.getLogger(__name__)

AT_ONCE = 32
"""Handlers at work at once; those that wait for Telegram, or in line for a turn, don't count."""

A_FEW = 2
"""Updates of a chat that may wait until other chats' updates are handled first."""

A_CHAT = 8
"""Updates of one chat that may wait; more are dropped, and answered once."""

A_CHAT_IN_A_CROWD = 2
"""The same while half of MOST_WAITING wait: many chats that flood leave room for the others."""

MOST_WAITING = 2000
"""Updates of all chats that may wait before room() blocks."""

_slot: ContextVar[tuple[Turns, asyncio.Task[None] | None] | None] = ContextVar(
    "slot", default=None
)


@asynccontextmanager
async def stepping_aside() -> AsyncIterator[None]:
    """Let another update be handled while the handler that enters this only waits."""
    slots, worker = _slot.get() or (None, None)
    if slots is None or asyncio.current_task() is not worker:  # a task that a handler started
        yield
        return
    slots.release()
    try:
        yield
    finally:
        await slots.take_again()


class Inbox:
    """A queue for each chat with waiting updates, and a limit for all together."""

    def __init__(
        self,
        handle: Callable[[Update], Awaitable[None]],
        on_flood: Callable[[Update], Awaitable[None]],
        on_handled: Callable[[Update], None] = lambda _update: None,
    ) -> None:
        self._handle = handle
        self._on_flood = on_flood
        self._on_handled = on_handled
        self._waiting: dict[int, deque[Update]] = {}
        self._places: Counter[int] = Counter()
        self._guests: set[int] = set()
        self._flooding: dict[int, Update] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._slots = Turns(AT_ONCE)
        self._count = 0
        self._room = asyncio.Event()
        self._room.set()

    @property
    def depth(self) -> int:
        """Return how many updates wait or are being handled."""
        return self._count

    def admit(self, update: Update) -> bool:
        """Reserve a place for an update; return False if its chat floods the bot."""
        chat = key_of(update)
        if self._places[chat] >= (A_CHAT if self._count < MOST_WAITING / 2 else A_CHAT_IN_A_CROWD):
            self._flooding[chat] = update
            return False
        self._places[chat] += 1
        return True

    def release(self, update: Update) -> None:
        """Free the place that was reserved for an update, if one was."""
        if update.update_id in self._guests:
            self._guests.discard(update.update_id)
            return
        chat = key_of(update)
        self._places[chat] -= 1
        if not self._places[chat]:
            del self._places[chat]

    async def wait_for_capacity(self) -> None:
        """Wait while too many updates wait."""
        await self._room.wait()

    def add(self, update: Update) -> None:
        """Queue an update that has a place."""
        chat = key_of(update)
        self._count_by(1)
        if chat in self._waiting:
            self._waiting[chat].append(update)
            return
        self._waiting[chat] = deque([update])
        task = asyncio.create_task(self._work(chat))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def add_anyway(self, update: Update) -> None:
        """Queue an update that was admitted before a restart, or by another worker.

        It takes no place: who could not be answered meanwhile does not flood the bot.
        """
        self._guests.add(update.update_id)
        self.add(update)

    async def put(self, update: Update) -> None:
        """Queue an update once there is room, unless its chat floods the bot."""
        if self.admit(update):
            await self.wait_for_capacity()
            self.add(update)

    async def drain(self, seconds: float) -> None:
        """Handle what is waiting for up to `seconds`, then cancel the rest."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _work(self, chat: int) -> None:
        """Handle one chat's updates in order until none waits."""
        queue = self._waiting[chat]
        _slot.set((self._slots, asyncio.current_task()))
        while queue:
            async with self._slots.take(urgent=self._places[chat] <= A_FEW):
                await self._safely(self._handle, queue[0])
            update = queue.popleft()
            self.release(update)
            self._count_by(-1)
            self._on_handled(update)
            if not queue and (flood := self._flooding.pop(chat, None)):
                await self._safely(self._on_flood, flood)
        del self._waiting[chat]

    async def _safely(self, call: Callable[[Update], Awaitable[None]], update: Update) -> None:
        try:
            await call(update)
        except Exception:  # one update must not stop its chat
            log.exception("handling update %s failed; going on with the next", update.update_id)

    def _count_by(self, change: int) -> None:
        self._count += change
        if self._count < MOST_WAITING:
            self._room.set()
        else:
            self._room.clear()


def key_of(update: Update) -> int:
    """Return the id of the queue for an update: its chat, else its user, else its own.

    A tap in a group is queued by user: many members tap right after the daily post.
    """
    chat = update.effective_chat
    if chat and not (update.callback_query and chat.type != chat.PRIVATE):
        return chat.id
    if update.effective_user:
        return update.effective_user.id
    return -update.update_id
