"""INSERT … ON CONFLICT DO NOTHING in the dialect of the connection."""

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
