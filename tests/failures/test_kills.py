"""A process that dies without a word, again and again, while it delivers."""

import time

import pytest

from tests.failures.scene import Scene

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
        await scene.clock.jump(max(0.0, STRETCH_SECONDS - (time.monotonic() - started)))
        started = time.monotonic()
        run.start()
    await scene.ledger.settles(scene.clock)

    await scene.verdict(
        people,
        f"{KILLS} kills, {time.monotonic() - began:.0f} s, in flight at the kills"
        f" {len(in_flight)} ({at_telegram} of them without an answer yet)",
        repeats={chat for chat, _worker in in_flight},
    )
