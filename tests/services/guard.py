"""No transaction that may write reads a subscriber without a lock."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from bot.store.database import Database
from bot.store.tables import subscribers


@contextmanager
def unlocked_reads_forbidden(database: Database) -> Iterator[None]:
    """Let a query fail that reads a subscriber to be written, but leaves the row unlocked.

    A query whose rows are only shown says so by the execution option `unlocked`.
    """
    engine = database._engine.sync_engine
    event.listen(engine, "before_execute", _check)
    yield
    event.remove(engine, "before_execute", _check)


def _check(
    connection: sa.Connection, query: Any, _rows: object, _row: object, options: Any
) -> None:
    may_write = connection.get_execution_options().get("writes")
    if may_write and not options.get("unlocked") and _reads_unlocked(query):
        raise AssertionError(f"a write transaction reads a subscriber unlocked: {query}")


def _reads_unlocked(query: Any) -> bool:
    return (
        isinstance(query, sa.Select)
        and query._for_update_arg is None
        and any(getattr(one, "table", None) is subscribers for one in query.selected_columns)
    )
