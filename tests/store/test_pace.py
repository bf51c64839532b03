"""The token's clock: evenly spaced, shared, and stopped by a pause."""

import time

import pytest

from bot.store import pace, tables
from bot.store.database import Database

BOT = 42


async def reserve(database: Database, seconds: float) -> float | None:
    async with database.write() as connection:
        return await pace.reserve(connection, BOT, seconds)


@pytest.fixture(autouse=True)
async def row(database: Database) -> None:
    async with database.write() as connection:
        await pace.prepare(connection, BOT)
        await pace.prepare(connection, BOT)


async def test_the_first_leaves_at_once_and_the_next_waits_its_turn(database: Database) -> None:
    waits = [await reserve(database, 10) for _ in range(3)]

    assert waits == pytest.approx([0, 10, 20], abs=1)


async def test_a_pause_moves_everybody(database: Database) -> None:
    async with database.write() as connection:
        await pace.hold(connection, BOT, 30)

    assert await reserve(database, 1) == pytest.approx(30, abs=1)


async def test_a_shorter_pause_does_not_end_a_longer_one(database: Database) -> None:
    async with database.write() as connection:
        await pace.hold(connection, BOT, 30)
        await pace.hold(connection, BOT, 3)

    assert await reserve(database, 1) == pytest.approx(30, abs=1)


async def test_a_pause_is_as_long_as_telegram_says_even_a_day(database: Database) -> None:
    await reserve(database, 10)
    async with database.write() as connection:
        await pace.hold(connection, BOT, 86_400)

    waits = [await reserve(database, 10) for _ in range(3)]

    assert waits == pytest.approx([86_400, 86_410, 86_420], abs=2)


async def test_what_was_reserved_beyond_a_pause_keeps_its_place(database: Database) -> None:
    waits = [await reserve(database, 40)]
    async with database.write() as connection:
        await pace.hold(connection, BOT, 30)

    assert [*waits, await reserve(database, 1)] == pytest.approx([0, 40], abs=1)


async def test_a_clock_that_was_put_back_holds_nobody_for_an_hour(database: Database) -> None:
    async with database.write() as connection:
        ahead = tables.pace.c.next_at + time.time() + 3600
        await connection.execute(tables.pace.update().values(next_at=ahead))

    assert await reserve(database, 1) == pytest.approx(pace.FURTHEST, abs=2)
