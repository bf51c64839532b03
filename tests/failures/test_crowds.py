"""Crowds under Telegram's limits: deliveries go on, everybody is answered, no pause is broken."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

import pytest

from bot.botapi.inbox import AT_ONCE
from tests.bench.machine import cpu_of
from tests.failures.limits import LimitedTelegram, flood, is_notice
from tests.failures.scene import Scene

pytestmark = pytest.mark.slow

DUE = 300
NEIGHBOURS = 20
FLOODED_BEFORE = 2.0
NEWCOMERS = range(500_001, 502_001)
SETTINGS = {"SEND_RATE": "25", "PAID_BROADCAST": "0"}


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """The line is the same on every database."""
    return f"sqlite:///{tmp_path / 'test.db'}"


@pytest.fixture
async def telegram() -> AsyncIterator[LimitedTelegram]:
    """Open a Telegram that enforces its limits."""
    telegram = LimitedTelegram()
    await telegram.open()
    yield telegram
    await telegram.close()


@dataclass
class Neighbours:
    """People who ask one question at a time, every now and then."""

    telegram: LimitedTelegram
    chats: range

    async def ask(self, waits: list[float]) -> None:
        """Let one after another ask, and note how long each waits for an answer."""
        async with asyncio.TaskGroup() as group:
            for number in range(10**6):
                group.create_task(self._one(self.chats[number % len(self.chats)], waits))
                await asyncio.sleep(0.5)

    async def _one(self, chat: int, waits: list[float]) -> None:
        began, before = time.monotonic(), len(self.telegram.copies.get(chat, ()))
        self.telegram.write(chat, "/today")
        try:
            while len(self.telegram.copies.get(chat, ())) == before:
                await asyncio.sleep(0.03)
        finally:
            waits.append(time.monotonic() - began)


async def delivered(telegram: LimitedTelegram, people: range, patience: float) -> float:
    """Wait until everybody due has a message; return how long it took from the first."""
    until = time.monotonic() + patience
    while telegram.missing(people) and time.monotonic() < until:
        await asyncio.sleep(0.05)
    times = [telegram.copies[chat][0].at for chat in people if chat in telegram.copies]
    return max(times) - min(times)


@pytest.mark.parametrize("crowd", [10, 40, 80])
async def test_people_who_flood_slow_neither_deliveries_nor_neighbours(
    crowd: int, telegram: LimitedTelegram, scene: Scene
) -> None:
    people = await scene.ledger.fill(crowd + NEIGHBOURS, ahead=86_400)
    run = scene.launch(**SETTINGS)
    await run.is_up()
    alone = await delivered(telegram, await scene.ledger.fill(DUE), 60)
    assert run.process is not None
    pid = run.process.pid
    calm, cpu = telegram.limits.refused.total(), cpu_of(pid)

    waits: list[float] = []
    flooding = asyncio.create_task(flood(telegram, people[:crowd]))
    asking = asyncio.create_task(Neighbours(telegram, people[crowd:]).ask(waits))
    await asyncio.sleep(FLOODED_BEFORE)
    due = await scene.ledger.fill(DUE)
    beside = await delivered(telegram, due, 60)
    await asyncio.sleep(36 - FLOODED_BEFORE - beside if beside < 34 else 0)
    for task in (flooding, asking):
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    limits, cpu = telegram.limits, cpu_of(pid) - cpu
    left = len(telegram.missing(due))
    p99 = quantiles(waits, n=100)[98]
    flooded = sum(len(telegram.copies.get(chat, ())) for chat in people[:crowd])
    scene.report(
        f"{crowd} people flood; {DUE - left} of {DUE} delivered in {beside:.1f} s, {alone:.1f} s"
        f" alone ({beside / alone:.2f} x); {len(waits)} questions of neighbours: median"
        f" {median(waits):.2f} s, p99 {p99:.2f} s, longest {max(waits):.2f} s; {flooded} replies"
        f" to the flood; {calm} 429s before it; all: {limits}; {cpu:.0f} s of CPU"
    )
    assert '"error"' not in run.err
    assert left == 0
    assert beside < 1.2 * alone
    assert p99 < 2
    assert not limits.calls_in_pauses
    assert limits.refused.total() < 10


async def test_three_hundred_questions_within_a_second_are_all_answered(
    telegram: LimitedTelegram, scene: Scene
) -> None:
    people = await scene.ledger.fill(DUE, ahead=86_400)
    run = scene.launch(**SETTINGS)
    await run.is_up()

    asked: dict[int, float] = {}
    for chat in people:
        asked[chat] = time.monotonic()
        telegram.write(chat, "/today")
        await asyncio.sleep(1 / DUE)
    waits = await telegram.all_answered(asked, 60)

    limits = telegram.limits
    scene.report(f"{len(waits)} of {DUE} answered in {max(waits.values()):.1f} s; {limits}")
    assert '"error"' not in run.err
    assert len(waits) == DUE
    assert limits.refused.total() < 10
    assert not limits.calls_in_pauses


async def test_two_thousand_newcomers_are_all_answered_in_order(
    telegram: LimitedTelegram, scene: Scene
) -> None:
    run = scene.launch(**SETTINGS)
    await run.is_up()

    asked: dict[int, float] = {}
    for chat in NEWCOMERS:
        asked[chat] = time.monotonic()
        telegram.write(chat, "/start")
    waits = await telegram.all_answered(asked, 400)

    limits = telegram.limits
    order = list(dict.fromkeys(one.chat for one in telegram.said if not is_notice(one.text)))
    places = {chat: place for place, chat in enumerate(order)}
    apart = [abs(places[chat] - number) for number, chat in enumerate(NEWCOMERS) if chat in places]
    notices = [one for one in telegram.said if is_notice(one.text)]
    seconds = max(waits.values())
    scene.report(
        f"{len(waits)} of {len(NEWCOMERS)} answered, the last after {seconds:.1f} s; out of place"
        f" by {max(apart)} at most; {len(telegram.said)} messages,"
        f" {len(telegram.said) / seconds:.1f} a second, {len(notices)} of them notices to"
        f" {len({one.chat for one in notices})} people; {limits}"
    )
    assert '"error"' not in run.err
    assert len(waits) == len(NEWCOMERS)
    assert max(apart) <= AT_ONCE
    assert notices
    assert len({one.chat for one in notices}) == len(notices)
    assert not limits.calls_in_pauses
