"""A Telegram in the test's own process, and the database of the bot that talks to it."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bot.sandbox import Sandbox
from bot.store.database import Database
from bot.store.deliveries import State
from bot.store.tables import IS_EXERCISE, deliveries, subscribers
from tests.flows.town import PATIENCE, Person, Town

DAYLIT = ("Asia/Tokyo", "Europe/London", "America/New_York")[datetime.now(UTC).hour // 8]
"""A zone where it is day, so that no day ends and no Done is yesterday's while tests run."""


@dataclass
class Telegram(Town):
    """A sandbox without a bot in it: tests start the bot as a process of its own."""

    sandbox: Sandbox

    @property
    def settings(self) -> dict[str, str]:
        """What the bot must be told to find this Telegram."""
        return {"BOT_TOKEN": self.sandbox.token, "BOT_API_URL": self.url}

    async def fault(self, **fault: object) -> None:
        """Arrange trouble for the next call that matches."""
        await self.ask("faults", fault)


class Books:
    """The bot's database, opened beside it: what is written, and moving a day nearer."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @classmethod
    @asynccontextmanager
    async def opened(cls, url: str) -> AsyncIterator[Self]:
        """Open the database of a URL, and close it."""
        database = Database(url)
        try:
            yield cls(database)
        finally:
            await database.close()

    async def make_due(self, person: Person, seconds: float) -> datetime:
        """Let today's exercise of a person be due in a moment; return that moment."""
        at = datetime.now(UTC) + timedelta(seconds=seconds)
        day = at.astimezone(ZoneInfo(DAYLIT)).date()
        await self._write(
            subscribers.update()
            .where(subscribers.c.chat_id == person.id)
            .values(next_due_at=at, next_day=day)
        )
        return at

    async def set_position(self, person: Person, position: int) -> None:
        """Put a person at a later place in the plan."""
        mine = subscribers.c.chat_id == person.id
        await self._write(subscribers.update().where(mine).values(position=position))

    async def is_quiet(self) -> bool:
        """Wait until nothing is due to anybody; return False if something stays due."""
        query = sa.select(sa.func.count(subscribers.c.next_due_at))
        return await self._comes_to(query, 0)

    async def wake(self) -> None:
        """Let every wait for another try be over."""
        now = datetime.now(UTC)
        waiting = deliveries.c.state.in_((State.WAITING, State.UNCONFIRMED, State.SENDING))
        await self._write(
            deliveries.update()
            .where(waiting, IS_EXERCISE, deliveries.c.wake_at.is_not(None))
            .values(wake_at=now)
        )

    async def states(self, person: Person) -> list[str]:
        """Return how the exercises of a person stand."""
        query = (
            sa.select(deliveries.c.state)
            .join(subscribers, subscribers.c.id == deliveries.c.subscriber_id)
            .where(subscribers.c.chat_id == person.id, IS_EXERCISE)
        )
        async with self.database.read() as connection:
            return list((await connection.execute(query)).scalars())

    async def stands(self, person: Person, *states: str) -> bool:
        """Wait until the deliveries of a person stand so; return False if they never do."""
        return await _eventually(lambda: self._are(person, states))

    async def says(self, person: Person, reason: str) -> bool:
        """Wait until a delivery of a person waits for this reason; return False if none does."""
        query = (
            sa.select(sa.func.count())
            .select_from(deliveries.join(subscribers))
            .where(subscribers.c.chat_id == person.id, deliveries.c.reason == reason)
        )
        return await self._comes_to(query, 1)

    async def settles(self) -> bool:
        """Wait until no delivery is on its way; return False if one stays so."""
        moving = deliveries.c.state.in_((State.CLAIMED, State.SENDING))
        query = sa.select(sa.func.count()).select_from(deliveries).where(moving)
        return await self._comes_to(query, 0)

    async def _are(self, person: Person, states: Sequence[str]) -> bool:
        return await self.states(person) == list(states)

    async def _comes_to(self, query: sa.Select[Any], wanted: int) -> bool:
        async def is_there() -> bool:
            async with self.database.read() as connection:
                return bool(await connection.scalar(query) == wanted)

        return await _eventually(is_there)

    async def _write(self, statement: Any) -> None:
        async with self.database.write() as connection:
            await connection.execute(statement)


async def _eventually(is_so: Callable[[], Awaitable[bool]]) -> bool:
    until = time.monotonic() + PATIENCE
    while not await is_so():
        if time.monotonic() > until:
            return False
        await asyncio.sleep(0.02)
    return True


def seconds_since(instant: datetime) -> float:
    """Return how long ago an instant was."""
    return (datetime.now(UTC) - instant).total_seconds()
