"""A courier at work, and carriers that keep what they are given."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from bot.services.delivery.courier import Courier
from bot.services.delivery.outcome import Later, Outcome, Sent
from bot.services.delivery.pace import SharedPace
from bot.services.delivery.parcels import Parcel
from bot.services.delivery.protocols import Carrier
from tests.services.rooms import Rooms

CHATS = range(3000, 3040)


class Basket:
    """A carrier that keeps what it is given."""

    def __init__(self, answer: Callable[[Parcel], Outcome] = lambda _: Sent(1)) -> None:
        self.parcels: list[Parcel] = []
        self.times: list[float] = []
        self._answer = answer

    async def deliver(self, parcel: Parcel) -> Outcome:
        self.parcels.append(parcel)
        self.times.append(time.monotonic())
        await asyncio.sleep(0)
        return self._answer(parcel)


class Limited(Basket):
    """A carrier that begins the pauses it is asked for, as the client of the Bot API does."""

    def __init__(self, answer: Callable[[Parcel], Outcome], pace: SharedPace) -> None:
        super().__init__(answer)
        self._pace = pace

    async def deliver(self, parcel: Parcel) -> Outcome:
        outcome = await super().deliver(parcel)
        if isinstance(outcome, Later) and outcome.seconds:
            await self._pace.hold(outcome.seconds)
        return outcome


class Hand:
    """A clock that is set by hand."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


async def prepared(rooms: Rooms, rate: float = 1000, daily_stars: int = 0) -> SharedPace:
    pace = SharedPace(rooms.database, 42, rate, daily_stars=daily_stars)
    await pace.prepare()
    return pace


@asynccontextmanager
async def at_work(
    rooms: Rooms,
    carrier: Carrier,
    clock: Hand,
    rate: float = 1000,
    daily_stars: int = 0,
    *,
    pace: SharedPace | None = None,
) -> AsyncIterator[Courier]:
    pace = pace or await prepared(rooms, rate, daily_stars)
    courier = Courier(rooms.deliveries, carrier, pace, clock, senders=8)
    courier.start()
    try:
        yield courier
    finally:
        await courier.stop()


async def settled(rooms: Rooms, wanted: int) -> None:
    """Wait until that many rows of the ledger are sent."""
    async with asyncio.timeout(10):
        while (await rooms.states()).count("sent") < wanted:
            await asyncio.sleep(0.02)
