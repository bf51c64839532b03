"""A role belongs to one process at a time, until it gives up or is silent too long."""

from datetime import UTC, datetime, timedelta

from bot.store import roles
from bot.store.database import Database

KEY = (42, "polling")
NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
TERM = timedelta(seconds=45)


async def hold(database: Database, worker: str, now: datetime) -> bool:
    async with database.write() as connection:
        return await roles.hold(connection, KEY, worker, now, now + TERM)


async def test_the_first_who_asks_has_it_and_keeps_it(database: Database) -> None:
    assert await hold(database, "alice", NOW)
    assert not await hold(database, "bob", NOW)
    assert await hold(database, "alice", NOW + TERM)


async def test_who_is_silent_too_long_loses_it(database: Database) -> None:
    await hold(database, "alice", NOW)

    assert await hold(database, "bob", NOW + TERM)
    assert not await hold(database, "alice", NOW + TERM)


async def test_who_gives_up_leaves_it_to_the_next(database: Database) -> None:
    await hold(database, "alice", NOW)
    async with database.write() as connection:
        await roles.give_up(connection, KEY, "bob")
        await roles.give_up(connection, KEY, "alice")

    assert await hold(database, "bob", NOW)
