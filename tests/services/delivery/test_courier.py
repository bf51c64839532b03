"""The courier: everything claimed is carried, paced, settled, and given back at a stop."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.coach.library import Library
from bot.services.delivery.deliveries import Deliveries
from bot.services.delivery.outcome import Later, Outcome, Sent, Unsent
from bot.services.delivery.pace import FREE_AT_ONCE
from bot.services.delivery.parcels import Parcel
from tests.services.delivery.couriers import (
    CHATS,
    Basket,
    Hand,
    Limited,
    at_work,
    prepared,
    settled,
)
from tests.services.rooms import MONDAY_EIGHT, Rooms, build


async def test_everybody_due_gets_one_message(rooms: Rooms) -> None:
    await rooms.subscribe(*CHATS)
    basket, clock = Basket(), Hand(MONDAY_EIGHT)

    async with at_work(rooms, basket, clock) as courier:
        await courier.tick()
        await settled(rooms, len(CHATS))
        await courier.tick()

    assert sorted(parcel.chat_id for parcel in basket.parcels) == list(CHATS)


async def test_the_pace_is_kept(rooms: Rooms) -> None:
    await rooms.subscribe(*CHATS)
    basket, clock = Basket(), Hand(MONDAY_EIGHT)
    loop = asyncio.get_running_loop()

    began = loop.time()
    async with at_work(rooms, basket, clock, rate=50) as courier:
        await courier.tick()
        await settled(rooms, len(CHATS))

    assert loop.time() - began >= (len(CHATS) - 1) / 50


async def test_paid_messages_do_not_wait_for_the_free_ones(rooms: Rooms) -> None:
    await rooms.subscribe(*CHATS)
    clock, paid = Hand(MONDAY_EIGHT), list[bool]()

    def answer(parcel: Parcel) -> Outcome:
        paid.append(parcel.paid)
        return Sent(1)

    async with at_work(rooms, Basket(answer), clock, rate=100, daily_stars=100) as courier:
        await courier.tick()
        await settled(rooms, len(CHATS))

    assert paid.index(True) < FREE_AT_ONCE  # the free ones leave 25 a second


async def test_who_cannot_leave_yet_takes_no_slots(rooms: Rooms) -> None:
    await rooms.subscribe(*range(4000, 4040))
    stuck, clock = asyncio.Event(), Hand(MONDAY_EIGHT)

    class Stuck(Basket):
        async def deliver(self, parcel: Parcel) -> Outcome:
            await stuck.wait()
            return await super().deliver(parcel)

    async with at_work(rooms, Stuck(), clock, rate=20) as courier:  # in groups of four
        tick = asyncio.create_task(courier.tick())
        async with asyncio.timeout(10):
            while (await rooms.states()).count("sending") < 8:
                await asyncio.sleep(0.02)
        await asyncio.sleep(1)
        sending = (await rooms.states()).count("sending")
        stuck.set()
        await tick

    # Eight senders hold one each, two wait for a sender, two metronomes hold the next, and a group
    # and a half wait for their moment.
    assert sending <= 8 + 2 + 2 + 2 * 4


async def test_a_pause_holds_everybody_back(rooms: Rooms) -> None:
    await rooms.subscribe(*CHATS)
    clock = Hand(MONDAY_EIGHT)
    refused: set[int] = set()

    def answer(parcel: Parcel) -> Outcome:
        if not refused:
            refused.add(parcel.chat_id)
            return Later("Telegram asked for a pause", 2)
        return Sent(1)

    pace = await prepared(rooms)
    basket = Limited(answer, pace)
    async with at_work(rooms, basket, clock, pace=pace) as courier:
        await courier.tick()
        async with asyncio.timeout(10):
            while (await rooms.states()).count("sent") < len(CHATS):
                clock.now += timedelta(seconds=1)
                await courier.tick()
                await asyncio.sleep(0.1)

    early = [at for at in basket.times if at < basket.times[0] + 1.9]
    assert len(early) <= 8  # those that were in flight when the pause began
    assert len(basket.parcels) == len(CHATS) + 1


class Hiccup(Deliveries):
    """A ledger that fails to write once."""

    failed = False

    async def settle(self, results: Sequence[tuple[Parcel, Outcome]], now: datetime) -> None:
        if not self.failed:
            self.failed = True
            raise ConnectionError("the database is away")
        await super().settle(results, now)


async def test_what_could_not_be_written_is_written_soon_without_another_send(
    rooms: Rooms, library: Library
) -> None:
    await rooms.subscribe(CHATS[0])
    hiccup, clock = Hiccup(rooms.database, library), Hand(MONDAY_EIGHT)

    async with at_work(replace(rooms, deliveries=hiccup), Basket(), clock) as courier:
        await courier.tick()
        await settled(rooms, 1)

    assert hiccup.failed


async def test_a_stop_gives_back_what_never_left(rooms: Rooms) -> None:
    await rooms.subscribe(*CHATS)
    clock = Hand(MONDAY_EIGHT)
    first, second = Basket(), Basket()

    async with at_work(rooms, first, clock, rate=5) as courier:
        tick = asyncio.create_task(courier.tick())
        await asyncio.sleep(0.5)
        tick.cancel()
        await asyncio.gather(tick, return_exceptions=True)
    clock.now += timedelta(minutes=3)  # what was claimed and not queued waits for its lease
    async with at_work(rooms, second, clock) as courier:
        await courier.tick()
        await settled(rooms, len(CHATS))

    sent = [parcel.chat_id for parcel in first.parcels + second.parcels]
    assert sorted(sent) == list(CHATS)
    assert not any(parcel.repeated for parcel in second.parcels)


async def test_a_process_that_slept_past_its_lease_sends_nothing(rooms: Rooms) -> None:
    await rooms.subscribe(*CHATS)
    basket, clock = Basket(), Hand(MONDAY_EIGHT)

    async with at_work(rooms, basket, clock, rate=20) as courier:
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


class Stalled(Basket):
    """A carrier at which the whole machine stands still now and then, for everybody."""

    async def deliver(self, parcel: Parcel) -> Outcome:
        outcome = await super().deliver(parcel)
        if len(self.times) == 20:
            time.sleep(0.4)  # noqa: ASYNC251  # that is the point
        return outcome


async def test_two_workers_do_not_catch_up_at_once_after_a_stall(
    rooms: Rooms, library: Library
) -> None:
    await rooms.subscribe(*range(3000, 3300))  # more than one of them claims
    other = build(rooms.database, library)
    basket, clock = Stalled(), Hand(MONDAY_EIGHT)

    async with at_work(rooms, basket, clock, 28) as one, at_work(other, basket, clock, 28) as two:
        ticks = [asyncio.create_task(worker.tick()) for worker in (one, two)]
        async with asyncio.timeout(20):
            while len(basket.times) < 60:
                await asyncio.sleep(0.05)
        for tick in ticks:
            tick.cancel()

    # Of 28 a second, a stall of 0.4 s holds eleven up, so to catch up at once would be 39 in a
    # second. A busy machine delays the answer to a reservation, and with it some slots.
    assert max(sum(at <= t < at + 1 for t in basket.times) for at in basket.times) <= 35


async def test_the_client_of_telegram_alone_begins_a_pause(rooms: Rooms) -> None:
    """It has begun it by the time the outcome is known; beginning it again would prolong it."""
    await rooms.subscribe(CHATS[0])
    pace = await prepared(rooms)
    basket = Basket(lambda _: Later("Telegram asked for a pause", 30))

    async with at_work(rooms, basket, Hand(MONDAY_EIGHT), pace=pace) as courier:
        await courier.tick()
        while not basket.parcels:
            await asyncio.sleep(0.01)

    assert await rooms.states() == ["waiting"]
    assert not pace.is_held


async def test_what_waits_for_another_keeps_its_place_and_gets_a_new_slot(rooms: Rooms) -> None:
    await rooms.subscribe(CHATS[0])
    answers: list[Outcome] = [Unsent("its picture is being uploaded", soon=True), Sent(1)]
    basket, clock = Basket(lambda _: answers.pop(0)), Hand(MONDAY_EIGHT)

    async with at_work(rooms, basket, clock) as courier:
        await courier.tick()
        await settled(rooms, 1)

    assert [row["tries"] for row in await rooms.ledger()] == [1]
    assert len(basket.parcels) == 2
