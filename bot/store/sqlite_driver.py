"""aiosqlite with one visit to the connection's thread for each statement.

aiosqlite makes a visit for each step: to open a cursor, to run a statement, to fetch its rows and
to close the cursor. Each costs as much as a short query. Measured: reading one row took 1.0 ms of
CPU so, and takes 0.4 ms in one visit. A BEGIN goes along with the statement after it.

Of a quick connection, what cannot wait for a lock or for a disk's write makes no visit at all: a
few rows by their keys are found sooner than another thread is woken, on a busy machine above all.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Generator, Iterable
from itertools import islice
from typing import Any, Self, TypeVar

import aiosqlite

FETCHED = 1000
"""Rows that come along with a statement: all of most answers, and the first of a long one."""

T = TypeVar("T")
Row = tuple[Any, ...]


class Cursor:
    """The rows of one statement; only a long answer keeps a cursor open."""

    def __init__(self, connection: "Connection") -> None:
        self._connection = connection
        self._rest: sqlite3.Cursor | None = None
        self._rows: list[Row] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        """Open nothing: the statement will."""
        return self

    async def execute(self, sql: str, parameters: Iterable[Any] = ()) -> Self:
        """Run a statement and fetch what it answers; keep a BEGIN until the next one."""
        if sql.startswith("BEGIN"):
            self._connection.begin(sql)
            return self
        await self._connection.run(self._run, sqlite3.Cursor.execute, sql, parameters)
        return self

    async def executemany(self, sql: str, parameters: Iterable[Iterable[Any]]) -> Self:
        """Run a statement once for each set of parameters."""
        await self._connection.run(self._run, sqlite3.Cursor.executemany, sql, parameters)
        return self

    def _run(self, run: Callable[..., object], sql: str, parameters: Iterable[Any]) -> None:
        cursor = self._connection.raw.cursor()
        run(cursor, sql, parameters)
        self.description, self.lastrowid = cursor.description, cursor.lastrowid
        self._rows = cursor.fetchmany(FETCHED) if cursor.description else []
        self.rowcount = cursor.rowcount
        if len(self._rows) < FETCHED:
            cursor.close()
        else:
            self._rest = cursor

    async def fetchall(self) -> list[Row]:
        """Return all rows that are left."""
        rows, self._rows = self._rows, []
        if self._rest is not None:
            rows += await self._connection.visit(self._rest.fetchall)
        return rows

    async def fetchmany(self, size: int | None = None) -> list[Row]:
        """Return up to `size` rows."""
        size = self.arraysize if size is None else size
        if not self._rows and self._rest is not None:
            self._rows = await self._connection.visit(self._rest.fetchmany, max(size, FETCHED))
        rows = list(islice(self._rows, size))
        del self._rows[:size]
        return rows

    async def fetchone(self) -> Row | None:
        """Return the next row, if there is one."""
        return next(iter(await self.fetchmany(1)), None)

    async def close(self) -> None:
        """Close a cursor that a long answer has left open."""
        rest, self._rest = self._rest, None
        if rest is not None:
            await self._connection.visit(rest.close)


class Connection(aiosqlite.Connection):
    """A connection whose cursors make one visit, and which ends only transactions there are."""

    def __await__(self) -> Generator[Any, None, Self]:
        """Open the connection."""
        yield from super().__await__()
        return self

    def __del__(self) -> None:
        """Close what came back to a pool that was disposed of meanwhile: it is only dropped."""
        if self._connection is not None:
            self.stop()

    _ended: asyncio.Future[Any] | None = None

    def stop(self) -> asyncio.Future[Any] | None:
        """Stop the thread once: nobody would be left to answer whoever stopped it again.

        Where a close is cancelled, SQLAlchemy stops what aiosqlite is stopping already.
        """
        if self._running:
            self._ended = super().stop()
        return self._ended

    _is_unsure = False
    """Whether somebody stopped waiting for the thread, which may still be at work."""

    _to_begin: str | None = None
    """A BEGIN that no statement has followed yet."""

    @property
    def raw(self) -> sqlite3.Connection:
        """Return the connection itself."""
        return self._conn

    def begin(self, sql: str) -> None:
        """Begin a transaction with the next statement."""
        self._to_begin = sql

    def cursor(self) -> Cursor:  # type: ignore[override]  # it takes the place of aiosqlite's
        """Return a cursor."""
        return Cursor(self)

    is_quick = False
    """Whether only a few rows are read and written, so that the event loop may do it."""

    async def run(self, work: Callable[..., T], *args: Any) -> T:
        """Run a statement here if it is a quick one, else in the connection's thread."""
        # Taken here: a rollback after a wait that was given up must not find it, nor undo it
        # before the statement has run.
        begin, self._to_begin = self._to_begin, None
        if begin is not None:
            return await self.visit(self._after, begin, work, *args)
        if self.is_quick and not self._is_unsure:
            return work(*args)
        return await self.visit(work, *args)

    def _after(self, begin: str, work: Callable[..., T], *args: Any) -> T:
        """Do something in a transaction, which begins here or else with the next statement."""
        try:
            self._conn.execute(begin)
        except sqlite3.Error:
            self._to_begin = begin
            raise
        return work(*args)

    async def visit(self, work: Callable[..., T], *args: Any) -> T:
        """Do something in the connection's thread."""
        self._is_unsure = True
        try:
            found: T = await self._execute(work, *args)  # type: ignore[no-untyped-call]
        except Exception:  # what the work raised, so that it is over
            self._is_unsure = False
            raise
        self._is_unsure = False
        return found

    async def commit(self) -> None:
        """Commit the transaction, if there is one; an empty one had the writer's place too."""
        if self._to_begin:
            await self.run(self._conn.commit)
        elif self._is_unsure or self.in_transaction:
            await self.visit(self._conn.commit)

    async def rollback(self) -> None:
        """Roll back the transaction, if there is one or may be one."""
        if self._is_unsure or self.in_transaction:
            await self.visit(self._conn.rollback)
        self._to_begin = None


class _Rolling(sqlite3.Connection):
    """A connection that ends its transaction before it closes."""

    def close(self) -> None:
        """Close; a cursor that somebody still holds would keep a transaction, and so its lock."""
        if self.in_transaction:
            self.rollback()
        super().close()


def connect(*args: Any, pragmas: Iterable[str] = (), **options: Any) -> Connection:
    """Return a connection that opens when it is awaited, with its settings made.

    They are made in the same visit: between two, whoever waits for it may be gone, and nobody
    would close it.
    """
    options["check_same_thread"] = False  # SQLAlchemy lets one at a time use it
    options["isolation_level"] = None  # the driver's own BEGIN comes too late

    def opened() -> sqlite3.Connection:
        raw = sqlite3.connect(*args, factory=_Rolling, **options)
        for pragma in pragmas:
            raw.execute(f"PRAGMA {pragma}")
        return raw

    connection = Connection(opened, FETCHED)
    connection._thread.daemon = True  # noqa: SLF001  # SQLAlchemy sets it too
    return connection
