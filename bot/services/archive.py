"""What is kept, carried elsewhere, shown to its owner, or forgotten."""

from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from bot.coach.places import is_zone
from bot.store import archive, migrations
from bot.store.archive import Record, RecordError, RefusedError
from bot.store.database import Database
from bot.store.subscribers import Standing

__all__ = ["Archive", "ArchiveError", "Record"]

AT_ONCE = 500
"""People or rows written by one statement."""

Line = tuple[int, Any]
"""The number of a line in a file, and what it holds."""

TABLES = {table.name: table for table in archive.KEPT}


class ArchiveError(Exception):
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
        """Delete all that is stored about a chat; say False where nothing was."""
        async with self._database.write() as connection:
            return await archive.forget(connection, chat_id)

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

    async def take_in(self, lines: Iterable[Line]) -> AsyncIterator[tuple[int, int]]:
        """Add people from numbered records; yield how many were new, of how many, at a time.

        Whoever is here already is left alone, so that the same file may come twice, or after
        a first try that was cut short.
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
        """Yield everything as of one moment: a heading, rows under their table, their number."""
        count = 0
        async with self._database.snapshot() as connection:
            revision = await connection.run_sync(migrations.revision)
            yield {"psoas-bot": "backup", "revision": revision, "at": now.isoformat()}
            for name, table in TABLES.items():
                async for record in archive.rows(connection, table):
                    count += 1
                    yield [name, record]
        yield {"rows": count}

    async def restore(self, lines: Iterable[Line]) -> AsyncIterator[int]:
        """Fill an empty database from a backup, wholly or not at all; yield rows so far."""
        lines = iter(lines)
        _, heading = next(lines, (0, None))
        if not isinstance(heading, dict) or heading.get("psoas-bot") != "backup":
            raise ArchiveError("This file is no backup of psoas-bot.")
        if not migrations.knows(str(heading.get("revision"))):
            raise ArchiveError("This backup comes from a newer psoas-bot; update this one first.")
        count = 0
        try:
            async with self._database.write() as connection:
                if await archive.is_used(connection):
                    raise ArchiveError("The database is in use; restore needs an empty one.")
                for name, records in _batches(lines):
                    await archive.fill(connection, TABLES[name], records)
                    count += len(records)
                    yield count
                await archive.count_on(connection)
        except (RecordError, RefusedError):
            raise ArchiveError("The database refuses a row; nothing was restored.") from None


def _batches(lines: Iterable[Line]) -> Iterator[tuple[str, list[Record]]]:
    """Gather rows that follow each other in one table, up to the number that ends a backup."""
    count, name = 0, ""
    some: list[Record] = []
    for number, line in lines:
        match line:
            case [str(table), dict(record)] if table in TABLES:
                if some and (table != name or len(some) == AT_ONCE):
                    yield name, some
                    some = []
                count, name = count + 1, table
                some.append(record)
            case {"rows": total} if total == count:
                if some:
                    yield name, some
                return
            case _:
                raise ArchiveError(f"Line {number}: this is no row of a backup.")
    raise ArchiveError("The backup is cut short; nothing was restored.")


def _fault(record: Any) -> str | None:
    """Say what would make a subscriber whom nobody can deliver to."""
    if not isinstance(record, dict) or type(record.get("chat_id")) is not int:
        return "this is no subscriber with a chat_id"
    if record.get("state") not in set(Standing):
        return "state: must be active, stopped or blocked"
    if not is_zone(str(record.get("zone"))):
        return "zone: is no time zone such as Europe/Lisbon"
    days = record.get("weekdays")
    if not isinstance(days, list) or not days or not set(map(str, days)) <= set("0123456"):
        return 'weekdays: must be a list such as ["0", "6"]'
    return None
