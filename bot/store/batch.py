"""Many rows in one statement: they travel as one JSON text, and are a table where they arrive.

A parameter for each value of each row would cost more than all the rest of a claim.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

import orjson
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import TypeDecorator, TypeEngine

Types = Mapping[str, TypeEngine[Any]]


class _Id(NamedTuple):
    id: int


def batch(
    connection: AsyncConnection, table: sa.Table, rows: Sequence[NamedTuple]
) -> sa.FromClause:
    """Return rows of one NamedTuple as something to select from or to join.

    Each field has the name and the type of the table's column whose values it holds.
    """
    types = {name: table.c[name].type for name in rows[0]._fields}
    text = _json(connection.dialect, types, rows)
    build = _in_sqlite if connection.dialect.name == "sqlite" else _in_postgresql
    return build(sa.bindparam("batch", text, sa.Text), types)


def among(
    connection: AsyncConnection, column: sa.Column[int], ids: Collection[int]
) -> sa.ColumnElement[bool]:
    """Return the condition that a table's `id` is one of many.

    On PostgreSQL an array is hashed once. A join would scan the whole batch for each row whenever
    the planner expects few rows, as it does for a worker that is not in its statistics.
    """
    if connection.dialect.name == "sqlite":
        keys = batch(connection, column.table, [_Id(one) for one in ids])
        return column.in_(sa.select(keys))
    return column == sa.any_(sa.bindparam("ids", list(ids), sa.ARRAY(sa.BigInteger)))


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
