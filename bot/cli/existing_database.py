"""For commands that read a database and must never make one."""

from bot.store import migrations
from bot.store.database import Database, DatabaseError


async def require_tables(url: str) -> None:
    """Raise DatabaseError where there is no database yet, or one without tables."""
    database = Database(url)
    try:
        await revision_of(database)
    finally:
        await database.close()


async def revision_of(database: Database) -> str:
    """Return which migration a database has come to; raise DatabaseError where it has none."""
    if not database.is_there:
        raise DatabaseError(f"Nothing is there yet; the first start makes {database.name}.")
    await database.check()
    async with database.read() as connection:
        revision = await connection.run_sync(migrations.revision)
    if revision is None:
        raise DatabaseError("The database has no tables yet; psoas-bot migrate makes them.")
    return revision
