"""A database of the version before one ledger, with two people and rows in every table."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import migrations
from bot.store.database import Database
from tests.services.rooms import ALICE, BOB

REVISION = "0002"
AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
EVENING = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
MONDAY = date(2026, 11, 23)
CHATS = {3: ALICE, 8: BOB}

NOTES: list[dict[str, Any]] = [
    {"kind": "nudge", "key": "2026-11-23", "state": "waiting", "wake_at": EVENING},
    {"kind": "nudge", "key": "2026-11-22", "state": "stale", "reason": "too late"},
    {"kind": "week", "key": "2026-11-22", "state": "sent", "sent_at": EVENING, "tries": 1},
    {"kind": "away", "key": "2026-11-20", "state": "answered", "reason": "back"},
    {
        "kind": "broadcast",
        "key": "5",
        "state": "sending",
        "wake_at": AT,
        "worker": "w",
        "tries": 2,
    },
]
SWAP = {"position": 4, "form": "easier", "step": -1}
FORMLESS = {"position": 4, "form": None, "step": 0}
TUNING = {"step": -1, "rests_until": None, "never": False}


def rows_of(owner: int) -> dict[str, list[dict[str, Any]]]:
    """Return a person's rows in every table that they own; ids differ from those of others."""
    mine: dict[str, Any] = {"subscriber_id": owner}
    told = mine | {"day": MONDAY, "exercise": "lunge", "at": AT}
    session = {"message_id": 77, "position": 4, "form": "easier", "stage": 2, "stage_at": AT}
    session |= {"day": MONDAY, "exercise": "lunge", "touched_at": AT, "wake_at": EVENING}
    blank = {"wake_at": None, "worker": None, "sent_at": None, "reason": None, "tries": 0}
    notes = [
        mine | blank | {"id": owner * 10 + at, "due_at": EVENING} | one
        for at, one in enumerate(NOTES)
    ]
    delivery = mine | {"due_at": AT, "position": 4, "exercise": "lunge", "tries": 1, "step": -1}
    delivery |= {"repeated": True, "message_id": 9, "worker": "w"}
    sent = {"state": "sent", "form": "easier", "sent_at": AT, "wake_at": None, "reason": None}
    open_ = {"state": "sending", "form": None, "sent_at": None, "wake_at": AT, "reason": "x"}
    return {
        "deliveries": [
            delivery | sent | {"id": owner * 10, "day": date(2026, 11, 22)},
            delivery | open_ | {"id": owner * 10 + 1, "day": MONDAY},
        ],
        "notes": notes,
        "completions": [mine | {"day": MONDAY, "exercise": "lunge", "done_at": AT}],
        "answers": [
            told | {"answer": "swap", "before": SWAP},
            told | {"answer": "swap", "day": date(2026, 11, 22), "before": FORMLESS},
            told | {"answer": "hard", "before": TUNING},
            told | {"answer": "easy", "before": sa.null()},
        ],
        "pauses": [mine | {"first_day": MONDAY, "until_day": date(2026, 11, 30)}],
        "sessions": [mine | session],
        "group_dones": [mine | {"day": MONDAY, "user_id": 4}],
    }


SHARED: dict[str, list[dict[str, Any]]] = {
    "broadcasts": [{"id": 5, "made_by": 1, "text": "Hello", "state": "leaving", "created_at": AT}],
    "media": [{"bot_id": 42, "digest": "d", "file_id": "f"}],
    "pace": [{"bot_id": 42, "lane": "free", "next_at": 1.5, "used": 3}],
    "roles": [{"bot_id": 42, "role": "alarms", "worker": "w", "until": AT}],
}


def subscriber(number: int, chat: int) -> dict[str, Any]:
    """Return a subscriber with a value in most columns."""
    return {
        "id": number,
        "chat_id": chat,
        "state": "active",
        "language": "en",
        "wall": time(8),
        "zone": "Europe/London",
        "zone_told": True,
        "weekdays": "0 1 2 3 4 5 6",
        "equipment": "ball",
        "position": 4,
        "last_exercise": "lunge",
        "last_day": MONDAY,
        "next_day": date(2026, 11, 24),
        "next_due_at": datetime(2026, 11, 24, 8, 0, tzinfo=UTC),
        "created_at": AT,
        "tuning": {"lunge": TUNING},
        "recent": "leg-swing lunge",
        "nudge": time(20),
        "weekly": True,
    }


async def fill(connection: AsyncConnection) -> sa.MetaData:
    """Bring an empty database to the old version and fill every table of it."""
    await connection.run_sync(migrations.bring_to, REVISION)
    found = await connection.run_sync(migrations.tables_of)
    people = [subscriber(number, chat) for number, chat in CHATS.items()]
    await connection.execute(found.tables["subscribers"].insert(), people)
    owned = [rows_of(number) for number in CHATS]
    for name in owned[0]:
        for one in (row for rows in owned for row in rows[name]):
            await connection.execute(found.tables[name].insert().values(one))
    for name, rows in SHARED.items():
        await connection.execute(found.tables[name].insert(), rows)
    assert {*owned[0], *SHARED, "subscribers", "alembic_version"} == set(found.tables)
    return found


@asynccontextmanager
async def old_database(url: str) -> AsyncIterator[Database]:
    """Open a database of the version before."""
    database = Database(url)
    try:
        async with database.write() as connection:
            await fill(connection)
        yield database
    finally:
        await database.close()
