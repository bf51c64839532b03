"""Looks up together what many ask for at the same time."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Batched(Generic[K, V]):
    """Makes one lookup of the keys that are asked for while another lookup is under way.

    A single key is looked up at once, and each value is as fresh as if it were looked up alone.
    After an error that one of several keys may have spoiled all with, each is looked up alone.
    """

    def __init__(
        self,
        look_up: Callable[[Collection[K]], Awaitable[Mapping[K, V]]],
        spoiled_by: tuple[type[Exception], ...] = (),
    ) -> None:
        self._look_up = look_up
        self._spoiled_by = spoiled_by
        self._waiting: dict[K, asyncio.Future[V | None]] = {}
        self._looking: asyncio.Task[None] | None = None

    async def get(self, key: K) -> V | None:
        """Return the value of a key, or None if there is none; raise what its lookup raises."""
        if key not in self._waiting:
            self._waiting[key] = asyncio.get_running_loop().create_future()
        value = self._waiting[key]
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        return await asyncio.shield(value)  # another may wait for the same key

    async def _look(self) -> None:
        while batch := self._waiting:
            self._waiting = {}
            if not await self._answer(batch):
                for key, value in batch.items():
                    await self._answer({key: value})

    async def _answer(self, batch: Mapping[K, asyncio.Future[V | None]]) -> bool:
        """Give each key its value, or the error; return False where each is to be tried alone."""
        try:
            found = await self._look_up(batch.keys())
        except Exception as error:  # noqa: BLE001  # raised where the keys were asked for
            if len(batch) > 1 and isinstance(error, self._spoiled_by):
                return False
            for value in batch.values():
                value.set_exception(error)
                value.exception()  # perhaps nobody waits any more
        else:
            for key, value in batch.items():
                value.set_result(found.get(key))
        return True
