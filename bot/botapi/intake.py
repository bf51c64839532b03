"""Stores updates before Telegram is told that they were received, then has them handled.

Each update is stored with all others that came in while the last ones were being stored, in one
transaction. Its row is marked as done when its handler has ended and its answers are out. What a
process leaves behind when it dies is handled by the next one, or by another replica.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from typing import Any

from telegram import Update
from telegram.ext import ExtBot

from bot.botapi.inbox import Inbox, key_of
from bot.botapi.storage import Storage, Stored
from bot.botapi.updates import parse_update

FINISH_SECONDS = 0.05
"""Seconds for which handled updates are gathered before they are marked as done."""

LOOK_SECONDS = 0.25
"""How often to look for what other processes gave to this one or left behind."""

RENEW_SECONDS = 2.5
FORGET_SECONDS = 60

log = logging.getLogger(__name__)


class Intake:
    """The way in: from a fetched batch or a webhook call to handlers."""

    def __init__(
        self,
        bot: ExtBot[None],
        storage: Storage,
        handle: Callable[[Update], Awaitable[None]],
        on_flood: Callable[[Update], Awaitable[None]],
        on_handled: Callable[[float], None] = lambda _seconds: None,
    ) -> None:
        self._bot = bot
        self._storage = storage
        self._handler = handle
        self._on_handled = on_handled
        self.on_request: Callable[[int], None] = lambda _chat: None
        self._inbox = Inbox(self._handle, on_flood, self._handled)
        self._known: dict[int, asyncio.Future[None]] = {}
        self._writes: dict[int, int] = {}
        self._since: dict[int, float] = {}
        self._to_store: dict[int, tuple[Update, str]] = {}
        self._storing: asyncio.Task[None] | None = None
        self._done: set[int] = set()
        self._is_done = asyncio.Event()

    @property
    def depth(self) -> int:
        """Return how many updates wait or are being handled."""
        return self._inbox.depth

    async def take(self, raws: Sequence[dict[str, Any]]) -> list[Update]:
        """Store updates and queue them; return the new ones once they are stored.

        What floods the bot is dropped before anything waits for room.
        """
        now = asyncio.get_running_loop().time()
        seen = await self._storage.seen([raw["update_id"] for raw in raws] if raws[1:] else [])
        under_way = [one for raw in raws if (one := self._known.get(raw["update_id"]))]
        # What is delivered again must not count as a flood.
        new = {
            update.update_id: (update, json.dumps(raw))
            for raw in raws
            if raw["update_id"] not in seen and (update := self._admitted(raw))
        }
        updates = [update for update, _ in new.values()]
        try:
            await self._inbox.wait_for_capacity()
        except BaseException:
            self._refuse(updates, TimeoutError("no room in time"))
            raise
        self._since.update(dict.fromkeys(new, now))
        self._to_store.update(new)
        if self._to_store and (self._storing is None or self._storing.done()):
            self._storing = asyncio.create_task(self._store())
        if stored := [*under_way, *(self._known[key] for key in new)]:
            await asyncio.wait(stored)
        for one in stored:
            one.result()
        return updates

    def _admitted(self, raw: dict[str, Any]) -> Update | None:
        """Return an update that takes a place from now on; None if it is to be dropped."""
        if raw["update_id"] in self._known:
            return None
        update = parse_update(self._bot, raw)
        if update is None:
            return None
        self.on_request(key_of(update))  # a flood counts too
        if not self._inbox.admit(update):
            return None
        self._known[update.update_id] = asyncio.get_running_loop().create_future()
        return update

    async def start(self) -> None:
        """Queue what a process before this one left behind."""
        self._resume(await self._storage.take_over())

    async def keep(self) -> None:
        """Mark updates as done and look after the storage; never return."""
        await asyncio.gather(
            self._keep_finishing(),
            _regularly(LOOK_SECONDS, self._look_unless_alone),
            _regularly(RENEW_SECONDS, self._renew),
            _regularly(FORGET_SECONDS, self._forget),
        )

    async def close(self, seconds: float) -> None:
        """Handle what is waiting for up to `seconds`; leave the rest to the next process."""
        if self._storing is not None:
            await asyncio.wait([self._storing], timeout=seconds)
        await self._inbox.drain(seconds)
        try:
            await self._finish()
        except Exception as error:  # noqa: BLE001  # those updates will be answered once more
            log.warning("marking updates as done failed (%s)", type(error).__name__)
        await self._storage.give_up()

    async def _store(self) -> None:
        """Store and queue what is there to store, until nothing is."""
        while batch := self._to_store:
            self._to_store = {}
            try:
                rows = [(key, key_of(update), body) for key, (update, body) in batch.items()]
                ours = await self._storage.add(rows)
            except Exception as error:  # noqa: BLE001  # raised where they were taken
                self._refuse((update for update, _ in batch.values()), error)
            else:
                self._queue([update for update, _ in batch.values()], ours)
                if len(ours) < len(batch):  # perhaps they wait for others that are ours
                    await _safely(self._look)

    def _queue(self, updates: Sequence[Update], ours: set[int]) -> None:
        for update in updates:
            self._known[update.update_id].set_result(None)
            if update.update_id in ours:
                self._inbox.add(update)
            else:  # keep when it came in: this process may get it back
                self._let_go(update)

    def _refuse(self, updates: Iterable[Update], error: Exception) -> None:
        """Raise an error where these updates were taken, and forget them."""
        for update in updates:
            self._known[update.update_id].set_exception(error)
            self._known[update.update_id].exception()  # perhaps nobody waits any more
            self._drop(update)

    def _drop(self, update: Update) -> None:
        self._since.pop(update.update_id, None)
        self._let_go(update)

    def _let_go(self, update: Update) -> None:
        self._inbox.release(update)
        del self._known[update.update_id]

    def _resume(self, stored: Sequence[Stored]) -> None:
        for one in stored:
            if one.update_id in self._known:
                continue
            self._known[one.update_id] = future = asyncio.get_running_loop().create_future()
            future.set_result(None)
            if update := parse_update(self._bot, json.loads(one.body)):
                self._writes[one.update_id] = one.writes
                self._inbox.add_anyway(update)
            else:
                self._mark(one.update_id)

    async def _handle(self, update: Update) -> None:
        key = update.update_id
        await self._storage.handle(key, self._writes.pop(key, 0), lambda: self._handler(update))

    def _handled(self, update: Update) -> None:
        self._mark(update.update_id)
        if (since := self._since.pop(update.update_id, None)) is not None:
            self._on_handled(asyncio.get_running_loop().time() - since)

    def _mark(self, update_id: int) -> None:
        self._done.add(update_id)
        self._is_done.set()

    async def _keep_finishing(self) -> None:
        while True:
            await self._is_done.wait()
            await asyncio.sleep(FINISH_SECONDS)
            await _safely(self._finish)

    async def _finish(self) -> None:
        """Mark as done what was handled; keep it in mind if that fails."""
        done = frozenset(self._done)
        self._is_done.clear()
        if done:
            try:
                await self._storage.finish(done)
            except Exception:
                self._is_done.set()
                raise
        self._done -= done
        for key in done:
            self._known.pop(key, None)

    async def _forget(self) -> None:
        """Forget what was done long ago, and when updates of other processes came in."""
        oldest = asyncio.get_running_loop().time() - FORGET_SECONDS
        self._since = {
            key: at for key, at in self._since.items() if key in self._known or at > oldest
        }
        await self._storage.forget()

    async def _look_unless_alone(self) -> None:
        """Look unless nothing can be there: a newcomer gives only what must wait for ours."""
        if self._known or not self._storage.is_alone:
            await self._look()

    async def _renew(self) -> None:
        """Keep what waits here, and take up what nobody keeps, even if no other process lives."""
        if self._known:
            await self._storage.renew()
        await self._look()

    async def _look(self) -> None:
        self._resume(await self._storage.look(self._known.keys()))


async def _regularly(seconds: float, call: Callable[[], Coroutine[Any, Any, None]]) -> None:
    while True:
        await asyncio.sleep(seconds)
        await _safely(call)


async def _safely(call: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Call something that will be called again soon, whatever it raises."""
    try:
        await call()
    except Exception as error:  # noqa: BLE001  # the database may be away for a while
        log.warning("the inbox cannot reach the database (%s); retrying", type(error).__name__)
        await asyncio.sleep(1)
