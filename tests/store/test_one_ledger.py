"""A database of the version before comes up in one ledger, with every row accounted for."""

from collections.abc import AsyncIterator
from datetime import date, time
from typing import Any

import pytest
import sqlalchemy as sa

from bot.coach.library import Library
from bot.services.delivery.content import Announcement
from bot.services.operators.archive import Archive
from bot.store import migrations
from bot.store.database import Database
from bot.store.tables import deliveries, metadata, subscribers
from tests.services.rooms import ALICE, BOB, build, count
from tests.store.old_database import AT, CHATS, EVENING, NOTES, SHARED, old_database, rows_of


@pytest.fixture
async def old(database_url: str) -> AsyncIterator[Database]:
    async with old_database(database_url) as opened:
        yield opened


@pytest.fixture
async def upgraded(old: Database) -> Database:
    await migrations.upgrade(old)
    return old


async def rows(database: Database, query: sa.Select[Any]) -> list[dict[str, Any]]:
    async with database.read() as connection:
        return [dict(one) for one in (await connection.execute(query)).mappings()]


async def test_every_row_is_there(upgraded: Database) -> None:
    owned = {name: len(CHATS) * len(mine) for name, mine in rows_of(1).items()}
    expected = owned | {name: len(mine) for name, mine in SHARED.items()}
    expected |= {"subscribers": len(CHATS), "inbox": 0, "workers": 0, "stiffness": 0}
    expected |= {"day_cards": 0, "last_said": 0}
    expected["deliveries"] += expected.pop("notes")

    found = {name: await count(upgraded, table) for name, table in metadata.tables.items()}

    assert found == expected


async def test_an_exercise_keeps_its_number_and_all_that_it_says(upgraded: Database) -> None:
    query = deliveries.select().where(deliveries.c.kind == "exercise").order_by(deliveries.c.id)
    sent, sending, *of_bob = await rows(upgraded, query)

    assert [one["id"] for one in (sent, sending, *of_bob)] == [30, 31, 80, 81]
    assert sent == {
        "id": 30,
        "subscriber_id": 3,
        "kind": "exercise",
        "key": "2026-11-22",
        "day": date(2026, 11, 22),
        "due_at": AT,
        "position": 4,
        "exercise": "lunge",
        "version": "easier",
        "step": -1,
        "state": "sent",
        "wake_at": None,
        "worker": "w",
        "tries": 1,
        "repeated": True,
        "sent_at": AT,
        "message_id": 9,
        "reason": None,
    }
    assert (sending["key"], sending["state"], sending["wake_at"]) == ("2026-11-23", "sending", AT)


async def test_notes_are_deliveries_of_their_kind(upgraded: Database) -> None:
    query = (
        deliveries.select()
        .where(deliveries.c.kind != "exercise", deliveries.c.subscriber_id == 3)
        .order_by(deliveries.c.id)
    )
    found = await rows(upgraded, query)

    assert [(one["kind"], one["key"], one["state"], one["day"].day) for one in found] == [
        ("reminder", "2026-11-23", "waiting", 23),
        ("reminder", "2026-11-22", "missed", 22),
        ("week", "2026-11-22", "sent", 22),
        ("away", "2026-11-20", "answered", 20),
        ("broadcast", "5", "sending", 23),
    ]
    for one, note in zip(found, NOTES, strict=True):
        kept = ("wake_at", "worker", "sent_at", "reason")
        assert {name: one[name] for name in kept} == {name: note.get(name) for name in kept}
        assert (one["due_at"], one["tries"]) == (EVENING, note.get("tries", 0))


async def test_versions_are_called_so_everywhere(upgraded: Database) -> None:
    alice = await Archive(upgraded).of(ALICE)

    assert alice is not None
    assert [one["version"] for one in alice["sessions"]] == ["easier"]
    before = {(one["answer"], one["day"]): one["before"] for one in alice["answers"]}
    assert before == {
        ("swap", "2026-11-23"): {"position": 4, "version": "easier", "step": -1},
        ("swap", "2026-11-22"): {"position": 4, "version": None, "step": 0},
        ("hard", "2026-11-23"): {"step": -1, "rests_until": None, "never": False},
        ("easy", "2026-11-23"): None,
    }
    assert (alice["nudge"], alice["tuning"]["lunge"]["step"]) == (time(20).isoformat(), -1)


async def test_what_was_open_goes_on(upgraded: Database, library: Library) -> None:
    """The lease of a dead worker ends: the exercise is repeated, the broadcast is not."""
    ledger = build(upgraded, library).deliveries
    repeated = AT.replace(minute=10)

    assert await ledger.claim(AT, 10) == []
    assert await ledger.claim(AT, 10) == []
    parcels = await ledger.claim(repeated, 10)
    reminders = await ledger.depart(await ledger.claim(EVENING, 10), EVENING)

    assert sorted((one.chat_id, one.repeated) for one in parcels) == [(ALICE, True), (BOB, True)]
    assert not any(isinstance(one.content, Announcement) for one in (*parcels, *reminders))


async def test_no_number_is_given_again(upgraded: Database) -> None:
    async with upgraded.write() as connection:
        await connection.execute(subscribers.delete().where(subscribers.c.chat_id == BOB))
        one = {"chat_id": 5, "state": "stopped", "language": "en", "wall": time(8), "zone": "UTC"}
        one |= {"zone_told": True, "weekdays": frozenset("0"), "equipment": frozenset[str]()}
        one |= {"position": 0, "created_at": AT}
        new = await connection.scalar(subscribers.insert().values(one).returning(subscribers.c.id))

    assert new is not None
    assert upgraded.is_sqlite is False or new > max(CHATS)
