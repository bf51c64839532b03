"""Updates: written down when they come in, and each worked on by one worker at a time."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import inbox
from bot.store.upsert import insert_new

TAKE_OVER = 7_710_452
"""Lock on who has which chat: shared by whoever adds, alone for whoever takes over."""

CHATS = 1 << 60
"""Added to a chat's id for its lock, so that no chat has the number of another lock."""

LOCK_CHATS = sa.text(
    "SELECT pg_advisory_xact_lock(chat) FROM unnest(CAST(:chats AS bigint[])) chat"
)


class Received(NamedTuple):
    """An update as it came in; `chat` is what it keeps its order in."""

    update_id: int
    chat: int
    body: str


class Waiting(NamedTuple):
    """An update that waits to be handled, and what earlier attempts did."""

    update_id: int
    body: str
    writes: int
    tries: int


class Holder(NamedTuple):
    """A worker of a bot."""

    bot_id: int
    worker: str


async def add(
    connection: AsyncConnection, holder: Holder, seconds: float, updates: Sequence[Received]
) -> set[int]:
    """Add updates that are not there yet; return the ids of those that wait for no other.

    An update whose chat has another one waiting goes to the worker that has that one. If that is
    this worker, it may not know of the other one yet: load() returns both in their order.
    """
    chats = sorted({update.chat for update in updates})
    owners = await _workers_of_chats(connection, holder.bot_id, chats)
    present = await _present(connection)
    rows = []
    for update in updates:
        worker, until = owners.get(update.chat, (holder.worker, present + seconds))
        rows.append(
            {"bot_id": holder.bot_id, "worker": worker, "lease_until": until}
            | {"received_at": present}
            | update._asdict()
        )
    new = insert_new(connection, inbox, "bot_id", "update_id").returning(inbox.c.update_id)
    added = set(await connection.scalars(new, rows))
    return added.difference(one.update_id for one in updates if one.chat in owners)


async def _workers_of_chats(
    connection: AsyncConnection, bot_id: int, chats: list[int]
) -> dict[int, tuple[str, float]]:
    """Return which worker has a chat's waiting updates, and until when; lock the chats."""
    if connection.dialect.name == "sqlite":  # one process has them all
        return {}
    await connection.execute(sa.select(sa.func.pg_advisory_xact_lock_shared(TAKE_OVER)))
    await connection.execute(LOCK_CHATS, {"chats": [CHATS + chat for chat in chats]})
    found = await connection.execute(
        sa.select(inbox.c.chat, inbox.c.worker, sa.func.max(inbox.c.lease_until))
        .where(_waiting(bot_id), inbox.c.chat.in_(chats))
        .group_by(inbox.c.chat, inbox.c.worker)
    )
    return {chat: (worker, until) for chat, worker, until in found}


async def outline(connection: AsyncConnection, holder: Holder) -> tuple[set[int], bool]:
    """Return the ids of this worker's updates, and whether some worker's lease has expired."""
    found = await connection.execute(
        sa.select(
            inbox.c.update_id,
            inbox.c.worker == holder.worker,
            inbox.c.lease_until < _clock(connection),
        ).where(_waiting(holder.bot_id))
    )
    rows = [tuple(row) for row in found]
    return {one for one, is_ours, _ in rows if is_ours}, any(
        late for _, ours, late in rows if not ours
    )


async def load(
    connection: AsyncConnection, holder: Holder, update_ids: Collection[int]
) -> list[Waiting]:
    """Return some of this worker's updates, in their order."""
    found = await connection.execute(
        sa.select(inbox.c.update_id, inbox.c.body, inbox.c.writes, inbox.c.tries)
        .where(_ours(holder), inbox.c.update_id.in_(update_ids))
        .order_by(inbox.c.update_id)
    )
    return [Waiting(*row) for row in found]


async def writes(connection: AsyncConnection, holder: Holder, update_id: int) -> int:
    """Return how many writes of an update's handler are committed."""
    found = await connection.scalar(
        sa.select(inbox.c.writes).where(_ours(holder), inbox.c.update_id == update_id)
    )
    return found or 0


async def seen(connection: AsyncConnection, bot_id: int, update_ids: Collection[int]) -> set[int]:
    """Return which of some updates are stored, handled or not."""
    found = await connection.scalars(
        sa.select(inbox.c.update_id).where(
            inbox.c.bot_id == bot_id, inbox.c.update_id.in_(update_ids)
        )
    )
    return set(found)


async def take_over(connection: AsyncConnection, holder: Holder, seconds: float) -> list[Waiting]:
    """Take all updates of workers that are dead, and return them in their order.

    On PostgreSQL a worker is dead if a lease of its own has expired; on SQLite every other is.
    """
    dead: sa.ColumnElement[bool] = sa.true()
    if connection.dialect.name != "sqlite":
        await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(TAKE_OVER)))
        late = sa.select(inbox.c.worker).where(
            _waiting(holder.bot_id), inbox.c.lease_until < _clock(connection)
        )
        dead = inbox.c.worker.in_(late)
    taken = await connection.execute(
        inbox.update()
        .where(_waiting(holder.bot_id), inbox.c.worker != holder.worker, dead)
        .values(
            worker=holder.worker,
            lease_until=_clock(connection) + seconds,
            tries=inbox.c.tries + 1,
        )
        .returning(inbox.c.update_id, inbox.c.body, inbox.c.writes, inbox.c.tries)
    )
    return sorted(Waiting(*row) for row in taken)


async def renew(connection: AsyncConnection, holder: Holder, seconds: float) -> None:
    """Extend the lease on all of this worker's updates; with 0 seconds, give them up."""
    until = _clock(connection) + seconds
    # In order, as the writes of several updates are counted.
    ours = sa.select(inbox.c.update_id).where(_ours(holder)).order_by(inbox.c.update_id)
    await connection.execute(
        inbox.update()
        .where(_ours(holder), inbox.c.update_id.in_(ours.with_for_update().scalar_subquery()))
        .values(lease_until=until)
    )


async def free(connection: AsyncConnection, workers: Collection[str]) -> None:
    """End the leases of dead workers."""
    theirs = sa.select(inbox.c.update_id).where(sa.not_(inbox.c.done), inbox.c.worker.in_(workers))
    await connection.execute(
        inbox.update()
        .where(
            sa.not_(inbox.c.done),
            inbox.c.worker.in_(workers),
            inbox.c.update_id.in_(theirs.with_for_update(skip_locked=True).scalar_subquery()),
        )
        .values(lease_until=0)
    )


async def finish(connection: AsyncConnection, holder: Holder, update_ids: Collection[int]) -> None:
    """Mark updates as done, and drop what they said and who said it."""
    await connection.execute(
        inbox.update()
        .where(_ours(holder), inbox.c.update_id.in_(update_ids))
        .values(done=True, chat=0, body="")
    )


async def forget(connection: AsyncConnection, bot_id: int, seconds: float) -> None:
    """Delete the updates that are done and came in longer ago than that."""
    await connection.execute(
        inbox.delete().where(
            inbox.c.bot_id == bot_id,
            inbox.c.done,
            inbox.c.received_at < _clock(connection) - seconds,
        )
    )


def _waiting(bot_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(inbox.c.bot_id == bot_id, sa.not_(inbox.c.done))


def _ours(holder: Holder) -> sa.ColumnElement[bool]:
    return sa.and_(_waiting(holder.bot_id), inbox.c.worker == holder.worker)


def _clock(connection: AsyncConnection) -> sa.ColumnElement[float]:
    """Return the database's clock in seconds: the machines of several workers may differ."""
    if connection.dialect.name == "sqlite":
        return (sa.func.julianday("now") - 2_440_587.5) * 86_400.0
    return sa.cast(sa.func.extract("epoch", sa.func.clock_timestamp()), sa.Double)


async def _present(connection: AsyncConnection) -> float:
    return float((await connection.execute(sa.select(_clock(connection)))).scalar_one())
