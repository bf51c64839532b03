"""Several processes on one database, one of which dies and one of which falls asleep."""

import asyncio
import random
import time

import pytest

from tests.failures.runs import Run
from tests.failures.scene import Scene
from tests.postgres import Postgres

pytestmark = pytest.mark.slow

PEOPLE = 4_000
HASTE = 10
LEASE = 120 / HASTE


@pytest.fixture
def database_url(postgres: Postgres) -> str:
    """Several processes need PostgreSQL."""
    return postgres.fresh()


@pytest.mark.parametrize("processes", [2, 3])
async def test_one_dies_one_sleeps_past_its_lease_and_nobody_hears_a_day_twice(
    scene: Scene, processes: int
) -> None:
    # Seconds of work for each of them.
    scene.telegram.latency = 0.2
    people = await scene.ledger.fill(PEOPLE)
    runs = [scene.launch(HASTE=str(HASTE), SEND_RATE="250") for _ in range(processes)]
    for run in runs:
        await run.is_up()
    began = time.monotonic()

    await runs[0].reaches(scene.telegram, PEOPLE // 4)
    runs[0].freeze()
    asleep = {chat for chat, _ in await scene.ledger.sending()}
    await runs[1].reaches(scene.telegram, PEOPLE // 2)
    runs[1].kill()
    dead = {chat for chat, _ in await scene.ledger.sending()}
    if processes == 2:
        runs[1].start()
    await asyncio.sleep(LEASE + 2)
    runs[0].thaw()
    await scene.ledger.settles(scene.clock)

    await scene.verdict(
        people,
        f"{processes} processes, {time.monotonic() - began:.0f} s, in flight when one fell asleep"
        f" {len(asleep)}, when one died {len(dead)}",
        repeats=asleep | dead,
    )


async def test_one_that_sleeps_on_a_lock_does_not_hold_the_others_up_for_long(
    scene: Scene,
) -> None:
    people = await scene.ledger.fill(PEOPLE)
    runs = [scene.launch(SEND_RATE="100") for _ in range(2)]
    for run in runs:
        await run.is_up()
    await asleep_on_the_pace(scene, runs[0])
    reached = scene.telegram.reached
    began = time.monotonic()

    await runs[1].reaches(scene.telegram, reached + 500, patience=60)
    took = time.monotonic() - began
    runs[0].thaw()
    await scene.ledger.settles(scene.clock)

    await scene.verdict(people, f"500 more in {took:.1f} s, while one slept on the pace")


async def asleep_on_the_pace(scene: Scene, run: Run) -> None:
    """Freeze a process at a moment in which the pace is locked by it."""
    for _ in range(500):
        run.freeze()
        await asyncio.sleep(0.02)
        if await scene.ledger.idle_holders("pace"):
            await asyncio.sleep(0.3)
            if await scene.ledger.idle_holders("pace", 0.25):
                return
        run.thaw()
        await asyncio.sleep(random.uniform(0.01, 0.05))  # no secret
    raise AssertionError("it never slept at such a moment")
