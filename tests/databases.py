"""Databases with all tables and no rows, without running the migrations for each test."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing, contextmanager
from typing import Any

import sqlalchemy as sa

from bot.store import migrations
from bot.store.database import Database
from bot.store.tables import metadata

# A connection that a test forgot would hold its locks for ever. One that only waits stays open.
DISCONNECT = """
PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND (state <> 'idle'
OR EXISTS (SELECT FROM pg_locks l WHERE l.pid = pg_stat_activity.pid AND locktype = 'advisory'));
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

    All tests share one event loop, so that it keeps its connections and what they have prepared.
    With an engine, or only connections, for each test, that was half of the CPU of a test with a
    database.
    """

    def __init__(self, url: str) -> None:
        self._database = Database(url)
        migrate(url)
        if self._database.is_sqlite:
            sa.event.listen(self._database._engine.sync_engine, "connect", _hurry)
        self._emptying = emptying(sqlite=self._database.is_sqlite)

    @asynccontextmanager
    async def lend(self) -> AsyncIterator[Database]:
        """Lend the database, without what the last test left in it."""
        database = self._database
        if database.is_sqlite:
            with closing(sqlite3.connect(database.url.database or "")) as connection:
                connection.executescript(self._emptying)
        else:
            async with database.write() as writing:
                await writing.execute(sa.text(self._emptying))
        yield database


def _hurry(connection: Any, _record: object) -> None:
    """Let SQLite not wait for the disk: nothing is kept, so nothing must survive a power cut."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous = OFF")
    cursor.close()


def emptying(*, sqlite: bool) -> str:
    """Write what empties a database in one go: forty statements would take 20 ms a test."""
    tables = "".join(f"{table.delete()};\n" for table in reversed(metadata.sorted_tables))
    revision = f"UPDATE alembic_version SET version_num = '{migrations.newest()}';\n"  # noqa: S608  # ours
    if sqlite:
        tables += "DELETE FROM sqlite_sequence;\n"
        return f"PRAGMA synchronous = OFF;\nBEGIN IMMEDIATE;\n{tables}{revision}COMMIT;"
    return f"DO $$ BEGIN {DISCONNECT}{tables}{RESTART_SEQUENCES}{revision} END $$"
