"""Messages after exercises, and observers who hear of both."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from bot.coach.library import Library
from bot.services.delivery.courier import Courier
from bot.services.delivery.deliveries import MESSAGES_AT_ONCE, Deliveries
from bot.services.delivery.delivery_log import DeliveryLog
from bot.services.delivery.outcome import Outcome, Refused, Sent
from bot.services.delivery.pace import SharedPace
from bot.services.delivery.parcels import Parcel
from bot.services.delivery.protocols import Observer
from bot.store import deliveries
from bot.store.database import Database
from bot.store.deliveries import DeliveryKind, NewDelivery
from bot.web.metrics import Metrics
from tests.services.delivery.couriers import CHATS, Basket, Hand, at_work, settled
from tests.services.rooms import MONDAY_EIGHT, Rooms


async def write_messages(rooms: Rooms, *chats: int, due_at: datetime = MONDAY_EIGHT) -> None:
    """Let reminders be due, whoever wants them."""
    people = [await rooms.subscriptions.find(chat) for chat in chats]
    what = DeliveryKind.REMINDER, "x", due_at.date(), due_at
    rows = [NewDelivery.waiting(person.id, *what) for person in people if person]
    async with rooms.database.write() as connection:
        await deliveries.insert_new_rows(connection, rows)


async def carried(courier: Courier, basket: Basket, wanted: int) -> None:
    """Tick until so many parcels are carried."""
    async with asyncio.timeout(20):
        while len(basket.parcels) < wanted:
            await courier.tick()
            await asyncio.sleep(0.05)


async def test_messages_follow_the_exercises_at_one_pace(rooms: Rooms) -> None:
    few, rate = CHATS[:20], 40
    await rooms.subscribe(*few)
    await write_messages(rooms, *few)
    basket, clock = Basket(), Hand(MONDAY_EIGHT)

    async with at_work(rooms, basket, clock, rate) as courier:
        await carried(courier, basket, 2 * len(few))

    kinds = [parcel.kind for parcel in basket.parcels]
    overtaking = kinds[: len(few)].count(DeliveryKind.REMINDER)
    assert overtaking <= 8, "only the last group may still be on its way, for another slot perhaps"
    assert kinds.count(DeliveryKind.EXERCISE) == kinds.count(DeliveryKind.REMINDER) == len(few)
    assert basket.times[-1] - basket.times[0] >= 0.9 * (2 * len(few) - 1) / rate


async def test_an_exercise_that_comes_due_waits_for_few_messages(rooms: Rooms) -> None:
    rate = 40
    await rooms.subscribe(*CHATS)
    await write_messages(rooms, *CHATS, due_at=MONDAY_EIGHT - timedelta(seconds=5))
    basket, clock = Basket(), Hand(MONDAY_EIGHT - timedelta(seconds=1))

    async with at_work(rooms, basket, clock, rate) as courier:
        tick = asyncio.create_task(courier.tick())
        while len(basket.parcels) < 5:
            await asyncio.sleep(0.01)
        before = len(basket.parcels)
        clock.now = MONDAY_EIGHT
        await tick
        await carried(courier, basket, 2 * len(CHATS))

    kinds = [parcel.kind for parcel in basket.parcels]
    assert kinds.index(DeliveryKind.EXERCISE) - before <= MESSAGES_AT_ONCE


class Witness(Observer):
    """Note what a courier reports."""

    def __init__(self) -> None:
        self.claims: list[int] = []
        self.outcomes: list[tuple[str, Outcome]] = []
        self.steps: list[float] = []

    def stepped(self, ahead: float) -> None:
        self.steps.append(ahead)

    def claimed(self, parcels: Sequence[Parcel]) -> None:
        self.claims.append(len(parcels))

    def settled(self, results: Sequence[tuple[Parcel, Outcome]], now: datetime) -> None:
        self.outcomes += [(parcel.kind, outcome) for parcel, outcome in results]


async def test_a_refused_reminder_leaves_a_log_line_and_a_number_as_an_exercise_does(
    rooms: Rooms, caplog: pytest.LogCaptureFixture
) -> None:
    await rooms.subscribe(CHATS[0])
    await write_messages(rooms, CHATS[0], due_at=MONDAY_EIGHT - timedelta(hours=1))
    refused = Refused("can't parse entities")
    basket, clock = Basket(lambda _: refused), Hand(MONDAY_EIGHT - timedelta(minutes=30))
    metrics = Metrics()

    async with at_work(rooms, basket, clock) as courier:
        courier.report_to(DeliveryLog(), metrics)
        await carried(courier, basket, 1)
        clock.now = MONDAY_EIGHT
        await carried(courier, basket, 2)

    labels = [{"kind": kind, "outcome": "refused"} for kind in ("reminder", "exercise")]
    counted = [metrics.registry.get_sample_value("psoas_deliveries_total", one) for one in labels]
    assert counted == [1, 1]
    assert [line.partition(" ")[0] for line in caplog.messages] == ["reminder", "exercise"]
    assert all("refused (can't parse entities)" in line for line in caplog.messages)


async def test_observers_hear_of_claims_outcomes_and_signs_of_life(rooms: Rooms) -> None:
    await rooms.subscribe(*CHATS[:3])
    basket, witness = Basket(), Witness()

    async with at_work(rooms, basket, Hand(MONDAY_EIGHT)) as courier:
        courier.report_to(witness)
        await courier.tick()
        await settled(rooms, 3)

    assert witness.claims == [3, 0]
    assert witness.outcomes == [("exercise", Sent(1))] * 3
    assert len(witness.steps) >= 4  # two claims, a reservation, a settlement


async def test_what_is_not_written_is_not_reported_but_is_a_sign_of_life(library: Library) -> None:
    away = Database("postgresql://nobody@127.0.0.1:1/nothing")
    witness = Witness()
    ledger = Deliveries(away, library)
    courier = Courier(ledger, Basket(), SharedPace(away, 42, 10), Hand(MONDAY_EIGHT), senders=1)
    courier.report_to(witness)

    with pytest.raises(OSError, match="Connect"):
        await courier.tick()

    assert (witness.claims, witness.steps) == ([], [0.0])


async def test_a_pause_that_telegram_asked_for_is_announced(rooms: Rooms) -> None:
    await rooms.subscribe(CHATS[0])
    witness = Witness()
    async with at_work(rooms, Basket(), Hand(MONDAY_EIGHT), rate=10) as courier:
        courier.report_to(witness)
        await SharedPace(rooms.database, 42, 10).hold(3600)
        await courier.tick()
        async with asyncio.timeout(5):
            while not max(witness.steps):
                await asyncio.sleep(0.01)

    assert max(witness.steps) == pytest.approx(3600.1, abs=1)
