"""Which message shows a day's exercise: the delivered one, or one that somebody asked for."""

from collections.abc import Collection, Iterable
from datetime import date
from functools import cache
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import upsert
from bot.store.many import among
from bot.store.tables import IS_EXERCISE, day_cards, deliveries, sessions, subscribers


class DayExercise(NamedTuple):
    """The day and the exercise that a message shows."""

    day: date
    exercise: str


class Shown(NamedTuple):
    """A message that shows a day's exercise."""

    chat_id: int
    message_id: int
    card: DayExercise


async def put(connection: AsyncConnection, messages: Iterable[Shown]) -> None:
    """Write which messages show subscribers a day's exercise, in place of the ones before."""
    rows = [
        {
            "of_chat": one.chat_id,
            "new_message_id": one.message_id,
            "new_day": one.card.day,
            "new_exercise": one.card.exercise,
        }
        for one in sorted(messages)  # two workers lock the rows in the same order
    ]
    await connection.execute(_put(connection.dialect.name), rows)


@cache
def _put(dialect: str) -> sa.Executable:
    names = ("message_id", *DayExercise._fields)
    new = [sa.bindparam(f"new_{name}", type_=day_cards.c[name].type) for name in names]
    of_chat = subscribers.c.chat_id == sa.bindparam("of_chat")
    insert = upsert.replacing(dialect, day_cards, ("subscriber_id",), names)
    return insert.from_select(
        ["subscriber_id", *names], sa.select(subscribers.c.id, *new).where(of_chat)
    )


async def asked_for(
    connection: AsyncConnection, subscriber_id: int, message_id: int
) -> DayExercise | None:
    """Return what a message shows that answered a request, if it is the latest one."""
    return await _first(connection, day_cards, subscriber_id, message_id)


class OnShow(NamedTuple):
    """What chats show of exercises: cards that were asked for, and who is led through one."""

    asked_for: dict[tuple[int, DayExercise], int]
    guided: set[tuple[int, DayExercise]]


_ON_SHOW = sa.union_all(  # one statement, since Done waits for it
    sa.select(
        day_cards.c.subscriber_id, day_cards.c.day, day_cards.c.exercise, day_cards.c.message_id
    ).where(among(day_cards.c.subscriber_id, "ids")),
    sa.select(
        sessions.c.subscriber_id,
        sessions.c.day,
        sessions.c.exercise,
        sa.cast(sa.null(), sa.BigInteger),
    ).where(among(sessions.c.subscriber_id, "ids")),
)


async def on_show(connection: AsyncConnection, ids: Collection[int]) -> OnShow:
    """Return the latest card that each of some people asked for, and their running sessions."""
    shown = OnShow({}, set())
    for key, day, exercise, message_id in (
        await connection.execute(_ON_SHOW, {"ids": ids}) if ids else ()
    ):
        card = key, DayExercise(day, exercise)
        if message_id is None:
            shown.guided.add(card)
        else:
            shown.asked_for[card] = message_id
    return shown


async def delivered(
    connection: AsyncConnection, subscriber_id: int, message_id: int
) -> DayExercise | None:
    """Return the day and the exercise of a delivery by its message."""
    return await _first(connection, deliveries, subscriber_id, message_id, IS_EXERCISE)


_MESSAGE_OF = [
    sa.select(table.c.message_id).where(
        table.c.subscriber_id == sa.bindparam("of_one"),
        table.c.day == sa.bindparam("of_day"),
        table.c.exercise == sa.bindparam("of_exercise"),
        *more,
    )
    for table, *more in ((day_cards,), (deliveries, IS_EXERCISE))
]


async def message_of(
    connection: AsyncConnection, subscriber_id: int, card: DayExercise
) -> int | None:
    """Return the newest message that shows a day's exercise.

    That is the latest one asked for or the delivered one, which may have come again since.
    """
    found = await messages_of(connection, subscriber_id, card)
    return max(filter(None, found), default=None)  # the numbers of a chat's messages rise


async def messages_of(
    connection: AsyncConnection, subscriber_id: int, card: DayExercise
) -> tuple[int | None, int | None]:
    """Return the messages that show a day's exercise: the latest asked for, and the delivered."""
    wanted = {"of_one": subscriber_id, "of_day": card.day, "of_exercise": card.exercise}
    asked_for, came = [await connection.scalar(query, wanted) for query in _MESSAGE_OF]
    return asked_for, came


async def _first(
    connection: AsyncConnection,
    table: sa.Table,
    subscriber_id: int,
    message_id: int,
    *more: sa.ColumnElement[bool],
) -> DayExercise | None:
    query = sa.select(table.c.day, table.c.exercise).where(
        table.c.subscriber_id == subscriber_id, table.c.message_id == message_id, *more
    )
    row = (await connection.execute(query)).first()
    return DayExercise(*row) if row and row.exercise else None
