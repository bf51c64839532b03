"""Rows of broadcasts: what operators send to everybody, and how far it has come.

| state    | what is known                                         |
|----------|-------------------------------------------------------|
| asked    | the operator's next text will be its text              |
| draft    | the operator has seen it and may still say no         |
| writing  | deliveries are being written, up to the cursor so far |
| leaving  | every delivery is written; the last are on their way  |
| finished | no delivery of it is open                             |
| stopped  | the operator ended it; what was sent stays sent       |

`cursor` is the last subscriber who has a delivery. It moves in the transaction that writes the
deliveries, so a restart or a second process continues after it and nobody is written to twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.deliveries import UNSENT, State, lock_in_order
from bot.store.subscribers import Status
from bot.store.tables import IS_BROADCAST, IS_NO_EXERCISE, broadcasts, deliveries, subscribers


class Phase(StrEnum):
    """How far a broadcast is; the module's table says what each means."""

    ASKED = "asked"
    DRAFT = "draft"
    WRITING = "writing"
    LEAVING = "leaving"
    FINISHED = "finished"
    STOPPED = "stopped"


UNSAID = (Phase.ASKED, Phase.DRAFT)
UNDER_WAY = (Phase.WRITING, Phase.LEAVING)


@dataclass(frozen=True)
class Broadcast:
    """One row."""

    id: int
    made_by: int
    text: str
    state: Phase
    cursor: int
    total: int
    created_at: datetime
    message_id: int | None
    told_at: datetime | None


def _broadcast(row: Any) -> Broadcast:
    return Broadcast(**{**row, "state": Phase(row["state"])})


async def add(connection: AsyncConnection, **values: Any) -> int:
    """Insert a broadcast, replacing its maker's unsent ones; return its id."""
    await withdraw(connection, values["made_by"], *UNSAID)
    written = await connection.execute(
        broadcasts.insert().values(**values).returning(broadcasts.c.id)
    )
    return int(written.scalar_one())


async def withdraw(connection: AsyncConnection, made_by: int, *states: Phase) -> None:
    """Delete somebody's broadcasts that are in one of some states before they are sent."""
    await connection.execute(
        broadcasts.delete().where(broadcasts.c.made_by == made_by, broadcasts.c.state.in_(states))
    )


async def is_asked(connection: AsyncConnection, made_by: int, since: datetime) -> bool:
    """Return whether somebody was asked for a text since an instant."""
    found = await connection.scalar(
        sa.select(broadcasts.c.id).where(
            broadcasts.c.made_by == made_by,
            broadcasts.c.state == Phase.ASKED,
            broadcasts.c.created_at >= since,
        )
    )
    return found is not None


async def by_id(connection: AsyncConnection, broadcast_id: int) -> Broadcast | None:
    """Return a broadcast."""
    found = await connection.execute(broadcasts.select().where(broadcasts.c.id == broadcast_id))
    row = found.mappings().first()
    return _broadcast(row) if row else None


async def texts(connection: AsyncConnection, ids: Sequence[int]) -> dict[int, str]:
    """Return the texts of broadcasts by their ids."""
    if not ids:
        return {}
    found = await connection.execute(
        sa.select(broadcasts.c.id, broadcasts.c.text).where(broadcasts.c.id.in_(ids))
    )
    return {key: text for key, text in found}  # noqa: C416  # rows are no pairs for dict()


async def change(
    connection: AsyncConnection, broadcast_id: int, *before: Phase, **values: Any
) -> bool:
    """Update a broadcast if it is in one of the states `before`; return whether it was."""
    written = await connection.execute(
        broadcasts.update()
        .where(broadcasts.c.id == broadcast_id, broadcasts.c.state.in_(before))
        .values(**values)
    )
    return bool(written.rowcount)


# Built once: each process asks every other second.
_ALL_UNDER_WAY = (
    broadcasts.select().where(broadcasts.c.state.in_(UNDER_WAY)).order_by(broadcasts.c.id)
)


async def under_way(connection: AsyncConnection) -> list[Broadcast]:
    """Return the broadcasts that are being sent, the oldest first."""
    found = await connection.execute(_ALL_UNDER_WAY)
    return [_broadcast(row) for row in found.mappings()]


async def take(connection: AsyncConnection, broadcast_id: int) -> Broadcast | None:
    """Lock one that is being written, unless another worker has it just now."""
    found = await connection.execute(
        broadcasts.select()
        .where(broadcasts.c.id == broadcast_id, broadcasts.c.state == Phase.WRITING)
        .with_for_update(skip_locked=True)
    )
    row = found.mappings().first()
    return _broadcast(row) if row else None


async def take_report(
    connection: AsyncConnection, broadcast_id: int, before: datetime, now: datetime
) -> bool:
    """Claim the next progress report, unless one was made since `before`."""
    told = broadcasts.c.told_at
    written = await connection.execute(
        broadcasts.update()
        .where(broadcasts.c.id == broadcast_id, sa.or_(told.is_(None), told <= before))
        .values(told_at=now)
    )
    return bool(written.rowcount)


async def audience(
    connection: AsyncConnection, made_at: datetime, after: int, most: int
) -> Sequence[int]:
    """Return the next people who were subscribed when it was made, in the order of their ids."""
    found = await connection.scalars(
        sa.select(subscribers.c.id)
        .where(subscribers.c.id > after, *_reached(made_at))
        .order_by(subscribers.c.id)
        .limit(most)
        # Nobody of them leaves until their messages are written: a message to somebody who has
        # just left would never be sent, and would count as failed.
        .with_for_update(read=True)
    )
    return found.all()


async def count_audience(connection: AsyncConnection, made_at: datetime) -> int:
    """Count the people who were subscribed when a broadcast was made."""
    query = sa.select(sa.func.count()).select_from(subscribers).where(*_reached(made_at))
    return await connection.scalar(query) or 0


def _reached(made_at: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    """Return the conditions of its audience: people only, no groups and channels."""
    return (
        subscribers.c.state == Status.ACTIVE,
        subscribers.c.kind == "private",
        subscribers.c.created_at <= made_at,
    )


async def count_due(connection: AsyncConnection, now: datetime, most: int) -> int:
    """Count the deliveries that are due and no exercises, `most` at most."""
    due = (
        sa.select(deliveries.c.id)
        .where(IS_NO_EXERCISE, deliveries.c.wake_at.is_not(None), deliveries.c.wake_at <= now)
        .limit(most)
        .subquery()
    )
    return await connection.scalar(sa.select(sa.func.count()).select_from(due)) or 0


async def counts(connection: AsyncConnection, broadcast_id: int) -> Mapping[State, int]:
    """Count the deliveries of a broadcast by their state."""
    state = deliveries.c.state
    found = await connection.execute(
        sa.select(state, sa.func.count()).where(_of(broadcast_id)).group_by(state)
    )
    return {State(name): number for name, number in found}


async def drop_unsent(connection: AsyncConnection, broadcast_id: int) -> None:
    """Delete those deliveries of a broadcast that have not gone out."""
    unsent = sa.and_(_of(broadcast_id), deliveries.c.state.in_(UNSENT))
    await lock_in_order(connection, unsent)
    await connection.execute(deliveries.delete().where(unsent))


def _of(broadcast_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(IS_BROADCAST, deliveries.c.key == str(broadcast_id))
