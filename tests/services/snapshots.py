"""All rows of a PostgreSQL database, read and stored again in one trip each."""

import json
from typing import Any

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.tables import metadata

TABLES = [one.name for one in metadata.sorted_tables]
ROWS = " UNION ALL ".join(
    f"SELECT '{name}', coalesce(json_agg(one), '[]')::text FROM {name} AS one"  # noqa: S608  # ours
    for name in TABLES
)
EMPTY = ";".join(f"DELETE FROM {name}" for name in reversed(TABLES))  # noqa: S608  # ours
"""The statements that delete everything."""


async def rows(database: Database) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of each table."""
    async with database.read() as connection:
        found = await connection.execute(sa.text(ROWS))
        return {name: json.loads(text) for name, text in found}


async def restoring(database: Database) -> str:
    """Return the statements that insert into empty tables what is stored now."""
    return ";".join(
        f"INSERT INTO {name} SELECT * FROM json_populate_recordset(NULL::{name}, '{quoted}')"  # noqa: S608  # ours
        for name, found in (await rows(database)).items()
        if found and (quoted := json.dumps(found).replace("'", "''"))
    )


async def execute(database: Database, statements: str) -> None:
    """Execute any number of statements in one transaction."""
    async with database.write() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver
        await driver.execute(statements)
