"""A handler is run again while the database is away, and each of its writes counts once."""

import sqlite3
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.services import updates as service
from bot.services.updates import Updates
from bot.store.attempts import stop_for_another
from bot.store.database import Database, is_passing
from bot.store.tables import roles

ALICE = 7


@pytest.fixture(autouse=True)
def _no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "AWAY_WAITS", (0, 0, 0))


async def add_letter(database: Database, letter: str) -> None:
    """Append a letter to the one row, which shows how often each was written."""
    async with database.write() as connection:
        await connection.execute(roles.update().values(worker=roles.c.worker + letter))


async def test_what_was_written_before_the_outage_is_not_written_again(database: Database) -> None:
    updates, runs = Updates(database, 1, "w"), 0
    async with database.write() as connection:
        row = {"bot_id": 1, "role": "r", "worker": "", "until": datetime.now(UTC)}
        await connection.execute(roles.insert().values(row))
    await updates.add([(1, ALICE, "{}")])

    async def handler() -> None:
        nonlocal runs
        runs += 1
        await add_letter(database, "a")
        if runs < 3:
            stop_for_another()
        await add_letter(database, "b")

    await updates.handle(1, 0, handler)

    async with database.read() as connection:
        assert await connection.scalar(sa.select(roles.c.worker)) == "ab"
    assert runs == 3


async def test_in_the_last_attempt_the_person_gets_an_answer(database: Database) -> None:
    updates, answers = Updates(database, 1, "w"), 0
    await updates.add([(1, ALICE, "{}")])

    async def handler() -> None:
        nonlocal answers
        stop_for_another()
        answers += 1

    await updates.handle(1, 0, handler)

    assert answers == 1


def test_a_busy_pool_and_a_locked_file_pass_and_a_mistake_does_not() -> None:
    locked = sqlite3.OperationalError("database is locked")
    locked.sqlite_errorcode = sqlite3.SQLITE_BUSY

    assert is_passing(PoolTimeoutError("all connections are busy"))
    assert is_passing(OperationalError("SELECT 1", {}, locked))
    assert not is_passing(ValueError("a mistake of ours"))
