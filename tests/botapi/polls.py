"""A poll under way, and somebody who takes its updates."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any, Self

from bot.botapi.polling import Poller, PollingRight, TokenRefusedError
from bot.sandbox import people
from tests.chat.town import Town

PATIENCE = 5.0


class Reader:
    """Take updates and note them, or fail to."""

    def __init__(self) -> None:
        self.read: list[str] = []
        self.failures = 0

    async def take(self, raws: Sequence[dict[str, Any]]) -> None:
        if self.failures:
            self.failures -= 1
            raise OSError("away")
        self.read += [raw["message"]["text"] for raw in raws]


class Fetching:
    """A poll under way."""

    def __init__(self, town: Town, reader: Reader, task: asyncio.Task[None]) -> None:
        self.town, self.reader, self.task = town, reader, task
        self._alice = town.person("Alice")

    @classmethod
    @asynccontextmanager
    async def begun(cls, town: Town, right: PollingRight | None = None) -> AsyncIterator[Self]:
        reader = Reader()
        task = asyncio.create_task(Poller(town.bot, right).run(reader.take))
        try:
            yield cls(town, reader, task)
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError, TokenRefusedError):
                await task

    def say(self, text: str) -> None:
        people.say(self.town.sandbox.world, self._alice, {"text": text})

    async def hears(self, *wanted: str) -> None:
        await until(lambda: self.reader.read == list(wanted) or self.task.done())
        assert not self.task.done()


async def until(happened: Callable[[], Any]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not happened():
            await asyncio.sleep(0.01)
