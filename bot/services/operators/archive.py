"""Backups, exports, a person's own data, and its deletion."""

import hashlib
import logging
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from datetime import datetime
from itertools import chain, islice
from typing import Any

import orjson
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.coach.places import is_zone
from bot.errors import OperatorError
from bot.store import archive, migrations
from bot.store.archive import Record, RecordError, RefusedError, Tables
from bot.store.database import Database
from bot.store.subscribers import ChatKind, Status

__all__ = ["Archive", "ArchiveError", "Record"]

AT_ONCE = 500
"""People or rows written by one statement."""

FURTHEST = 1_000_000
"""The last position in the routine that an import accepts: day 1,000,000 is 2,700 years away."""

Line = tuple[int, Any]
"""The number of a line in a file, and what it holds."""

log = logging.getLogger(__name__)

TABLES: Tables = {table.name: table for table in archive.KEPT}


class ArchiveError(OperatorError):
    """A file cannot be taken in; the text is one sentence with the line that is wrong."""


class Archive:
    """Backups of everything, exports of people, and one person's own data."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, chat_id: int) -> Record | None:
        """Return all that is stored about a chat."""
        async with self._database.read() as connection:
            return await archive.person(connection, chat_id)

    async def forget(self, chat_id: int) -> bool:
        """Delete all that is stored about a chat; return whether there was anything."""
        async with self._database.write() as connection:
            was_there = await archive.forget(connection, chat_id)
        await self._database.checkpoint()
        return was_there

    async def people(self) -> AsyncIterator[list[Record]]:
        """Yield everybody with all that is theirs, some at a time, as of one moment."""
        after = 0
        async with self._database.snapshot() as connection:
            while found := await archive.people(connection, after, AT_ONCE):
                yield [record for _, record in found]
                after = found[-1][0]

    async def count(self) -> int:
        """Count everybody."""
        async with self._database.read() as connection:
            return await archive.size(connection, TABLES["subscribers"])

    async def import_people(self, lines: Iterable[Line]) -> AsyncIterator[tuple[int, int]]:
        """Add people from numbered records; yield how many were new, of how many, at a time.

        People who are here already stay as they are, so the same file may be imported twice, or
        again after a first try that was cut short.
        """
        lines = iter(lines)
        while some := list(islice(lines, AT_ONCE)):
            for number, record in some:
                if fault := _fault(record):
                    raise ArchiveError(f"Line {number}: {fault}.")
            try:
                yield await self._add([record for _, record in some]), len(some)
            except (RecordError, RefusedError):
                # One by one, to name the line that is wrong.
                yield sum([await self._add_line(line) for line in some]), len(some)

    async def _add(self, records: list[Record]) -> int:
        async with self._database.write() as connection:
            return await archive.add_people(connection, records)

    async def _add_line(self, line: Line) -> int:
        number, record = line
        try:
            return await self._add([record])
        except RecordError as error:
            raise ArchiveError(f"Line {number}: {error}.") from None
        except RefusedError:
            raise ArchiveError(f"Line {number}: the database refuses it.") from None

    async def backup(self, now: datetime) -> AsyncIterator[Any]:
        """Yield everything as of one moment: a heading, rows under their table, a seal."""
        seal = _Seal()
        async with self._database.snapshot() as connection:
            revision = await connection.run_sync(migrations.revision)
            yield seal.over({"psoas-bot": "backup", "revision": revision, "at": now.isoformat()})
            for name, table in TABLES.items():
                async for record in archive.rows(connection, table):
                    yield seal.over([name, record])
        yield {"rows": seal.lines - 1, "sha256": seal.digest}

    async def restore(self, lines: Iterable[Line]) -> AsyncIterator[int]:
        """Fill an empty database from a backup, wholly or not at all; yield rows so far."""
        lines, seal = iter(lines), _Seal()
        revision = _revision(seal.over(next(lines, (0, None))[1]))
        count = 0
        try:
            async with self._emptied(revision) as (connection, tables):
                for name, records in _batches(lines, tables, seal):
                    await archive.fill(connection, tables[name], records)
                    count += len(records)
                    yield count
        except (RecordError, RefusedError):
            raise ArchiveError("The database refuses a row; nothing was restored.") from None

    @asynccontextmanager
    async def _emptied(self, revision: str) -> AsyncIterator[tuple[AsyncConnection, Tables]]:
        """Lend the empty tables of a backup's own version; bring them up to date at the end."""
        is_old = revision != migrations.newest()
        opened = self._database.rebuild() if is_old else self._database.write()
        async with opened as connection:
            if await archive.is_used(connection):
                raise ArchiveError("The database is in use; restore needs an empty one.")
            tables: Tables = TABLES
            if is_old:
                tables = (await connection.run_sync(migrations.start_over, revision)).tables
            yield connection, tables
            await archive.reset_sequences(connection, tables.values())
            if is_old:
                await archive.check_keys(connection)
                await connection.run_sync(migrations.bring_to)


def from_heading(lines: Iterator[Line]) -> Iterator[Line]:
    """Return the lines of a backup; raise ArchiveError where the first is no heading."""
    first = next(lines, (0, None))
    _revision(first[1])
    return chain([first], lines)


def _revision(heading: Any) -> str:
    """Return the version of the tables in a backup, by its first line."""
    if not isinstance(heading, dict) or heading.get("psoas-bot") != "backup":
        raise ArchiveError("This file is no backup of psoas-bot.")
    revision = str(heading.get("revision"))
    if not migrations.knows(revision):
        raise ArchiveError("This backup comes from a newer psoas-bot; update this one first.")
    return revision


class _Seal:
    """The number of lines of a backup and a digest of what they hold."""

    def __init__(self) -> None:
        self.lines = 0
        self._sha256 = hashlib.sha256()

    def over(self, line: Any) -> Any:
        """Take a line in, and return it."""
        self.lines += 1
        self._sha256.update(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
        return line

    @property
    def digest(self) -> str:
        """The digest of all lines so far."""
        return self._sha256.hexdigest()


def _batches(
    lines: Iterator[Line], tables: Tables, seal: _Seal
) -> Iterator[tuple[str, list[Record]]]:
    """Gather rows that follow each other in one table, up to the line that ends a backup."""
    name = ""
    some: list[Record] = []
    for number, line in lines:
        match line:
            case [str(table), dict(record)] if table in tables:
                if some and (table != name or len(some) == AT_ONCE):
                    yield name, some
                    some = []
                seal.over(line)
                name = table
                some.append(record)
            case {"rows": total} if total == seal.lines - 1:
                _check_end(line, lines, seal)
                if some:
                    yield name, some
                return
            case _:
                raise ArchiveError(f"Line {number}: this is no row of a backup.")
    raise ArchiveError("The backup is cut short; nothing was restored.")


def _check_end(line: Record, lines: Iterator[Line], seal: _Seal) -> None:
    """Compare the digest, and read to the end of the file, where gzip keeps its checksum."""
    if "sha256" not in line:
        log.warning("this backup is from an older version and has no digest; restoring unchecked")
    elif line["sha256"] != seal.digest:
        raise ArchiveError("The backup is damaged; nothing was restored.")
    if beyond := next(lines, None):
        raise ArchiveError(f"Line {beyond[0]}: a backup should have ended before this.")


def _fault(record: Any) -> str | None:
    """Return why nobody could deliver to a subscriber, or None."""
    if not isinstance(record, dict) or type(record.get("chat_id")) is not int:
        return "this is no subscriber with a chat_id"
    if record.get("state") not in list(Status):
        return "state: must be active, stopped or blocked"
    if not is_zone(str(record.get("zone"))):
        return "zone: is no time zone such as Europe/Lisbon"
    days = record.get("weekdays")
    if not isinstance(days, list) or not days or not set(map(str, days)) <= set("0123456"):
        return 'weekdays: must be a list such as ["0", "6"]'
    return _plan_fault(record)


def _plan_fault(record: Record) -> str | None:
    """Return why nobody could plan for a subscriber, or None; what is left out has a default."""
    if record.get("kind", ChatKind.PRIVATE) not in list(ChatKind):
        return "kind: must be private, group or channel"
    position = record.get("position", 0)
    if type(position) is not int or not 0 <= position <= FURTHEST:
        return f"position: must be a number from 0 to {FURTHEST}"
    tuning = record.get("tuning")
    shaped = isinstance(tuning, dict) and all(isinstance(one, dict) for one in tuning.values())
    if tuning is not None and not shaped:
        return 'tuning: must be such as {"lunge": {"step": 1}}'
    return None
