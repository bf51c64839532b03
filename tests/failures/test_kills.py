"""A process that dies without a word, again and again, while it delivers."""

import asyncio
import time

import pytest

from bot.services.delivery.policy import LEASE
from bot.store.deliveries import MOST_COPIES
from tests.failures.scene import Scene
from tests.failures.telegram import FINE, Conduct

pytestmark = pytest.mark.slow

PEOPLE = 10_000
KILLS = 20
STRETCH = 400
"""How many more people have their message at each kill."""

STRETCH_SECONDS = STRETCH / 25
"""What that takes at the default pace: the clock is put forward by what we are faster."""


async def test_twenty_kills_lose_nobody_and_repeat_only_what_was_in_flight(scene: Scene) -> None:
    people = await scene.ledger.fill(PEOPLE)
    in_flight: set[tuple[int, str | None]] = set()
    at_telegram = 0
    began = started = time.monotonic()
    run = scene.launch()
    for number in range(1, KILLS + 1):
        await run.reaches(scene.telegram, number * STRETCH)
        run.kill()
        at_telegram += scene.telegram.under_way.total()
        in_flight |= await scene.ledger.sending()
        await scene.clock.passes(max(0.0, STRETCH_SECONDS - (time.monotonic() - started)))
        started = time.monotonic()
        run.start()
    await scene.ledger.settles(scene.clock)

    await scene.verdict(
        people,
        f"{KILLS} kills, {time.monotonic() - began:.0f} s, in flight at the kills"
        f" {len(in_flight)} ({at_telegram} of them without an answer yet)",
        repeats={chat for chat, _worker in in_flight},
        copies=MOST_COPIES,
    )


async def test_a_death_over_the_first_copy_and_one_over_its_repeat_lose_nobody(
    scene: Scene,
) -> None:
    first = await scene.ledger.fill(1)  # with this one the picture is uploaded
    run = scene.launch()
    await run.reaches(scene.telegram, 1)
    scene.telegram.conduct = lambda _chat: Conduct(applies=False, seconds=20)
    people = await scene.ledger.fill(16)
    for _ in range(2):
        asked = scene.telegram.asked
        while scene.telegram.asked < asked + len(people):
            await scene.clock.passes(10)
            await asyncio.sleep(0.3)
        run.kill()
        await scene.clock.passes(LEASE.total_seconds())
        run.start()
        await run.is_up()
    scene.telegram.conduct = lambda _chat: FINE
    await scene.ledger.settles(scene.clock)

    await scene.verdict([*first, *people], "two deaths on one row")
    assert scene.telegram.unheard() == set(people)
