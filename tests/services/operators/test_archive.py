"""A backup holds everything, and one that is cut or changed restores nothing."""

import json
from typing import Any

import pytest

from bot.services.operators.archive import Archive, ArchiveError
from bot.store.archive import KEPT
from bot.store.database import Database
from bot.store.records import plain
from bot.store.tables import subscribers
from tests.services.operators.full import through_json, write_everywhere
from tests.services.rooms import ALICE, BOB, SUNDAY_EVENING, Rooms, count


async def everything(database: Database) -> dict[str, list[Any]]:
    async with database.read() as connection:
        return {
            table.name: [
                plain(table, dict(row))
                for row in (
                    await connection.execute(table.select().order_by(*table.primary_key.columns))
                ).mappings()
            ]
            for table in KEPT
        }


async def backed_up(database: Database) -> list[Any]:
    return [line async for line in Archive(database).backup(SUNDAY_EVENING)]


async def restore(database: Database, lines: list[tuple[int, Any]]) -> int:
    rows = 0
    async for so_far in Archive(database).restore(lines):
        rows = so_far
    return rows


async def test_a_backup_of_either_database_brings_back_every_row(
    database: Database, empty: Database
) -> None:
    await write_everywhere(database)

    lines = through_json(await backed_up(database))

    assert await restore(empty, lines) == 2 * len(KEPT)
    assert await everything(empty) == await everything(database)


async def test_a_backup_can_be_restored_into_either_database(
    database: Database, empty: Database
) -> None:
    await write_everywhere(empty)

    await restore(database, through_json(await backed_up(empty)))

    assert await everything(database) == await everything(empty)


async def test_newcomers_after_a_restore_get_numbers_of_their_own(
    rooms: Rooms, empty: Database
) -> None:
    await write_everywhere(empty, (ALICE,))
    await restore(rooms.database, through_json(await backed_up(empty)))

    await rooms.subscribe(BOB)

    assert await count(rooms.database, subscribers) == 2


async def test_a_backup_cut_anywhere_restores_nothing(database: Database, empty: Database) -> None:
    await write_everywhere(empty)
    lines = through_json(await backed_up(empty))

    for length in (1, 2, len(lines) // 2, len(lines) - 1):
        with pytest.raises(ArchiveError, match="cut short"):
            await restore(database, lines[:length])
    with pytest.raises(ArchiveError, match="is no row"):
        await restore(database, lines[:-3] + lines[-2:])
    orphans = [one for one in lines if "Europe/Lisbon" not in str(one)]
    with pytest.raises(ArchiveError, match="refuses"):
        await restore(database, orphans)

    assert await count(database, subscribers) == 0


async def test_a_backup_with_one_changed_value_restores_nothing(
    database: Database, empty: Database
) -> None:
    await write_everywhere(empty)
    lines = through_json(await backed_up(empty))
    changed = json.loads(json.dumps(lines).replace("Europe/Lisbon", "Europe/London"))

    with pytest.raises(ArchiveError, match="damaged"):
        await restore(database, changed)
    with pytest.raises(ArchiveError, match=f"Line {len(lines) + 1}: .* ended"):
        await restore(database, [*lines, (len(lines) + 1, lines[-1][1])])

    assert await count(database, subscribers) == 0


async def test_a_backup_of_an_older_version_is_restored_with_a_warning(
    database: Database, empty: Database, caplog: pytest.LogCaptureFixture
) -> None:
    await write_everywhere(empty)
    lines = through_json(await backed_up(empty))
    del lines[-1][1]["sha256"]

    assert await restore(database, lines) == 2 * len(KEPT)
    assert "no digest" in caplog.text


async def test_a_database_in_use_is_not_restored_over(database: Database, empty: Database) -> None:
    await write_everywhere(database, (ALICE,))

    with pytest.raises(ArchiveError, match="in use"):
        await restore(database, through_json(await backed_up(empty)))


@pytest.mark.parametrize(
    ("heading", "word"),
    [("hello", "no backup"), ({"psoas-bot": "backup", "revision": "9999"}, "newer")],
)
async def test_a_file_of_another_kind_is_refused(
    empty: Database, heading: object, word: str
) -> None:
    with pytest.raises(ArchiveError, match=word):
        await restore(empty, [(1, heading)])
