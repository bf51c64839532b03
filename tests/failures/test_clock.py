"""A machine whose clock jumps while the day's messages go out."""

import time

import pytest

from tests.failures.scene import Scene

pytestmark = pytest.mark.slow

PEOPLE = 1_000
HOUR = 3600


@pytest.mark.parametrize("jump", [HOUR, -HOUR], ids=["ahead first", "back first"])
async def test_a_clock_that_jumps_an_hour_and_back_brings_nothing_twice(
    scene: Scene, jump: int
) -> None:
    people = await scene.ledger.fill(PEOPLE, ahead=60 - HOUR)
    run = scene.launch(SEND_RATE="200")
    await scene.clock.jump(60)
    began = time.monotonic()
    await run.reaches(scene.telegram, PEOPLE // 4)
    await scene.clock.jump(jump)
    await run.reaches(scene.telegram, PEOPLE // 2)
    await scene.clock.jump(-jump)
    await run.reaches(scene.telegram, PEOPLE * 9 // 10)
    took = time.monotonic() - began
    await scene.ledger.settles(scene.clock)

    await scene.verdict(people, f"nine of ten in {took:.1f} s")


async def test_a_clock_that_was_put_back_holds_nobody_up(scene: Scene) -> None:
    early = await scene.ledger.fill(PEOPLE // 10)
    run = scene.launch(SEND_RATE="200")
    await run.reaches(scene.telegram, len(early))
    await scene.clock.jump(-HOUR)
    late = await scene.ledger.fill(PEOPLE // 10, ahead=-HOUR)
    began = time.monotonic()
    await run.reaches(scene.telegram, len(early) + len(late), patience=20)
    took = time.monotonic() - began
    await scene.ledger.settles(scene.clock)

    await scene.verdict([*early, *late], f"those due after the jump in {took:.1f} s")
