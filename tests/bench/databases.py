"""Databases of each kind, filled with many people by one statement."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.app import migrated_database
from bot.store.database import Database
from bot.store.tables import subscribers
from tests import postgres
from tests.bench import mix
from tests.bench.crowd import COMMANDERS, SPEAKERS
from tests.bench.machine import OTHERS, pin

KINDS = ("sqlite", "postgresql")
ZONES = ("Europe/London", "America/New_York", "Asia/Tokyo", "Australia/Sydney", "Asia/Kolkata")
EQUIPMENT = ("", "ball", "kettlebell")

AT_ONCE = 20_000
"""Rows in one transaction: a million at once would take gigabytes."""

PEOPLE = """
INSERT INTO subscribers (chat_id, state, language, wall, zone, zone_told, weekdays, equipment,
                         position, next_day, next_due_at, created_at)
SELECT {chat} + i, 'active', 'en', {wall}, {zones}, true, '0 1 2 3 4 5 6', {equipment}, {position},
       {day}, {due}, {now}
FROM {series}
"""

ANY_DAY = "i % 28"
NO_REST = "i % 28 - CASE i % 7 WHEN 6 THEN 1 ELSE 0 END"
"""Where somebody is in the first four weeks; each seventh day is a rest, which has no Done."""

SERIES = """
(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})
 SELECT i FROM n) AS n
"""

HISTORY = """
INSERT INTO deliveries (subscriber_id, kind, key, day, due_at, position, exercise, state, tries,
                        repeated, sent_at, message_id)
SELECT id, 'exercise', CAST({yesterday} AS varchar(32)), {yesterday}, {now}, position,
       'half-kneeling-stretch', 'sent', 1, false, {now}, id
FROM subscribers
"""

WAKE = """
UPDATE subscribers SET next_due_at = {now}, next_day = {day}
WHERE id IN (SELECT id FROM subscribers WHERE next_due_at > {now} AND chat_id < {commanders}
             AND id > {above} ORDER BY id LIMIT {count})
"""


class Server:
    """A place for databases of one kind; `pid` is that of the server, if there is one."""

    pid: int | None = None

    def __init__(self, kind: str, folder: Path) -> None:
        self.kind = kind
        self._folder = folder
        self._count = 0

    def fresh(self) -> str:
        """Return the address of an empty database."""
        self._count += 1
        return f"sqlite:///{self._folder / f'bench-{self._count}.db'}"


class PostgresServer(Server):
    """PostgreSQL as it would run in earnest, on the core of the others."""

    def __init__(self) -> None:
        super().__init__("postgresql", Path())
        durable = ("fsync", "synchronous_commit", "full_page_writes")
        postgres.SETTINGS.update(dict.fromkeys(durable, "on"))
        self._server = postgres.LocalPostgres()
        process = self._server._process
        assert process
        self.pid = process.pid
        pin(OTHERS, process.pid)

    def fresh(self) -> str:
        """Return the address of an empty database."""
        return self._server.fresh()

    def restart(self) -> None:
        """Cut every connection, as an update of the server does."""
        self._server.restart()
        process = self._server._process
        assert process
        self.pid = process.pid

    def close(self) -> None:
        """Stop the server."""
        self._server.close()


@contextmanager
def server(kind: str) -> Iterator[Server]:
    """Lend a place for databases."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(prefix="psoas-bench-") as folder:
            yield Server(kind, Path(folder))
        return
    place = PostgresServer()
    try:
        yield place
    finally:
        place.close()


async def seed_mix(url: str, due: int, languages: Mapping[str, int], *, later: int = 0) -> None:
    """Fill a database with a crowd like a real one: people due now, then people due tomorrow."""
    people = list(mix.rows(due + later, datetime.now(UTC), languages))
    for person in people[due:]:
        person["next_due_at"] += timedelta(days=1)
    await seed_rows(url, people)


async def seed_rows(url: str, people: Iterable[dict[str, Any]]) -> None:
    """Fill a database with people, each a row of subscribers."""
    left = iter(people)
    async with migrated_database(url) as database:
        while some := list(islice(left, AT_ONCE)):
            async with database.write() as connection:
                await connection.execute(subscribers.insert(), some)
        await _analyze(database)


async def seed(
    url: str, due: int, *, later: int = 0, commanders: bool = False, history: bool = False
) -> None:
    """Fill a database: people due now, people due tomorrow, people who send commands.

    They are much alike: one language, five zones, no health, the first four weeks. Who sends
    commands doesn't rest today.
    """
    async with migrated_database(url) as database:
        await _add(database, due, chat=0, ahead=timedelta(seconds=-1))
        await _add(database, later, chat=due)
        await _add(database, SPEAKERS * commanders, chat=COMMANDERS - 1, position=NO_REST)
        if history:
            await _run(database, HISTORY)
        await _analyze(database)


async def wake(url: str, count: int, above: int = 0) -> None:
    """Make more people due at once: those with an id above, in order."""
    async with migrated_database(url) as database:
        await _run(database, WAKE, count=count, above=above, commanders=COMMANDERS)


async def _add(
    database: Database,
    count: int,
    *,
    chat: int,
    ahead: timedelta = timedelta(days=1),
    position: str = ANY_DAY,
) -> None:
    if not count:
        return
    series = f"generate_series(1, {count}) AS n(i)"
    if database.is_sqlite:
        series = SERIES.format(count=count)
    await _run(
        database,
        PEOPLE,
        chat=chat,
        position=position,
        due=_instant(database, ahead),
        series=series,
        wall="'08:00:00.000000'" if database.is_sqlite else "time '08:00'",
        zones=_choice(ZONES),
        equipment=_choice(EQUIPMENT),
    )


def _choice(values: tuple[str, ...]) -> str:
    cases = " ".join(f"WHEN {at} THEN '{value}'" for at, value in enumerate(values))
    return f"CASE i % {len(values)} {cases} END"


async def _run(database: Database, template: str, **parts: object) -> None:
    now = datetime.now(UTC)
    dates = {
        "day": _date(database, now),
        "yesterday": _date(database, now - timedelta(days=1)),
        "now": _instant(database, timedelta()),
    }
    async with database.write() as connection:
        await connection.exec_driver_sql(template.format(**dates | parts))


def _instant(database: Database, ahead: timedelta) -> str:
    at = datetime.now(UTC) + ahead
    if database.is_sqlite:
        return f"'{at:%Y-%m-%d %H:%M:%S.%f}'"
    return f"timestamptz '{at.isoformat()}'"


def _date(database: Database, at: datetime) -> str:
    return f"'{at:%Y-%m-%d}'" if database.is_sqlite else f"date '{at:%Y-%m-%d}'"


async def _analyze(database: Database) -> None:
    async with database.write() as connection:
        await connection.execute(sa.text("ANALYZE"))
