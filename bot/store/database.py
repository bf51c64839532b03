"""The engine: one way to read, one way to write, on SQLite and on PostgreSQL."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_SECONDS = 5
IDLE_SECONDS = 10
DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
}


class DatabaseError(Exception):
    """The database cannot be used; the text is one sentence for the operator."""


def parse_url(text: str) -> URL:
    """Choose the driver: `sqlite:///x.db`, `postgresql://…` and `postgres://…` are all good."""
    try:
        url = make_url(text)
    except ArgumentError:
        raise DatabaseError(
            "DATABASE_URL is not a database address; write sqlite:///psoas-bot.db"
            " or postgresql://user:password@host/name."
        ) from None
    family = url.drivername.partition("+")[0]
    if family not in DRIVERS:
        raise DatabaseError(f"DATABASE_URL names {family}; use sqlite or postgresql.")
    return url.set(drivername=DRIVERS[family])


class Database:
    """A pool of connections; `read`, `snapshot` and `write` are the only ways in."""

    def __init__(self, url: str) -> None:
        self.url = parse_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._engine = _sqlite(self.url) if self.is_sqlite else _postgresql(self.url)
        # Each statement sees a moment of its own there: BEGIN and ROLLBACK would only take time.
        autocommit = {} if self.is_sqlite else {"isolation_level": "AUTOCOMMIT"}
        self._looking = self._engine.execution_options(**autocommit)
        # SQLite lets one writer in at a time. Its own queue is a sleep and another try, in which
        # whoever comes last may be first; ours is a queue.
        self._turn = asyncio.Lock() if self.is_sqlite else nullcontext()

    @property
    def name(self) -> str:
        """Where it is, in words for the operator: no password."""
        if self.is_sqlite:
            return f"the file {self.url.database}"
        return self.url.render_as_string(hide_password=True)

    @property
    def is_there(self) -> bool:
        """Say whether there is a file already; a server is taken to be there."""
        return not self.is_sqlite or Path(self.url.database or "").exists()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """Look, without changing anything."""
        async with self._looking.connect() as connection:
            yield connection

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that sees one moment, however long it takes."""
        async with self._engine.connect() as connection:
            if not self.is_sqlite:  # there, every transaction does
                await connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that may change rows; it is committed at the end."""
        async with self._turn, self._engine.connect() as connection:
            # Ask for the writer's place before reading.
            await connection.execution_options(writes=True)
            async with connection.begin():
                yield connection

    async def check(self) -> None:
        """Open the database once; raise DatabaseError with one sentence if it can't be used."""
        try:
            if self.is_sqlite:
                await asyncio.to_thread(_probe, self.url.database or "")
            async with self.write():
                pass
        except (DBAPIError, sqlite3.Error, OSError) as error:
            raise DatabaseError(self._complaint(error)) from None

    def _complaint(self, error: Exception) -> str:
        cause = str(getattr(error, "orig", None) or error).splitlines()[0]
        if self.is_sqlite:
            return f"The database file {self.url.database} cannot be written: {cause}."
        return f"The database {self.name} cannot be reached: {cause}."

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()


def _probe(path: str) -> None:
    """Open a file as SQLite does: a failure in aiosqlite's thread would outlive the loop."""
    with closing(sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")


def _postgresql(url: URL) -> AsyncEngine:
    # Last in, first out: the statements that one connection has prepared serve again.
    engine = create_async_engine(
        url, pool_size=8, max_overflow=8, pool_use_lifo=True, hide_parameters=True
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        # A replica that froze, or lost its network, would hold its locks before all others.
        cursor.execute(f"SET idle_in_transaction_session_timeout = '{IDLE_SECONDS}s'")
        # A plan made for a small table would be kept while it grows, and read all of it each time.
        cursor.execute("SET plan_cache_mode = force_custom_plan")
        cursor.close()
        connection.commit()

    @event.listens_for(engine.sync_engine, "checkout")
    def _check(_connection: object, record: ConnectionPoolEntry, _fairy: object) -> None:
        # A server that stops says so. Asking it each time would be three round trips.
        if record.driver_connection and record.driver_connection.is_closed():
            raise DisconnectionError

    return engine


def _sqlite(url: URL) -> AsyncEngine:
    if url.database and url.database != ":memory:":
        parent = Path(url.database).resolve().parent
        if not parent.is_dir():
            raise DatabaseError(f"The folder {parent} of the database file does not exist.")
    engine = create_async_engine(url, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True)

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        # The driver's own BEGIN comes too late: the hook below says it.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
