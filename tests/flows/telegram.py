"""A Telegram in the test's own process, and the database of the bot that talks to it."""

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bot.sandbox import Sandbox
from bot.store.database import Database
from bot.store.deliveries import State
from bot.store.tables import deliveries, subscribers
from tests.flows.town import PATIENCE, Person, Town

DAYLIT = "Asia/Tokyo" if datetime.now(UTC).hour >= 18 else "Europe/London"
"""A zone in which no day ends while the tests run."""


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

    def __init__(self, url: str) -> None:
        self.database = Database(url)

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

    async def next_due(self) -> datetime | None:
        """Return when the next delivery to anybody is due."""
        query = sa.select(sa.func.min(subscribers.c.next_due_at))
        async with self.database.read() as connection:
            due: datetime | None = await connection.scalar(query)
            return due

    async def wake(self) -> None:
        """Let every wait for another try be over."""
        now = datetime.now(UTC)
        waiting = deliveries.c.state.in_((State.WAITING, State.UNCONFIRMED, State.SENDING))
        await self._write(
            deliveries.update()
            .where(waiting, deliveries.c.wake_at.is_not(None))
            .values(wake_at=now)
        )

    async def states(self, person: Person) -> list[str]:
        """Return how the deliveries of a person stand."""
        query = (
            sa.select(deliveries.c.state)
            .join(subscribers, subscribers.c.id == deliveries.c.subscriber_id)
            .where(subscribers.c.chat_id == person.id)
        )
        async with self.database.read() as connection:
            return list((await connection.execute(query)).scalars())

    async def stands(self, person: Person, *states: str) -> bool:
        """Wait until the deliveries of a person stand so; say False where they never do."""
        until = time.monotonic() + PATIENCE
        while await self.states(person) != list(states):
            if time.monotonic() > until:
                return False
            await asyncio.sleep(0.02)
        return True

    async def settles(self) -> None:
        """Wait until no delivery is on its way."""
        moving = deliveries.c.state.in_((State.CLAIMED, State.SENDING))
        query = sa.select(sa.func.count()).select_from(deliveries).where(moving)
        until = time.monotonic() + PATIENCE
        async with self.database.read() as connection:
            while await connection.scalar(query) and time.monotonic() < until:
                await connection.rollback()
                await asyncio.sleep(0.02)

    async def _write(self, statement: Any) -> None:
        async with self.database.write() as connection:
            await connection.execute(statement)

    async def close(self) -> None:
        """Close the database."""
        await self.database.close()


def seconds_since(instant: datetime) -> float:
    """Return how long ago an instant was."""
    return (datetime.now(UTC) - instant).total_seconds()
