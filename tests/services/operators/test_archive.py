"""Backups hold everything, imports come twice, and who is forgotten is gone from every table."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
import sqlalchemy as sa

from bot.coach.library import Library
from bot.services.operators.archive import Archive, ArchiveError
from bot.store.archive import KEPT, OWNED
from bot.store.columns import Tokens, Trail, UtcDateTime
from bot.store.database import Database
from bot.store.records import plain
from bot.store.subscribers import ChatKind
from bot.store.tables import group_dones, subscribers
from tests.databases import Lender
from tests.services.rooms import ALICE, BOB, SUNDAY_EVENING, Rooms, build, count


def a_value(column: sa.Column[Any], number: int) -> Any:  # noqa: PLR0911  # one for each kind
    """Return a value of a column's kind, other than its default."""
    match column.type:
        case UtcDateTime():
            return datetime(2026, 11, 1, 6, number, 30, 250_000, tzinfo=UTC)
        case Tokens():
            return frozenset({"1", "2"})
        case Trail():
            return ("lunge", "boat-pose", "lunge")
        case sa.Time():
            return time(6, 45)
        case sa.Date():
            return date(2026, 11, 1 + number)
        case sa.JSON():
            return {"lunge": {"step": -1, "rests_until": "2026-12-01"}}
        case sa.Boolean():
            return True
        case sa.Integer():
            return number
    return "active" if column.key == "state" else f"b{number}"


async def write_everywhere(database: Database, chats: tuple[int, ...] = (ALICE, BOB)) -> None:
    """Give each chat one row in every table, with a value in every column."""
    async with database.write() as connection:
        for number, chat in enumerate(chats, 1):
            for table in KEPT:
                row = {column.key: a_value(column, number) for column in table.c}
                if table is subscribers:
                    row |= {"chat_id": chat, "zone": "Europe/Lisbon", "kind": "private"}
                await connection.execute(table.insert().values(row))


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


def through_json(lines: list[Any]) -> list[tuple[int, Any]]:
    return [(number, json.loads(json.dumps(line))) for number, line in enumerate(lines, 1)]


async def backed_up(database: Database) -> list[Any]:
    return [line async for line in Archive(database).backup(SUNDAY_EVENING)]


async def restore(database: Database, lines: list[tuple[int, Any]]) -> int:
    rows = 0
    async for so_far in Archive(database).restore(lines):
        rows = so_far
    return rows


@pytest.fixture(scope="module")
def other_lender(tmp_path_factory: pytest.TempPathFactory) -> Lender:
    return Lender(f"sqlite:///{tmp_path_factory.mktemp('other') / 'other.db'}")


@pytest.fixture
async def empty(other_lender: Lender) -> AsyncIterator[Database]:
    async with other_lender.lend() as database:
        yield database


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


async def exported(database: Database) -> list[tuple[int, Any]]:
    return through_json([one async for some in Archive(database).people() for one in some])


async def imported(database: Database, lines: list[tuple[int, Any]]) -> tuple[int, int]:
    steps = [step async for step in Archive(database).take_in(lines)]
    return sum(new for new, _ in steps), sum(of for _, of in steps)


async def test_people_move_to_another_database_with_all_that_is_theirs(
    database: Database, empty: Database
) -> None:
    await write_everywhere(empty)

    assert await imported(database, await exported(empty)) == (2, 2)
    assert await exported(database) == await exported(empty)


async def test_the_same_people_may_come_twice(database: Database, empty: Database) -> None:
    await write_everywhere(empty)
    lines = await exported(empty)

    await imported(database, lines)

    assert await imported(database, lines) == (0, 2)
    assert await exported(database) == lines


async def test_who_is_here_already_keeps_what_they_have(rooms: Rooms, empty: Database) -> None:
    await rooms.subscribe(ALICE, zone="Asia/Tokyo")
    await write_everywhere(empty)

    assert await imported(rooms.database, await exported(empty)) == (1, 2)

    alice = await rooms.subscriptions.of(ALICE)
    assert alice is not None
    assert alice.zone == "Asia/Tokyo"


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"chat_id": "5"}, "chat_id"),
        ({"state": "asleep"}, "state"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"weekdays": []}, "weekdays"),
        ({"wall": "25:00"}, "wall"),
        ({"created_at": "2026-11-01T08:00:00"}, "created_at"),
        ({"position": True}, "position"),
        ({"language": None}, "language"),
        ({"shoe_size": 43}, "shoe_size"),
        ({"language": "x" * 17}, "language"),
        ({"chat_id": 2**63}, "chat_id"),
        ({"chat_id": -(2**63) - 1}, "chat_id"),
        ({"position": 2**31}, "position"),
        ({"unanswered": 2**15}, "unanswered"),
        ({"position": -1}, "position"),
        ({"position": 2**31 - 1}, "position"),
        ({"kind": "robot"}, "kind"),
        ({"tuning": [1, 2]}, "tuning"),
        ({"tuning": {"lunge": 5}}, "tuning"),
        ({"language": "a\0b"}, "language"),
        ({"language": "\ud800"}, "language"),
    ],
)
async def test_a_wrong_line_is_named_with_its_field(
    database: Database, empty: Database, change: dict[str, Any], word: str
) -> None:
    await write_everywhere(empty)
    (_, alice), (_, bob) = await exported(empty)

    with pytest.raises(ArchiveError, match=f"^Line 2: .*{word}"):
        await imported(database, [(1, alice), (2, bob | change)])


async def test_one_sees_all_that_is_stored_about_oneself_and_nobody_else(
    database: Database,
) -> None:
    await write_everywhere(database)

    mine = await Archive(database).of(ALICE)

    assert mine is not None
    assert mine["chat_id"] == ALICE
    assert str(BOB) not in json.dumps(mine)
    assert {table.name for table in OWNED} <= mine.keys()


async def test_who_is_forgotten_is_gone_from_every_table(database: Database) -> None:
    await write_everywhere(database)
    async with database.write() as connection:
        await connection.execute(group_dones.update().values(user_id=ALICE))

    assert await Archive(database).forget(ALICE)

    assert await Archive(database).of(ALICE) is None
    for table in (subscribers, *OWNED):
        assert await count(database, table) == (0 if table is group_dones else 1), table.name


async def test_who_subscribed_a_group_or_wrote_to_all_is_shown_and_forgotten(
    rooms: Rooms,
) -> None:
    group = -100500
    await rooms.subscriptions.start(
        group, "en", "UTC", SUNDAY_EVENING, kind=ChatKind.GROUP, topic_id=None, owner_id=ALICE
    )
    await rooms.broadcasts.draft(ALICE, "Hello", SUNDAY_EVENING)
    archive = Archive(rooms.database)

    mine = await archive.of(ALICE)
    assert mine is not None
    assert mine["subscribed_groups"] == [group]
    assert [one["text"] for one in mine["broadcasts"]] == ["Hello"]

    await archive.forget(ALICE)
    assert await archive.of(ALICE) is None
    found = await rooms.subscriptions.of(group)
    assert found is not None
    assert (found.state, found.owner_id) == ("active", None)


async def test_a_person_who_moves_hears_the_first_broadcast_of_the_new_place(
    rooms: Rooms, empty: Database, library: Library
) -> None:
    old = build(empty, library)
    await old.subscribe(ALICE)
    draft = await old.broadcasts.draft(ALICE, "Old", SUNDAY_EVENING)
    await old.broadcasts.send(draft.id, None, SUNDAY_EVENING)
    await old.broadcasts.advance(SUNDAY_EVENING)

    await imported(rooms.database, await exported(empty))

    assert await rooms.planned() == []


async def test_to_forget_a_stranger_is_no_error(database: Database) -> None:
    assert not await Archive(database).forget(ALICE)
