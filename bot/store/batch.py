"""Many rows in one statement: they travel as one JSON text, and are a table where they arrive.

A parameter for each value of each row would cost more than all the rest of a claim.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

import orjson
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import TypeDecorator, TypeEngine

Types = Mapping[str, TypeEngine[Any]]


def batch(
    connection: AsyncConnection, table: sa.Table, rows: Sequence[NamedTuple]
) -> sa.FromClause:
    """Return rows of one NamedTuple as something to select from or to join.

    Each field has the name and the type of the table's column whose values it holds.
    """
    types = _types(table, type(rows[0]))
    text = _json(connection.dialect, types, rows)
    return _rows(connection.dialect.name, sa.bindparam("batch", text, sa.Text), types)


def batch_of(dialect: str, table: sa.Table, kind: type[Any]) -> sa.FromClause:
    """Return rows of a NamedTuple for a statement that is built once.

    What batch_text() returns is its parameter.
    """
    return _rows(dialect, sa.bindparam("batch", type_=sa.Text), _types(table, kind))


def batch_text(
    connection: AsyncConnection, table: sa.Table, rows: Sequence[NamedTuple]
) -> dict[str, str]:
    """Return rows as the parameter of a statement with a batch_of()."""
    return {"batch": _json(connection.dialect, _types(table, type(rows[0])), rows)}


def _types(table: sa.Table, kind: type[Any]) -> Types:
    return {name: table.c[name].type for name in kind._fields}


def _rows(dialect: str, text: sa.BindParameter[str], types: Types) -> sa.FromClause:
    return _in_sqlite(text, types) if dialect == "sqlite" else _in_postgresql(text, types)


def _json(dialect: sa.Dialect, types: Types, rows: Sequence[NamedTuple]) -> str:
    """Encode rows, each value as the database stores it."""
    cells = [list(row) for row in rows]
    for at, kind in enumerate(types.values()):
        if isinstance(kind, TypeDecorator):
            for row in cells:
                row[at] = kind.process_bind_param(row[at], dialect)
    if dialect.name == "sqlite":  # it finds a value faster by its place than by its name
        return orjson.dumps(cells, _sqlite_text, orjson.OPT_PASSTHROUGH_DATETIME).decode()
    return orjson.dumps([dict(zip(types, row, strict=True)) for row in cells]).decode()


@lru_cache(maxsize=1024)
def _sqlite_text(value: date) -> str:
    """Write an instant as SQLAlchemy does on SQLite, so that text compares as time does."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    return value.isoformat()


def _in_sqlite(text: sa.BindParameter[str], types: Types) -> sa.FromClause:
    each = sa.func.json_each(text).table_valued("value")
    columns = [
        sa.func.json_extract(each.c.value, f"$[{at}]", type_=kind).label(name)
        for at, (name, kind) in enumerate(types.items())
    ]
    # Without a WHERE, SQLite takes the ON of a following ON CONFLICT for that of a join.
    return sa.select(*columns).where(sa.text("true")).subquery("batch")


def _in_postgresql(text: sa.BindParameter[str], types: Types) -> sa.FromClause:
    columns = [sa.column(name, kind) for name, kind in types.items()]
    rows = sa.func.json_to_recordset(sa.cast(text, sa.JSON)).table_valued(*columns, name="batch")
    return rows.render_derived(with_types=True)
