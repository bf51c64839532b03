"""Bring a database's tables up to date with this program."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from bot.store.database import Database

LOCK = 7_710_451  # any number that nobody else in this database locks


async def upgrade(database: Database) -> None:
    """Run the migrations that are missing, one process at a time."""
    async with database.write() as connection:
        if not database.is_sqlite:
            await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
        await connection.run_sync(_upgrade)


def _upgrade(connection: sa.Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
