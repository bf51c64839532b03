"""Rows of what operators send to everybody: its words, and how far it has come.

| state    | what is known                                         |
|----------|-------------------------------------------------------|
| asked    | its words are the next text that the operator writes  |
| draft    | it was shown to the operator, who may still say no    |
| writing  | notes are being written, up to the cursor so far      |
| leaving  | every note is written; the last ones are on their way |
| finished | no note of it is open                                 |
| stopped  | the operator ended it; what had gone out is out       |

`cursor` is the last subscriber who has a note. It moves in the transaction that writes the
notes, so that a restart or a second process goes on behind it and nobody is written to twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.subscribers import Standing
from bot.store.tables import broadcasts, subscribers


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
    """Write a new one in place of those that its maker has not sent; return its id."""
    await connection.execute(
        broadcasts.delete().where(
            broadcasts.c.made_by == values["made_by"], broadcasts.c.state.in_(UNSAID)
        )
    )
    written = await connection.execute(
        broadcasts.insert().values(**values).returning(broadcasts.c.id)
    )
    return int(written.scalar_one())


async def is_asked(connection: AsyncConnection, made_by: int, since: datetime) -> bool:
    """Say whether somebody was asked for the words of one since an instant."""
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
    """Return the words of some."""
    if not ids:
        return {}
    found = await connection.execute(
        sa.select(broadcasts.c.id, broadcasts.c.text).where(broadcasts.c.id.in_(ids))
    )
    return {key: text for key, text in found}  # noqa: C416  # rows are no pairs for dict()


async def change(
    connection: AsyncConnection, broadcast_id: int, *before: Phase, **values: Any
) -> bool:
    """Change one that is in one of the states before; say whether it was."""
    written = await connection.execute(
        broadcasts.update()
        .where(broadcasts.c.id == broadcast_id, broadcasts.c.state.in_(before))
        .values(**values)
    )
    return bool(written.rowcount)


async def under_way(connection: AsyncConnection) -> list[Broadcast]:
    """Return those that are being sent, the oldest first."""
    found = await connection.execute(
        broadcasts.select().where(broadcasts.c.state.in_(UNDER_WAY)).order_by(broadcasts.c.id)
    )
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
    """Take it on to tell the maker how far it is, unless somebody did since `before`."""
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
    )
    return found.all()


async def count_audience(connection: AsyncConnection, made_at: datetime) -> int:
    """Count all of them."""
    query = sa.select(sa.func.count()).select_from(subscribers).where(*_reached(made_at))
    return await connection.scalar(query) or 0


def _reached(made_at: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    """People only: what an operator says to subscribers is not for groups and channels."""
    return (
        subscribers.c.state == Standing.ACTIVE,
        subscribers.c.kind == "private",
        subscribers.c.created_at <= made_at,
    )
