"""Updates between their arrival and their answer, for one worker of one bot."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress

from bot.store import inbox
from bot.store.attempts import Attempt, AwayError, TakenOverError, stop_for_another, under
from bot.store.database import Database, is_passing
from bot.store.inbox import Holder, Received, Waiting

LEASE_SECONDS = 30.0
"""Seconds after which the updates of a worker that does not renew its lease are another's.

A dead one is known by its lock, so only a frozen one is waited for. With 10 s, busy replicas took
updates from each other, handled them again, and were busier still.
"""

REMEMBERED_SECONDS = 3600.0
"""Seconds for which a handled update is recognised if Telegram delivers it again."""

MOST_TRIES = 20
"""Crashes after which an update is given up: perhaps it causes them."""

AWAY_WAITS = (0.5, 1, 2, 4, 8, 15)
"""Seconds before each other attempt where the database was away."""

log = logging.getLogger(__name__)


class Updates:
    """The table of updates as one worker sees it."""

    def __init__(
        self,
        database: Database,
        bot_id: int,
        worker: str,
        is_alone: Callable[[], bool] = lambda: False,
    ) -> None:
        self._database = database
        self._is_alone = is_alone
        self._holder = Holder(bot_id, worker)
        # Two statements over the same rows, each in its own order, could lock each other out.
        self._turn = asyncio.Lock()

    @property
    def is_alone(self) -> bool:
        """Return whether no other worker lives, which could give updates to this one."""
        return self._is_alone()

    async def add(self, updates: Sequence[tuple[int, int, str]]) -> set[int]:
        """Store updates (id, chat, body); return the ids that are new and wait for no other."""
        received = [Received(*update) for update in updates]
        async with self._database.write(urgent=True) as connection:
            return await inbox.add(connection, self._holder, LEASE_SECONDS, received)

    async def seen(self, update_ids: Collection[int]) -> set[int]:
        """Return which updates are stored already, handled or not."""
        if not update_ids:
            return set()
        async with self._database.read() as connection:
            return await inbox.seen(connection, self._holder.bot_id, update_ids)

    async def take_over(self) -> list[Waiting]:
        """Take the updates of dead workers; give up those that were taken too often."""
        async with self._database.write() as connection:
            taken = await inbox.take_over(connection, self._holder, LEASE_SECONDS)
            if poison := [one.update_id for one in taken if one.tries > MOST_TRIES]:
                await inbox.finish(connection, self._holder, poison)
                log.error("gave up updates %s after %s crashes", poison, MOST_TRIES)
        return [one for one in taken if one.tries <= MOST_TRIES]

    async def look(self, known: Collection[int]) -> list[Waiting]:
        """Return what other workers gave to this one, and what dead workers left."""
        if self._database.is_sqlite:  # one process: it took over everything at its start
            return []
        async with self._database.read() as connection:
            ours, is_somebody_dead = await inbox.outline(connection, self._holder)
            new = ours.difference(known)
            given = await inbox.load(connection, self._holder, new) if new else []
        return [*given, *(await self.take_over() if is_somebody_dead else [])]

    async def renew(self) -> None:
        """Extend the lease on this worker's updates."""
        if not self._database.is_sqlite:
            async with self._turn, self._database.write() as connection:
                await inbox.renew(connection, self._holder, LEASE_SECONDS)

    async def give_up(self) -> None:
        """Leave what is not done to other workers at once; without a database, the lease ends."""
        with suppress(Exception):
            async with self._turn, self._database.write() as connection:
                await inbox.renew(connection, self._holder, 0)

    async def finish(self, update_ids: Collection[int]) -> None:
        """Mark updates as done."""
        async with self._turn, self._database.write() as connection:
            await inbox.finish(connection, self._holder, update_ids)

    async def forget(self) -> None:
        """Delete what was done long ago."""
        async with self._database.write() as connection:
            await inbox.forget(connection, self._holder.bot_id, REMEMBERED_SECONDS)
        # What finish() erased would stay in SQLite's log otherwise.
        await self._database.checkpoint()

    async def handle(
        self, update_id: int, writes: int, handler: Callable[[], Awaitable[None]]
    ) -> None:
        """Run a handler, again while the database is away; each of its writes counts once."""
        for wait in AWAY_WAITS:
            try:
                with self.attempt(update_id, writes, is_last=False):
                    await handler()
            except AwayError:
                log.warning("the database is away; update %s is tried again", update_id)
            else:
                return
            await asyncio.sleep(wait)
            writes = await self._written(update_id)
        with self.attempt(update_id, writes):
            await handler()

    async def _written(self, update_id: int) -> int:
        """Return how many of the handler's writes are committed, once the database answers.

        One whose answer was lost may be among them.
        """
        while True:
            try:
                async with self._database.read() as connection:
                    return await inbox.writes(connection, self._holder, update_id)
            except Exception as error:
                if not is_passing(error):
                    raise
            await asyncio.sleep(1)

    @contextmanager
    def attempt(self, update_id: int, writes: int, *, is_last: bool = True) -> Iterator[None]:
        """Commit each write of the handler within once, over all its attempts."""
        try:
            with under(Attempt(*self._row(update_id), writes, is_last=is_last)):
                yield
        except TakenOverError:
            log.warning("update %s was taken over by another worker; dropping it", update_id)

    def _row(self, update_id: int) -> tuple[int, int, str]:
        return self._holder.bot_id, update_id, self._holder.worker


def stop_if_away(error: Exception) -> None:
    """End the handler under way where the database is away and it will be run again."""
    if is_passing(error):
        stop_for_another()
