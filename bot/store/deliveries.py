"""The ledger of deliveries: one row for each subscriber and intended local day.

| state       | what is known                     | `wake_at`: when a worker takes it up   |
|-------------|-----------------------------------|----------------------------------------|
| claimed     | ours to send; nothing went out    | the lease ends: claim again            |
| sending     | the request may be out            | the lease ends: unconfirmed            |
| waiting     | refused for now; did not arrive,  | the wait is over: claim again          |
|             | or the person asked for it later  |                                        |
| unconfirmed | it went out, no answer came       | minutes later: once more, silently     |
|             | and that was the repeat           | never; but if the process died over    |
|             |                                   | it: again, up to `MOST_COPIES`         |
| sent        | Telegram said so                  | never                                  |
| missed      | too late: outage or long wait     | never                                  |
| failed      | Telegram will never take it       | never; `reason` says why               |

Promises: a row in `claimed` or `waiting` has not arrived, so claiming it again never doubles.
Only what was `sending` when an answer was lost is repeated, silently, and not if the person has
touched a copy. Where the process lived and Telegram gave no answer, that is once: most of these
have arrived. Where the process died (the lease ran out while `sending`), the row tells nothing of
whether a request went out at all, so even a repeat is repeated: two deaths on one row must not
lose somebody's day. No state is left without a way to a final one.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.batch import among, batch
from bot.store.tables import deliveries, subscribers
from bot.store.upsert import insert_new

ASKED = "asked for later"
"""The reason of a row that waits because the person moved it."""

MOST_COPIES = 4
"""How many times a day's exercise may have gone out before a death over it ends the attempts."""


class State(StrEnum):
    """Where a delivery stands; the module's table says what each promises."""

    CLAIMED = "claimed"
    SENDING = "sending"
    WAITING = "waiting"
    UNCONFIRMED = "unconfirmed"
    SENT = "sent"
    MISSED = "missed"
    FAILED = "failed"


@dataclass(frozen=True)
class Delivery:
    """One row of the ledger."""

    id: int
    subscriber_id: int
    day: date
    due_at: datetime
    position: int
    exercise: str | None
    form: str | None
    state: State
    wake_at: datetime | None
    worker: str | None
    tries: int
    repeated: bool
    sent_at: datetime | None
    message_id: int | None
    reason: str | None
    step: int = 0


@dataclass(frozen=True)
class Addressed:
    """A delivery with what is needed to send it."""

    delivery: Delivery
    chat_id: int
    language: str
    zone: str
    standing: str
    kind: str = "private"
    topic_id: int | None = None


_ADDRESS = tuple(one.name for one in fields(Addressed) if one.name != "delivery")


def _delivery(row: Any) -> Delivery:
    values = {name: row[name] for name in deliveries.c.keys()}  # noqa: SIM118  # SQLAlchemy's
    return Delivery(**{**values, "state": State(values["state"])})


async def open_many(
    connection: AsyncConnection, rows: Sequence[dict[str, Any]]
) -> dict[tuple[int, date], int]:
    """Write new rows; return ids by subscriber and day, without days that were there already."""
    if not rows:
        return {}
    new = batch(connection, deliveries, rows)
    statement = (
        insert_new(connection, deliveries, "subscriber_id", "day")
        .from_select(list(rows[0]), sa.select(*new.c).where(sa.text("true")))
        .returning(deliveries.c.subscriber_id, deliveries.c.day, deliveries.c.id)
    )
    found = await connection.execute(statement)
    return {(subscriber, day): key for subscriber, day, key in found}


async def on_day(connection: AsyncConnection, subscriber_id: int, day: date) -> Delivery | None:
    """Return the delivery of one local day."""
    return await _first(connection, subscriber_id, deliveries.c.day == day)


async def latest(connection: AsyncConnection, subscriber_id: int) -> Delivery | None:
    """Return the delivery of the latest local day."""
    return await _first(connection, subscriber_id)


async def asked_days(connection: AsyncConnection, subscriber_id: int) -> frozenset[date]:
    """Return the days on which an exercise reached a person, or may have."""
    found = await connection.scalars(
        sa.select(deliveries.c.day).where(
            deliveries.c.subscriber_id == subscriber_id,
            deliveries.c.exercise.is_not(None),
            deliveries.c.state.in_((State.SENT, State.UNCONFIRMED)),
        )
    )
    return frozenset(found)


async def _first(
    connection: AsyncConnection, subscriber_id: int, *wanted: sa.ColumnElement[bool]
) -> Delivery | None:
    found = await connection.execute(
        deliveries.select()
        .where(deliveries.c.subscriber_id == subscriber_id, *wanted)
        .order_by(deliveries.c.day.desc())
        .limit(1)
    )
    row = found.mappings().first()
    return _delivery(row) if row else None


async def next_wake(connection: AsyncConnection) -> datetime | None:
    """Return the earliest instant at which an open delivery wants a worker."""
    wake = deliveries.c.wake_at
    found: datetime | None = await connection.scalar(
        sa.select(wake).where(wake.is_not(None)).order_by(wake).limit(1)
    )
    return found


async def is_any_claimed(connection: AsyncConnection) -> bool:
    """Say whether some delivery is claimed and has not gone out."""
    found = await connection.scalar(
        sa.select(deliveries.c.id)
        .where(deliveries.c.wake_at.is_not(None), deliveries.c.state == State.CLAIMED)
        .limit(1)
    )
    return found is not None


async def take_woken(connection: AsyncConnection, now: datetime, limit: int) -> list[Addressed]:
    """Lock up to `limit` open deliveries whose time has come, past those of other workers."""
    found = await connection.execute(
        sa.select(
            deliveries,
            subscribers.c.chat_id,
            subscribers.c.language,
            subscribers.c.zone,
            subscribers.c.state.label("standing"),
            subscribers.c.kind,
            subscribers.c.topic_id,
        )
        .join(subscribers, subscribers.c.id == deliveries.c.subscriber_id)
        .where(deliveries.c.wake_at <= now)
        .order_by(deliveries.c.wake_at)
        .limit(limit)
        .with_for_update(of=deliveries, skip_locked=True)
    )
    return [
        Addressed(_delivery(row), **{name: row[name] for name in _ADDRESS})
        for row in found.mappings()
    ]


async def depart(
    connection: AsyncConnection, ids: Collection[int], worker: str, lease_until: datetime
) -> set[int]:
    """Mark claimed rows of ours as sending; return those that still were ours."""
    if not ids:
        return set()
    found = await connection.execute(
        deliveries.update()
        .where(
            among(connection, deliveries.c.id, ids),
            deliveries.c.worker == worker,
            deliveries.c.state == State.CLAIMED,
        )
        .values(state=State.SENDING, wake_at=lease_until, tries=deliveries.c.tries + 1)
        .returning(deliveries.c.id)
    )
    return set(found.scalars())


async def mark_sent(
    connection: AsyncConnection, rows: Sequence[dict[str, Any]], worker: str
) -> None:
    """Write that Telegram took them from this worker; that wins over every other state.

    But not over one that came later: a row that is open without this worker, and is no repeat,
    is another copy, which the person asked for after the one that was taken.
    """
    if not rows:
        return
    sent = batch(connection, deliveries, rows)
    another_copy = sa.and_(
        deliveries.c.state.in_((State.WAITING, State.CLAIMED, State.SENDING)),
        deliveries.c.worker.is_distinct_from(worker),
        ~deliveries.c.repeated,
    )
    await connection.execute(
        deliveries.update()
        .where(deliveries.c.id == sent.c.key, ~another_copy)
        .values(
            state=State.SENT,
            wake_at=None,
            sent_at=sent.c.sent_at,
            message_id=sent.c.message_id,
            reason=None,
        )
    )


async def mark(
    connection: AsyncConnection, rows: Sequence[dict[str, Any]], owner: str | None = None
) -> None:
    """Give open rows (those of `owner`, if named) a new state, wake, worker and reason.

    `key` is the id. Without an owner the caller must hold the rows by `take_woken`.
    """
    mine = sa.true() if owner is None else deliveries.c.worker == owner
    if rows:
        names = ("state", "wake_at", "worker", "reason")
        # Once a repeat, always a repeat: no later word makes it sound again.
        repeated = sa.or_(deliveries.c.repeated, sa.bindparam("new_repeated"))
        await connection.execute(
            deliveries.update()
            .where(deliveries.c.id == sa.bindparam("key"), deliveries.c.wake_at.is_not(None), mine)
            .values(
                {name: sa.bindparam(f"new_{name}") for name in names} | {"repeated": repeated}
            ),
            rows,
        )


async def confirm(connection: AsyncConnection, subscriber_id: int, day: date) -> None:
    """Take an unconfirmed delivery as arrived: the person has touched it."""
    await connection.execute(
        deliveries.update()
        .where(
            deliveries.c.subscriber_id == subscriber_id,
            deliveries.c.day == day,
            deliveries.c.state == State.UNCONFIRMED,
        )
        .values(state=State.SENT, wake_at=None)
    )


async def give(connection: AsyncConnection, delivery_id: int, **given: Any) -> bool:
    """Write another exercise in a day's row; say False where a worker has it in hand."""
    in_hand = deliveries.c.state.in_((State.CLAIMED, State.SENDING))
    changed = await connection.execute(
        deliveries.update().where(deliveries.c.id == delivery_id, ~in_hand).values(given)
    )
    return bool(changed.rowcount)
