"""A delivery's way through the ledger; store/deliveries says what each state promises."""

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.batch import batch
from bot.store.deliveries import OPEN, Delivery, State, delivery, lock_in_order
from bot.store.many import among
from bot.store.rows import UNREADABLE, earliest, read_each
from bot.store.subscribers import NEXT_DUE
from bot.store.tables import IS_EXERCISE, IS_NO_EXERCISE, deliveries, subscribers

CANNOT_BE_READ = "cannot be read"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Addressed:
    """A delivery with what is needed to send it."""

    delivery: Delivery
    chat_id: int
    language: str
    zone: str
    subscriber_state: str
    chat_kind: str
    topic_id: int | None
    unanswered: int
    programme: str | None


class StateChange(NamedTuple):
    """The new state of an open row."""

    id: int
    state: State
    wake_at: datetime | None = None
    worker: str | None = None
    reason: str | None = None
    repeated: bool = False


class Receipt(NamedTuple):
    """Telegram's word that it took a delivery."""

    id: int
    sent_at: datetime
    message_id: int


_ADDRESS = {
    "chat_id": subscribers.c.chat_id,
    "language": subscribers.c.language,
    "zone": subscribers.c.zone,
    "subscriber_state": subscribers.c.state,
    "chat_kind": subscribers.c.kind,
    "topic_id": subscribers.c.topic_id,
    "unanswered": subscribers.c.unanswered,
    "programme": subscribers.c.programme,
}
_ADDRESSED = sa.select(
    *(deliveries.c[one.name] for one in fields(Delivery)),
    *(column.label(f"owner_{name}") for name, column in _ADDRESS.items()),
).join(subscribers, subscribers.c.id == deliveries.c.subscriber_id)


def _lane(*, exercises: bool) -> sa.ColumnElement[bool]:
    return sa.and_(deliveries.c.wake_at.is_not(None), IS_EXERCISE if exercises else IS_NO_EXERCISE)


def _next_wake(*, exercises: bool) -> sa.Select[tuple[Any]]:
    wake = deliveries.c.wake_at
    return sa.select(wake).where(_lane(exercises=exercises)).order_by(wake).limit(1)


# Each process asks every second, so it is one statement, and built once.
_NEXT = (NEXT_DUE, _next_wake(exercises=True), _next_wake(exercises=False))
_NEXT_TOGETHER = sa.select(*(query.scalar_subquery() for query in _NEXT))


class NextInstants(NamedTuple):
    """The earliest instants at which an exercise, and anything else, wants a worker."""

    exercise: datetime | None
    other: datetime | None


async def next_instants(connection: AsyncConnection) -> NextInstants:
    """Return when somebody is due, or an open delivery wants a worker."""
    try:
        found = list((await connection.execute(_NEXT_TOGETHER)).one())
    except UNREADABLE:  # at least one of them
        found = [await earliest(connection, query) for query in _NEXT]
    due, woken, other = found
    return NextInstants(min((at for at in (due, woken) if at), default=None), other)


async def is_an_exercise_claimed(connection: AsyncConnection) -> bool:
    """Return whether some exercise is claimed and has not gone out."""
    found = await connection.scalar(
        sa.select(deliveries.c.id)
        .where(_lane(exercises=True), deliveries.c.state == State.CLAIMED)
        .limit(1)
    )
    return found is not None


async def take_woken(
    connection: AsyncConnection, now: datetime, limit: int, *, exercises: bool
) -> list[Addressed]:
    """Lock up to `limit` woken rows of one lane, past those that another worker holds.

    Those that cannot be read are ended.
    """
    query = (
        _ADDRESSED.where(_lane(exercises=exercises), deliveries.c.wake_at <= now)
        .order_by(deliveries.c.wake_at)
        .limit(limit)
        .with_for_update(of=deliveries, skip_locked=True)
    )
    found, unreadable = await read_each(connection, query, deliveries.c.id, _addressed)
    if unreadable:
        log.error("deliveries that cannot be read are ended: %s", unreadable)
        await connection.execute(
            deliveries.update()
            .where(deliveries.c.id.in_(unreadable))
            .values(state=State.FAILED, wake_at=None, reason=CANNOT_BE_READ)
        )
    return found


def _addressed(row: Any) -> Addressed:
    values = row._mapping  # noqa: SLF001  # SQLAlchemy's public name for a row as a mapping
    return Addressed(delivery(values), **{name: values[f"owner_{name}"] for name in _ADDRESS})


async def free(connection: AsyncConnection, workers: Collection[str]) -> int:
    """Let what these workers hold be taken up at once; return how many deliveries."""
    held = (
        sa.select(deliveries.c.id)
        .where(
            deliveries.c.wake_at.is_not(None),
            deliveries.c.worker.in_(workers),
            deliveries.c.state.in_((State.CLAIMED, State.SENDING)),
        )
        .with_for_update(skip_locked=True)
    )
    # Any instant in the past will do, and this one asks no clock.
    freed = await connection.execute(
        deliveries.update()
        .where(deliveries.c.id.in_(held.scalar_subquery()))
        .values(wake_at=deliveries.c.due_at)
    )
    return freed.rowcount


async def lock(connection: AsyncConnection, ids: Collection[int]) -> None:
    """Lock deliveries before several of them are changed."""
    if ids:
        await lock_in_order(connection, among(deliveries.c.id, "ids", ids))


async def depart(
    connection: AsyncConnection, ids: Collection[int], worker: str, lease_until: datetime
) -> set[int]:
    """Mark claimed rows of ours as sending; return those that still were ours."""
    if not ids:
        return set()
    await lock(connection, ids)
    found = await connection.execute(
        deliveries.update()
        .where(
            among(deliveries.c.id, "ids", ids),
            deliveries.c.worker == worker,
            deliveries.c.state == State.CLAIMED,
        )
        .values(state=State.SENDING, wake_at=lease_until, tries=deliveries.c.tries + 1)
        .returning(deliveries.c.id)
    )
    return set(found.scalars())


async def mark_sent(connection: AsyncConnection, receipts: Sequence[Receipt], worker: str) -> None:
    """Mark deliveries as sent by this worker; overrides every other state but `answered`.

    A row that is open without this worker, and is no repeat, stays as it is: it is another copy,
    which the person asked for after the one that was taken.
    """
    if not receipts:
        return
    sent = batch(connection, deliveries, receipts)
    another_copy = sa.and_(
        deliveries.c.state.in_(OPEN),
        deliveries.c.worker.is_distinct_from(worker),
        ~deliveries.c.repeated,
    )
    await connection.execute(
        deliveries.update()
        .where(deliveries.c.id == sent.c.id, deliveries.c.state != State.ANSWERED, ~another_copy)
        .values(
            state=State.SENT,
            wake_at=None,
            sent_at=sent.c.sent_at,
            message_id=sent.c.message_id,
            reason=None,
        )
    )


async def mark(
    connection: AsyncConnection, changes: Sequence[StateChange], worker: str | None = None
) -> None:
    """Change open rows, or only those of `worker`, if named.

    Without a worker the caller must hold the rows by `take_woken`.
    """
    if not changes:
        return
    new = batch(connection, deliveries, changes)
    mine = sa.true() if worker is None else deliveries.c.worker == worker
    await connection.execute(
        deliveries.update()
        .where(deliveries.c.id == new.c.id, deliveries.c.wake_at.is_not(None), mine)
        .values(
            state=new.c.state,
            wake_at=new.c.wake_at,
            worker=new.c.worker,
            reason=new.c.reason,
            # Once a repeat, always a repeat: no later change makes it sound again.
            repeated=sa.or_(deliveries.c.repeated, new.c.repeated),
        )
    )
