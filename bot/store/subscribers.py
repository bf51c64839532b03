"""Rows of people who get an exercise a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

import orjson
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.batch import batch
from bot.store.tables import Tokens, Trail, UtcDateTime, subscribers
from bot.store.upsert import insert_new


class Standing(StrEnum):
    """Whether a person gets deliveries. Nobody is deleted for an error of ours or Telegram's."""

    ACTIVE = "active"
    STOPPED = "stopped"  # said /stop
    BLOCKED = "blocked"  # Telegram says the chat can't be reached; /start revives


@dataclass(frozen=True)
class Subscriber:
    """One row; `wall`, `zone` and `weekdays` say when, `position` says where in the plan.

    `last_day` is the last local day handled by a delivery, `shown_day` the day of a /start,
    which shows the day's exercise at once. `tuning` holds, by exercise, what the person's
    answers changed; `recent` the exercises given, the latest last.
    """

    id: int
    chat_id: int
    state: Standing
    language: str
    wall: time
    zone: str
    zone_told: bool
    weekdays: frozenset[int]
    equipment: frozenset[str]
    position: int
    last_exercise: str | None
    last_day: date | None
    shown_day: date | None
    next_day: date | None
    next_due_at: datetime | None
    asked: str | None
    created_at: datetime
    kind: str = "private"
    topic_id: int | None = None
    owner_id: int | None = None
    flags: frozenset[str] = frozenset()
    avoided: frozenset[str] = frozenset()
    tuning: dict[str, Any] | None = None
    programme: str | None = None
    plan_position: int | None = None
    recent: tuple[str, ...] = ()
    last_strength: date | None = None
    unanswered: int = 0
    paused_until: date | None = None
    nudge: time | None = None
    weekly: bool = False
    left_at: datetime | None = None


Traits = tuple[Any, ...]
"""All that a plan may read of a row, as it is stored: the same for many people."""


class Called(NamedTuple):
    """Someone whose time has come; `person_of` reads their traits."""

    id: int
    chat_id: int
    traits: Traits


def subscriber(row: Sequence[Any]) -> Subscriber:
    """Read a row of all columns."""
    return _made(dict(zip(subscribers.c.keys(), row, strict=True)))


def _made(values: dict[str, Any]) -> Subscriber:
    values["state"] = Standing(values["state"])
    values["weekdays"] = frozenset(map(int, values["weekdays"]))
    return Subscriber(**values)


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    if "weekdays" in values:
        values["weekdays"] = frozenset(str(day) for day in values["weekdays"])
    return values


async def by_chat(connection: AsyncConnection, chat_id: int) -> Subscriber | None:
    """Return the subscriber of a chat."""
    found = await connection.execute(subscribers.select().where(subscribers.c.chat_id == chat_id))
    row = found.first()
    return subscriber(row) if row else None


async def by_ids(connection: AsyncConnection, ids: Sequence[int]) -> dict[int, Subscriber]:
    """Return subscribers by id."""
    if not ids:
        return {}
    found = await connection.execute(subscribers.select().where(subscribers.c.id.in_(ids)))
    return {person.id: person for person in map(subscriber, found)}


async def add(connection: AsyncConnection, **values: Any) -> bool:
    """Add a subscriber; say False where the chat has one already."""
    statement = insert_new(connection, subscribers, "chat_id").values(**_columns(values))
    return bool((await connection.execute(statement)).rowcount)


async def change(connection: AsyncConnection, subscriber_id: int, **values: Any) -> None:
    """Change columns of one subscriber."""
    await connection.execute(
        subscribers.update().where(subscribers.c.id == subscriber_id).values(**_columns(values))
    )


async def next_due(connection: AsyncConnection) -> datetime | None:
    """Return the earliest instant at which anybody is due."""
    due = subscribers.c.next_due_at
    found: datetime | None = await connection.scalar(
        sa.select(due).where(due.is_not(None)).order_by(due).limit(1)
    )
    return found


_UNREAD: dict[str, Any] = {
    "id": 0,
    "chat_id": 0,
    "zone_told": True,
    "asked": None,
    "created_at": datetime(1970, 1, 1, tzinfo=UTC),
    "owner_id": None,
    "left_at": None,
}
"""What no plan depends on, and what stands for it; every column not named here is a trait."""

_TRAITS = [column for column in subscribers.c if column.name not in _UNREAD]
_STORED: dict[type, Any] = {
    UtcDateTime: sa.DateTime(timezone=True),
    Tokens: sa.Text,
    Trail: sa.Text,
}
"""How a column is read whose own type would make something new of every value."""


def _stored(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    """Read a column without making anything of it."""
    if isinstance(column.type, sa.JSON):
        return sa.cast(column, sa.Text)
    plain = _STORED.get(type(column.type))
    return sa.type_coerce(column, plain) if plain else column


@lru_cache(maxsize=4096)
def person_of(traits: Traits) -> Subscriber:
    """Return the row of all who have these traits; it has no id and no chat."""
    values = {
        column.name: _read(column.type, value)
        for column, value in zip(_TRAITS, traits, strict=True)
    }
    return _made({**_UNREAD, **values})


def _read(kind: Any, value: Any) -> Any:
    if isinstance(kind, sa.JSON):
        return None if value is None else orjson.loads(value)
    return kind.process_result_value(value, None) if type(kind) in _STORED else value


async def take_due(connection: AsyncConnection, now: datetime, limit: int) -> list[Called]:
    """Lock up to `limit` due rows, oldest first, past those that another worker holds."""
    due = subscribers.c.next_due_at
    chosen = (
        sa.select(subscribers.c.id)
        .where(due <= now)
        .order_by(due)
        .limit(limit)
        .with_for_update(skip_locked=True)
        # Materialized: PostgreSQL may run a plain subquery again and lock more rows.
        .cte("chosen")
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )
    found = await connection.execute(
        sa.select(subscribers.c.id, subscribers.c.chat_id, *map(_stored, _TRAITS))
        .join(chosen, chosen.c.id == subscribers.c.id)
        .order_by(due)
    )
    return [Called(key, chat_id, tuple(traits)) for key, chat_id, *traits in found]


async def move_on(connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> None:
    """Set columns of many subscribers; `key` is the id."""
    if rows:
        new = batch(connection, subscribers, rows)
        values = {name: new.c[name] for name in rows[0] if name != "key"}
        await connection.execute(
            subscribers.update().where(subscribers.c.id == new.c.key).values(values)
        )


async def lose(
    connection: AsyncConnection, ids: Sequence[int], state: Standing, now: datetime
) -> None:
    """Give the people who can't be reached a new state and no next delivery; a stop stays one."""
    if ids:
        await connection.execute(
            subscribers.update()
            .where(subscribers.c.id.in_(ids), subscribers.c.state == Standing.ACTIVE)
            .values(state=state, next_day=None, next_due_at=None, left_at=now)
        )


async def migrate(connection: AsyncConnection, subscriber_id: int, chat_id: int) -> None:
    """Re-key a chat that Telegram gave a new id; a row that the new id had gives way."""
    await connection.execute(
        subscribers.delete().where(
            subscribers.c.chat_id == chat_id, subscribers.c.id != subscriber_id
        )
    )
    await change(connection, subscriber_id, chat_id=chat_id)
