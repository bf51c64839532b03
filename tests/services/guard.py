"""No transaction that may write reads a subscriber without a lock, or locks one too late.

PostgreSQL ends one of two transactions that lock the same rows in opposite orders. So there is
one order: broadcasts, subscribers, then what belongs to them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from bot.store.database import Database
from bot.store.tables import subscribers

ORDER = ("broadcasts", "subscribers")
"""The tables whose rows are locked first; every other table comes after them."""


@contextmanager
def unlocked_reads_forbidden(database: Database) -> Iterator[None]:
    """Let a query fail that reads a subscriber to be written, but leaves the row unlocked.

    A query whose rows are only shown says so by the execution option `unlocked`.
    """
    engine = database._engine.sync_engine
    event.listen(engine, "before_execute", _check)
    yield
    event.remove(engine, "before_execute", _check)


@contextmanager
def late_locks_forbidden(database: Database) -> Iterator[None]:
    """Let a statement fail that locks rows of a table after those of one that comes later."""
    engine = database._engine.sync_engine
    event.listen(engine, "before_execute", _check_order)
    yield
    event.remove(engine, "before_execute", _check_order)


def _check_order(
    connection: sa.Connection, query: Any, _rows: object, _row: object, _options: object
) -> None:
    """Compare with what its transaction has locked, which the connection's info keeps."""
    transaction, locked = connection.get_transaction(), _locked(query)
    if transaction is None or not locked:
        return
    known, before = connection.info.get("locked", (None, ()))
    before = before if known is transaction else ()
    is_new = locked not in before and not _never_waits(query)
    if is_new and any(_rank(one) > _rank(locked) for one in before):
        raise AssertionError(f"{locked} locked after {', '.join(before)}: {query}")
    connection.info["locked"] = transaction, (*before, locked)


def _rank(table: str) -> int:
    return ORDER.index(table) if table in ORDER else len(ORDER)


def _locked(query: Any) -> str:
    """Return the table in which a statement locks rows, if it does."""
    if isinstance(query, sa.Insert | sa.Update | sa.Delete):
        return str(query.entity_description["table"].name)
    if not isinstance(query, sa.Select) or query._for_update_arg is None:
        return ""
    tables = (getattr(one, "table", None) for one in query.selected_columns)
    return next((str(one.name) for one in tables if one is not None), "another")


def _never_waits(query: Any) -> bool:
    """Return whether nobody can hold the rows: they are new, or passed over if they are locked."""
    if isinstance(query, sa.Insert):
        return True
    lock = query._for_update_arg if isinstance(query, sa.Select) else None
    return lock is not None and lock.skip_locked


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
