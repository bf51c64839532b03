"""INSERT … ON CONFLICT in the dialect of the connection."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


def insert_new(
    connection: AsyncConnection, table: sa.Table, *keys: str
) -> sqlite.Insert | postgresql.Insert:
    """Return an INSERT that leaves a row alone which has the same `keys` already."""
    return insert_into(connection.dialect.name, table, *keys)


async def put(
    connection: AsyncConnection, table: sa.Table, keys: dict[str, Any], **values: Any
) -> None:
    """Write a row in place of the one that has the same `keys`, if any."""
    statement = replacing(connection.dialect.name, table, tuple(keys), tuple(values))
    await connection.execute(statement, keys | values)


async def put_each(
    connection: AsyncConnection,
    table: sa.Table,
    keys: tuple[str, ...],
    rows: Sequence[dict[str, Any]],
) -> None:
    """Write rows with the same columns, each in place of the one with the same `keys`, if any."""
    if rows:
        names = tuple(name for name in rows[0] if name not in keys)
        await connection.execute(replacing(connection.dialect.name, table, keys, names), rows)


# Each is built once: that takes longer than to run it.


@cache
def insert_into(dialect: str, table: sa.Table, *keys: str) -> sqlite.Insert | postgresql.Insert:
    """Return the same for a dialect, for a statement that is built once."""
    return _insert(dialect, table).on_conflict_do_nothing(index_elements=list(keys))


@cache
def replacing(
    dialect: str, table: sa.Table, keys: tuple[str, ...], names: tuple[str, ...]
) -> sqlite.Insert | postgresql.Insert:
    """Return an INSERT that writes `names` into a row which has the same `keys` already."""
    statement = _insert(dialect, table)
    new = {name: statement.excluded[name] for name in names}
    return statement.on_conflict_do_update(index_elements=list(keys), set_=new)


def _insert(dialect: str, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
