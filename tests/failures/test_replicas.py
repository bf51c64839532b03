"""Several processes on one database, one of which dies and one of which falls asleep."""

import asyncio
import time

import pytest

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
