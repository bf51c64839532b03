"""How soon a death is noticed: after a restart, and by the other of two replicas."""

import asyncio
import time
from collections.abc import Collection

import pytest

from bot.store.deliveries import State
from tests.failures.scene import Scene
from tests.failures.telegram import Telegram
from tests.postgres import Postgres

pytestmark = pytest.mark.slow

PEOPLE = 3_000
RATE = 150
HASTE = 10
"""For the frozen one, whose lease of two minutes has to end."""


async def test_after_a_kill_the_first_message_comes_within_seconds_of_the_restart(
    scene: Scene,
) -> None:
    people = await scene.ledger.fill(PEOPLE)
    run = scene.launch(SEND_RATE=str(RATE))
    await run.reaches(scene.telegram, PEOPLE // 4)
    run.kill()
    claimed = set().union(*(await scene.ledger.held(State.CLAIMED)).values())
    in_flight = {chat for chat, _ in await scene.ledger.sending()}
    reached, began = scene.telegram.reached, time.monotonic()
    run.start()
    await run.is_up()
    up = time.monotonic() - began
    await run.reaches(scene.telegram, reached + 1)
    first = time.monotonic() - began
    all_claimed = await until_reached(scene.telegram, claimed, began)
    await scene.ledger.settles(scene.clock)

    await scene.verdict(
        people,
        f"killed at {RATE}/s, ready after {up:.1f} s, first message {first:.1f} s after the"
        f" restart; all {len(claimed)} that were claimed after {all_claimed:.1f} s;"
        f" {len(in_flight)} were in flight",
        repeats=in_flight,
    )
    assert first - up < 3
    assert all_claimed - up < 10


@pytest.fixture
def two_on(postgres: Postgres) -> str:
    """Return the address of a database for two replicas."""
    return postgres.fresh()


class TestOneOfTwo:
    """One of two replicas on PostgreSQL goes; the other takes up what it held."""

    @pytest.fixture
    def database_url(self, two_on: str) -> str:
        return two_on

    @pytest.mark.parametrize("death", ["killed", "frozen"])
    async def test_the_other_takes_up_what_it_held(self, scene: Scene, death: str) -> None:
        people = await scene.ledger.fill(PEOPLE)
        haste = {"HASTE": str(HASTE)} if death == "frozen" else {}
        runs = [scene.launch(SEND_RATE=str(RATE), **haste) for _ in range(2)]
        for run in runs:
            await run.is_up()
        await runs[0].reaches(scene.telegram, PEOPLE // 4)
        while len(await scene.ledger.held(State.CLAIMED)) < 2:
            await asyncio.sleep(0.01)
        if death == "killed":
            runs[0].kill()
        else:
            runs[0].freeze()
        began = time.monotonic()
        held = await scene.ledger.held(State.CLAIMED)
        in_flight = {chat for chat, _ in await scene.ledger.sending()}
        dead = held.keys() - {await self._survivor(scene, held)}
        theirs = {chat for name in dead for chat in held[name]}
        took = await until_reached(scene.telegram, theirs, began)
        if death == "frozen":
            runs[0].thaw()
        await scene.ledger.settles(scene.clock)

        note = f" (leases and time-outs a {HASTE}th)" if haste else ""
        await scene.verdict(
            people,
            f"one {death}{note}: the {len(theirs)} that it held after {took:.1f} s",
            # With time-outs a tenth as long, a busy machine also loses answers.
            repeats=people if haste else in_flight,
        )
        assert death == "frozen" or took < 15

    async def _survivor(self, scene: Scene, held: dict[str, set[int]]) -> str | None:
        """Return the worker that goes on: the one whose claims change."""
        for _ in range(400):
            now = await scene.ledger.held(State.CLAIMED)
            for name, chats in now.items():
                if chats != held.get(name, set()):
                    return name
            await asyncio.sleep(0.01)
        return None


async def until_reached(telegram: Telegram, chats: Collection[int], began: float) -> float:
    """Return the seconds until all of these people have their message."""
    until = time.monotonic() + 120
    while telegram.missing(chats):
        assert time.monotonic() < until, f"{len(telegram.missing(chats))} are still waiting"
        await asyncio.sleep(0.02)
    return time.monotonic() - began
