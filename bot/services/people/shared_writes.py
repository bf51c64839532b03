"""One transaction for what many people do at the same moment.

Most of what a tap costs is the transaction, with its commit, and not its few rows.
"""

import logging
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Generic, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.batching import Batched
from bot.store import attempts
from bot.store.attempts import Attempt
from bot.store.database import Database, is_passing
from bot.store.rows import reason_of

log = logging.getLogger(__name__)

K = TypeVar("K")
V = TypeVar("V")

Write = Callable[[AsyncConnection, Collection[K]], Awaitable[Mapping[K, V]]]
"""Writes what it is asked for; of several, it may leave out some that are to come alone."""


class SharedWrites(Generic[K, V]):
    """Writes together what is asked for while the last transaction is under way.

    Each update's write is counted in the same transaction, and so happens once. What an earlier
    attempt has written, and whatever fails together with others, comes alone.
    """

    def __init__(self, database: Database, write: Write[K, V]) -> None:
        self._database = database
        self._write = write
        self._together = Batched(self._write_together)

    async def get(self, key: K) -> V:
        """Write one thing; return what came of it."""
        attempt = attempts.current()
        if attempt is None or not attempt.is_repeating:
            found = await self._together.get((key, attempt))
            if found is not None:
                return found
        async with self._database.write(quick=True) as connection:
            return (await self._write(connection, [key]))[key]

    async def _write_together(
        self, asked: Collection[tuple[K, Attempt | None]]
    ) -> Mapping[tuple[K, Attempt | None], V]:
        firsts: dict[K, Attempt | None] = {}
        for key, attempt in asked:
            firsts.setdefault(key, attempt)
        try:
            async with self._database.write(repeatable=True, quick=len(asked) == 1) as connection:
                found = await self._write(connection, firsts)
                counted = [attempt for key in found if (attempt := firsts[key])]
                await attempts.count_together(connection, counted)
        except Exception as error:
            # A commit that nothing answered may have happened: only another attempt finds out.
            if is_passing(error):
                raise
            log.info("a shared transaction failed (%s); each is tried alone", reason_of(error))
            return {}
        return {(key, firsts[key]): value for key, value in found.items()}
