"""Rows of people who get an exercise a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import subscribers
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
    recent: tuple[str, ...] = ()
    last_strength: date | None = None
    unanswered: int = 0
    paused_until: date | None = None
    nudge: time | None = None
    weekly: bool = False
    left_at: datetime | None = None


def subscriber(row: Sequence[Any]) -> Subscriber:
    """Read a row of all columns."""
    # By place: a row as a mapping takes thrice as long, and a claim reads five hundred.
    values: dict[str, Any] = dict(zip(subscribers.c.keys(), row, strict=True))
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


async def take_due(connection: AsyncConnection, now: datetime, limit: int) -> list[Subscriber]:
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
        sa.select(subscribers).join(chosen, chosen.c.id == subscribers.c.id).order_by(due)
    )
    return [subscriber(row) for row in found]


async def move_on(connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> None:
    """Set position, last and next day of many subscribers; `key` is the id."""
    if rows:
        names = ("position", "last_exercise", "last_day", "next_day", "next_due_at", "unanswered")
        await connection.execute(
            subscribers.update()
            .where(subscribers.c.id == sa.bindparam("key"))
            .values({name: sa.bindparam(f"new_{name}") for name in names}),
            rows,
        )


async def lose(
    connection: AsyncConnection, ids: Sequence[int], state: Standing, now: datetime
) -> None:
    """Give the people who can't be reached a new state and no next delivery."""
    if ids:
        await connection.execute(
            subscribers.update()
            .where(subscribers.c.id.in_(ids))
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
