"""Exports: people move with all that is theirs, see it, and are forgotten in every table."""

import json
import re
from typing import Any

from bot.coach.library import Library
from bot.services.operators.archive import Archive, ArchiveError
from bot.store.archive import OWNED
from bot.store.database import Database
from bot.store.subscribers import ChatKind
from bot.store.tables import group_dones, subscribers
from tests.services.operators.full import through_json, write_everywhere
from tests.services.rooms import ALICE, BOB, SUNDAY_EVENING, Rooms, build, count


async def exported(database: Database) -> list[tuple[int, Any]]:
    return through_json([one async for some in Archive(database).people() for one in some])


async def imported(database: Database, lines: list[tuple[int, Any]]) -> tuple[int, int]:
    steps = [step async for step in Archive(database).import_people(lines)]
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

    alice = await rooms.subscriptions.find(ALICE)
    assert alice is not None
    assert alice.zone == "Asia/Tokyo"


WRONG: list[tuple[dict[str, Any], str]] = [
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
    ({"state": []}, "state"),
    ({"kind": {}}, "kind"),
    ({"deliveries": [1]}, "deliveries"),
    ({"deliveries": None}, "deliveries"),
    ({"answers": "x"}, "answers"),
    ({"pauses": {"first_day": "2026-11-01"}}, "pauses"),
    ({"notes": [[]]}, "notes"),
    ({"equipment": ["\ud800"]}, "equipment"),
    ({"created_at": "0001-01-01T00:00:00+14:00"}, "created_at"),
]
"""What a line says instead, and the field that is to be named."""


async def test_a_wrong_line_is_named_with_its_field(database: Database, empty: Database) -> None:
    await write_everywhere(empty)
    (_, alice), (_, bob) = await exported(empty)

    # All with one setup, which takes longer than to read a line.
    assert [
        (change, told)
        for change, word in WRONG
        if not re.match(f"Line 2: .*{word}", told := await refusal(database, alice, bob | change))
    ] == []


async def refusal(database: Database, *lines: Any) -> str:
    """Return why lines are refused; nothing if they aren't."""
    try:
        await imported(database, list(enumerate(lines, 1)))
    except ArchiveError as error:
        return str(error)
    return ""


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
    found = await rooms.subscriptions.find(group)
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
