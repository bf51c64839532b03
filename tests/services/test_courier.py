"""The courier: everything claimed is carried, paced, settled, and given back at a stop."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from bot.coach.library import Library
from bot.services.courier import Carrier, Courier
from bot.services.delivery import Deliveries
from bot.services.notes import Slip
from bot.services.outcome import Later, Outcome, Sent, Unsent
from bot.services.pace import SharedPace
from bot.services.parcels import Parcel
from bot.services.people import NoteKind
from bot.store import notes
from tests.services.house import MONDAY_EIGHT, House, build

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
            return Later("Telegram asked for a pause", 2)
        return Sent(1)

    basket = Basket(answer)
    async with at_work(house, basket, clock) as courier:
        await courier.tick()
        async with asyncio.timeout(10):
            while (await house.states()).count("sent") < len(CHATS):
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
    house: House, library: Library
) -> None:
    await house.subscribe(CHATS[0])
    hiccup, clock = Hiccup(house.database, library), Hand(MONDAY_EIGHT)

    async with at_work(replace(house, deliveries=hiccup), Basket(), clock) as courier:
        await courier.tick()
        await settled(house, 1)

    assert hiccup.failed


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


class Trail:
    """A carrier that keeps what it is given, in order and with the moment."""

    def __init__(self) -> None:
        self.passed: list[tuple[str, float]] = []

    async def deliver(self, one: Parcel | Slip, /) -> Outcome:
        now = asyncio.get_running_loop().time()
        self.passed.append((type(one).__name__, now))
        return Sent(1)


async def test_notes_follow_the_exercises_at_one_pace(house: House) -> None:
    few, rate = CHATS[:20], 40
    await house.subscribe(*few)
    people = [await house.subscriptions.of(chat) for chat in few]
    rows = [{"subscriber_id": one.id, "kind": NoteKind.NUDGE, "key": "x"} for one in people if one]
    async with house.database.write() as connection:
        await notes.open_many(connection, [{**row, "due_at": MONDAY_EIGHT} for row in rows])
    trail, clock = Trail(), Hand(MONDAY_EIGHT)
    pace = SharedPace(house.database, 42, rate)
    await pace.prepare()
    exercises = Courier(house.deliveries, trail, pace, clock, senders=8)
    others = Courier(house.notes, trail, pace, clock, senders=8)
    for courier in (exercises, others):
        courier.start()

    async with asyncio.timeout(20):
        while len(trail.passed) < 2 * len(few):
            await asyncio.gather(others.tick(), exercises.tick())
            await asyncio.sleep(0.05)
    for courier in (exercises, others):
        await courier.stop()

    kinds, moments = zip(*trail.passed, strict=True)
    overtaking = kinds[: len(few)].count("Slip")
    assert overtaking <= 8, "only the last group may still be on its way, for another slot perhaps"
    assert kinds.count("Parcel") == kinds.count("Slip") == len(few)
    assert moments[-1] - moments[0] >= 0.9 * (2 * len(few) - 1) / rate


class Stalled(Basket):
    """A carrier at which the whole machine stands still now and then, for everybody."""

    async def deliver(self, parcel: Parcel) -> Outcome:
        outcome = await super().deliver(parcel)
        if len(self.times) == 20:
            time.sleep(0.4)  # noqa: ASYNC251  # that is the point
        return outcome


async def test_two_workers_do_not_catch_up_at_once_after_a_stall(
    house: House, library: Library
) -> None:
    await house.subscribe(*range(3000, 3300))  # more than one of them claims
    other = build(house.database, library)
    basket, clock = Stalled(), Hand(MONDAY_EIGHT)

    async with at_work(house, basket, clock, 28) as one, at_work(other, basket, clock, 28) as two:
        ticks = [asyncio.create_task(worker.tick()) for worker in (one, two)]
        async with asyncio.timeout(20):
            while len(basket.times) < 60:
                await asyncio.sleep(0.05)
        for tick in ticks:
            tick.cancel()

    assert max(sum(at <= t < at + 1 for t in basket.times) for at in basket.times) <= 30


class Amnesiac(SharedPace):
    """A pace whose database is away when Telegram asks for a pause."""

    async def hold(self, seconds: float) -> None:
        raise ConnectionError("the database is away")


async def test_a_pause_that_cannot_be_noted_is_no_lost_answer(house: House) -> None:
    await house.subscribe(CHATS[0])
    pace = Amnesiac(house.database, 42, 1000)
    await pace.prepare()
    basket = Basket(lambda _: Later("Telegram asked for a pause", 30))
    courier = Courier(house.deliveries, basket, pace, Hand(MONDAY_EIGHT), senders=8)

    courier.start()
    await courier.tick()
    while not basket.parcels:
        await asyncio.sleep(0.01)
    await courier.stop()

    assert await house.states() == ["waiting"]


async def test_what_waits_for_another_keeps_its_place_and_gets_a_new_slot(house: House) -> None:
    await house.subscribe(CHATS[0])
    answers: list[Outcome] = [Unsent("its picture is being uploaded", soon=True), Sent(1)]
    basket, clock = Basket(lambda _: answers.pop(0)), Hand(MONDAY_EIGHT)

    async with at_work(house, basket, clock) as courier:
        await courier.tick()
        await settled(house, 1)

    assert [row["tries"] for row in await house.ledger()] == [1]
    assert len(basket.parcels) == 2
