"""Updates in the database: stored once, one chat with one worker, each write counted once."""

import asyncio
import random

import pytest
import sqlalchemy as sa

from bot.services import updates as service
from bot.services.updates import Updates
from bot.store import tables
from bot.store.attempts import Attempt, TakenOverError, count_together
from bot.store.database import Database
from bot.store.inbox import Waiting

BOT = 42
ALICE, BOB = 1001, 1002


def worker(database: Database, name: str = "one") -> Updates:
    return Updates(database, BOT, name)


async def rows(database: Database) -> list[tuple[int, int, str, bool]]:
    """Return id, chat, body and done of each row."""
    row = tables.inbox.c
    query = sa.select(row.update_id, row.chat, row.body, row.done).order_by(row.update_id)
    async with database.read() as connection:
        return [tuple(one) for one in await connection.execute(query)]


async def note(database: Database, name: str) -> None:
    """Write something that can be counted."""
    async with database.write() as connection:
        await connection.execute(
            tables.media.insert().values(bot_id=BOT, digest=name, file_id="written")
        )


async def notes(database: Database) -> list[str]:
    async with database.read() as connection:
        return sorted(await connection.scalars(sa.select(tables.media.c.digest)))


async def expire(database: Database, name: str) -> None:
    """Let the lease of a worker expire, as if it had died a while ago."""
    late = tables.inbox.update().where(tables.inbox.c.worker == name).values(lease_until=0)
    async with database.write() as connection:
        await connection.execute(late)


# --- stored ---------------------------------------------------------------------------------


async def test_an_update_that_comes_again_is_not_stored_again(database: Database) -> None:
    updates = worker(database)

    assert await updates.add([(1, ALICE, "{}"), (2, BOB, "{}")]) == {1, 2}
    assert await updates.add([(2, BOB, "{}"), (3, BOB + 1, "{}")]) == {3}


async def test_a_handled_update_is_recognised_though_nothing_of_it_is_left(
    database: Database,
) -> None:
    updates = worker(database)
    await updates.add([(1, ALICE, '{"text": "a secret"}')])
    await updates.finish([1])

    assert await rows(database) == [(1, 0, "", True)]
    assert await updates.add([(1, ALICE, '{"text": "a secret"}')]) == set()


async def test_a_handled_update_is_forgotten_after_a_while(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    updates = worker(database)
    await updates.add([(1, ALICE, "{}"), (2, BOB, "{}")])
    await updates.finish([1])
    await updates.forget()
    assert len(await rows(database)) == 2

    monkeypatch.setattr(service, "REMEMBERED_SECONDS", -1)
    await updates.forget()

    assert [row[0] for row in await rows(database)] == [2]


async def test_another_bots_updates_are_its_own(database: Database) -> None:
    other = Updates(database, BOT + 1, "two")
    await worker(database).add([(1, ALICE, "{}")])

    assert await other.add([(1, ALICE, "{}")]) == {1}
    await other.finish([1])
    assert {done for *_, done in await rows(database)} == {True, False}


# --- taken over -----------------------------------------------------------------------------


async def test_what_a_dead_worker_left_is_taken_over_in_order(database: Database) -> None:
    dead, heir = worker(database), worker(database, "two")
    await dead.add([(3, ALICE, '{"a": 3}'), (1, ALICE, '{"a": 1}'), (2, BOB, "{}")])
    await dead.finish([2])
    await expire(database, "one")

    assert await heir.take_over() == [Waiting(1, '{"a": 1}', 0, 1), Waiting(3, '{"a": 3}', 0, 1)]
    assert await heir.take_over() == []


async def test_an_update_that_ends_every_process_is_given_up(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    await worker(database, "0").add([(1, ALICE, "{}")])
    for number in range(service.MOST_TRIES + 1):
        await expire(database, str(number))
        taken = await worker(database, str(number + 1)).take_over()

    assert taken == []
    assert caplog.messages == [f"gave up updates [1] after {service.MOST_TRIES} crashes"]
    assert await rows(database) == [(1, 0, "", True)]


# --- replicas -------------------------------------------------------------------------------


async def test_a_live_worker_keeps_its_updates(postgresql: Database) -> None:
    await worker(postgresql).add([(1, ALICE, "{}")])

    assert await worker(postgresql, "two").take_over() == []
    assert await worker(postgresql, "two").look(set()) == []


async def test_a_chat_that_a_worker_has_goes_to_that_worker(postgresql: Database) -> None:
    one, two = worker(postgresql), worker(postgresql, "two")
    await one.add([(1, ALICE, "{}")])

    assert await two.add([(2, ALICE, "{}"), (3, BOB, "{}")]) == {3}
    assert [found.update_id for found in await one.look({1})] == [2]
    assert await two.look({3}) == []
    await one.finish([1, 2])
    assert await two.add([(4, ALICE, "{}")]) == {4}


async def test_whole_chats_are_taken_over_even_if_a_row_was_given_later(
    postgresql: Database,
) -> None:
    one, two = worker(postgresql), worker(postgresql, "two")
    await one.add([(1, ALICE, "{}")])
    await expire(postgresql, "one")
    assert await two.add([(2, ALICE, "{}")]) == set()

    assert [found.update_id for found in await two.look(set())] == [1, 2]


async def test_a_renewed_lease_holds_and_one_that_is_given_up_does_not(
    postgresql: Database,
) -> None:
    one, two = worker(postgresql), worker(postgresql, "two")
    await one.add([(1, ALICE, "{}")])
    await expire(postgresql, "one")
    await one.renew()
    assert await two.look(set()) == []

    await one.give_up()
    assert [found.update_id for found in await two.look(set())] == [1]


async def test_of_many_workers_at_once_one_has_a_chat(postgresql: Database) -> None:
    workers = [worker(postgresql, str(number)) for number in range(4)]
    for turn in range(10):
        first = 100 * turn + 1
        added = await asyncio.gather(
            *(one.add([(first + number, ALICE, "{}")]) for number, one in enumerate(workers))
        )
        assert sum(map(len, added)) == 1
        found = await asyncio.gather(*(one.look(set()) for one in workers))
        (mine,) = [one for one in found if one]
        assert [one.update_id for one in mine] == list(range(first, first + 4))
        await asyncio.gather(*(one.finish(range(first, first + 4)) for one in workers))


# --- attempts -------------------------------------------------------------------------------


async def test_a_write_that_was_committed_before_a_crash_is_not_committed_again(
    database: Database,
) -> None:
    updates, heir = worker(database), worker(database, "two")
    await updates.add([(1, ALICE, "{}")])
    with updates.attempt(1, 0):
        await note(database, "first")
    await expire(database, "one")
    (again,) = await heir.take_over()
    assert again.writes == 1

    with heir.attempt(1, again.writes):
        await note(database, "first again")
        await note(database, "second")

    assert await notes(database) == ["first", "second"]


async def test_a_write_that_failed_is_not_counted(database: Database) -> None:
    updates = worker(database)
    await updates.add([(1, ALICE, "{}")])
    with updates.attempt(1, 0), pytest.raises(ZeroDivisionError):
        async with database.write():
            raise ZeroDivisionError
    await expire(database, "one")

    assert (await worker(database, "two").take_over())[0].writes == 0


async def test_what_may_happen_again_is_not_counted(database: Database) -> None:
    updates = worker(database)
    await updates.add([(1, ALICE, "{}")])
    with updates.attempt(1, 1):
        async with database.write(repeatable=True) as connection:
            await connection.execute(
                tables.media.insert().values(bot_id=BOT, digest="own", file_id="1")
            )

    assert await notes(database) == ["own"]


async def test_a_worker_that_lost_an_update_writes_nothing_more_for_it(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    frozen, heir = worker(database), worker(database, "two")
    await frozen.add([(1, ALICE, "{}")])
    await expire(database, "one")
    await heir.take_over()

    with frozen.attempt(1, 0):
        await note(database, "late")

    assert await notes(database) == []
    assert caplog.messages == ["update 1 was taken over by another worker; dropping it"]


async def test_no_handler_can_answer_for_an_update_that_is_lost() -> None:
    assert not issubclass(TakenOverError, Exception)


async def test_what_a_handler_leaves_running_belongs_to_no_update(database: Database) -> None:
    updates = worker(database)
    await updates.add([(1, ALICE, "{}")])
    is_over = asyncio.Event()

    async def later() -> None:
        await is_over.wait()
        await note(database, "later")

    with updates.attempt(1, 1):
        left = asyncio.create_task(later())
        await asyncio.sleep(0)
    is_over.set()
    await left

    assert await notes(database) == ["later"]


async def test_work_that_is_no_updates_is_untouched(database: Database) -> None:
    await note(database, "tick")

    assert await notes(database) == ["tick"]


async def test_leases_and_writes_that_are_counted_together_never_lock_each_other_out(
    database: Database,
) -> None:
    updates, chance = worker(database), random.Random(1)
    await updates.add([(number, number, "{}") for number in range(500)])

    async def count() -> None:
        some = [Attempt(BOT, number, "one", 0) for number in chance.sample(range(500), 300)]
        async with database.write() as connection:
            await count_together(connection, some)

    for _ in range(10):  # PostgreSQL ends one of two that wait for each other
        await asyncio.gather(updates.renew(), count(), updates.renew(), count())

    async with database.read() as connection:
        assert await connection.scalar(sa.select(sa.func.sum(tables.inbox.c.writes))) == 6000
