"""INSERT … ON CONFLICT in the dialect of the connection."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


def insert_new(
    connection: AsyncConnection, table: sa.Table, *keys: str
) -> sqlite.Insert | postgresql.Insert:
    """Build an INSERT that leaves a row alone which has the same `keys` already."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement: sqlite.Insert | postgresql.Insert = dialect.insert(table)
    return statement.on_conflict_do_nothing(index_elements=list(keys))


async def put(
    connection: AsyncConnection, table: sa.Table, keys: dict[str, Any], **values: Any
) -> None:
    """Write a row in place of the one that has the same `keys`, if any."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement: sqlite.Insert | postgresql.Insert = dialect.insert(table)
    await connection.execute(
        statement.values(**keys, **values).on_conflict_do_update(
            index_elements=list(keys), set_=values
        )
    )
