"""Rows of what somebody said of a day's exercise besides done: once each, and with a way back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.many import among
from bot.store.tables import IS_EXERCISE, answers, deliveries
from bot.store.upsert import insert_new

LATER = "later"
"""The answer that moves an exercise; `before` holds the time of day moved to, as `to`."""

HURTS, ALARM = "hurts", "alarm"
"""The answers after which nobody should go on: their day asks for nothing any more.

The second says that somebody wrote of an emergency, and names no exercise.
"""

ASKED = "asked"
"""The answer of a card that asked about an emergency; like ALARM, it names no exercise."""

ASKED_WITHIN = timedelta(days=14)
"""How long after an emergency the next day's message still asks about it."""

ONE_TALK = timedelta(hours=6)
"""How long nothing asks again after a card that somebody asked for did."""


@dataclass(frozen=True)
class Key:
    """Whose answer it is, about which exercise of which day, and what it says."""

    subscriber_id: int
    day: date
    exercise: str
    answer: str


def _is(key: Key) -> sa.ColumnElement[bool]:
    return sa.and_(
        answers.c.subscriber_id == key.subscriber_id,
        answers.c.day == key.day,
        answers.c.exercise == key.exercise,
        answers.c.answer == key.answer,
    )


async def add(
    connection: AsyncConnection, key: Key, before: dict[str, Any] | None, at: datetime
) -> bool:
    """Add an answer, with what an undo restores; return whether it is new."""
    names = ("subscriber_id", "day", "exercise", "answer")
    written = await connection.execute(
        insert_new(connection, answers, *names).values(**vars(key), before=before, at=at)
    )
    return bool(written.rowcount)


async def take_back(connection: AsyncConnection, key: Key) -> tuple[bool, dict[str, Any] | None]:
    """Remove an answer; return whether it was there, and what an undo restores."""
    found = (await connection.execute(sa.select(answers.c.before).where(_is(key)))).first()
    if found is None:
        return False, None
    await connection.execute(answers.delete().where(_is(key)))
    return True, found.before


async def put_emergency(
    connection: AsyncConnection, subscriber_id: int, day: date, at: datetime
) -> None:
    """Write that somebody wrote of an emergency, which is asked about even if one was already."""
    mine = answers.c.subscriber_id == subscriber_id
    await connection.execute(answers.delete().where(mine, answers.c.answer == ASKED))
    await _put(connection, Key(subscriber_id, day, "", ALARM), at)


async def put_asked(
    connection: AsyncConnection, subscriber_id: int, day: date, at: datetime
) -> None:
    """Write that a card which somebody asked for has asked about their emergency."""
    await _put(connection, Key(subscriber_id, day, "", ASKED), at)


async def _put(connection: AsyncConnection, key: Key, at: datetime) -> None:
    """Add an answer; of several on a day, the last one counts."""
    await take_back(connection, key)
    await add(connection, key, None, at)


async def unasked_emergencies(
    connection: AsyncConnection, subscriber_ids: Collection[int], now: datetime
) -> frozenset[int]:
    """Return who wrote of an emergency and was not asked about it.

    A day's message that came since has asked; a card that somebody asked for counts a while only,
    so that the morning after asks as well.
    """
    since = {"since": (now - ASKED_WITHIN).date(), "asked_since": now - ONE_TALK}
    wanted = {"ids": subscriber_ids, **since}
    return frozenset(await connection.scalars(_ALARMED, wanted) if subscriber_ids else ())


_asked = answers.alias()
_ALARMED = sa.select(answers.c.subscriber_id).where(
    among(answers.c.subscriber_id, "ids"),
    answers.c.day >= sa.bindparam("since"),
    answers.c.answer == ALARM,
    ~sa.exists().where(
        deliveries.c.subscriber_id == answers.c.subscriber_id,
        IS_EXERCISE,
        deliveries.c.sent_at > answers.c.at,
    ),
    ~sa.exists().where(
        _asked.c.subscriber_id == answers.c.subscriber_id,
        _asked.c.answer == ASKED,
        _asked.c.at > sa.bindparam("asked_since"),
    ),
)


async def is_emergency_on(connection: AsyncConnection, subscriber_id: int, day: date) -> bool:
    """Return whether somebody wrote of an emergency on a day, or since the exercise before it."""
    came_since = sa.exists().where(
        deliveries.c.subscriber_id == answers.c.subscriber_id,
        IS_EXERCISE,
        deliveries.c.day < day,
        deliveries.c.sent_at > answers.c.at,
    )
    query = sa.select(answers.c.day).where(
        answers.c.subscriber_id == subscriber_id,
        answers.c.day.between(day - ASKED_WITHIN, day),
        answers.c.answer == ALARM,
        sa.or_(answers.c.day == day, ~came_since),
    )
    return await connection.scalar(query.limit(1)) is not None


async def moved(connection: AsyncConnection, subscriber_id: int, since: date) -> dict[date, time]:
    """Return to which time of day each exercise was moved, since a date."""
    found = await connection.execute(
        sa.select(answers.c.day, answers.c.before)
        .where(_moved(subscriber_id), answers.c.day >= since)
        .order_by(answers.c.at)
    )
    return {day: time.fromisoformat(before["to"]) for day, before in found if before}


async def forget_moves_since(connection: AsyncConnection, subscriber_id: int, since: date) -> None:
    """Forget to which times of day the exercises since a date were moved."""
    which = sa.and_(_moved(subscriber_id), answers.c.day >= since)
    await connection.execute(answers.delete().where(which))


def _moved(subscriber_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(answers.c.subscriber_id == subscriber_id, answers.c.answer == LATER)


_GIVEN = (
    sa.select(answers.c.exercise, answers.c.answer)
    .where(
        answers.c.subscriber_id == sa.bindparam("of_one"),
        answers.c.day == sa.bindparam("of_day"),
    )
    .order_by(answers.c.at)
)


async def given(connection: AsyncConnection, subscriber_id: int, day: date) -> Collection[Key]:
    """Return every answer about a day."""
    found = await connection.execute(_GIVEN, {"of_one": subscriber_id, "of_day": day})
    return [Key(subscriber_id, day, exercise, answer) for exercise, answer in found]
