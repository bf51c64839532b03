"""Databases with all tables and no rows, without running the migrations for each test."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.store import migrations
from bot.store.database import Database
from bot.store.tables import metadata
from bot.turns import Turns

# A connection that a test forgot would hold its locks for ever.
DISCONNECT = """
PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid();
"""
RESTART_SEQUENCES = """
PERFORM setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
FROM pg_sequences WHERE last_value IS NOT NULL;
"""


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """Note each statement; one that runs for many rows counts once."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    engine = database._engine.sync_engine
    sa.event.listen(engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(engine, "before_cursor_execute", note)


def migrate(url: str) -> None:
    """Create all tables, in a thread because the test's own event loop may be set already."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, _upgrade(url)).result()


async def _upgrade(url: str) -> None:
    database = Database(url)
    try:
        await migrations.upgrade(database)
    finally:
        await database.close()


class Lender:
    """One database of each kind, lent to test after test, and found empty each time.

    SQLAlchemy compiles each statement once an engine: with a new engine for each test, that was
    half of the CPU of a test with a database.
    """

    def __init__(self, url: str) -> None:
        self._database = Database(url)
        self._migrated: bytes | None = None
        self._emptying = sa.text(emptying())
        migrate(url)
        if self._database.is_sqlite:
            self._migrated = self._path.read_bytes()
            sa.event.listen(self._database._engine.sync_engine, "connect", _hurry)

    @asynccontextmanager
    async def lend(self) -> AsyncIterator[Database]:
        """Lend the database, without what the last test left in it."""
        database = self._database
        if self._migrated is not None:
            self._renew(self._migrated)
        else:
            async with database.write() as connection:
                await connection.execute(self._emptying)
        try:
            yield database
        finally:
            await database.close()

    @property
    def _path(self) -> Path:
        return Path(self._database.url.database or "")

    def _renew(self, content: bytes) -> None:
        for suffix in ("", "-wal", "-shm"):
            # A connection that a test forgot keeps the old file, and harms nobody.
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
        self._path.write_bytes(content)
        # A turn belongs to the event loop in which somebody has waited for it.
        self._database._turns = Turns()


def _hurry(connection: Any, _record: object) -> None:
    """Let SQLite not wait for the disk: nothing is kept, so nothing must survive a power cut."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous = OFF")
    cursor.close()


def emptying() -> str:
    """Write one statement that empties a PostgreSQL database: forty would take 20 ms a test."""
    tables = "".join(f"{table.delete()};\n" for table in reversed(metadata.sorted_tables))
    revision = f"UPDATE alembic_version SET version_num = '{migrations.newest()}';\n"  # noqa: S608  # ours
    return f"DO $$ BEGIN {DISCONNECT}{tables}{RESTART_SEQUENCES}{revision} END $$"
