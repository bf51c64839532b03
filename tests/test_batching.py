"""Lookups are made together, and each key gets its own value."""

import asyncio
from collections.abc import Collection

import pytest

from bot.batching import Batched


class Shelf:
    """Look up keys in batches, once the door is open, and note them."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.door = asyncio.Event()
        self.values = {number: f"value {number}" for number in range(10)}
        self.batched = Batched(self.look_up)

    async def look_up(self, keys: Collection[int]) -> dict[int, str]:
        self.batches.append(sorted(keys))
        found = {key: self.values[key] for key in keys if key in self.values}
        await self.door.wait()
        if 99 in keys:
            raise OSError("away")
        return found

    async def begin(self, *keys: int) -> list[asyncio.Task[str | None]]:
        tasks = [asyncio.create_task(self.batched.get(key)) for key in keys]
        await asyncio.sleep(0.01)
        return tasks


async def test_keys_that_are_asked_for_during_a_lookup_share_the_next_one() -> None:
    shelf = Shelf()
    tasks = [*await shelf.begin(1), *await shelf.begin(2, 3, 2, 50)]
    shelf.door.set()

    assert await asyncio.gather(*tasks) == ["value 1", "value 2", "value 3", "value 2", None]
    assert shelf.batches == [[1], [2, 3, 50]]


async def test_a_value_is_never_older_than_its_question() -> None:
    shelf = Shelf()
    (first,) = await shelf.begin(1)
    shelf.values[1] = "new"
    (second,) = await shelf.begin(1)
    shelf.door.set()

    assert (await first, await second) == ("value 1", "new")
    assert shelf.batches == [[1], [1]]


async def test_a_failure_reaches_who_asked_and_the_next_lookup_is_made() -> None:
    shelf = Shelf()
    shelf.door.set()

    for task in await shelf.begin(99, 98):
        with pytest.raises(OSError, match="away"):
            await task
    assert await shelf.batched.get(1) == "value 1"


async def test_who_gives_up_takes_the_value_from_nobody_else() -> None:
    shelf = Shelf()
    impatient, patient = await shelf.begin(1, 1)
    impatient.cancel()
    shelf.door.set()

    assert await patient == "value 1"


async def test_each_key_is_looked_up_alone_where_one_may_have_spoiled_all() -> None:
    shelf = Shelf()
    shelf.batched = Batched(shelf.look_up, spoiled_by=(OSError,))
    shelf.door.set()
    good, bad = await shelf.begin(1, 99)

    assert await good == "value 1"
    with pytest.raises(OSError, match="away"):
        await bad
    assert shelf.batches == [[1, 99], [1], [99]]
