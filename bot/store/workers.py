"""Which workers are dead: those that have entered and whose lock is free.

On PostgreSQL the lock belongs to the session of a connection that a worker keeps for it. The
server frees it as soon as that connection ends, however the process died. On SQLite one process
has the file, so every other worker is dead.
"""

from collections.abc import Collection
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import workers
from bot.store.upsert import insert_into, insert_new

LOCKS = 7_710_453
"""The first number of each worker's lock; the second is a hash of its name."""

KEEPALIVE = {"idle": 5, "interval": 2, "count": 3}
"""Seconds and tries after which the server takes an unreachable machine's connection for lost."""

# Shared, so that it never waits: not for a namesake by its hash, nor for a lost connection.
_LOCK = sa.text("SELECT pg_advisory_lock_shared(:locks, hashtext(:worker))")
_IS_FREE = sa.text(
    "NOT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2"
    " AND classid = :locks AND objid = CAST(hashtext(workers.name) AS oid)"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"
).bindparams(locks=LOCKS)


class Others(NamedTuple):
    """Whether other workers have entered, and whether one of them is dead."""

    are_there: bool
    is_any_dead: bool


async def lock(connection: AsyncConnection, worker: str) -> None:
    """Lock a worker's name until the session of this connection ends."""
    if connection.dialect.name == "sqlite":
        return
    for name, value in KEEPALIVE.items():
        await connection.execute(sa.text(f"SET tcp_keepalives_{name} = {value}"))
    await connection.execute(_LOCK, {"locks": LOCKS, "worker": worker})


async def enter(connection: AsyncConnection, worker: str) -> None:
    """Add a worker; from then on it is dead once its lock is free."""
    await connection.execute(insert_new(connection, workers, "name").values(name=worker))


_ME = sa.bindparam("worker", type_=sa.Text)
_HEARTBEAT = (
    sa.select(_IS_FREE)
    .select_from(workers)
    .where(workers.c.name != _ME)
    .add_cte(insert_into("postgresql", workers, "name").values(name=_ME).cte("entered"))
)
"""One statement: an idle process sends little else."""


async def heartbeat(connection: AsyncConnection, worker: str) -> Others:
    """Add a worker if its row is missing; return what is known of the others on PostgreSQL."""
    are_dead = (await connection.scalars(_HEARTBEAT, {"worker": worker})).all()
    return Others(bool(are_dead), any(are_dead))


async def take_dead(connection: AsyncConnection, worker: str) -> list[str]:
    """Lock and return the names of dead workers, without those that another worker took."""
    query = sa.select(workers.c.name).where(workers.c.name != worker)
    if connection.dialect.name != "sqlite":
        query = query.where(_IS_FREE).with_for_update(skip_locked=True)
    return list(await connection.scalars(query))


async def forget(connection: AsyncConnection, names: Collection[str]) -> None:
    """Delete workers of which nothing is left."""
    await connection.execute(workers.delete().where(workers.c.name.in_(names)))
