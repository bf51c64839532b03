"""From Telegram to a handler: stored first, handled in order, done when it is answered."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from typing import Any, Self

import pytest
from telegram import Update

from bot.botapi.inbox import A_CHAT
from bot.botapi.intake import Intake
from bot.services.updates import Updates
from bot.store.database import Database
from bot.store.inbox import Waiting
from tests.botapi.polls import until
from tests.chat.town import Town

ALICE, BOB = 1001, 1002


def raw(number: int, chat: int = ALICE) -> dict[str, Any]:
    said = {"message_id": number, "date": 1, "chat": {"id": chat, "type": "private"}}
    return {"update_id": number, "message": {**said, "text": str(number)}}


class Away(Updates):
    """A storage whose database is away when told so."""

    is_away = False
    has_company = True
    adds = 0
    looks = 0

    @property
    def is_alone(self) -> bool:
        return not self.has_company

    async def look(self, known: Collection[int]) -> list[Waiting]:
        self.looks += 1
        return await super().look(known)

    async def add(self, updates: Any) -> set[int]:
        self.adds += 1
        if self.is_away:
            raise OSError("away")
        return await super().add(updates)


class Office:
    """An intake under way, and what its handler did."""

    def __init__(self, town: Town, database: Database, worker: str) -> None:
        self.handled: list[int] = []
        self.floods: list[int] = []
        self.door = asyncio.Event()
        self.door.set()
        self.storage = Away(database, town.bot.id, worker)
        self.took: list[float] = []
        self.intake = Intake(town.bot, self.storage, self._handle, self._flood, self.took.append)

    async def _handle(self, update: Update) -> None:
        await self.door.wait()
        self.handled.append(update.update_id)

    async def _flood(self, update: Update) -> None:
        self.floods.append(update.update_id)

    @classmethod
    @asynccontextmanager
    async def opened(
        cls, town: Town, database: Database, worker: str = "one", seconds: float = 1
    ) -> AsyncIterator[Self]:
        office = cls(town, database, worker)
        keeping = asyncio.create_task(office.intake.keep())
        await office.intake.start()
        try:
            yield office
        finally:
            await office.intake.close(seconds)
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)


async def test_a_batch_is_taken_before_it_is_handled(town: Town, sqlite: Database) -> None:
    async with Office.opened(town, sqlite) as office:
        office.door.clear()
        async with asyncio.timeout(2):
            await office.intake.take([raw(1), raw(2), raw(3, BOB)])
        assert office.handled == []
        office.door.set()
        await until(lambda: len(office.handled) == 3)

    assert [one for one in office.handled if one != 3] == [1, 2]


async def test_what_comes_in_meanwhile_is_stored_in_one_transaction(
    town: Town, sqlite: Database
) -> None:
    async with Office.opened(town, sqlite) as office:
        calls = [office.intake.take([raw(number, number)]) for number in range(1, 51)]
        await asyncio.gather(*calls)
        await until(lambda: len(office.handled) == 50)

        assert office.storage.adds <= 3


async def test_how_long_each_took_is_told_wherever_it_waited(
    town: Town, postgresql: Database
) -> None:
    async with Office.opened(town, postgresql) as office:
        for number in range(1, 6):
            await office.intake.take([raw(number)])
        await until(lambda: len(office.handled) == 5)
        await until(lambda: len(office.took) == 5)


async def test_what_a_process_left_is_handled_by_the_next_one(
    town: Town, sqlite: Database
) -> None:
    async with Office.opened(town, sqlite, seconds=0.02) as office:
        await office.intake.take([raw(1, BOB)])
        await until(lambda: office.handled)
        office.door.clear()
        await office.intake.take([raw(number) for number in range(2, 6)])
    async with Office.opened(town, sqlite, "two") as heir:
        await until(lambda: len(heir.handled) == 4)

    assert office.handled == [1]
    assert heir.handled == [2, 3, 4, 5]


async def test_an_update_that_telegram_delivers_again_is_handled_once(
    town: Town, sqlite: Database
) -> None:
    async with Office.opened(town, sqlite) as office:
        await asyncio.gather(office.intake.take([raw(1)]), office.intake.take([raw(1)]))
        await until(lambda: office.handled)
        await office.intake.take([raw(1)])
        await asyncio.sleep(0.15)  # until it is marked as done
        await office.intake.take([raw(1), raw(2)])
        await until(lambda: 2 in office.handled)
    async with Office.opened(town, sqlite, "two") as next_one:
        await next_one.intake.take([raw(2), raw(3)])
        await until(lambda: 3 in next_one.handled)

    assert office.handled == [1, 2]
    assert next_one.handled == [3]


async def test_without_a_database_nothing_is_taken_and_nothing_lost(
    town: Town, sqlite: Database
) -> None:
    async with Office.opened(town, sqlite) as office:
        office.storage.is_away = True
        for _ in range(3 * A_CHAT):  # it is no flood
            with pytest.raises(OSError, match="away"):
                await office.intake.take([raw(1)])
        office.storage.is_away = False
        await office.intake.take([raw(1)])
        await until(lambda: office.handled)

    assert office.handled == [1]
    assert office.floods == []


async def test_a_flood_is_never_stored(town: Town, sqlite: Database) -> None:
    async with Office.opened(town, sqlite) as office:
        office.door.clear()
        await office.intake.take([raw(number) for number in range(1, 101)])
        office.door.set()
        await until(lambda: office.floods)

    assert office.handled == list(range(1, A_CHAT + 1))
    assert office.floods == [100]


@pytest.mark.parametrize(
    "poison",
    [{"message": {"message_id": 1}}, {"message": "hello"}, {"callback_query": {"id": "1"}}],
    ids=str,
)
async def test_an_update_that_nobody_can_read_is_stepped_over(
    town: Town, sqlite: Database, poison: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    async with Office.opened(town, sqlite) as office:
        await office.intake.take([raw(1), {"update_id": 2, **poison}, raw(3)])
        await until(lambda: 3 in office.handled)

    assert office.handled == [1, 3]
    assert any("is malformed" in message for message in caplog.messages)


async def test_two_replicas_keep_the_order_of_a_chat(town: Town, postgresql: Database) -> None:
    async with (
        Office.opened(town, postgresql) as one,
        Office.opened(town, postgresql, "two") as two,
    ):
        one.door.clear()
        await one.intake.take([raw(1)])
        await two.intake.take([raw(2)])
        await one.intake.take([raw(3)])
        await two.intake.take([raw(4, BOB)])
        await until(lambda: two.handled == [4])
        one.door.set()
        await until(lambda: one.handled == [1, 2, 3])


async def test_a_process_that_is_alone_and_has_nothing_to_do_hardly_looks(
    town: Town, postgresql: Database
) -> None:
    async with Office.opened(town, postgresql) as office:
        office.storage.has_company = False
        await asyncio.sleep(1.2)
        alone, office.storage.looks = office.storage.looks, 0
        office.storage.has_company = True
        await until(lambda: office.storage.looks >= 3)

    assert alone <= 1


async def test_an_update_that_a_newcomer_stores_for_a_busy_process_is_found_at_once(
    town: Town, postgresql: Database
) -> None:
    async with Office.opened(town, postgresql) as office:
        office.storage.has_company = False
        office.door.clear()
        await office.intake.take([raw(1)])
        newcomer = Updates(postgresql, town.bot.id, "two")
        await newcomer.add([(2, ALICE, json.dumps(raw(2)))])
        async with asyncio.timeout(1):
            while 2 not in office.intake._known:
                await asyncio.sleep(0.05)
        office.door.set()
        await until(lambda: office.handled == [1, 2])


async def test_a_replica_that_stops_leaves_what_it_has_to_the_other(
    town: Town, postgresql: Database
) -> None:
    async with Office.opened(town, postgresql, "two") as two:
        async with Office.opened(town, postgresql, seconds=0.02) as one:
            one.door.clear()
            await one.intake.take([raw(1), raw(2)])
        await until(lambda: two.handled == [1, 2])


async def test_trouble_with_the_database_passes(
    town: Town, sqlite: Database, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.WARNING)
    async with Office.opened(town, sqlite) as office:
        fails = iter([True])
        finish = office.storage.finish

        async def fail_once(update_ids: Any) -> None:
            if next(fails, False):
                raise OSError("away")
            await finish(update_ids)

        monkeypatch.setattr(office.storage, "finish", fail_once)
        await office.intake.take([raw(1)])
        await until(lambda: office.handled and not office.intake._known)

    assert caplog.messages == ["the inbox cannot reach the database (OSError); retrying"]


async def test_who_waited_for_the_next_process_may_say_as_much_again(
    town: Town, sqlite: Database
) -> None:
    async with Office.opened(town, sqlite, seconds=0.02) as office:
        office.door.clear()
        await office.intake.take([raw(number) for number in range(1, A_CHAT + 1)])
    async with Office.opened(town, sqlite, "two") as heir:
        heir.door.clear()
        await heir.intake.take([raw(number) for number in range(A_CHAT + 1, 2 * A_CHAT + 1)])
        heir.door.set()
        await until(lambda: len(heir.handled) == 2 * A_CHAT)

    assert heir.handled == list(range(1, 2 * A_CHAT + 1))
    assert heir.floods == []


async def test_what_telegram_delivers_again_is_no_flood(town: Town, sqlite: Database) -> None:
    async with Office.opened(town, sqlite) as office:
        await office.intake.take([raw(number) for number in range(1, A_CHAT + 1)])
        await until(lambda: len(office.handled) == A_CHAT)
    async with Office.opened(town, sqlite, "two") as heir:
        heir.door.clear()
        await heir.intake.take([raw(number) for number in range(1, 2 * A_CHAT + 1)])
        heir.door.set()
        await until(lambda: len(heir.handled) == A_CHAT)

    assert heir.handled == list(range(A_CHAT + 1, 2 * A_CHAT + 1))
    assert heir.floods == []
