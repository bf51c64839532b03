"""A database with a row in every table and a value in every column."""

import json
from datetime import UTC, date, datetime, time
from typing import Any

import sqlalchemy as sa

from bot.store.archive import KEPT
from bot.store.columns import Tokens, Trail, UtcDateTime
from bot.store.database import Database
from bot.store.tables import subscribers
from tests.services.rooms import ALICE, BOB


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


def through_json(lines: list[Any]) -> list[tuple[int, Any]]:
    """Return lines as they are read from a file, with their numbers."""
    return [(number, json.loads(json.dumps(line))) for number, line in enumerate(lines, 1)]
