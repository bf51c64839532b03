"""Rows as plain values that JSON can hold, and back: for backups, exports and one's own data."""

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError as RefusedError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import tables
from bot.store.notes import Kind
from bot.store.tables import Tokens, Trail, UtcDateTime, broadcasts, group_dones, subscribers
from bot.store.upsert import insert_new

__all__ = ["KEPT", "OWNED", "Record", "RecordError", "RefusedError"]

Record = dict[str, Any]

PASSING = frozenset({"pace", "roles"})
"""Tables that speak of this moment only, and are not kept."""

KEPT = tuple(table for table in tables.metadata.sorted_tables if table.name not in PASSING)
"""Every other table, those that others point at first."""

OWNED = tuple(table for table in KEPT if "subscriber_id" in table.c)

ODD = {"id", "subscriber_id"}
"""Columns that only number rows: another database numbers its own."""


class RecordError(ValueError):
    """A record does not fit its table; the text names the field."""


def plain(table: sa.Table, row: Mapping[str, Any]) -> Record:
    """Write a row in values that JSON knows."""
    # Some names are a kind of str of SQLAlchemy's own, which no JSON writer takes for a key.
    return {str(column.name): _plain(row[column.name]) for column in table.c}


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
    return {
        column.name: _value(column, record.get(column.name)) for column in _told(table, record)
    }


def _told(table: sa.Table, record: Record) -> Iterator[sa.Column[Any]]:
    for column in table.c:
        if column.name in record:
            yield column
        elif not (column.nullable or column.server_default is not None or column.name == "id"):
            raise RecordError(f"{column.name}: is missing")


def _value(column: sa.Column[Any], value: Any) -> Any:
    if value is None:
        if not column.nullable:
            raise RecordError(f"{column.name}: must not be null")
        return None
    try:
        return _read(column.type, value)
    except (TypeError, ValueError, AttributeError):
        raise RecordError(f"{column.name}: {value!r} does not fit") from None


def _read(kind: Any, value: Any) -> Any:  # noqa: PLR0911  # one return for each kind
    match kind:
        case UtcDateTime():
            return _aware(datetime.fromisoformat(value))
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
            return _of(value, int)
    if kind.length and len(value) > kind.length:
        raise ValueError("it is too long")
    return _of(value, str)


def _aware(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("an instant needs its offset")
    return value


def _names(value: Any) -> list[str]:
    return [_of(name, str) for name in _of(value, list)]


def _of(value: Any, kind: type) -> Any:
    if type(value) is not kind:  # True is no number
        raise TypeError
    return value


async def rows(connection: AsyncConnection, table: sa.Table) -> AsyncIterator[Record]:
    """Yield every row of a table, a few at a time from the database."""
    found = await connection.stream(table.select().order_by(*table.primary_key.columns))
    async for one in found.mappings():
        yield plain(table, dict(one))


async def size(connection: AsyncConnection, table: sa.Table) -> int:
    """Count a table."""
    return await connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0


async def is_used(connection: AsyncConnection) -> bool:
    """Say whether any table holds anything."""
    found = sa.select(*(sa.exists(sa.select(sa.literal(1)).select_from(one)) for one in KEPT))
    return any((await connection.execute(found)).one())


async def fill(connection: AsyncConnection, table: sa.Table, records: Sequence[Record]) -> None:
    """Write records of one table, numbers and all."""
    for alike in _alike([row(table, record) for record in records]):
        await connection.execute(table.insert(), alike)


def _alike(rows: Iterable[Record]) -> Iterator[list[Record]]:
    """Part rows by what they leave out: one statement writes those with the same fields."""
    parts: dict[tuple[str, ...], list[Record]] = {}
    for one in rows:
        parts.setdefault(tuple(one), []).append(one)
    yield from parts.values()


async def count_on(connection: AsyncConnection) -> None:
    """Let PostgreSQL number new rows after those that came with numbers of their own."""
    if connection.dialect.name == "sqlite":
        return
    for table in KEPT:
        if "id" in table.c:
            sequence = sa.func.pg_get_serial_sequence(table.name, "id")
            last = sa.select(sa.func.max(table.c.id)).scalar_subquery()
            await connection.execute(sa.select(sa.func.setval(sequence, last)).where(last > 0))


async def person(connection: AsyncConnection, chat_id: int) -> Record | None:
    """Return all that is stored about one chat, and what names its owner elsewhere."""
    found = await _people(connection, subscribers.c.chat_id == chat_id)
    record = found[0][1] if found else {}
    return record | await _elsewhere(connection, chat_id) or None


async def _elsewhere(connection: AsyncConnection, user_id: int) -> Record:
    """Return what a person did in rows that are not theirs: in groups, and as an operator."""
    said = await connection.execute(
        sa.select(subscribers.c.chat_id, group_dones.c.day)
        .join(subscribers, subscribers.c.id == group_dones.c.subscriber_id)
        .where(group_dones.c.user_id == user_id)
    )
    owned = await connection.scalars(
        sa.select(subscribers.c.chat_id).where(subscribers.c.owner_id == user_id)
    )
    sent = await connection.execute(broadcasts.select().where(broadcasts.c.made_by == user_id))
    found: Record = {
        "done_in_groups": [{"group": group, "day": day.isoformat()} for group, day in said],
        "subscribed_groups": list(owned),
        "broadcasts": [_unnumbered(broadcasts, one) for one in sent.mappings()],
    }
    return {name: values for name, values in found.items() if values}


async def people(connection: AsyncConnection, after: int, limit: int) -> list[tuple[int, Record]]:
    """Return some people with all that is stored about each, by number, after a number."""
    query = sa.select(subscribers.c.id).where(subscribers.c.id > after)
    chosen = query.order_by(subscribers.c.id).limit(limit)
    numbers = list(await connection.scalars(chosen))
    return await _people(connection, subscribers.c.id.in_(numbers)) if numbers else []


async def _people(
    connection: AsyncConnection, wanted: sa.ColumnElement[bool]
) -> list[tuple[int, Record]]:
    found = await connection.execute(subscribers.select().where(wanted).order_by(subscribers.c.id))
    records = {one["id"]: _unnumbered(subscribers, one) for one in found.mappings()}
    for table in OWNED:
        mine = table.c.subscriber_id.in_(list(records))
        for one in (await connection.execute(table.select().where(mine))).mappings():
            owned = records[one["subscriber_id"]].setdefault(str(table.name), [])
            owned.append(_unnumbered(table, one))
    return list(records.items())


def _unnumbered(table: sa.Table, one: Mapping[Any, Any]) -> Record:
    return {name: value for name, value in plain(table, dict(one)).items() if name not in ODD}


async def add_people(connection: AsyncConnection, records: Sequence[Record]) -> int:
    """Add people with all that is theirs; leave alone who is here already. Return how many."""
    nested = {table.name for table in OWNED}
    mains = [row(subscribers, _without(record, nested | ODD)) for record in records]
    statement = insert_new(connection, subscribers, "chat_id")
    numbers: dict[int, int] = {}
    for alike in _alike(mains):
        found = await connection.execute(
            statement.returning(subscribers.c.chat_id, subscribers.c.id), alike
        )
        numbers.update((chat, number) for chat, number in found)
    for table in OWNED:
        await fill(connection, table, list(_theirs(table, records, numbers)))
    return len(numbers)


def _theirs(
    table: sa.Table, records: Sequence[Record], numbers: Mapping[int, int]
) -> Iterator[Record]:
    for record in records:
        if record["chat_id"] in numbers:
            for one in record.get(table.name, ()):
                if one.get("kind") != Kind.BROADCAST:  # it names a row of the old database
                    yield one | {"subscriber_id": numbers[record["chat_id"]]}


def _without(record: Record, names: Iterable[str]) -> Record:
    return {name: value for name, value in record.items() if name not in names}


async def forget(connection: AsyncConnection, chat_id: int) -> bool:
    """Delete a chat and all that is its own, in every table; say False where nothing was.

    The groups and channels that its owner subscribed stay, and forget who it was.
    """
    await connection.execute(group_dones.delete().where(group_dones.c.user_id == chat_id))
    await connection.execute(broadcasts.delete().where(broadcasts.c.made_by == chat_id))
    await connection.execute(
        subscribers.update().where(subscribers.c.owner_id == chat_id).values(owner_id=None)
    )
    # What is owned goes with its owner: each such key cascades.
    gone = await connection.execute(subscribers.delete().where(subscribers.c.chat_id == chat_id))
    return bool(gone.rowcount)
