"""Everything that changes the ledger, all at once, on PostgreSQL: nothing lost, no deadlock."""

import asyncio
import os
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from itertools import count

import pytest
import sqlalchemy as sa

from bot.coach.library import Library
from bot.services.delivery.deliveries import Deliveries
from bot.services.delivery.healing import Healing
from bot.services.delivery.outcome import Lost, Moved, Outcome, Sent
from bot.services.delivery.parcels import Parcel
from bot.services.operators.archive import Archive
from bot.services.recovery import Recovery
from bot.store.deliveries import State
from bot.store.tables import broadcasts, deliveries, subscribers
from tests.services.rooms import MONDAY_EIGHT, SUNDAY_EVENING, Rooms, send_all

ROUNDS = int(os.environ.get("ROUNDS", "200"))
OPERATOR = 5
PEOPLE = 8
CHATS = count(10_000)
NOW = MONDAY_EIGHT + timedelta(minutes=1)


@pytest.fixture
def engine() -> str:
    """Race on PostgreSQL alone: SQLite has one writer at a time."""
    return "postgresql"


class Table:
    """Two workers on one database, and what they sent to whom."""

    def __init__(self, rooms: Rooms, library: Library, seed: int) -> None:
        self.rooms = rooms
        self.workers = [Deliveries(rooms.database, library) for _ in range(2)]
        self.archive = Archive(rooms.database)
        self.lot = random.Random(seed)
        self.chats = [next(CHATS) for _ in range(PEOPLE)]
        self.sent: Counter[tuple[int, str]] = Counter()
        self.broadcast = 0

    async def set(self) -> None:
        """Let people be due, with a reminder and a broadcast that are due as well."""
        for chat in self.chats:
            await self.rooms.subscriptions.start(chat, "en", "Europe/London", SUNDAY_EVENING)
            # Nothing comes on a clock that is only guessed.
            await self.rooms.preferences.change(chat, SUNDAY_EVENING, zone_told=True)
        draft = await self.rooms.broadcasts.draft(OPERATOR, "News", MONDAY_EIGHT)
        self.broadcast = draft.id
        await self.rooms.broadcasts.send(draft.id, None, MONDAY_EIGHT)
        await self.rooms.broadcasts.advance(MONDAY_EIGHT)

    async def carries(self, worker: Deliveries, outcome: Callable[[Parcel], Outcome]) -> None:
        """Claim, let depart and settle whatever is due, several times."""
        for _ in range(6):
            parcels = await worker.claim(NOW, 9)
            await self.pauses()
            departed = await worker.depart(parcels, NOW)
            await self.pauses()
            results = [(one, outcome(one)) for one in departed]
            for one, what in results:
                if isinstance(what, Sent):
                    self.sent[one.subscriber_id, one.kind] += 1
            self.lot.shuffle(results)
            await worker.settle(results, NOW)

    async def pauses(self) -> None:
        await asyncio.sleep(self.lot.random() * 0.004)


async def moved(table: Table) -> None:
    """Let a chat get a new id, under which somebody starts at the same moment."""
    chat = table.chats[0]
    await asyncio.gather(
        table.rooms.subscriptions.migrate(chat, -chat),
        table.rooms.subscriptions.start(-chat, "en", "Europe/London", SUNDAY_EVENING),
    )


async def stopped_and_forgotten(table: Table) -> None:
    """Let the operator stop the broadcast and have their data deleted."""
    await table.rooms.broadcasts.stop(table.broadcast)
    await table.archive.forget(OPERATOR)


async def deleted(table: Table) -> None:
    for chat in table.chats[1:3]:
        await table.archive.forget(chat)


async def switched(table: Table) -> None:
    for chat in table.chats[3:5]:
        await table.rooms.preferences.change(chat, NOW, weekly=True)
        await table.rooms.subscriptions.stop(chat, NOW)
        await table.rooms.subscriptions.start(chat, "en", "Europe/London", NOW)


async def housekeeping(table: Table) -> None:
    database = table.rooms.database
    await Healing(database).heal(NOW)
    await Recovery(database, "keeper").free_the_dead()
    await table.rooms.deliveries.prune(NOW)
    await table.rooms.broadcasts.advance(NOW)


def answer_of(table: Table, parcel: Parcel) -> Outcome:
    """Telegram says of one that it is gone, of another that it moved, and takes the rest."""
    if parcel.chat_id == table.chats[6]:
        return Lost("blocked")
    if parcel.chat_id == table.chats[7]:
        return Moved(-table.chats[7])
    return Sent(1)


OTHERS: list[Callable[[Table], Awaitable[object]]] = [
    moved,
    stopped_and_forgotten,
    deleted,
    switched,
    housekeeping,
]


async def play(rooms: Rooms, library: Library, rounds: int) -> None:
    for seed in range(rounds):
        table = Table(rooms, library, seed)
        await table.set()
        works = [
            *(table.carries(worker, partial(answer_of, table)) for worker in table.workers),
            *(after(table, other) for other in OTHERS),
        ]
        async with asyncio.timeout(60):
            await asyncio.gather(*works)
        await ends_well(table)


async def after(table: Table, work: Callable[[Table], Awaitable[object]]) -> None:
    await table.pauses()
    await work(table)


async def ends_well(table: Table) -> None:
    """Assert that everybody who is there had the day once, and that nothing is open."""
    rooms = table.rooms
    while await send_all(rooms, NOW, Sent(1)):
        pass
    assert max(table.sent.values()) == 1
    query = sa.select(subscribers.c.chat_id, deliveries.c.kind, deliveries.c.state).outerjoin(
        deliveries, deliveries.c.subscriber_id == subscribers.c.id
    )
    async with rooms.database.write() as connection:
        rows = (await connection.execute(query.execution_options(unlocked=True))).all()
        for one in (broadcasts, subscribers, deliveries):
            await connection.execute(one.delete())
    days = {chat: state for chat, kind, state in rows if kind == "exercise"}
    assert days[table.chats[5]] == State.SENT
    assert days[-table.chats[7]] == State.SENT
    assert days[table.chats[6]] == State.FAILED
    assert set(table.chats[1:3]).isdisjoint(chat for chat, *_ in rows)
    assert {chat for chat, *_ in rows} >= {-table.chats[0], *table.chats[3:7]}
    assert {state for *_, state in rows if state} <= {State.SENT, State.FAILED, State.WAITING}


async def test_all_at_once_loses_nothing_and_raises_nothing(
    rooms: Rooms, library: Library
) -> None:
    await play(rooms, library, 5)


@pytest.mark.slow
async def test_all_at_once_loses_nothing_and_raises_nothing_two_hundred_times(
    rooms: Rooms, library: Library
) -> None:
    await play(rooms, library, ROUNDS)


async def test_a_broadcast_whose_text_is_gone_ends_its_delivery_and_no_other(
    rooms: Rooms, library: Library
) -> None:
    table = Table(rooms, library, 1)
    await table.set()
    while parcels := await rooms.deliveries.claim(NOW, 100):
        if any(one.kind == "broadcast" for one in parcels):
            break
        await rooms.deliveries.settle([(one, Sent(1)) for one in parcels], NOW)
    async with rooms.database.write() as connection:
        await connection.execute(broadcasts.delete())

    assert await rooms.deliveries.depart(parcels, NOW) == []
    assert set(await rooms.message_states()) == {"failed"}


async def test_a_chat_that_moved_after_its_deletion_takes_nobody_elses_place(
    rooms: Rooms, library: Library
) -> None:
    table = Table(rooms, library, 1)
    await table.set()
    parcels = await rooms.deliveries.depart(await rooms.deliveries.claim(NOW, 1), NOW)
    chat = parcels[0].chat_id
    await table.archive.forget(chat)
    await rooms.subscriptions.start(-chat, "en", "Europe/London", NOW)

    await rooms.deliveries.settle([(parcels[0], Moved(-chat))], NOW)

    assert await rooms.subscriptions.find(-chat) is not None
