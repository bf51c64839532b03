"""Bring a database's tables up to date with this program.

Nearly every start finds them so, and then needs no Alembic, which takes 0.2 s and 11 MB to import.
"""

import logging
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import TemporaryError
from bot.store.database import Database

LOCK = 7_710_451  # any number that nobody else in this database locks

LAST_APART = "0002"
"""The last migration whose programs can't work beside later ones: they know other tables."""

NAMELESS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND usename = current_user AND application_name = ''
AND backend_type = 'client backend'
"""
"""Connections of programs that don't give their name, as the versions up to LAST_APART."""

log = logging.getLogger(__name__)


class OlderVersionError(TemporaryError):
    """A process of a version that doesn't know the new tables works on them."""


async def upgrade(database: Database) -> None:
    """Run the migrations that are missing, one process at a time.

    Leave the database of a newer program as it is. Raise OlderVersionError
    where the tables would change under a process that can't go on with them.
    """
    async with database.rebuild() as connection:
        if not database.is_sqlite:
            await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
        found = await connection.run_sync(revision)
        if found is not None and not knows(found):
            log.warning(
                "the tables are those of a newer version (%s); leaving them as they are", found
            )
            return
        if found != newest():
            if found is not None and found <= LAST_APART and not database.is_sqlite:
                await _refuse_beside_others(connection)
            await connection.run_sync(bring_to)


async def _refuse_beside_others(connection: AsyncConnection) -> None:
    """Raise OlderVersionError while a process of the version before is connected.

    It would not end by itself: it would fetch updates, fail to handle them, and so lose them.
    """
    if count := await connection.scalar(sa.text(NAMELESS)):
        raise OlderVersionError(
            f"Another program, probably the previous version, has {count} connections to the"
            " database and doesn't know the new tables: stop all of its processes, then start this"
            " version."
        )


def start_over(connection: sa.Connection, wanted: str) -> sa.MetaData:
    """Replace every table by the empty ones of an earlier version; return these."""
    tables_of(connection).drop_all(connection)
    bring_to(connection, wanted)
    return tables_of(connection)


def tables_of(connection: sa.Connection) -> sa.MetaData:
    """Return the tables as they are in the database, whatever this program knows of them."""
    found = sa.MetaData()
    found.reflect(connection)
    return found


def revision(connection: sa.Connection) -> str | None:
    """Return the migration that a database has come to; None for an empty one."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return found


def names() -> list[str]:
    """Return the migrations of this program, the oldest first, as their files are called."""
    files = (Path(__file__).parent / "versions").glob("[0-9]*.py")
    return sorted(file.name.partition("_")[0] for file in files)


def newest() -> str:
    """Return the newest migration of this program."""
    return names()[-1]


def knows(name: str) -> bool:
    """Return whether a migration is one of this program's."""
    return name in names()


def bring_to(connection: sa.Connection, wanted: str = "head") -> None:
    """Run the migrations up to one; on SQLite, foreign keys must be off (Database.rebuild)."""
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    command.upgrade(config, wanted)
