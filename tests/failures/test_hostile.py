"""A hundred thousand hostile updates: nothing breaks, and a neighbour hardly notices."""

import asyncio
import os
import random
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from statistics import median, quantiles

import pytest

from bot.coach.library import Library
from tests.bench.machine import cpu_of
from tests.chat.hostile import Stranger
from tests.chat.test_taps import offered
from tests.failures.crowd import Crowd
from tests.failures.limits import LimitedTelegram
from tests.failures.scene import Scene

pytestmark = pytest.mark.slow

UPDATES = int(os.environ.get("HOSTILE", "100000"))
REPLAYED = 0.1
BACKLOG = 300
"""Updates that wait at Telegram at a time: with more, a neighbour would wait there, not here."""

NEIGHBOURS = range(900_001, 900_021)


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """The way in is the same on every database."""
    return f"sqlite:///{tmp_path / 'test.db'}"


class Unlimited(LimitedTelegram):
    """A Telegram that takes every message."""

    def __init__(self) -> None:
        super().__init__()
        self.conduct = Crowd().conduct


@pytest.fixture
async def telegram() -> AsyncIterator[Unlimited]:
    """Open a Telegram that delivers whatever it is given."""
    telegram = Unlimited()
    await telegram.open()
    yield telegram
    await telegram.close()


async def besiege(telegram: Unlimited, mallory: Stranger, chance: random.Random) -> None:
    """Push hostile updates, forged, mutated and delivered again, as fast as they are taken."""
    sent = deque[int](maxlen=500)  # Telegram's numbers cannot be forged: only its own come again
    for _ in range(UPDATES):
        while len(telegram.waiting) > BACKLOG:
            await asyncio.sleep(0.01)
        sent.append(telegram.next_number())
        telegram.bring(mallory.broken_update(sent[-1]))
        if chance.random() < REPLAYED:
            telegram.bring(mallory.update(chance.choice(sent)))


async def ask(telegram: Unlimited, waits: list[float]) -> None:
    """Let neighbours ask one after the other, and note how long each waits."""
    for number in range(10**6):
        chat = NEIGHBOURS[number % len(NEIGHBOURS)]
        began, before = time.monotonic(), len(telegram.copies.get(chat, ()))
        telegram.write(chat, "/help")
        while len(telegram.copies.get(chat, ())) == before:
            await asyncio.sleep(0.01)
        waits.append(time.monotonic() - began)
        await asyncio.sleep(0.2)


async def test_a_hundred_thousand_hostile_updates_break_nothing_and_slow_nobody(
    telegram: Unlimited, scene: Scene, library: Library
) -> None:
    chance = random.Random(17)  # the same updates in every run
    chats = await scene.ledger.fill(40, ahead=86_400)
    mallory = Stranger(chance, [*chats, *range(1, 40)], sorted(offered(library)))
    run = scene.launch()
    await run.is_up()
    assert run.process is not None
    cpu, began, waits = cpu_of(run.process.pid), time.monotonic(), list[float]()

    asking = asyncio.create_task(ask(telegram, waits))
    await besiege(telegram, mallory, chance)
    last = telegram.next_number()
    while any(number < last for number in telegram.waiting):
        await asyncio.sleep(0.05)
    asking.cancel()
    with suppress(asyncio.CancelledError):
        await asking

    took, cpu = time.monotonic() - began, cpu_of(run.process.pid) - cpu
    p99 = quantiles(waits, n=100)[98]
    scene.report(
        f"{UPDATES} hostile updates in {took:.0f} s ({UPDATES / took:.0f} a second, {cpu:.0f} s of"
        f" CPU); {len(waits)} questions of neighbours: median {median(waits):.2f} s,"
        f" p99 {p99:.2f} s, longest {max(waits):.2f} s"
    )
    assert '"error"' not in run.err
    assert max(waits) < 5
