"""Rows as plain values that JSON can hold, and back."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

import sqlalchemy as sa

from bot.store.columns import Tokens, Trail, UtcDateTime

Record = dict[str, Any]


class RecordError(ValueError):
    """A record does not fit its table; the text names the field."""


def plain(table: sa.Table, row: Mapping[str, Any]) -> Record:
    """Write a row in values that JSON knows."""
    # Some names are a kind of str of SQLAlchemy's own, which no JSON writer takes for a key.
    return {str(column.key): _plain(row[column.name]) for column in table.c}


def _plain(value: Any) -> Any:
    if isinstance(value, date | time):  # a datetime is a date
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    return list(value) if isinstance(value, tuple) else value


def row(table: sa.Table, record: Record) -> Record:
    """Read a record back; a field left out gets its default. Raise RecordError."""
    if strangers := sorted(record.keys() - table.c.keys()):
        raise RecordError(f"{strangers[0]}: {table.name} has no such field")
    return {column.key: _value(column, record.get(column.key)) for column in _told(table, record)}


def _told(table: sa.Table, record: Record) -> Iterator[sa.Column[Any]]:
    for column in table.c:
        if column.key in record:
            if record[column.key] is not None or not column.nullable:
                yield column
        elif not (column.nullable or column.server_default is not None or column.key == "id"):
            raise RecordError(f"{column.key}: is missing")


def _value(column: sa.Column[Any], value: Any) -> Any:
    if value is None:
        if not column.nullable:
            raise RecordError(f"{column.key}: must not be null")
        return None
    try:
        return _read(column.type, value)
    except (TypeError, ValueError, AttributeError, OverflowError):
        raise RecordError(f"{column.key}: {value!r} does not fit") from None


def _read(kind: Any, value: Any) -> Any:  # noqa: PLR0911  # one return for each kind
    match kind:
        case UtcDateTime() | sa.DateTime():
            return _aware(datetime.fromisoformat(value)).astimezone(UTC)
        case Tokens():
            return frozenset(_names(value))
        case Trail():
            return tuple(_names(value))
        case sa.Time():
            return time.fromisoformat(value)
        case sa.Date():
            return date.fromisoformat(value)
        case sa.JSON():
            return _of(value, dict)
        case sa.Boolean():
            return _of(value, bool)
        case sa.Integer():
            return _fitting(_of(value, int), kind)
    return _text(kind, value)


def _text(kind: Any, value: Any) -> str:
    if isinstance(value, list):  # names, in a table of an earlier version that is read as it is
        value = " ".join(_names(value))
    if kind.length and len(value) > kind.length:
        raise ValueError("it is too long")
    text = str(_of(value, str))
    text.encode()  # half of a surrogate pair is in no encoding
    if "\0" in text:
        raise ValueError("PostgreSQL stores no NUL")
    return text


def _fitting(number: int, kind: sa.Integer) -> int:
    """Return a number that both databases can hold: SQLite's driver overflows on a larger one."""
    bits = 16 if isinstance(kind, sa.SmallInteger) else 32
    bits = 64 if isinstance(kind, sa.BigInteger) else bits
    if not -(1 << bits - 1) <= number < 1 << bits - 1:
        raise ValueError("it is too large")
    return number


def _aware(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("an instant needs its offset")
    return value


def _names(value: Any) -> list[str]:
    names = [_of(name, str) for name in _of(value, list)]
    "".join(names).encode()  # half of a surrogate pair is in no encoding
    return names


def _of(value: Any, kind: type) -> Any:
    if type(value) is not kind:  # True is no number
        raise TypeError
    return value
