"""The ledger of notes: one row for each subscriber, kind and key (a day, or a broadcast's id).

| state       | what is known                    | `wake_at`: when a worker takes it up |
|-------------|-----------------------------------|--------------------------------------|
| waiting     | its time is to come, or Telegram | then: claim                          |
|             | refused it for now               |                                      |
| claimed     | ours to send; nothing went out   | the lease ends: claim again          |
| sending     | the request may be out           | the lease ends: unconfirmed          |
| unconfirmed | it went out, no answer came      | never: nothing depends on a note     |
| sent        | Telegram said so                 | never                                |
| answered    | the person tapped its answer     | never; `reason` says which           |
| stale       | too late to be of use            | never                                |
| failed      | Telegram will never take it      | never; `reason` says why             |

Promises: only `waiting` and `claimed` rows go out, and those have not arrived, so no note comes
twice. One that is not wanted any more is deleted while it is in one of these two; what was
`sending` when an answer was lost, or a process died, is not repeated.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import notes, subscribers
from bot.store.upsert import insert_new


class Kind(StrEnum):
    """What a note is about."""

    NUDGE = "nudge"  # today is not done yet; the key is the day
    WEEK = "week"  # how the week went; the key is its last training day
    AWAY = "away"  # the question after days without an answer; the key is the day
    BROADCAST = "broadcast"  # an operator's words; the key is the broadcast


class State(StrEnum):
    """Where a note stands; the module's table says what each promises."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    SENDING = "sending"
    UNCONFIRMED = "unconfirmed"
    SENT = "sent"
    ANSWERED = "answered"
    STALE = "stale"
    FAILED = "failed"


UNSENT = (State.WAITING, State.CLAIMED)
OPEN = (*UNSENT, State.SENDING)


@dataclass(frozen=True)
class Note:
    """One row of the ledger, with what is needed to send it."""

    id: int
    subscriber_id: int
    kind: Kind
    key: str
    due_at: datetime
    state: State
    tries: int
    chat_id: int
    language: str
    standing: str
    unanswered: int
    programme: str | None


async def open_many(connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> None:
    """Write rows that wait for their `due_at`; leave those that were there already."""
    if rows:
        statement = insert_new(connection, notes, "subscriber_id", "kind", "key")
        waiting = [{**row, "state": State.WAITING, "wake_at": row["due_at"]} for row in rows]
        await connection.execute(statement, waiting)


async def drop(connection: AsyncConnection, subscriber_id: int, *kinds: Kind) -> None:
    """Delete what has not gone out to a subscriber: of some kinds, or all."""
    wanted = notes.c.kind.in_(kinds) if kinds else sa.true()
    mine = notes.c.subscriber_id == subscriber_id
    await connection.execute(notes.delete().where(mine, wanted, notes.c.state.in_(UNSENT)))


async def answer(
    connection: AsyncConnection, subscriber_id: int, kind: Kind, key: str, reason: str
) -> bool | None:
    """Write down an answer; False where one was given before, None where there is no such note."""
    this = sa.and_(
        notes.c.subscriber_id == subscriber_id, notes.c.kind == kind, notes.c.key == key
    )
    written = await connection.execute(
        notes.update()
        .where(this, notes.c.state != State.ANSWERED)
        .values(state=State.ANSWERED, wake_at=None, reason=reason)
    )
    if written.rowcount:
        return True
    return False if await connection.scalar(sa.select(notes.c.id).where(this)) else None


async def next_wake(connection: AsyncConnection) -> datetime | None:
    """Return the earliest instant at which an open note wants a worker."""
    wake = notes.c.wake_at
    found: datetime | None = await connection.scalar(
        sa.select(wake).where(wake.is_not(None)).order_by(wake).limit(1)
    )
    return found


async def take_woken(connection: AsyncConnection, now: datetime, limit: int) -> list[Note]:
    """Lock up to `limit` open notes whose time has come, past those of other workers."""
    found = await connection.execute(
        sa.select(
            *(notes.c[name] for name in ("id", "subscriber_id", "kind", "key", "due_at")),
            notes.c.state,
            notes.c.tries,
            subscribers.c.chat_id,
            subscribers.c.language,
            subscribers.c.state.label("standing"),
            subscribers.c.unanswered,
            subscribers.c.programme,
        )
        .join(subscribers, subscribers.c.id == notes.c.subscriber_id)
        .where(notes.c.wake_at <= now)
        .order_by(notes.c.wake_at)
        .limit(limit)
        .with_for_update(of=notes, skip_locked=True)
    )
    return [
        Note(**{**row, "kind": Kind(row["kind"]), "state": State(row["state"])})
        for row in found.mappings()
    ]


async def depart(
    connection: AsyncConnection, ids: Collection[int], worker: str, lease_until: datetime
) -> set[int]:
    """Mark claimed rows of ours as sending; return those that still were ours."""
    found = await connection.execute(
        notes.update()
        .where(notes.c.id.in_(ids), notes.c.worker == worker, notes.c.state == State.CLAIMED)
        .values(state=State.SENDING, wake_at=lease_until, tries=notes.c.tries + 1)
        .returning(notes.c.id)
    )
    return set(found.scalars())


async def mark(
    connection: AsyncConnection, rows: Sequence[dict[str, Any]], owner: str | None = None
) -> None:
    """Give open rows (those of `owner`, if named) a new state, wake, worker and reason.

    `key` is the id. Without an owner the caller must hold the rows by `take_woken`.
    """
    mine = sa.true() if owner is None else notes.c.worker == owner
    names = ("state", "wake_at", "worker", "reason", "sent_at")
    if rows:
        await connection.execute(
            notes.update()
            .where(notes.c.id == sa.bindparam("note"), notes.c.wake_at.is_not(None), mine)
            .values({name: sa.bindparam(f"new_{name}") for name in names}),
            rows,
        )


async def mark_sent(connection: AsyncConnection, ids: Collection[int], at: datetime) -> None:
    """Write that Telegram took them; only an answer says more than that."""
    if ids:
        await connection.execute(
            notes.update()
            .where(notes.c.id.in_(ids), notes.c.state != State.ANSWERED)
            .values(state=State.SENT, wake_at=None, sent_at=at)
        )


async def count_due(connection: AsyncConnection, now: datetime, most: int) -> int:
    """Count the notes that a worker should take up now, `most` at most."""
    due = sa.select(notes.c.id).where(notes.c.wake_at <= now).limit(most).subquery()
    return await connection.scalar(sa.select(sa.func.count()).select_from(due)) or 0


async def counts(connection: AsyncConnection, broadcast_id: int) -> Mapping[State, int]:
    """Count the notes of a broadcast by their state."""
    found = await connection.execute(
        sa.select(notes.c.state, sa.func.count()).where(_of(broadcast_id)).group_by(notes.c.state)
    )
    return {State(state): number for state, number in found}


async def recall(connection: AsyncConnection, broadcast_id: int) -> None:
    """Delete those notes of a broadcast that have not gone out."""
    await connection.execute(notes.delete().where(_of(broadcast_id), notes.c.state.in_(UNSENT)))


async def prune(connection: AsyncConnection, before: datetime, most: int) -> int:
    """Delete up to `most` closed notes that were due before an instant; return how many."""
    old = (
        sa.select(notes.c.id)
        .where(notes.c.due_at < before, notes.c.wake_at.is_(None))
        .order_by(notes.c.due_at)
        .limit(most)
    )
    return (await connection.execute(notes.delete().where(notes.c.id.in_(old)))).rowcount


def _of(broadcast_id: int) -> sa.ColumnElement[bool]:
    # Written out, or no database would see that the small index fits.
    kind = notes.c.kind == sa.literal_column("'broadcast'")
    return sa.and_(kind, notes.c.key == str(broadcast_id))
