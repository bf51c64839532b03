"""The guard over all tests of services: an unlocked read before a write is caught."""

import pytest

from bot.store import subscribers as store
from bot.store.tables import deliveries, subscribers
from tests.services.rooms import ALICE, Rooms


async def test_an_unlocked_read_in_a_transaction_that_may_write_is_caught(rooms: Rooms) -> None:
    async with rooms.database.write() as connection:
        with pytest.raises(AssertionError, match="unlocked"):
            await connection.execute(subscribers.select())


async def test_a_subscriber_who_is_locked_after_a_delivery_is_caught(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    async with rooms.database.write() as connection:
        await connection.execute(deliveries.delete())
        with pytest.raises(AssertionError, match="subscribers locked after deliveries"):
            await store.by_chat(connection, ALICE)


async def test_a_subscriber_who_is_locked_first_may_be_locked_again(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    async with rooms.database.write() as connection:
        person = await store.by_chat(connection, ALICE)
        assert person
        await connection.execute(deliveries.delete())
        await store.change(connection, person.id, unanswered=1)


async def test_to_read_by_chat_is_to_lock(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    async with rooms.database.write() as connection:
        assert await store.by_chat(connection, ALICE)


async def test_who_only_looks_needs_no_lock(rooms: Rooms) -> None:
    async with rooms.database.read() as connection:
        assert (await connection.execute(subscribers.select())).all() == []
