"""The shelf: what was uploaded is known to everybody, and asked for once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.delivery.file_ids import FileIds
from bot.store.database import Database


class Asked(Database):
    """A database that counts how often it is read."""

    reads = 0

    @asynccontextmanager
    async def read(self, *, quick: bool = False) -> AsyncIterator[AsyncConnection]:
        """Read, and count."""
        self.reads += 1
        async with super().read() as connection:
            yield connection


@pytest.fixture
async def asked(database: Database) -> AsyncIterator[Asked]:
    """Open the test's database with a counter of reads."""
    asked = Asked(database.url.render_as_string(hide_password=False))
    yield asked
    await asked.close()


async def test_hundreds_who_ask_at_once_are_one_question(asked: Asked) -> None:
    """A broadcast begins with everybody asking for the same picture."""
    shelf = FileIds(asked, 1)
    found = await asyncio.gather(*(shelf.find("loop") for _ in range(256)))
    assert set(found) == {None}
    assert asked.reads == 1


async def test_what_is_known_is_not_asked_again(asked: Asked) -> None:
    """Once found, a file id stays in memory."""
    await FileIds(asked, 1).keep("loop", "id-1")
    shelf = FileIds(asked, 1)
    assert [await shelf.find("loop") for _ in range(3)] == ["id-1"] * 3
    assert asked.reads == 1


async def test_what_another_worker_uploaded_is_found_at_the_next_look(asked: Asked) -> None:
    """That there was nothing is not remembered."""
    shelf = FileIds(asked, 1)
    assert await shelf.find("loop") is None
    await FileIds(asked, 1).keep("loop", "id-1")
    assert await shelf.find("loop") == "id-1"


async def test_who_gives_up_looking_leaves_nobody_waiting(asked: Asked) -> None:
    """Whoever waited for a cancelled look learns nothing, and asks again."""
    await FileIds(asked, 1).keep("loop", "id-1")
    shelf = FileIds(asked, 1)
    first, second = (asyncio.create_task(shelf.find("loop")) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    assert await second is None
    assert await shelf.find("loop") == "id-1"


async def test_a_database_that_is_away_means_unknown_and_is_asked_again() -> None:
    """An upload more, never a message less."""
    broken = Asked("postgresql://nobody@127.0.0.1:1/nothing")
    shelf = FileIds(broken, 1)
    assert await shelf.find("loop") is None
    assert await shelf.find("loop") is None
    assert broken.reads == 2
    await broken.close()
