"""Rows of people who get an exercise a day."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple, TypedDict, Unpack

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import is_locking, locked
from bot.store.many import among
from bot.store.rows import earliest, read_each
from bot.store.tables import subscribers
from bot.store.upsert import insert_new


class Status(StrEnum):
    """Whether a person gets deliveries. Nobody is deleted for an error of ours or Telegram's."""

    ACTIVE = "active"
    STOPPED = "stopped"  # said /stop
    BLOCKED = "blocked"  # Telegram says the chat can't be reached; /start revives


class ChatKind(StrEnum):
    """What kind of chat a subscription belongs to."""

    PRIVATE = "private"
    GROUP = "group"
    CHANNEL = "channel"


class Question(StrEnum):
    """What a person's next message answers."""

    TIME = "hour"
    CITY = "city"
    REMINDER = "nudge"
    PAUSE = "until"


_QUESTIONS = frozenset(Question)


class PersonSettings(TypedDict, total=False):
    """What a person may change about their subscription."""

    time: dt.time
    zone: str
    zone_told: bool
    weekdays: frozenset[int]
    equipment: frozenset[str]
    flags: frozenset[str]
    avoided: frozenset[str]
    nudge: dt.time | None
    weekly: bool
    asked: Question | None
    screened: bool
    language: str
    language_chosen: bool


class Training(TypedDict, total=False):
    """What a person's row says about their training."""

    position: int
    last_exercise: str | None
    last_day: date | None
    recent: tuple[str, ...]
    last_strength: date | None


class PostTarget(TypedDict, total=False):
    """Where a group or channel gets its posts, and who subscribed it."""

    kind: ChatKind
    topic_id: int | None
    owner_id: int | None


class Change(PersonSettings, Training, PostTarget, total=False):
    """New values of some columns of a row."""

    chat_id: int
    state: Status
    shown_day: date | None
    next_day: date | None
    next_due_at: datetime | None
    created_at: datetime
    tuning: dict[str, Any] | None
    programme: str | None
    plan_position: int | None
    unanswered: int
    paused_until: date | None
    paused_from: date | None
    left_at: datetime | None
    quarantined: str | None


class Subscriber(NamedTuple):
    """One row; `time`, `zone` and `weekdays` say when, `position` says where in the routine.

    `last_day` is the last local day handled by a delivery, `shown_day` the day of a /start,
    which shows the day's exercise at once. `tuning` holds, by exercise, what the person's
    answers changed; `recent` the exercises given, the latest last.

    It is a tuple: each delivery makes one, and a frozen dataclass of so many fields takes 8 µs
    longer.
    """

    id: int
    chat_id: int
    state: Status
    language: str
    time: dt.time
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
    asked: Question | None
    created_at: datetime
    language_chosen: bool = False
    kind: ChatKind = ChatKind.PRIVATE
    topic_id: int | None = None
    owner_id: int | None = None
    flags: frozenset[str] = frozenset()
    avoided: frozenset[str] = frozenset()
    screened: bool = True
    tuning: dict[str, Any] | None = None
    programme: str | None = None
    plan_position: int | None = None
    recent: tuple[str, ...] = ()
    last_strength: date | None = None
    unanswered: int = 0
    paused_until: date | None = None
    paused_from: date | None = None
    nudge: dt.time | None = None
    weekly: bool = False
    left_at: datetime | None = None
    quarantined: str | None = None


_NAMES = tuple(subscribers.c.keys())


def subscriber(row: Sequence[Any]) -> Subscriber:
    """Read a row of all columns."""
    return made(dict(zip(_NAMES, row, strict=True)))


def made(values: dict[str, Any]) -> Subscriber:
    """Return the subscriber with these values of columns."""
    asked = values["asked"]
    values["time"] = values.pop("wall")
    values["state"] = Status(values["state"])
    values["kind"] = ChatKind(values["kind"])
    values["asked"] = Question(asked) if asked in _QUESTIONS else None
    values["weekdays"] = frozenset(map(int, values["weekdays"]))
    return Subscriber._make(values[name] for name in Subscriber._fields)


def _columns(change: Mapping[str, Any]) -> dict[str, Any]:
    """Return new values by their columns, of which `wall` holds the time."""
    columns = dict(change)
    if "time" in columns:
        columns["wall"] = columns.pop("time")
    if "weekdays" in columns:
        columns["weekdays"] = frozenset(map(str, columns["weekdays"]))
    return columns


async def by_chat(connection: AsyncConnection, chat_id: int) -> Subscriber | None:
    """Return the subscriber of a chat, locked until the end of a transaction that may write.

    Without the lock, two transactions could read the same row, and the second to write would undo
    what the first wrote.
    """
    query = _LOCKED_BY_CHAT if is_locking(connection) else _BY_CHAT
    row = (await connection.execute(query, {"of_chat": chat_id})).first()
    return subscriber(row) if row else None


# Built once: each update, and each call of the Mini App, asks for it.
_BY_CHAT = subscribers.select().where(subscribers.c.chat_id == sa.bindparam("of_chat"))
_LOCKED_BY_CHAT = locked(_BY_CHAT)
_BY_CHATS = (
    subscribers.select().where(among(subscribers.c.chat_id, "of_chats")).order_by(subscribers.c.id)
)
_LOCKED_BY_CHATS = locked(_BY_CHATS)
_LANGUAGES = sa.select(
    subscribers.c.chat_id, subscribers.c.language, subscribers.c.language_chosen
).where(among(subscribers.c.chat_id, "of_chats"))
_ANSWERED = subscribers.update().where(among(subscribers.c.id, "ids")).values(unanswered=0)


async def by_chats(
    connection: AsyncConnection, chat_ids: Collection[int]
) -> dict[int, Subscriber]:
    """Return the subscribers of many chats, by chat, locked as by_chat() does.

    They are locked in the order of their ids, so that no two transactions deadlock.
    """
    query = _LOCKED_BY_CHATS if is_locking(connection) else _BY_CHATS
    found = map(subscriber, await connection.execute(query, {"of_chats": chat_ids}))
    return {person.chat_id: person for person in found}


async def note_answers(connection: AsyncConnection, ids: Collection[int]) -> None:
    """Count no exercise as unanswered any more."""
    if ids:
        await connection.execute(_ANSWERED, {"ids": ids})


async def languages_of(
    connection: AsyncConnection, chat_ids: Collection[int]
) -> dict[int, tuple[str, bool]]:
    """Return the language that each chat is written to in, and whether it was chosen."""
    rows = await connection.execute(_LANGUAGES, {"of_chats": chat_ids})
    return {chat_id: (language, is_chosen) for chat_id, language, is_chosen in rows}


async def by_ids(connection: AsyncConnection, ids: Sequence[int]) -> dict[int, Subscriber]:
    """Return subscribers by id, without those who cannot be read; the rows are not locked."""
    if not ids:
        return {}
    query = subscribers.select().where(subscribers.c.id.in_(ids))
    # Tests let only queries marked so leave a row unlocked.
    query = query.execution_options(unlocked=True)
    found, _ = await read_each(connection, query, subscribers.c.id, subscriber)
    return {person.id: person for person in found}


async def add(connection: AsyncConnection, **values: Unpack[Change]) -> bool:
    """Add a subscriber; return whether the chat had none."""
    statement = insert_new(connection, subscribers, "chat_id").values(**_columns(values))
    return bool((await connection.execute(statement)).rowcount)


async def change(
    connection: AsyncConnection, subscriber_id: int, **values: Unpack[Change]
) -> None:
    """Change one subscriber."""
    await connection.execute(
        subscribers.update().where(subscribers.c.id == subscriber_id).values(**_columns(values))
    )


NEXT_DUE = (
    sa.select(subscribers.c.next_due_at)
    .where(subscribers.c.next_due_at.is_not(None))
    .order_by(subscribers.c.next_due_at)
    .limit(1)
    .execution_options(unlocked=True)
)


async def next_due(connection: AsyncConnection) -> datetime | None:
    """Return the earliest instant at which anybody is due."""
    return await earliest(connection, NEXT_DUE)
