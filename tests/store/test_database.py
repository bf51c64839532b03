"""Opening a database: what people write, and what they read when it fails."""

import asyncio
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot import app
from bot.errors import MISTAKE, TEMPORARY
from bot.services.operators.archive import Archive
from bot.services.people.subscriptions import Subscriptions
from bot.store import database as database_module
from bot.store.columns import UtcDateTime
from bot.store.database import Database, DatabaseError, parse_url
from bot.store.tables import media
from tests.databases import statements
from tests.postgres import Postgres


@pytest.mark.parametrize(
    ("text", "driver"),
    [
        ("sqlite:///x.db", "sqlite+aiosqlite"),
        ("postgresql://alice:secret@db/psoas", "postgresql+asyncpg"),
        ("postgres://alice:secret@db/psoas", "postgresql+asyncpg"),
        ("postgresql+psycopg2://db/psoas", "postgresql+asyncpg"),
    ],
)
def test_the_right_driver_is_chosen(text: str, driver: str) -> None:
    assert parse_url(text).drivername == driver


@pytest.mark.parametrize(
    "text",
    [
        *("mysql://db/x", "psoas.db", "", "redis://x"),
        *("postgresql://db:port/x", "postgresql://db:99999/x", "postgresql://db:0/x"),
    ],
)
def test_another_database_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(DatabaseError, match="DATABASE_URL"):
        parse_url(text)


def test_a_missing_driver_of_postgresql_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "asyncpg", None)  # as if it weren't installed

    with pytest.raises(DatabaseError, match=r"\[postgresql\]"):
        Database("postgresql://db/psoas")


async def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="no-such-folder"):
        async with app.migrated_database(f"sqlite:///{tmp_path}/no-such-folder/x.db"):
            pass


async def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="cannot be written"):
        async with app.migrated_database(f"sqlite:///{tmp_path}"):
            pass


async def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("shopping list\n" * 100)

    with pytest.raises(DatabaseError, match=r"x\.db"):
        async with app.migrated_database(f"sqlite:///{tmp_path / 'x.db'}"):
            pass


async def test_a_server_that_is_not_there_is_named_without_its_password() -> None:
    with pytest.raises(DatabaseError, match="cannot be reached") as caught:
        async with app.migrated_database("postgresql://alice:secret@127.0.0.1:1/psoas"):
            pass

    assert "secret" not in str(caught.value)


async def opening(url: str) -> DatabaseError:
    with pytest.raises(DatabaseError) as caught:
        async with app.migrated_database(url):
            pass
    return caught.value


async def test_only_what_may_mend_itself_is_worth_another_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgres: Postgres
) -> None:
    monkeypatch.setattr(database_module, "BUSY_SECONDS", 0.1)
    (tmp_path / "list.db").write_text("shopping list\n" * 100)
    with closing(sqlite3.connect(tmp_path / "locked.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        locked = await opening(f"sqlite:///{tmp_path}/locked.db")
    away = await opening("postgresql://alice:secret@127.0.0.1:1/psoas")
    nowhere = sa.make_url(postgres.fresh()).set(database="no_such_database")

    assert (locked.exit_code, away.exit_code) == (TEMPORARY, TEMPORARY)
    assert (await opening(f"sqlite:///{tmp_path}/list.db")).exit_code == MISTAKE
    assert (await opening(f"sqlite:///{tmp_path}")).exit_code == MISTAKE
    assert (await opening(nowhere.render_as_string(hide_password=False))).exit_code == MISTAKE


async def test_a_file_that_may_only_be_read_is_a_sentence(
    database: Database, tmp_path: Path
) -> None:
    sqlite3.connect(tmp_path / "x.db").close()
    read_only = sqlite3.connect(f"file:{tmp_path}/x.db?mode=ro", uri=True)
    with (
        closing(read_only),
        pytest.raises(DatabaseError, match="readonly") as caught,
        database.operator_errors(),
    ):
        read_only.execute("CREATE TABLE x (a)")

    assert caught.value.exit_code == MISTAKE


def all_bytes(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())


async def test_who_is_forgotten_is_gone_from_the_files_too(tmp_path: Path) -> None:
    chat, name = 7_123_456_789_012, tmp_path / "x.db"
    stored = chat.to_bytes(6, "big")
    async with app.migrated_database(f"sqlite:///{name}") as database:
        start = Subscriptions(database, time(8)).start
        for one in (chat, 8):
            await start(one, "en", "UTC", datetime(2026, 11, 26, 8, tzinfo=UTC))
        assert stored in all_bytes(tmp_path)

        await Archive(database).forget(chat)

        assert stored not in all_bytes(tmp_path)


async def test_a_failed_write_leaves_nothing_behind(database: Database) -> None:
    async def stumble() -> None:
        async with database.write() as connection:
            values = "(bot_id, lane, next_at, used) VALUES (1, 'free', 0, 0)"
            await connection.execute(sa.text(f"INSERT INTO pace {values}"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await stumble()

    async with database.read() as connection:
        assert await connection.scalar(sa.text("SELECT count(*) FROM pace")) == 0


def test_a_naive_instant_is_never_stored() -> None:
    dialect = sa.create_engine("sqlite://").dialect
    naive = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)

    with pytest.raises(ValueError, match="naive"):
        UtcDateTime().process_bind_param(naive, dialect)


async def test_a_read_costs_its_statements_and_no_transaction(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'test.db'}")
    with statements(database) as begun:
        async with database.read() as connection:
            await connection.execute(sa.text("SELECT 1"))
        async with database.snapshot() as connection:
            await connection.execute(sa.text("SELECT 2"))
    await database.close()

    assert begun == ["SELECT 1", "BEGIN", "SELECT 2"]


async def test_many_writers_at_once_all_get_their_turn(database: Database) -> None:
    async def write(number: int) -> None:
        async with database.write() as connection:
            row = {"bot_id": number, "digest": "x", "file_id": "y"}
            await connection.execute(media.insert().values(row))

    await asyncio.gather(*map(write, range(300)))

    async with database.read() as connection:
        assert await connection.scalar(sa.select(sa.func.count()).select_from(media)) == 300


async def test_connections_that_the_server_ended_are_replaced_unnoticed(
    postgres: Postgres,
) -> None:
    end_others = sa.text(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    url = postgres.fresh()
    async with app.migrated_database(url) as database, app.migrated_database(url) as other:
        async with database.read() as one, database.read() as two:
            await asyncio.gather(one.scalar(sa.select(1)), two.scalar(sa.select(1)))

        async with other.read() as connection:
            assert await connection.scalar(end_others) >= 2
        await asyncio.sleep(0.1)  # until the word of it has arrived

        async with database.read() as one, database.write() as two:
            assert await one.scalar(sa.select(1)) == await two.scalar(sa.select(1)) == 1
