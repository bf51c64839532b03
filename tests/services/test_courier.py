"""The courier: everything claimed is carried, paced, settled, and given back at a stop."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from bot.services.courier import Carrier, Courier
from bot.services.outcome import Later, Outcome, Sent
from bot.services.pace import SharedPace
from bot.services.parcels import Parcel
from tests.services.house import MONDAY_EIGHT, House

CHATS = range(3000, 3040)


class Basket:
    """A carrier that keeps what it is given."""

    def __init__(self, answer: Callable[[Parcel], Outcome] = lambda _: Sent(1)) -> None:
        self.parcels: list[Parcel] = []
        self._answer = answer

    async def deliver(self, parcel: Parcel) -> Outcome:
        self.parcels.append(parcel)
        await asyncio.sleep(0)
        return self._answer(parcel)


class Hand:
    """A clock that is set by hand."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@asynccontextmanager
async def at_work(
    house: House, carrier: Carrier[Parcel], clock: Hand, rate: float = 1000
) -> AsyncIterator[Courier[Parcel]]:
    pace = SharedPace(house.database, 42, rate)
    await pace.prepare()
    courier = Courier(house.deliveries, carrier, pace, clock, senders=8)
    courier.start()
    try:
        yield courier
    finally:
        await courier.stop()


async def settled(house: House, wanted: int) -> None:
    """Wait until that many rows of the ledger are sent."""
    async with asyncio.timeout(10):
        while (await house.states()).count("sent") < wanted:
            await asyncio.sleep(0.02)


async def test_everybody_due_gets_one_message(house: House) -> None:
    await house.subscribe(*CHATS)
    basket, clock = Basket(), Hand(MONDAY_EIGHT)

    async with at_work(house, basket, clock) as courier:
        await courier.tick()
        await settled(house, len(CHATS))
        await courier.tick()

    assert sorted(parcel.chat_id for parcel in basket.parcels) == list(CHATS)


async def test_the_pace_is_kept(house: House) -> None:
    await house.subscribe(*CHATS)
    basket, clock = Basket(), Hand(MONDAY_EIGHT)
    loop = asyncio.get_running_loop()

    began = loop.time()
    async with at_work(house, basket, clock, rate=50) as courier:
        await courier.tick()
        await settled(house, len(CHATS))

    assert loop.time() - began >= (len(CHATS) - 1) / 50


async def test_a_pause_holds_everybody_back(house: House) -> None:
    await house.subscribe(*CHATS)
    clock = Hand(MONDAY_EIGHT)
    refused: set[int] = set()

    def answer(parcel: Parcel) -> Outcome:
        if not refused:
            refused.add(parcel.chat_id)
            return Later("Telegram asked for a pause", 1)
        return Sent(1)

    basket = Basket(answer)
    async with at_work(house, basket, clock) as courier:
        await courier.tick()
        await asyncio.sleep(0.6)
        early = len(basket.parcels)
        async with asyncio.timeout(10):
            while (await house.states()).count("sent") < len(CHATS):
                clock.now += timedelta(seconds=1)
                await courier.tick()
                await asyncio.sleep(0.1)

    assert early <= 8  # those that were in flight when the pause began
    assert len(basket.parcels) == len(CHATS) + 1


async def test_a_stop_gives_back_what_never_left(house: House) -> None:
    await house.subscribe(*CHATS)
    clock = Hand(MONDAY_EIGHT)
    first, second = Basket(), Basket()

    async with at_work(house, first, clock, rate=5) as courier:
        tick = asyncio.create_task(courier.tick())
        await asyncio.sleep(0.5)
        tick.cancel()
        await asyncio.gather(tick, return_exceptions=True)
    clock.now += timedelta(minutes=3)  # what was claimed and not queued waits for its lease
    async with at_work(house, second, clock) as courier:
        await courier.tick()
        await settled(house, len(CHATS))

    sent = [parcel.chat_id for parcel in first.parcels + second.parcels]
    assert sorted(sent) == list(CHATS)
    assert not any(parcel.silent for parcel in second.parcels)


async def test_a_process_that_slept_past_its_lease_sends_nothing(house: House) -> None:
    await house.subscribe(*CHATS)
    basket, clock = Basket(), Hand(MONDAY_EIGHT)

    async with at_work(house, basket, clock, rate=20) as courier:
        tick = asyncio.create_task(courier.tick())
        await asyncio.sleep(0.3)
        before = len(basket.parcels)
        clock.now += timedelta(hours=1)  # frozen for an hour, then woken
        await asyncio.sleep(0.2)
        tick.cancel()
        await asyncio.gather(tick, return_exceptions=True)
        after = len(basket.parcels)

    assert after - before <= 8  # one group was let through with a fresh lease
    assert all(parcel.chat_id in CHATS for parcel in basket.parcels)
