"""Roles that one process of a bot has at a time, such as polling for updates."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.tables import roles


async def hold(
    connection: AsyncConnection,
    key: tuple[int, str],
    worker: str,
    now: datetime,
    until: datetime,
) -> bool:
    """Acquire or renew a role (bot and name) until an instant; return False if it is held."""
    bot_id, role = key
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    values = {"bot_id": bot_id, "role": role, "worker": worker, "until": until}
    insert: sqlite.Insert | postgresql.Insert = dialect.insert(roles).values(values)
    taken = await connection.execute(
        insert.on_conflict_do_update(
            index_elements=["bot_id", "role"],
            set_={"worker": worker, "until": until},
            where=sa.or_(roles.c.worker == worker, roles.c.until <= now),
        )
    )
    return bool(taken.rowcount)


async def held(connection: AsyncConnection, now: datetime) -> list[tuple[str, str, datetime]]:
    """Return which roles are held, by which worker and until when."""
    found = await connection.execute(
        sa.select(roles.c.role, roles.c.worker, roles.c.until)
        .where(roles.c.until > now)
        .order_by(roles.c.role)
    )
    return [(role, worker, until) for role, worker, until in found]


async def free(connection: AsyncConnection, workers: Collection[str]) -> None:
    """Release every role of dead workers."""
    await connection.execute(roles.delete().where(roles.c.worker.in_(workers)))


async def give_up(connection: AsyncConnection, key: tuple[int, str], worker: str) -> None:
    """Release a role."""
    await connection.execute(
        roles.delete().where(
            roles.c.bot_id == key[0], roles.c.role == key[1], roles.c.worker == worker
        )
    )
