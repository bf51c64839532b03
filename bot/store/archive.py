"""Whole tables, and people with all that is theirs: for backups, exports and one's own data."""

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError as RefusedError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import tables
from bot.store.broadcasts import UNDER_WAY
from bot.store.deliveries import DeliveryKind, lock_in_order
from bot.store.legacy import MESSAGES, modern
from bot.store.records import Record, RecordError, plain, row
from bot.store.tables import IS_BROADCAST, broadcasts, deliveries, group_dones, subscribers
from bot.store.upsert import insert_new

__all__ = ["KEPT", "OWNED", "Record", "RecordError", "RefusedError", "Tables", "subscribers"]

Tables = Mapping[str, sa.Table]

PASSING = frozenset({"inbox", "pace", "roles", "workers"})
"""Tables that speak of this moment only, and are not kept."""

KEPT = tuple(table for table in tables.metadata.sorted_tables if table.name not in PASSING)
"""Every other table, those that others point at first."""

OWNED = tuple(table for table in KEPT if "subscriber_id" in table.c)

NESTED = (*(str(table.name) for table in OWNED), MESSAGES)
"""What an exported person has lists of."""

LOCAL_IDS = {"id", "subscriber_id"}
"""Columns that only number rows: another database numbers its own."""

NOBODY = 0
"""No chat's id: whoever made a broadcast that is still under way has been forgotten."""


async def rows(connection: AsyncConnection, table: sa.Table) -> AsyncIterator[Record]:
    """Yield every row of a table, a few at a time from the database."""
    found = await connection.stream(table.select().order_by(*table.primary_key.columns))
    async for one in found.mappings():
        yield plain(table, dict(one))


async def size(connection: AsyncConnection, table: sa.Table) -> int:
    """Count a table."""
    return await connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0


async def is_used(connection: AsyncConnection) -> bool:
    """Return whether any table holds anything."""
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


async def check_keys(connection: AsyncConnection) -> None:
    """Raise RecordError if a row points at one that is not there; PostgreSQL has seen to it."""
    if connection.dialect.name == "sqlite":
        found = await connection.execute(sa.text("PRAGMA foreign_key_check"))
        if found.first():
            raise RecordError("a row has no owner")


async def reset_sequences(connection: AsyncConnection, tables: Iterable[sa.Table]) -> None:
    """Let PostgreSQL number new rows after those that came with numbers of their own."""
    if connection.dialect.name == "sqlite":
        return
    for table in tables:
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
    return {
        name: value for name, value in plain(table, dict(one)).items() if name not in LOCAL_IDS
    }


async def add_people(connection: AsyncConnection, records: Sequence[Record]) -> int:
    """Add people with all that is theirs; leave alone who is here already. Return how many."""
    records = [modern(_shaped(record)) for record in records]
    nested = {table.name for table in OWNED}
    mains = [row(subscribers, _without(record, nested | LOCAL_IDS)) for record in records]
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


def _shaped(record: Record) -> Record:
    """Return a person whose nested values are lists of records; raise RecordError."""
    for name in NESTED:
        rows = record.get(name, [])
        if not isinstance(rows, list) or not all(isinstance(one, dict) for one in rows):
            raise RecordError(f"{name}: must be a list of rows")
    return record


def _theirs(
    table: sa.Table, records: Sequence[Record], numbers: Mapping[int, int]
) -> Iterator[Record]:
    for record in records:
        if record["chat_id"] in numbers:
            for one in record.get(table.name, ()):
                if one.get("kind") != DeliveryKind.BROADCAST:  # it names a row of the old database
                    yield one | {"subscriber_id": numbers[record["chat_id"]]}


def _without(record: Record, names: Iterable[str]) -> Record:
    return {name: value for name, value in record.items() if name not in names}


async def forget(connection: AsyncConnection, chat_id: int) -> bool:
    """Delete a chat and everything that is its own; return whether there was anything.

    The groups and channels that its owner subscribed stay, and forget who it was.
    """
    # In the order in which everybody else locks: broadcasts, subscribers by id, what is theirs.
    keys = await _forget_broadcasts(connection, chat_id)
    theirs = sa.or_(subscribers.c.chat_id == chat_id, subscribers.c.owner_id == chat_id)
    await connection.execute(
        sa.select(subscribers.c.id).where(theirs).order_by(subscribers.c.id).with_for_update()
    )
    owner = sa.select(subscribers.c.id).where(subscribers.c.chat_id == chat_id)
    await lock_in_order(
        connection,
        sa.or_(deliveries.c.subscriber_id == owner.scalar_subquery(), _about(keys)),
    )
    await connection.execute(group_dones.delete().where(group_dones.c.user_id == chat_id))
    await connection.execute(
        subscribers.update().where(subscribers.c.owner_id == chat_id).values(owner_id=None)
    )
    # What is owned goes with its owner: each such key cascades.
    gone = await connection.execute(subscribers.delete().where(subscribers.c.chat_id == chat_id))
    await _forget_messages_of(connection, keys)
    return bool(gone.rowcount)


async def _forget_broadcasts(connection: AsyncConnection, made_by: int) -> list[str]:
    """Delete an operator's broadcasts; those under way go on without a name.

    Return the keys of those that are gone.
    """
    mine = broadcasts.c.made_by == made_by
    under_way = broadcasts.c.state.in_(UNDER_WAY)
    nobody = {"made_by": NOBODY, "message_id": None}
    await connection.execute(broadcasts.update().where(mine, under_way).values(**nobody))
    gone = await connection.scalars(broadcasts.delete().where(mine).returning(broadcasts.c.id))
    return [str(key) for key in gone]


async def _forget_messages_of(connection: AsyncConnection, keys: Sequence[str]) -> None:
    """Delete the deliveries of broadcasts that are gone."""
    if keys:
        await connection.execute(deliveries.delete().where(_about(keys)))


def _about(keys: Sequence[str]) -> sa.ColumnElement[bool]:
    return sa.and_(IS_BROADCAST, deliveries.c.key.in_(keys))
