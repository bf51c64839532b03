"""Which pictures a bot has uploaded already: each once, and known to every worker."""

from bot.store import media
from bot.store.database import Database


class Shelf:
    """The file ids of one bot; those in use stay in memory, some twenty of them."""

    def __init__(self, database: Database, bot_id: int) -> None:
        self._database = database
        self._bot_id = bot_id
        self._known: dict[str, str] = {}

    async def find(self, digest: str) -> str | None:
        """Return the file id of a picture, if it was ever uploaded."""
        if digest not in self._known:
            async with self._database.read() as connection:
                found = await media.find(connection, self._bot_id, digest)
            if found is None:
                return None
            self._known[digest] = found
        return self._known[digest]

    async def keep(self, digest: str, file_id: str) -> None:
        """Remember what Telegram calls a picture."""
        async with self._database.write() as connection:
            await media.keep(connection, self._bot_id, digest, file_id)
        self._known[digest] = file_id

    async def forget(self, digest: str, file_id: str) -> None:
        """Drop a file id that Telegram refused."""
        self._known.pop(digest, None)
        async with self._database.write() as connection:
            await media.forget(connection, self._bot_id, digest, file_id)
