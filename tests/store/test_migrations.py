"""The migrations lead to just the tables that the code names, with all that was there before."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.ext.asyncio import create_async_engine

from bot import app
from bot.coach.library import Library
from bot.services.operators.archive import Archive
from bot.store import migrations
from bot.store.database import Database
from bot.store.tables import metadata
from tests.services.rooms import ALICE, MONDAY_EIGHT, SUNDAY_EVENING, build, exercise_of

FIRST, NEWEST = "0001", migrations.newest()

OLD_ALICE = {
    "chat_id": ALICE,
    "state": "active",
    "language": "en",
    "wall": time(8),
    "zone": "Europe/London",
    "zone_told": True,
    "weekdays": "0 1 2 3 4 5 6",
    "equipment": "ball",
    "position": 4,
    "last_exercise": "leg-swing",
    "last_day": date(2026, 11, 22),
    "next_day": date(2026, 11, 23),
    "next_due_at": MONDAY_EIGHT,
    "created_at": SUNDAY_EVENING,
}


@pytest.fixture
async def old(database_url: str) -> Any:
    """Open a database of the first version, with somebody in it who is due tomorrow."""
    database = Database(database_url)
    async with database.write() as connection:
        await connection.run_sync(migrations.bring_to, FIRST)
        tables = await connection.run_sync(migrations.tables_of)
        await connection.execute(tables.tables["subscribers"].insert().values(OLD_ALICE))
    yield database, tables
    await database.close()


async def test_migrated_tables_are_those_of_the_code(database: Database) -> None:
    def differences(connection: sa.Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        return list(compare_metadata(context, metadata))

    async with database.read() as connection:
        assert await connection.run_sync(differences) == []


async def test_migrating_again_changes_nothing(database_url: str) -> None:
    for _ in range(2):
        async with app.migrated_database(database_url):
            pass


async def test_who_was_there_before_is_there_after_each_step(
    old: tuple[Database, sa.MetaData],
) -> None:
    database, _ = old
    for version in migrations.names():
        async with database.rebuild() as connection:
            await connection.run_sync(migrations.bring_to, version)
            assert await connection.run_sync(migrations.revision) == version

    alice = await Archive(database).of(ALICE)

    assert alice is not None
    assert {name: alice[name] for name in ("position", "equipment", "last_exercise")} == {
        "position": 4,
        "equipment": ["ball"],
        "last_exercise": "leg-swing",
    }


async def test_who_was_due_before_an_upgrade_gets_their_exercise_after_it(
    old: tuple[Database, sa.MetaData], library: Library
) -> None:
    database, _ = old
    await migrations.upgrade(database)

    (parcel,) = await build(database, library).deliveries.claim(MONDAY_EIGHT, 10)

    assert (parcel.chat_id, exercise_of(parcel).day) == (ALICE, date(2026, 11, 23))


async def test_a_table_is_not_rebuilt_while_keys_cascade(database_url: str) -> None:
    database = Database(database_url)
    async with database.write() as connection:
        await connection.run_sync(migrations.bring_to, "0002")
    if database.is_sqlite:
        async with database.write() as connection:
            with pytest.raises(RuntimeError, match="foreign keys"):
                await connection.run_sync(migrations.bring_to)
    await database.close()


async def test_keys_are_followed_again_after_a_migration(database: Database) -> None:
    if database.is_sqlite:
        async with database.read() as connection:
            assert await connection.scalar(sa.text("PRAGMA foreign_keys")) == 1


async def test_a_database_of_a_newer_version_is_left_as_it_is(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    async with database.write() as connection:
        await connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))

    await migrations.upgrade(database)

    async with database.read() as connection:
        assert await connection.run_sync(migrations.revision) == "9999"
    assert "newer version (9999)" in caplog.text


def test_files_are_called_as_the_migrations_in_them() -> None:
    folder = Path(migrations.__file__).parent
    scripts = ScriptDirectory(str(folder)).walk_revisions()

    assert list(reversed([script.revision for script in scripts])) == migrations.names()


def test_only_this_programs_migrations_are_known() -> None:
    assert migrations.knows(FIRST)
    assert migrations.knows(NEWEST)
    assert not migrations.knows("9999")


async def test_instants_of_before_are_still_in_utc(old: tuple[Database, sa.MetaData]) -> None:
    database, _ = old
    await migrations.upgrade(database)

    alice = await Archive(database).of(ALICE)

    assert alice is not None
    due = datetime.fromisoformat(alice["next_due_at"])
    assert (due, due.utcoffset()) == (MONDAY_EIGHT, UTC.utcoffset(None))


class TestBesideTheVersionBefore:
    """Its processes don't name themselves to PostgreSQL, and can't go on with our tables."""

    @pytest.fixture
    def engine(self) -> str:
        return "postgresql"

    async def test_its_tables_stay_until_its_processes_have_stopped(
        self, old: tuple[Database, sa.MetaData]
    ) -> None:
        database, _ = old
        before = create_async_engine(database.url)
        async with before.connect():
            with pytest.raises(migrations.OlderVersionError, match="stop all of its processes"):
                await migrations.upgrade(database)
        async with database.read() as connection:
            assert await connection.run_sync(migrations.revision) == FIRST

        await before.dispose()
        await migrations.upgrade(database)

        async with database.read() as connection:
            assert await connection.run_sync(migrations.revision) == NEWEST
