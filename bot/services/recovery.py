"""What dead workers held is free at once: deliveries, updates and roles need no lease to end."""

import asyncio
import logging
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.store import inbox, roles, sending, workers
from bot.store.database import Database

PING_SECONDS = 0.5
"""How often a worker makes sure of its lock, and looks for dead ones."""

GRACE_SECONDS = 3.0
"""Seconds after an outage of the server in which no worker counts as dead.

Each needs time to get its lock back.
"""

log = logging.getLogger(__name__)


class Recovery:
    """One of several workers: it shows that it lives, and frees what dead workers held."""

    def __init__(self, database: Database, worker: str) -> None:
        self._database = database
        self._worker = worker
        self._judges_from = 0.0
        self.is_alone = database.is_sqlite
        """Whether no other worker has entered; a new one is noticed within PING_SECONDS."""

    @asynccontextmanager
    async def registered(self) -> AsyncIterator[None]:
        """Register the worker as alive within the block; first free what dead workers held."""
        if self._database.is_sqlite:
            async with self._database.write() as connection:
                await workers.enter(connection, self._worker)
            await self.free_the_dead()
            yield
            return
        is_locked = asyncio.Event()
        keeping = asyncio.create_task(self._keep(is_locked))
        try:
            await _first(keeping, is_locked)
            yield
        finally:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)

    async def free_the_dead(self) -> None:
        """Let other workers take up what dead ones held.

        A worker that lives and only lost its lock loses nothing but time: each of its writes
        checks that the row still is its own.
        """
        if asyncio.get_running_loop().time() < self._judges_from:
            return
        async with self._database.write(repeatable=True) as connection:
            dead = await workers.take_dead(connection, self._worker)
            if not dead:
                return
            count = await sending.free(connection, dead)
            await inbox.free(connection, dead)
            await roles.free(connection, dead)
            await workers.forget(connection, dead)
        log.info("freed %s deliveries of dead workers %s", count, ", ".join(dead))

    async def _keep(self, is_locked: asyncio.Event) -> None:
        """Hold the lock; get it back whenever the connection was lost."""
        while True:
            try:
                await self._hold(is_locked)
            except Exception as error:
                if not is_locked.is_set():
                    raise
                if self._judges_from < math.inf:
                    log.warning("this worker lost its lock (%s); retrying", type(error).__name__)
                self._judges_from, self.is_alone = math.inf, False
                await asyncio.sleep(PING_SECONDS)

    async def _hold(self, is_locked: asyncio.Event) -> None:
        async with self._database.session() as connection:
            await workers.lock(connection, self._worker)
            if is_locked.is_set():
                self._judges_from = asyncio.get_running_loop().time() + GRACE_SECONDS
            while True:
                # Again and again: it keeps the row there, and notices a connection that broke.
                others = await workers.heartbeat(connection, self._worker)
                self.is_alone = not others.are_there
                if others.is_any_dead:
                    await self._free_safely()
                is_locked.set()
                await asyncio.sleep(PING_SECONDS)

    async def _free_safely(self) -> None:
        try:
            await self.free_the_dead()
        except Exception as error:  # noqa: BLE001  # and keep the lock: this worker is alive
            log.warning(
                "freeing the work of dead workers failed (%s); retrying in %s s",
                type(error).__name__,
                PING_SECONDS,
            )


async def _first(keeping: asyncio.Task[None], is_locked: asyncio.Event) -> None:
    """Wait for the lock, or raise why there is none."""
    waiting = asyncio.create_task(is_locked.wait())
    try:
        await asyncio.wait((keeping, waiting), return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting.cancel()
    if keeping.done():
        keeping.result()
