"""The engine: one way to read, one way to write, on SQLite and on PostgreSQL."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import (
    AbstractAsyncContextManager,
    asynccontextmanager,
    closing,
    contextmanager,
    nullcontext,
    suppress,
)
from pathlib import Path
from typing import Any

from sqlalchemy import Select, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import OperatorError, TemporaryError
from bot.store import attempts
from bot.store.engines import BUSY_SECONDS, postgresql_engine, sqlite_engine
from bot.turns import Turns

DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
}

PASSING_CODES = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
}
"""Primary codes of SQLite that say nothing against the settings."""

PASSING_CLASSES = ("08", "53", "57")
"""Classes of SQLSTATE alike: connection, resources such as disk space, operator intervention."""


class DatabaseError(OperatorError):
    """The database cannot be used; the text is one sentence for the operator."""


class DatabaseAwayError(DatabaseError, TemporaryError):
    """The database cannot be used for now: it is away, locked, or its disk is full."""

    exit_code = TemporaryError.exit_code


def parse_url(text: str) -> URL:
    """Parse an address and choose its driver; postgres:// is the same as postgresql://."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise DatabaseError(
            "DATABASE_URL is not a database address; write sqlite:///psoas-bot.db"
            " or postgresql://user:password@host/name."
        ) from None
    family = url.drivername.partition("+")[0]
    if url.port is not None and not 0 < url.port < 65536:
        raise DatabaseError(f"DATABASE_URL names port {url.port}; a port is 1 to 65535.")
    if family not in DRIVERS:
        raise DatabaseError(f"DATABASE_URL names {family}; use sqlite or postgresql.")
    return url.set(drivername=DRIVERS[family])


def locked(query: Select[Any]) -> Select[Any]:
    """Return the query with a lock on the rows it reads.

    The lock lets other transactions insert rows that refer to these. SQLite ignores it: there, a
    transaction that may write is the only one.
    """
    return query.with_for_update(key_share=True)


def is_locking(connection: AsyncConnection) -> bool:
    """Return whether the transaction may write, so that what it reads has to be locked."""
    sync = connection.sync_connection
    return sync is not None and bool(sync.get_execution_options().get("writes"))


class Database:
    """A pool of connections; `read`, `snapshot` and `write` are the only ways in."""

    def __init__(self, url: str) -> None:
        self.url = parse_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            _require_folder(self.url)
        try:
            engine = sqlite_engine if self.is_sqlite else postgresql_engine
            self._engine = engine(self.url)
        except ModuleNotFoundError:
            raise DatabaseError(
                "PostgreSQL's driver is not installed; pip install '.[postgresql]' adds it."
            ) from None
        # BEGIN and ROLLBACK around a look would take more time than the look.
        alone = {"begins": False} if self.is_sqlite else {"isolation_level": "AUTOCOMMIT"}
        self._looking = self._engine.execution_options(**alone)
        # SQLite lets one writer in at a time. Its own queue is a sleep and another try, in which
        # whoever comes last may be first; ours is a queue.
        self._turns = Turns() if self.is_sqlite else None

    @property
    def name(self) -> str:
        """Where the database is, in words for the operator and without its password."""
        if self.is_sqlite:
            return f"the file {self.url.database}"
        return self.url.render_as_string(hide_password=True)

    @property
    def is_there(self) -> bool:
        """Return whether there is a file already; a server is assumed to be there."""
        return not self.is_sqlite or Path(self.url.database or "").exists()

    @asynccontextmanager
    async def read(self, *, quick: bool = False) -> AsyncIterator[AsyncConnection]:
        """Open a connection that only reads; each statement sees a moment of its own.

        `quick` promises to read no more than a person's own rows, by their keys: SQLite then
        finds them without a thread.
        """
        async with self._looking.connect() as connection:
            with self._hurrying(connection, quick=quick):
                yield connection

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncConnection]:
        """Open a connection that ends with its use, and with it whatever its session locked."""
        async with self._looking.connect() as connection:
            try:
                yield connection
            finally:
                await connection.invalidate()

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that sees one moment, however long it takes."""
        async with self._engine.connect() as connection:
            if not self.is_sqlite:  # there, every transaction does
                await connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    @asynccontextmanager
    async def write(
        self, *, repeatable: bool = False, urgent: bool = False, quick: bool = False
    ) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that may change rows; it is committed at the end.

        In the handler of an update, it is committed once over all attempts: an attempt after a
        crash rolls back what an earlier one committed. `repeatable` exempts what may happen
        again without harm, or may happen in one attempt and not in the next. `urgent` lets what
        a message's moment depends on pass the others that wait for SQLite. `quick` is the same
        as in `read`; the transaction still begins and ends in a thread.
        """
        attempt = None if repeatable else attempts.current()
        async with self._turn(urgent=urgent), self._engine.connect() as connection:
            # Ask for the writer's place before reading.
            await connection.execution_options(writes=True)
            async with connection.begin() as transaction:
                with self._hurrying(connection, quick=quick):
                    yield connection
                    is_first = attempt is None or await attempt.count_write(connection)
                if not is_first:
                    await transaction.rollback()

    @asynccontextmanager
    async def rebuild(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that may change tables.

        SQLite changes most of a table only by making it anew, and dropping the old one would
        delete whatever points at it; so it follows no foreign keys meanwhile.
        """
        async with self._turn(), self._engine.connect() as connection:
            await connection.execution_options(writes=True)
            raw = await connection.get_raw_connection()
            if self.is_sqlite:  # past the engine: within a transaction it would have no effect
                await _follow_keys(raw.driver_connection, "OFF")
            try:
                async with connection.begin():
                    yield connection
            finally:
                if self.is_sqlite:
                    await _follow_keys(raw.driver_connection, "ON")

    @contextmanager
    def _hurrying(self, connection: AsyncConnection, *, quick: bool) -> Iterator[None]:
        """Let the event loop itself run statements on SQLite."""
        if not (quick and self.is_sqlite and connection.sync_connection):
            yield
            return
        driver: Any = connection.sync_connection.connection.driver_connection
        driver.is_quick = True
        try:
            yield
        finally:
            driver.is_quick = False

    def _turn(self, *, urgent: bool = False) -> AbstractAsyncContextManager[None]:
        return nullcontext() if self._turns is None else self._turns.take(urgent=urgent)

    async def check(self) -> None:
        """Open the database once; raise DatabaseError with one sentence if it can't be used."""
        with self.operator_errors():
            if self.is_sqlite:
                await asyncio.to_thread(_probe, self.url.database or "")
            async with self.write():
                pass

    @contextmanager
    def operator_errors(self) -> Iterator[None]:
        """Raise what a driver raises as a DatabaseError with one sentence."""
        try:
            yield
        except (DBAPIError, sqlite3.Error, OSError) as error:
            kind = DatabaseAwayError if is_passing(error) else DatabaseError
            raise kind(self._complaint(error)) from None

    def _complaint(self, error: Exception) -> str:
        cause = next(iter(str(getattr(error, "orig", None) or error).splitlines()), "no reason")
        if self.is_sqlite:
            return f"The database file {self.url.database} cannot be written: {cause}."
        return f"The database {self.name} cannot be reached: {cause}."

    async def checkpoint(self) -> None:
        """Empty SQLite's log of latest changes, which still holds what was deleted.

        A reader that is at work just then keeps it from that; the next checkpoint does it.
        """
        if self.is_sqlite:
            with suppress(sqlite3.Error):
                await asyncio.to_thread(_empty_log, self.url.database or "")

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()


async def _follow_keys(driver: Any, switch: str) -> None:
    await driver.execute(f"PRAGMA foreign_keys = {switch}")


def is_passing(error: Exception) -> bool:
    """Return whether trying again later may help, by the code of SQLite or PostgreSQL.

    So it may where all connections stayed busy for too long.
    """
    if isinstance(error, PoolTimeoutError):
        return True
    cause = getattr(error, "orig", None) or error
    number = getattr(cause, "sqlite_errorcode", None)
    if number is not None:
        return (number & 0xFF) in PASSING_CODES
    # SQLAlchemy wraps asyncpg's errors twice, and a refused connection not at all.
    state = getattr(cause, "sqlstate", None) or ""
    return isinstance(cause, OSError) or str(state).startswith(PASSING_CLASSES)


def _empty_log(path: str) -> None:
    with closing(sqlite3.connect(path, timeout=1, isolation_level=None)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _probe(path: str) -> None:
    """Open and lock the file here: a failure in aiosqlite's thread would outlive the loop."""
    with closing(sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")


def _require_folder(url: URL) -> None:
    if url.database and url.database != ":memory:":
        parent = Path(url.database).resolve().parent
        if not parent.is_dir():
            raise DatabaseError(f"The folder {parent} of the database file does not exist.")
