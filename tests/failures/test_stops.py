"""A process that is asked to stop in the middle of its work."""

import time

import pytest

from bot.store.deliveries import State
from tests.failures.scene import Scene

pytestmark = pytest.mark.slow

PEOPLE = 2_000


async def test_a_stop_is_quick_and_the_next_start_goes_on_at_once(scene: Scene) -> None:
    people = await scene.ledger.fill(PEOPLE)
    run = scene.launch(SEND_RATE="200")
    await run.reaches(scene.telegram, PEOPLE // 3)

    code, took = await run.stop()

    before = scene.telegram.reached
    left = await scene.ledger.states()
    began = time.monotonic()
    run.start()
    await run.is_up()
    up = time.monotonic() - began
    await run.reaches(scene.telegram, before + 1)
    first = time.monotonic() - began
    await run.reaches(scene.telegram, PEOPLE)
    all_after = time.monotonic() - began
    await scene.ledger.settles()

    await scene.verdict(
        people,
        f"code {code} after {took:.1f} s, left behind {dict(left)}; up again after {up:.1f} s,"
        f" first message after {first:.1f} s, all after {all_after:.0f} s",
    )
    assert (code, took < 5) == (0, True)
    assert set(left) <= {State.SENT, State.WAITING}
    assert '"error"' not in run.err


async def test_a_stop_while_telegram_hangs_is_quick_too(scene: Scene) -> None:
    await scene.ledger.fill(PEOPLE)
    run = scene.launch(SEND_RATE="200")
    await run.reaches(scene.telegram, 100)
    scene.telegram.latency = 30
    await run.reaches(scene.telegram, 200)

    code, took = await run.stop()

    left = await scene.ledger.states()
    scene.report(f"code {code} after {took:.1f} s, left behind {dict(left)}")
    assert (code, took < 5) == (0, True)
    assert State.SENDING not in left
    assert State.CLAIMED not in left
