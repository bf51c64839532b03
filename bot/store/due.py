"""People whose time has come: read as they are stored, planned by key, moved on many at a time."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

import orjson
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.batch import batch
from bot.store.columns import Tokens, Trail, UtcDateTime
from bot.store.rows import read_each
from bot.store.subscribers import Subscriber, made
from bot.store.tables import subscribers

PlanKey = tuple[Any, ...]
"""All that a plan may read of a row, as it is stored: the same for many people."""


class DueRow(NamedTuple):
    """Someone whose time has come; `person_of` reads their plan_key."""

    id: int
    chat_id: int
    plan_key: PlanKey


class Advance(NamedTuple):
    """A subscriber's new place in programme and calendar once a day is handled."""

    id: int
    position: int
    last_exercise: str | None
    recent: tuple[str, ...]
    last_strength: date | None
    unanswered: int
    last_day: date | None
    next_day: date | None
    next_due_at: datetime | None


_UNREAD: dict[str, Any] = {
    "id": 0,
    "chat_id": 0,
    "zone_told": True,
    "language_chosen": False,
    "asked": None,
    "created_at": datetime(1970, 1, 1, tzinfo=UTC),
    "owner_id": None,
    "left_at": None,
    "quarantined": None,
}
"""Columns that affect no plan, each with a stand-in; every other column is part of a PlanKey."""

_PLAN_COLUMNS = [column for column in subscribers.c if column.name not in _UNREAD]
_STORED: dict[type, Any] = {
    UtcDateTime: sa.DateTime(timezone=True),
    Tokens: sa.Text,
    Trail: sa.Text,
}
"""Types to read as they are stored: decoding each value would cost more than a whole claim."""


def _stored(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    """Select a column without decoding it."""
    if isinstance(column.type, sa.JSON):
        return sa.cast(column, sa.Text)
    plain = _STORED.get(type(column.type))
    return sa.type_coerce(column, plain) if plain else column


def person_of(plan_key: PlanKey) -> Subscriber:
    """Return what everybody with this key has in common; it has no id and no chat."""
    values = dict(_UNREAD)
    values.update(zip(_NAMES, plan_key, strict=True))
    for name, read in _READERS.items():
        values[name] = read(values[name])
    return made(values)


def _reader(kind: Any) -> Callable[[Any], Any] | None:
    """Return what decodes a stored value, where it isn't stored as it is."""
    if isinstance(kind, sa.JSON):
        return lambda value: None if value is None else orjson.loads(value)
    if type(kind) in _STORED:
        # Few values are all there are: the same equipment, zones and hours again and again.
        return lru_cache(4096)(lambda value: kind.process_result_value(value, None))
    return None


_NAMES = [column.name for column in _PLAN_COLUMNS]
_READERS = {column.name: read for column in _PLAN_COLUMNS if (read := _reader(column.type))}


async def take_due(
    connection: AsyncConnection, now: datetime, limit: int
) -> tuple[list[DueRow], dict[int, str]]:
    """Lock up to `limit` due rows, oldest first, past those that another worker holds.

    Return also why others cannot be read, by their id.
    """
    due = subscribers.c.next_due_at
    # The locking query itself reads the columns: joined to it, PostgreSQL would read them as they
    # were when the statement began, before whoever held the row last committed.
    query = (
        sa.select(subscribers.c.id, subscribers.c.chat_id, *map(_stored, _PLAN_COLUMNS))
        .where(due <= now)
        .order_by(due)
        .limit(limit)
        .with_for_update(skip_locked=True, key_share=True)
    )
    return await read_each(connection, query, subscribers.c.id, _due_row)


def _due_row(row: Sequence[Any]) -> DueRow:
    key, chat_id, *plan_key = row
    return DueRow(key, chat_id, tuple(plan_key))


async def set_aside(connection: AsyncConnection, reasons: Mapping[int, str]) -> None:
    """Deliver nothing to people whose rows cannot be read, and write down why."""
    for key, reason in reasons.items():
        await connection.execute(
            subscribers.update()
            .where(subscribers.c.id == key)
            .values(quarantined=reason, next_due_at=None)
        )


async def move_on(connection: AsyncConnection, rows: Sequence[Advance]) -> None:
    """Write the next position and the next due time of many subscribers."""
    if rows:
        new = batch(connection, subscribers, rows)
        values = {name: new.c[name] for name in Advance._fields if name != "id"}
        await connection.execute(
            subscribers.update().where(subscribers.c.id == new.c.id).values(values)
        )
