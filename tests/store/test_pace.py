"""The token's clock: evenly spaced, shared, and stopped by a pause."""

import time

import pytest
import sqlalchemy as sa

from bot.store import pace, tables
from bot.store.database import Database
from bot.store.pace import Shares

BOT = 42


IS_FREE = tables.pace.c.lane == pace.FREE

SHARES = Shares(total=1, deliveries=1, replies=0.5, floods=0.1)
"""A message a second, so that a slot is a second."""


async def reserve(database: Database, count: int, shares: Shares = SHARES) -> float | None:
    async with database.write() as connection:
        return await pace.reserve(connection, BOT, count, shares)


async def reply(database: Database, count: int, *, is_flood: bool = False) -> float | None:
    async with database.write() as connection:
        return await pace.reserve_replies(connection, BOT, count, SHARES, is_flood=is_flood)


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


async def test_replies_get_every_slot_while_no_delivery_is_due(database: Database) -> None:
    assert await reply(database, 10) == pytest.approx(0, abs=1)
    assert await reply(database, 10) is None


async def test_replies_and_deliveries_take_slots_from_one_clock(database: Database) -> None:
    waits = [await reply(database, 10), await reserve(database, 10), await reserve(database, 10)]

    assert waits == pytest.approx([0, 10, 20], abs=1)


async def test_replies_get_half_of_the_slots_while_deliveries_are_due(database: Database) -> None:
    await reserve(database, 1)
    await reply(database, 1)

    async with database.read() as connection:
        row = (await connection.execute(sa.select(tables.pace).where(IS_FREE))).one()

    assert row.replies_at - row.next_at == pytest.approx(0, abs=0.3)  # two seconds for one slot


async def test_floods_have_a_smaller_share_within_that_of_replies(database: Database) -> None:
    await reserve(database, 1)
    await reply(database, 1, is_flood=True)

    async with database.read() as connection:
        row = (await connection.execute(sa.select(tables.pace).where(IS_FREE))).one()

    assert row.floods_at - row.replies_at == pytest.approx(8, abs=0.3)


async def test_a_flood_that_had_its_share_leaves_room_for_others(database: Database) -> None:
    await reply(database, 1, is_flood=True)

    assert await reply(database, 1, is_flood=True) is None


async def test_a_worker_sees_the_pause_of_another(database: Database) -> None:
    async with database.write() as connection:
        before = await pace.look(connection, BOT)
        await pace.hold(connection, BOT, 30)

    async with database.read() as connection:
        left = await pace.look(connection, BOT)
    assert before is None
    assert left == pytest.approx(30, abs=1)
