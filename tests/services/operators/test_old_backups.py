"""What the version before wrote is taken in by this one: its backups and its exports."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from bot import app
from bot.services.operators.archive import Archive, ArchiveError
from bot.store import migrations
from bot.store.database import Database
from tests.services.rooms import ALICE, BOB
from tests.store.old_database import REVISION, old_database

NAMES = ("weekdays", "equipment", "flags", "avoided", "recent")
"""Columns that a backup holds as lists."""

PASSING = ("pace", "roles", "alembic_version")


def plain(column: str, value: Any) -> Any:
    """Write a value as the version before did."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return value.split() if column in NAMES else value


async def read_old(database: Database) -> list[tuple[str, dict[str, Any]]]:
    """Return every row of the version before, under the name of its table."""
    async with database.read() as connection:
        tables = await connection.run_sync(migrations.tables_of)
        found = []
        for table in tables.sorted_tables:
            if table.name in PASSING:
                continue
            for row in (await connection.execute(table.select())).mappings():
                record = {name: plain(name, value) for name, value in row.items()}
                found.append((table.name, record))
    return found


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """Open a database of its own: a restore replaces its tables."""
    async with app.migrated_database(database_url) as opened:
        yield opened


@pytest.fixture
async def old(tmp_path: Path) -> AsyncIterator[Database]:
    async with old_database(f"sqlite:///{tmp_path / 'old.db'}") as opened:
        yield opened


def numbered(lines: list[Any]) -> list[tuple[int, Any]]:
    return [(number, json.loads(json.dumps(one))) for number, one in enumerate(lines, 1)]


async def backup(old: Database) -> list[tuple[int, Any]]:
    rows = await read_old(old)
    heading = {"psoas-bot": "backup", "revision": REVISION, "at": "2026-11-24T00:00:00+00:00"}
    return numbered([heading, *map(list, rows), {"rows": len(rows)}])


async def people_of(database: Database) -> list[Any]:
    """Return everybody with all that is theirs, in an order that no number decides."""
    found = [one async for some in Archive(database).people() for one in some]
    return [
        {
            name: sorted(value, key=json.dumps) if isinstance(value, list) else value
            for name, value in one.items()
        }
        for one in found
    ]


async def restore(database: Database, lines: list[tuple[int, Any]]) -> int:
    rows = 0
    async for so_far in Archive(database).restore(lines):
        rows = so_far
    return rows


async def test_a_backup_of_the_version_before_restores_in_either_database(
    database: Database, old: Database
) -> None:
    lines = await backup(old)

    assert await restore(database, lines) == len(lines) - 2

    await migrations.upgrade(old)
    assert await people_of(database) == await people_of(old)
    async with database.read() as connection:
        assert await connection.run_sync(migrations.revision) == migrations.newest()


async def test_a_restored_database_gives_new_rows_new_numbers(
    database: Database, old: Database
) -> None:
    await restore(database, await backup(old))

    lines = numbered([await Archive(database).of(ALICE)])
    await Archive(database).forget(ALICE)
    assert [step async for step in Archive(database).import_people(lines)] == [(1, 1)]

    alice = await Archive(database).of(ALICE)
    assert alice is not None
    assert len(alice["deliveries"]) == 6  # all but the broadcast


async def test_an_old_backup_without_an_owner_restores_nothing(
    database: Database, old: Database
) -> None:
    lines = [one for one in await backup(old) if str(BOB) not in str(one[1])]
    rows = len(lines) - 2
    lines[-1] = (lines[-1][0], {"rows": rows})

    with pytest.raises(ArchiveError, match="refuses"):
        await restore(database, lines)

    assert await Archive(database).count() == 0
    async with database.read() as connection:
        assert await connection.run_sync(migrations.revision) == migrations.newest()


async def test_an_export_of_the_version_before_is_imported(
    database: Database, old: Database
) -> None:
    people: dict[int, dict[str, Any]] = {}
    for table, row in await read_old(old):
        number = row.pop("id", None)
        if table == "subscribers":
            people[number] = row
        elif "subscriber_id" in row:
            people[row.pop("subscriber_id")].setdefault(table, []).append(row)

    lines = numbered(list(people.values()))
    assert [step async for step in Archive(database).import_people(lines)] == [(2, 2)]

    await migrations.upgrade(old)
    without_broadcasts = await people_of(old)
    for one in without_broadcasts:
        one["deliveries"] = [row for row in one["deliveries"] if row["kind"] != "broadcast"]
    assert await people_of(database) == without_broadcasts
