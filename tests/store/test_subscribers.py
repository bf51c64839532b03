"""What a plan is made of: read as it is stored, and understood once for all who are alike."""

from datetime import UTC, date, datetime, time
from typing import Any

from bot.store import due, subscribers
from bot.store.database import Database
from bot.store.due import Advance, DueRow, person_of
from bot.store.subscribers import Subscriber

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
ANN: Any = {
    "state": "active",
    "language": "en",
    "time": time(8),
    "zone": "Europe/London",
    "zone_told": True,
    "weekdays": frozenset({0, 2, 4}),
    "equipment": frozenset({"ball", "kettlebell"}),
    "position": 3,
    "last_exercise": "lunge",
    "last_day": date(2026, 11, 22),
    "next_day": date(2026, 11, 23),
    "next_due_at": NOW,
    "created_at": NOW,
    "flags": frozenset({"back-pain"}),
    "tuning": {"lunge": {"step": -1}},
    "recent": ("leg-lift", "lunge"),
}
UNREAD = {"id", "chat_id", "zone_told", "asked", "created_at", "owner_id", "nudge", "weekly"}


async def called(database: Database, *chats: int, **values: object) -> list[DueRow]:
    async with database.write() as connection:
        for chat in chats:
            await subscribers.add(connection, chat_id=chat, **ANN | values)
        people, _ = await due.take_due(connection, NOW, 100)
        return sorted(people, key=lambda one: one.chat_id)  # all are due at once, in any order


def plan_key(person: Subscriber) -> dict[str, object]:
    unread = UNREAD | {"left_at", "quarantined"}
    return {name: value for name, value in person._asdict().items() if name not in unread}


async def test_a_person_is_read_from_traits_as_from_the_row(database: Database) -> None:
    (ann,) = await called(database, 7)
    async with database.read() as connection:
        row = await subscribers.by_chat(connection, 7)

    assert row is not None
    assert (ann.id, ann.chat_id) == (row.id, 7)
    assert plan_key(person_of(ann.plan_key)) == plan_key(row)
    assert row.recent == ("leg-lift", "lunge")


async def test_those_who_are_alike_have_the_same_key(database: Database) -> None:
    ann, bob = await called(database, 7, 8)
    cleo = next(one for one in await called(database, 9, position=4) if one.chat_id == 9)

    assert ann.plan_key == bob.plan_key
    assert person_of(cleo.plan_key).position == 4


async def test_many_move_on_in_one_statement(database: Database) -> None:
    people = await called(database, 7, 8)
    later = NOW.replace(day=25)
    rows = [
        Advance(
            id=one.id,
            position=one.chat_id,
            last_exercise=None,
            recent=("x",),
            last_strength=None,
            unanswered=0,
            last_day=None,
            next_day=None,
            next_due_at=later,
        )
        for one in people
    ]
    async with database.write() as connection:
        await due.move_on(connection, rows)
        moved = [await subscribers.by_chat(connection, one.chat_id) for one in people]

    assert [one and (one.position, one.next_due_at, one.recent) for one in moved] == [
        (7, later, ("x",)),
        (8, later, ("x",)),
    ]
