"""Conditions on many keys at once, in statements that are built and prepared only once.

An IN with a parameter for each key is another statement for each number of keys, which SQLAlchemy
writes and PostgreSQL parses anew.
"""

from collections.abc import Collection
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine


class _Keys(TypeDecorator[Any]):
    """Keys as an array, or as JSON on SQLite."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, of: TypeEngine[Any]) -> None:
        super().__init__()
        self.of = of

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the type of the parameter."""
        is_sqlite = dialect.name == "sqlite"
        return dialect.type_descriptor(sa.Text() if is_sqlite else sa.ARRAY(self.of))

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """Turn any collection into what the parameter takes; SQLite keeps dates as text too."""
        keys = list(value)
        return orjson.dumps(keys).decode() if dialect.name == "sqlite" else keys


class _Among(FunctionElement[Any]):
    type = sa.Integer()  # SQLite would get a Boolean compared with 1, and use no index
    inherit_cache = True


@compiles(_Among, "sqlite")
def _in_json(element: _Among, compiler: SQLCompiler, **options: Any) -> str:
    column, keys = (compiler.process(one, **options) for one in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({keys}))"  # noqa: S608  # of names and parameters


@compiles(_Among, "postgresql")
def _in_array(element: _Among, compiler: SQLCompiler, **options: Any) -> str:
    column, keys = (compiler.process(one, **options) for one in element.clauses)
    return f"{column} = ANY ({keys})"


def among(
    column: sa.Column[Any], name: str, keys: Collection[Any] | None = None
) -> sa.ColumnElement[bool]:
    """Return the condition that a column has one of many keys.

    They are the parameter of this name, which a statement that is built once gets each time.
    PostgreSQL hashes an array. Joined with a batch, rows that it takes for few (those of a worker
    it never met) would each be looked for in the whole batch.
    """
    kind = _Keys(column.type)
    given = sa.bindparam(name, type_=kind) if keys is None else sa.bindparam(name, keys, kind)
    return _Among(column, given)
