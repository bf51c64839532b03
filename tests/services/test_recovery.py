"""A dead worker is known at once, and what it held is free; a living one keeps everything."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.coach.library import Library
from bot.services import recovery
from bot.services.delivery.deliveries import Deliveries
from bot.services.delivery.outcome import Sent
from bot.services.delivery.policy import LEASE, REPEAT_AFTER
from bot.services.operators.roles import POLLING, Role
from bot.services.recovery import Recovery
from bot.services.updates import Updates
from bot.store import tables
from bot.store.database import Database
from tests.services.rooms import ALICE, BOB, MONDAY_EIGHT, Rooms, build, send_all

SOON = MONDAY_EIGHT + timedelta(seconds=2)
BOT = 42


def clock() -> datetime:
    return MONDAY_EIGHT


async def names(database: Database) -> list[str]:
    async with database.read() as connection:
        return list(await connection.scalars(sa.select(tables.workers.c.name)))


async def eventually_gone(database: Database, name: str) -> None:
    async with asyncio.timeout(10):
        while name in await names(database):
            await asyncio.sleep(0.05)


@asynccontextmanager
async def dying(database: Database, worker: str) -> AsyncIterator[AsyncExitStack]:
    """Let a worker live until the stack is closed; what it holds stays behind."""
    async with AsyncExitStack() as life:
        await life.enter_async_context(Recovery(database, worker).registered())
        yield life


async def test_what_a_dead_worker_claimed_goes_out_at_once_and_aloud(
    rooms: Rooms, library: Library
) -> None:
    await rooms.subscribe(ALICE)
    dead = Deliveries(rooms.database, library)
    async with dying(rooms.database, dead.worker):
        await dead.claim(MONDAY_EIGHT, 100)

    async with Recovery(rooms.database, rooms.deliveries.worker).registered():
        await eventually_gone(rooms.database, dead.worker)
        sent = await send_all(rooms, SOON, Sent(1))

    assert [(one.chat_id, one.repeated) for one in sent] == [(ALICE, False)]


async def test_what_a_dead_worker_was_sending_is_repeated_silently_after_five_minutes(
    rooms: Rooms, library: Library
) -> None:
    await rooms.subscribe(ALICE)
    dead = Deliveries(rooms.database, library)
    async with dying(rooms.database, dead.worker):
        await dead.depart(await dead.claim(MONDAY_EIGHT, 100), MONDAY_EIGHT)

    async with Recovery(rooms.database, rooms.deliveries.worker).registered():
        await eventually_gone(rooms.database, dead.worker)
        assert await send_all(rooms, SOON, Sent(1)) == []
        assert await rooms.states() == ["unconfirmed"]
        sent = await send_all(rooms, SOON + REPEAT_AFTER, Sent(1))

    assert [one.repeated for one in sent] == [True]


async def test_a_dead_worker_leaves_its_role_and_its_updates_at_once(database: Database) -> None:
    async with dying(database, "dead"):
        await Role(database, BOT, POLLING, "dead", clock).hold()
        await Updates(database, BOT, "dead").add([(1, ALICE, "{}")])

    async with Recovery(database, "alive").registered():
        await eventually_gone(database, "dead")
        assert await Role(database, BOT, POLLING, "alive", clock).hold()
        left = await Updates(database, BOT, "alive").take_over()

    assert [one.update_id for one in left] == [1]


async def test_a_worker_that_lives_keeps_what_it_claimed(
    postgresql: Database, library: Library
) -> None:
    one, other = Deliveries(postgresql, library), Deliveries(postgresql, library)
    await build(postgresql, library).subscribe(ALICE, BOB)
    async with Recovery(postgresql, one.worker).registered():
        claimed = await one.claim(MONDAY_EIGHT, 100)
        recover = Recovery(postgresql, other.worker)
        async with recover.registered():
            await recover.free_the_dead()
            assert await other.claim(SOON, 100) == []
            assert len(await one.depart(claimed, SOON)) == 2
            # A frozen worker keeps its lock: it loses what it holds by the lease.
            assert await other.claim(MONDAY_EIGHT + LEASE, 100) == []


async def test_a_worker_that_lost_its_connection_gets_its_lock_back_and_judges_nobody_for_a_while(
    postgresql: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recovery, "PING_SECONDS", 0.05)
    monkeypatch.setattr(recovery, "GRACE_SECONDS", 3.0)
    one, other = Recovery(postgresql, "one"), Recovery(postgresql, "other")
    async with one.registered(), other.registered():
        await asyncio.sleep(0.2)
        await end_locks(postgresql)
        await asyncio.sleep(1)

        assert sorted(await names(postgresql)) == ["one", "other"]
        async with asyncio.timeout(10):
            while await locks(postgresql) < 2:
                await asyncio.sleep(0.05)


async def test_a_worker_is_alone_until_another_comes_and_again_once_that_one_is_dead(
    postgresql: Database,
) -> None:
    first = Recovery(postgresql, "first")
    async with first.registered():
        assert first.is_alone
        async with dying(postgresql, "second"):
            await until(lambda: not first.is_alone)
        await until(lambda: first.is_alone)

    assert await names(postgresql) == ["first"]


async def test_a_worker_that_lost_its_connection_does_not_take_itself_for_alone(
    postgresql: Database,
) -> None:
    one = Recovery(postgresql, "one")
    async with one.registered():
        await end_locks(postgresql)
        await until(lambda: not one.is_alone)
        await until(lambda: one.is_alone)


async def test_a_worker_whose_row_is_gone_enters_again(postgresql: Database) -> None:
    async with Recovery(postgresql, "one").registered():
        async with postgresql.write() as connection:
            await connection.execute(tables.workers.delete())
        async with asyncio.timeout(10):
            while await names(postgresql) != ["one"]:
                await asyncio.sleep(0.05)


def test_on_sqlite_there_is_no_other_worker(sqlite: Database) -> None:
    assert Recovery(sqlite, "one").is_alone


async def end_locks(database: Database) -> None:
    """End every connection that shows that a worker lives."""
    async with database.write() as connection:
        await connection.execute(
            sa.text(
                "SELECT pg_terminate_backend(pid) FROM pg_locks"
                " WHERE locktype = 'advisory' AND objsubid = 2"
            )
        )


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not is_so():
            await asyncio.sleep(0.02)


async def locks(database: Database) -> int:
    query = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2"
    async with database.read() as connection:
        return int(await connection.scalar(sa.text(query)) or 0)
