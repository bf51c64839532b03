"""A machine whose clock is wrong, from the start or from a moment on, and one that slept."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
import sqlalchemy as sa

from bot.store.tables import deliveries, subscribers
from tests.failures.runs import Run
from tests.failures.scene import Scene
from tests.flows.test_webhook import free_port

pytestmark = pytest.mark.slow

PEOPLE = 30
"""Of each kind: due at once, due a little later, and due tomorrow."""

WRONG_FOR = 12
HOUR, DAY = 3600.0, 86_400.0
LONGEST_BLOCK = 0.5
"""More than the 0.2 s that are meant: a machine with other work adds to it."""

JUMPS = {"a minute": 60.0, "an hour": HOUR, "a week": 7 * DAY, "a year": 365 * DAY}


@pytest.fixture
def engine() -> str:
    """Try it on one engine: the clock is none of the database's business."""
    return "sqlite"


@pytest.fixture
def probe() -> "Probe":
    return Probe(f"127.0.0.1:{free_port()}")


class Probe:
    """Asks for health all the time, to see for how long the event loop is blocked."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.worst = 0.0

    @asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _watch(self) -> None:
        async with aiohttp.ClientSession() as http:
            while True:
                began = time.monotonic()
                async with http.get(f"http://{self.address}/healthz") as answer:
                    await answer.read()
                self.worst = max(self.worst, time.monotonic() - began)
                await asyncio.sleep(0.02)


async def undisturbed(scene: Scene, tomorrow: range, before: datetime) -> None:
    """Assert that nobody was moved, and nothing is missed."""
    async with scene.ledger.database.read() as connection:
        due = subscribers.c.next_due_at
        rows = (await connection.execute(sa.select(subscribers.c.chat_id, due))).all()
        states = set(await connection.scalars(sa.select(deliveries.c.state)))
    assert states <= {"sent"}
    for chat, at in rows:
        away = (at - before).total_seconds()
        assert 0.9 * DAY < away < 1.1 * DAY, (chat, at, before)
    assert not set(tomorrow) & scene.telegram.copies.keys()


@pytest.mark.parametrize("when", ["at the start", "while it runs"])
@pytest.mark.parametrize("way", ["ahead", "back"])
@pytest.mark.parametrize("jump", JUMPS)
async def test_a_wrong_clock(scene: Scene, probe: Probe, jump: str, way: str, when: str) -> None:
    seconds = JUMPS[jump] * (1 if way == "ahead" else -1)
    began = datetime.now(UTC)
    today = [*await scene.ledger.fill(PEOPLE), *await scene.ledger.fill(PEOPLE, ahead=25)]
    tomorrow = await scene.ledger.fill(PEOPLE, ahead=DAY)
    if when == "at the start":
        await scene.clock.jump(seconds)
    run = scene.launch(SEND_RATE="5", LISTEN=probe.address)
    await run.is_up()
    up = time.monotonic()
    if when != "at the start":
        await run.reaches(scene.telegram, 3)
    async with probe.watching():
        if when != "at the start":
            await asyncio.sleep(1)
            calm, probe.worst = probe.worst, 0.0
            await scene.clock.jump(seconds)
        await asyncio.sleep(WRONG_FOR)
        wrong = scene.telegram.reached
        await scene.clock.jump(-seconds)
        await run.reaches(scene.telegram, len(today), patience=90)
    took = time.monotonic() - up
    await scene.ledger.settles(wanted=len(today))

    note = f", {1000 * calm:.0f} ms before" if when != "at the start" else ""
    await scene.verdict(
        today,
        f"{wrong} sent while it was wrong for {WRONG_FOR} s, all after {took:.0f} s,"
        f" loop blocked {1000 * probe.worst:.0f} ms at most{note}",
    )
    assert scene.telegram.worst() == 1
    await undisturbed(scene, tomorrow, began)
    assert probe.worst < LONGEST_BLOCK


async def test_a_process_that_slept_for_eight_hours(scene: Scene, probe: Probe) -> None:
    await scene.ledger.fill(1)
    today = await scene.ledger.fill(PEOPLE, ahead=7 * HOUR)
    run = scene.launch(SEND_RATE="25", LISTEN=probe.address)
    await run.is_up()
    await run.reaches(scene.telegram, 1)
    run.freeze()
    await scene.clock.passes(8 * HOUR)
    began = time.monotonic()
    run.thaw()
    async with probe.watching():
        await run.reaches(scene.telegram, 1 + len(today), patience=60)
    took = time.monotonic() - began
    await scene.ledger.settles(wanted=1 + len(today))

    await scene.verdict(
        today,
        f"all in {took:.1f} s after it woke, loop blocked {1000 * probe.worst:.0f} ms at most",
    )
    assert scene.telegram.worst() == 1
    assert probe.worst < LONGEST_BLOCK


async def test_rows_of_a_time_that_never_was_are_healed_at_the_start(
    scene: Scene, launch: Callable[..., Run]
) -> None:
    today = await scene.ledger.fill(PEOPLE)
    async with scene.ledger.database.write() as connection:
        await connection.execute(
            subscribers.update().values(
                last_day=datetime.now(UTC).date() + timedelta(days=30),
                next_day=datetime.now(UTC).date() + timedelta(days=31),
                next_due_at=datetime.now(UTC) + timedelta(days=31),
            )
        )
    run = launch(SEND_RATE="25")
    await run.reaches(scene.telegram, len(today))
    await scene.ledger.settles(wanted=len(today))

    await scene.verdict(today, "a month ahead")
