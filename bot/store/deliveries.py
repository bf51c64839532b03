"""The ledger of everything the bot sends by itself: one row for each subscriber, kind and key.

The key of a broadcast's row is the broadcast's id; of every other kind it is the local day.

| state       | what is known                     | `wake_at`: when a worker takes it up   |
|-------------|-----------------------------------|----------------------------------------|
| waiting     | its time is still to come; or it  | at that time: claim                    |
|             | did not arrive and is tried again |                                        |
| claimed     | ours to send; nothing went out    | the lease ends: claim again            |
| sending     | the request may be out            | the lease ends: unconfirmed            |
| unconfirmed | it went out, no answer came       | minutes later, if its kind is repeated |
|             |                                   | (an exercise): once more, silently     |
|             | and that was the repeat, or its   | never; but if the process died over a  |
|             | kind is not repeated              | repeat: again, up to `MOST_COPIES`     |
| sent        | Telegram said so; or nothing was  | never                                  |
|             | left to send: done or swapped     |                                        |
|             | before its hour                   |                                        |
| answered    | the person tapped its answer      | never; `reason` says which             |
| missed      | too late, or of no use any more   | never; `reason` says why               |
| failed      | Telegram will never take it       | never; `reason` says why               |

Promises: a row in `claimed` or `waiting` has not arrived, so claiming it again never doubles.
Only what was `sending` when an answer was lost is repeated, if its kind is repeated at all:
silently, and not if the person has touched a copy. Where the process lived and Telegram gave no
answer, that is once: most of these have arrived. Where the process died (the lease ran out while
`sending`), the row does not tell whether a request went out at all, so even a repeat is
repeated, and none waits until it is too late: neither two deaths on one row nor one late in the
day must lose somebody's day. A row that is not wanted any more is deleted while it is `waiting`
or `claimed`, unless it is an exercise. Every state leads to a final one.

Exercises go first, so each of two partial indexes holds the open rows of one lane: those of
exercises, and those of all other kinds.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.batch import batch
from bot.store.tables import IS_EXERCISE, deliveries, subscribers
from bot.store.upsert import insert_new

POSTPONED = "asked for later"
"""The reason of a row that waits because the person moved it."""

MOST_COPIES = 4
"""How many times a day's exercise may have gone out before a death over it ends the attempts."""


class DeliveryKind(StrEnum):
    """What is delivered."""

    EXERCISE = "exercise"  # the exercise of a day
    REMINDER = "reminder"  # the day's exercise is not done yet
    WEEK = "week"  # how the week went; the key is its last training day
    AWAY = "away"  # the question after many exercises without an answer
    REMINDER_OFFER = "evening"  # the question whether a reminder would help
    CHAIR = "chair"  # the question whether there is a firm chair
    BROADCAST = "broadcast"  # an operator's message to everybody


class State(StrEnum):
    """Where a delivery stands; the module's table says what each promises."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    SENDING = "sending"
    UNCONFIRMED = "unconfirmed"
    SENT = "sent"
    ANSWERED = "answered"
    MISSED = "missed"
    FAILED = "failed"


UNSENT = (State.WAITING, State.CLAIMED)
OPEN = (*UNSENT, State.SENDING)


@dataclass(frozen=True)
class Delivery:
    """One row of the ledger; `position` to `step` describe the practice of an exercise's row.

    `day` is the local day it belongs to; for a broadcast, the day in UTC on which it was written.
    """

    id: int
    subscriber_id: int
    kind: DeliveryKind
    key: str
    day: date
    due_at: datetime
    position: int
    exercise: str | None
    version: str | None
    step: int
    state: State
    wake_at: datetime | None
    worker: str | None
    tries: int
    repeated: bool
    sent_at: datetime | None
    message_id: int | None
    reason: str | None


class NewDelivery(NamedTuple):
    """A row to write."""

    subscriber_id: int
    kind: DeliveryKind
    key: str
    day: date
    due_at: datetime
    state: State
    wake_at: datetime | None = None
    worker: str | None = None
    sent_at: datetime | None = None
    reason: str | None = None
    position: int = 0
    exercise: str | None = None
    version: str | None = None
    step: int = 0

    @classmethod
    def waiting(
        cls, subscriber_id: int, kind: DeliveryKind, key: str, day: date, due_at: datetime
    ) -> "NewDelivery":
        """Return the row of a message that waits for its time."""
        return cls(subscriber_id, kind, key, day, due_at, State.WAITING, wake_at=due_at)


class Given(NamedTuple):
    """Another practice for the row of a day."""

    position: int
    exercise: str | None
    version: str | None
    step: int


class GivenNow(NamedTuple):
    """The practice of a day that was missed, and counts as sent from now on."""

    position: int
    exercise: str | None
    version: str | None
    step: int
    due_at: datetime
    sent_at: datetime
    state: State = State.SENT
    reason: str | None = None


def delivery(row: Any) -> Delivery:
    """Read a mapping that has every column."""
    values = {one.name: row[one.name] for one in fields(Delivery)}
    kind, state = DeliveryKind(values["kind"]), State(values["state"])
    return Delivery(**{**values, "kind": kind, "state": state})


async def lock_in_order(connection: AsyncConnection, which: sa.ColumnElement[bool]) -> None:
    """Lock several deliveries by their ids, so that no two transactions deadlock over them."""
    if connection.dialect.name != "sqlite":  # there, one transaction writes at a time
        query = sa.select(deliveries.c.id).where(which).order_by(deliveries.c.id)
        await connection.execute(query.with_for_update())


async def insert_new_rows(
    connection: AsyncConnection, rows: Sequence[NewDelivery]
) -> dict[tuple[int, str, str], int]:
    """Write new rows; return their ids by subscriber, kind and key.

    A row that was there already stays as it is and is not among them.
    """
    if not rows:
        return {}
    new = batch(connection, deliveries, rows)
    statement = (
        insert_new(connection, deliveries, "subscriber_id", "kind", "key")
        .from_select(list(NewDelivery._fields), sa.select(*new.c).where(sa.text("true")))
        .returning(
            deliveries.c.subscriber_id, deliveries.c.kind, deliveries.c.key, deliveries.c.id
        )
    )
    found = await connection.execute(statement)
    return {(subscriber, kind, key): number for subscriber, kind, key, number in found}


# Built once: each call of the Mini App asks for a day. A key is its day in ISO format.
_IS_OF_ONE = deliveries.c.subscriber_id == sa.bindparam("of_one")
_EXERCISES = deliveries.select().where(_IS_OF_ONE, IS_EXERCISE)
_ON_DAY = _EXERCISES.where(deliveries.c.key == sa.bindparam("of_day"))
_LATEST = _EXERCISES.order_by(deliveries.c.key.desc()).limit(1)
_LATEST_BEFORE = _LATEST.where(
    deliveries.c.key < sa.bindparam("of_day"), deliveries.c.exercise.is_not(None)
)


async def on_day(connection: AsyncConnection, subscriber_id: int, day: date) -> Delivery | None:
    """Return the exercise of one local day."""
    wanted = {"of_one": subscriber_id, "of_day": day.isoformat()}
    row = (await connection.execute(_ON_DAY, wanted)).mappings().first()
    return delivery(row) if row else None


async def latest(connection: AsyncConnection, subscriber_id: int) -> Delivery | None:
    """Return the exercise of the latest local day."""
    row = (await connection.execute(_LATEST, {"of_one": subscriber_id})).mappings().first()
    return delivery(row) if row else None


async def latest_before(
    connection: AsyncConnection, subscriber_id: int, day: date
) -> Delivery | None:
    """Return the exercise of the latest day before a local day, rest days left out."""
    wanted = {"of_one": subscriber_id, "of_day": day.isoformat()}
    row = (await connection.execute(_LATEST_BEFORE, wanted)).mappings().first()
    return delivery(row) if row else None


async def week_since(connection: AsyncConnection, subscriber_id: int, day: date) -> date | None:
    """Return the day of the latest week's summary that came on a day or later."""
    key = await connection.scalar(
        sa.select(deliveries.c.key)
        .where(
            deliveries.c.subscriber_id == subscriber_id,
            deliveries.c.kind == DeliveryKind.WEEK,
            deliveries.c.state.in_((State.SENT, State.UNCONFIRMED)),
            deliveries.c.key >= day.isoformat(),
        )
        .order_by(deliveries.c.key.desc())
        .limit(1)
    )
    return date.fromisoformat(key) if key else None


async def confirm(
    connection: AsyncConnection, subscriber_id: int, kinds: Collection[DeliveryKind], day: date
) -> None:
    """Take unconfirmed deliveries of a day as arrived: the person has touched one."""
    await connection.execute(
        deliveries.update()
        .where(
            deliveries.c.subscriber_id == subscriber_id,
            deliveries.c.kind.in_(kinds),
            deliveries.c.key == day.isoformat(),
            deliveries.c.state == State.UNCONFIRMED,
        )
        .values(state=State.SENT, wake_at=None)
    )


_UNCONFIRMED = (
    sa.select(deliveries.c.id)
    .join(subscribers, subscribers.c.id == deliveries.c.subscriber_id)
    .where(
        subscribers.c.chat_id == sa.bindparam("of_chat"),
        deliveries.c.kind.in_(sa.bindparam("kinds", expanding=True)),
        deliveries.c.key == sa.bindparam("of_day"),
        deliveries.c.state == State.UNCONFIRMED,
    )
    .limit(1)
)


async def is_unconfirmed(
    connection: AsyncConnection, chat_id: int, kinds: Collection[DeliveryKind], day: date
) -> bool:
    """Return whether a chat's delivery of a day is unconfirmed."""
    wanted = {"of_chat": chat_id, "kinds": list(kinds), "of_day": day.isoformat()}
    return await connection.scalar(_UNCONFIRMED, wanted) is not None


async def give(connection: AsyncConnection, delivery_id: int, given: Given | GivenNow) -> bool:
    """Write another practice in a day's row; return False where a worker has it in hand."""
    in_hand = deliveries.c.state.in_((State.CLAIMED, State.SENDING))
    changed = await connection.execute(
        deliveries.update().where(deliveries.c.id == delivery_id, ~in_hand).values(given._asdict())
    )
    return bool(changed.rowcount)
