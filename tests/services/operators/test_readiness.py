"""Readiness writes: what keeps a delivery from being recorded keeps a process from being ready."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from bot import app
from bot.services.operators.readiness import Readiness
from bot.services.operators.statistics import Statistics
from bot.store.database import Database
from tests.services.rooms import MONDAY_EIGHT


async def test_it_passes_again_and_again_and_shows_in_no_status(database: Database) -> None:
    readiness = Readiness(database, lambda: MONDAY_EIGHT)
    for _ in range(3):
        await readiness.check()

    assert (await Statistics(database).summary(MONDAY_EIGHT)).roles == []


async def test_a_database_that_cannot_grow_is_not_ready(tmp_path: Path) -> None:
    async with app.migrated_database(f"sqlite:///{tmp_path / 'x.db'}") as database:
        async with database.write() as connection:
            await connection.execute(sa.text("PRAGMA query_only = ON"))

        with pytest.raises(DBAPIError, match="readonly"):
            await Readiness(database, lambda: MONDAY_EIGHT).check()


async def test_a_damaged_file_is_not_ready(tmp_path: Path) -> None:
    file = tmp_path / "x.db"
    async with app.migrated_database(f"sqlite:///{file}") as database:
        await database.checkpoint()
    cut_in_half(file)
    damaged = Database(f"sqlite:///{file}")

    with pytest.raises(DBAPIError, match=r"malformed|not a database|I/O"):
        await Readiness(damaged, lambda: MONDAY_EIGHT).check()
    await damaged.close()


def cut_in_half(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 8])
