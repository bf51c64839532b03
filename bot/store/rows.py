"""Rows that are read one by one where one of them cannot be read."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

T = TypeVar("T")

UNREADABLE = (ValueError, TypeError, LookupError, AttributeError)
"""What drivers, column types and enums raise about a value that does not fit.

They raise it on this side: the transaction goes on.
"""

LONGEST_REASON = 200
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


async def read_each(
    connection: AsyncConnection,
    query: sa.Select[Any],
    key: sa.Column[int],
    read: Callable[[Any], T],
) -> tuple[list[T], dict[int, str]]:
    """Return the rows of a query, and why others cannot be read, by their key."""
    try:
        return [read(row) for row in await connection.execute(query)], {}
    except UNREADABLE:
        pass
    found: list[T] = []
    unreadable: dict[int, str] = {}
    keys = query.with_only_columns(key, maintain_column_froms=True)
    for one in (await connection.scalars(keys)).all():
        try:
            rows = await connection.execute(query.where(key == one))
            found += [read(row) for row in rows]
        except UNREADABLE as error:
            unreadable[one] = reason_of(error)
    return found, unreadable


async def earliest(connection: AsyncConnection, query: sa.Select[tuple[Any]]) -> datetime | None:
    """Return the instant that a query finds, if any; what cannot be read counts as long past.

    Whoever takes up what is due then finds out which row that is.
    """
    try:
        found: datetime | None = await connection.scalar(query)
    except UNREADABLE:
        return LONG_AGO
    return found


def reason_of(error: Exception) -> str:
    """Return in a few words why something cannot be read."""
    return f"{type(error).__name__}: {error}"[:LONGEST_REASON]
