"""Rows of guided exercises under way: one a chat; `wake_at` says when its message changes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import upsert
from bot.store.database import is_locking, locked
from bot.store.subscribers import Subscriber, by_chat, subscriber
from bot.store.tables import sessions, subscribers


@dataclass(frozen=True)
class Session:
    """One row and whose it is: `position` to `step` are the practice, `touched_at` a tap.

    `message_id` is 0 where no message shows it. `acts` counts what somebody did in it, and
    `seen_at` is when its full-screen page was last heard of, if it is open.
    """

    subscriber_id: int
    message_id: int
    day: date
    position: int
    exercise: str
    version: str | None
    step: int
    stage: int
    stage_at: datetime
    paused_at: datetime | None
    touched_at: datetime
    wake_at: datetime | None
    card_id: int | None
    acts: int
    seen_at: datetime | None
    owner: Subscriber


_NAMES = tuple(sessions.c.keys())
_WITH_OWNER = sa.select(sessions, subscribers).join(
    subscribers, subscribers.c.id == sessions.c.subscriber_id
)


def _session(row: Sequence[Any], owner: Subscriber) -> Session:
    return Session(owner=owner, **dict(zip(_NAMES, row, strict=True)))


def _with_owner(row: Sequence[Any]) -> Session:
    return _session(row[: len(_NAMES)], subscriber(row[len(_NAMES) :]))


_OF_CHAT = _WITH_OWNER.where(subscribers.c.chat_id == sa.bindparam("of_chat"))
_LOCKED_OF_CHAT = locked(_OF_CHAT)
_OF_ONE = sessions.select().where(sessions.c.subscriber_id == sa.bindparam("of_one"))
_LOCKED_OF_ONE = locked(_OF_ONE)


async def of_chat(connection: AsyncConnection, chat_id: int) -> Session | None:
    """Return the session of a chat; a transaction that may write locks its subscriber first."""
    if is_locking(connection) and connection.dialect.name != "sqlite":
        return await _in_two_steps(connection, chat_id)
    query = _LOCKED_OF_CHAT if is_locking(connection) else _OF_CHAT
    row = (await connection.execute(query, {"of_chat": chat_id})).first()
    return _with_owner(row) if row else None


async def _in_two_steps(connection: AsyncConnection, chat_id: int) -> Session | None:
    """Return the same where a join that waited for the lock could show an old session."""
    owner = await by_chat(connection, chat_id)
    return await of_owner(connection, owner) if owner else None


async def of_owner(connection: AsyncConnection, owner: Subscriber) -> Session | None:
    """Return the session of somebody who was read in the same transaction."""
    query = _LOCKED_OF_ONE if is_locking(connection) else _OF_ONE
    row = (await connection.execute(query, {"of_one": owner.id})).first()
    return _session(row, owner) if row else None


async def put(connection: AsyncConnection, session: Session) -> None:
    """Write a session in place of the one that the chat had, if any."""
    values = {name: getattr(session, name) for name in _NAMES}
    keys = {"subscriber_id": values.pop("subscriber_id")}
    await upsert.put(connection, sessions, keys, **values)


# Built once: each process asks every second.
_NEXT_WAKE = (
    sa.select(sessions.c.wake_at)
    .where(sessions.c.wake_at.is_not(None))
    .order_by(sessions.c.wake_at)
    .limit(1)
)


async def next_wake(connection: AsyncConnection) -> datetime | None:
    """Return the earliest instant at which a message wants to change."""
    found: datetime | None = await connection.scalar(_NEXT_WAKE)
    return found


async def take_woken(connection: AsyncConnection, now: datetime, limit: int) -> list[Session]:
    """Lock up to `limit` sessions whose time has come, past those that another worker holds.

    Their subscribers are only read: nothing here may write them.
    """
    found = await connection.execute(
        _WITH_OWNER.where(sessions.c.wake_at <= now)
        .order_by(sessions.c.wake_at)
        .limit(limit)
        .with_for_update(of=sessions, skip_locked=True)
    )
    return [_with_owner(row) for row in found]


async def count_running(connection: AsyncConnection) -> int:
    """Count the sessions whose messages change by themselves."""
    running = sa.and_(sessions.c.wake_at.is_not(None), sessions.c.paused_at.is_(None))
    return await connection.scalar(sa.select(sa.func.count()).where(running)) or 0


_MOVED = ("stage", "stage_at", "paused_at", "touched_at", "wake_at", "acts", "seen_at")
_MOVE = (
    sessions.update()
    .where(sessions.c.subscriber_id == sa.bindparam("key"))
    .values({name: sa.bindparam(f"new_{name}") for name in _MOVED})
)


async def move(connection: AsyncConnection, moved: Sequence[Session]) -> None:
    """Write the playhead and the wake of sessions that the caller holds."""
    if moved:
        await connection.execute(_MOVE, [_moved(session) for session in moved])


def _moved(session: Session) -> dict[str, Any]:
    new = {f"new_{name}": getattr(session, name) for name in _MOVED}
    return {"key": session.subscriber_id, **new}


class Heard(NamedTuple):
    """When the page of a session was last heard of, after so many acts, and when it pauses."""

    key: int
    known_acts: int
    heard_at: datetime
    quiet_at: datetime


_IS_COUNTED_BY_THE_PAGE = sa.and_(sessions.c.message_id == 0, sessions.c.paused_at.is_(None))
_HEAR = (
    sessions.update()
    .where(
        sessions.c.subscriber_id == sa.bindparam("key"),
        sessions.c.acts == sa.bindparam("known_acts"),
        sessions.c.seen_at < sa.bindparam("heard_at"),
    )
    .values(
        seen_at=sa.bindparam("heard_at"),
        touched_at=sa.bindparam("heard_at"),
        wake_at=sa.case(
            (_IS_COUNTED_BY_THE_PAGE, sa.bindparam("quiet_at", type_=sessions.c.wake_at.type)),
            else_=sessions.c.wake_at,
        ),
    )
)


async def hear(connection: AsyncConnection, heard: Collection[Heard]) -> None:
    """Write when pages were heard of, unless something newer is known of their sessions."""
    if heard:
        await connection.execute(_HEAR, [one._asdict() for one in heard])


async def postpone(
    connection: AsyncConnection,
    subscriber_id: int,
    message_id: int,
    since: datetime,
    until: datetime,
) -> None:
    """Let a session wait `until` an instant; a stage that began with `since` begins then."""
    began = sa.case((sessions.c.stage_at == since, until), else_=sessions.c.stage_at)
    await connection.execute(
        sessions.update()
        .where(_this(subscriber_id, message_id), sessions.c.touched_at <= since)
        .values(wake_at=until, stage_at=began)
    )


async def end(connection: AsyncConnection, subscriber_id: int, message_id: int) -> None:
    """Forget a session, unless the chat has begun another."""
    await connection.execute(sessions.delete().where(_this(subscriber_id, message_id)))


async def end_all(connection: AsyncConnection, subscriber_id: int) -> None:
    """Forget whatever session somebody has."""
    await connection.execute(sessions.delete().where(sessions.c.subscriber_id == subscriber_id))


def _this(subscriber_id: int, message_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(sessions.c.subscriber_id == subscriber_id, sessions.c.message_id == message_id)
