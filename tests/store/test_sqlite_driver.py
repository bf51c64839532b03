"""SQLite's connections: one visit to their thread for each statement, and nothing left open."""

import asyncio
import gc
import sqlite3
import threading
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.services.updates import Updates
from bot.store.database import Database
from bot.store.sqlite_driver import FETCHED, Connection, connect
from bot.store.tables import media

MANY = sa.text(
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :many)"
    " SELECT i FROM n"
)


@pytest.fixture
async def connection() -> AsyncIterator[Connection]:
    connection = await connect(":memory:")
    await connection.cursor().execute("CREATE TABLE numbers (n INTEGER PRIMARY KEY)")
    yield connection
    await connection.close()


@pytest.mark.parametrize("many", [1, FETCHED - 1, FETCHED, FETCHED + 1, 3 * FETCHED])
async def test_an_answer_of_any_length_is_whole(sqlite: Database, many: int) -> None:
    async with sqlite.read() as reader:
        whole = list(await reader.scalars(MANY, {"many": many}))
        streamed = [row.i async for row in await reader.stream(MANY, {"many": many})]

    assert whole == streamed == list(range(1, many + 1))


async def test_a_short_answer_leaves_no_cursor_open(connection: Connection) -> None:
    cursor = await connection.cursor().execute("SELECT 1 UNION SELECT 2")

    assert await cursor.fetchone() == (1,)
    assert await cursor.fetchmany(5) == [(2,)]
    assert await cursor.fetchone() is None
    assert await cursor.fetchall() == []


async def test_a_statement_for_several_rows_counts_them(connection: Connection) -> None:
    rows = [(number,) for number in range(5)]

    cursor = await connection.cursor().executemany("INSERT INTO numbers VALUES (?)", rows)

    assert (cursor.rowcount, cursor.description) == (5, None)


async def test_a_wait_that_was_given_up_leaves_no_transaction_open(connection: Connection) -> None:
    """The thread may begin it after whoever asked for it is gone."""
    connection.begin("BEGIN IMMEDIATE")
    waiting = asyncio.create_task(connection.cursor().execute("DELETE FROM numbers"))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)

    await connection.rollback()

    assert not connection.in_transaction


async def test_a_statement_that_nobody_waits_for_any_more_writes_nothing(
    connection: Connection,
) -> None:
    """It is still in the queue as its transaction is rolled back."""
    connection.begin("BEGIN IMMEDIATE")
    busy = asyncio.create_task(connection.visit(time.sleep, 0.05))
    writing = asyncio.create_task(connection.cursor().execute("INSERT INTO numbers VALUES (1)"))
    await asyncio.sleep(0.01)
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)

    await connection.rollback()
    await busy

    rows = await (await connection.cursor().execute("SELECT * FROM numbers")).fetchall()
    assert (rows, connection.in_transaction) == ([], False)


async def test_a_transaction_begins_with_its_first_statement(connection: Connection) -> None:
    await connection.cursor().execute("BEGIN IMMEDIATE")
    was_open = connection.in_transaction
    await connection.cursor().execute("INSERT INTO numbers VALUES (1)")

    assert (was_open, connection.in_transaction) == (False, True)
    await connection.rollback()
    assert await (await connection.cursor().execute("SELECT * FROM numbers")).fetchall() == []


async def test_an_empty_transaction_fails_where_another_holds_the_place(tmp_path: Path) -> None:
    """That is how the database is asked whether it can be written."""
    first, second = [await connect(tmp_path / "x.db", timeout=0) for _ in range(2)]
    first.begin("BEGIN IMMEDIATE")
    await first.cursor().execute("SELECT 1")
    second.begin("BEGIN IMMEDIATE")

    with pytest.raises(sqlite3.OperationalError, match="locked"):
        await second.commit()
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        await second.cursor().execute("SELECT 1")
    await second.rollback()
    await second.cursor().execute("SELECT 1")

    await first.close()
    await second.close()


async def test_only_quick_statements_run_in_the_event_loop(connection: Connection) -> None:
    connection.raw.create_function("thread", 0, threading.get_ident)

    async def where(begin: str | None = None) -> bool:
        if begin:
            connection.begin(begin)
        rows = await (await connection.cursor().execute("SELECT thread()")).fetchall()
        return bool(rows[0][0] == threading.get_ident())

    usually = await where()
    connection.is_quick = True

    assert not usually
    assert await where()
    assert not await where("BEGIN IMMEDIATE"), "it may wait for a lock"
    assert await where()


async def test_a_quick_connection_is_an_ordinary_one_for_whoever_has_it_next(
    sqlite: Database,
) -> None:
    async with sqlite.read(quick=True) as reader:
        driver = (await reader.get_raw_connection()).driver_connection
        assert isinstance(driver, Connection)
        assert driver.is_quick

    assert not driver.is_quick


async def test_a_quick_write_of_an_update_visits_its_thread_to_begin_and_to_commit(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    updates = Updates(sqlite, 1, "worker")
    await updates.add([(7, 1, "{}")])
    visits: list[str] = []
    visit = Connection.visit

    async def seen(self: Connection, work: Callable[..., object], *args: object) -> object:
        visits.append(work.__name__)
        return await visit(self, work, *args)

    monkeypatch.setattr(Connection, "visit", seen)
    with updates.attempt(7, 0):
        async with sqlite.write(quick=True) as writer:
            await writer.execute(sa.text("SELECT 1"))

    assert visits == ["_after", "commit"]
    assert await updates._written(7) == 1


async def test_an_error_is_raised_and_the_connection_serves_on(connection: Connection) -> None:
    with pytest.raises(sqlite3.OperationalError, match="syntax"):
        await connection.cursor().execute("SELEKT 1")

    assert await (await connection.cursor().execute("SELECT 1")).fetchall() == [(1,)]


async def test_a_write_that_is_cancelled_keeps_nobody_else_out(sqlite: Database) -> None:
    async def write() -> None:
        async with sqlite.write() as writer:
            await writer.execute(MANY, {"many": 200_000})

    for wait in (0.0, 0.0005, 0.001, 0.002, 0.005, 0.01):
        writing = asyncio.create_task(write())
        await asyncio.sleep(wait)
        writing.cancel()
        # What it raised holds its frames, and so the cursor that it had open.
        raised = await asyncio.gather(writing, return_exceptions=True)

        async with asyncio.timeout(4), sqlite.write() as writer:
            await writer.execute(media.delete())
        assert raised


async def test_a_connection_that_is_only_dropped_closes_itself(tmp_path: Path) -> None:
    """A pool does so with one that comes back after the pool was disposed of."""
    connection = await connect(tmp_path / "x.db")
    thread = connection._thread
    del connection
    gc.collect()

    await asyncio.to_thread(thread.join, 5)

    assert not thread.is_alive()


async def test_a_close_ends_though_another_stopped_the_thread_meanwhile(tmp_path: Path) -> None:
    """As where a stop of the process cancels a close, and SQLAlchemy then stops by force."""
    connection = await connect(tmp_path / "a.db")
    closing = asyncio.create_task(connection.close())
    await asyncio.sleep(0)

    connection.stop()
    closing.cancel()
    done, _ = await asyncio.wait([closing], timeout=5)

    assert done == {closing}
