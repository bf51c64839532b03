"""The file ids of pictures that a bot has uploaded, shared by all its workers."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from bot.store import media
from bot.store.database import Database

log = logging.getLogger(__name__)


class FileIds:
    """The file ids of one bot; those in use stay in memory, some twenty of them.

    A database that is away costs an upload, never a message: what Telegram has answered by then
    must not look as if it had not.
    """

    def __init__(self, database: Database, bot_id: int) -> None:
        self._database = database
        self._bot_id = bot_id
        self._known: dict[str, str] = {}
        self._looks: dict[str, asyncio.Event] = {}

    async def find(self, digest: str) -> str | None:
        """Return the file id of a picture, if it was ever uploaded, as far as one look tells."""
        if digest in self._known:
            return self._known[digest]
        if digest in self._looks:  # hundreds ask at once when a broadcast begins
            await self._looks[digest].wait()
            return self._known.get(digest)
        self._looks[digest] = asyncio.Event()
        try:
            return await self._look(digest)
        finally:
            self._looks.pop(digest).set()

    async def _look(self, digest: str) -> str | None:
        found = None
        with _forgiving():
            async with self._database.read() as connection:
                found = await media.find(connection, self._bot_id, digest)
        if found is not None:
            self._known[digest] = found
        return found

    async def keep(self, digest: str, file_id: str) -> None:
        """Remember what Telegram calls a picture."""
        self._known[digest] = file_id
        with _forgiving():
            async with self._database.write(repeatable=True) as connection:
                await media.keep(connection, self._bot_id, digest, file_id)

    async def forget(self, digest: str, file_id: str) -> None:
        """Drop a file id that Telegram refused."""
        with _forgiving():
            async with self._database.write(repeatable=True) as connection:
                await media.forget(connection, self._bot_id, digest, file_id)
        if self._known.get(digest) == file_id:  # after the row, or a look would bring it back
            del self._known[digest]


@contextmanager
def _forgiving() -> Iterator[None]:
    try:
        yield
    except Exception as error:  # noqa: BLE001  # whatever ails the database
        log.warning("a picture's name is not noted: %s", type(error).__name__)
