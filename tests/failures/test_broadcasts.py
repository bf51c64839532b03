"""A broadcast whose process dies again and again."""

from datetime import UTC, datetime

import pytest

from bot.services.operators.broadcasts import Broadcasts
from tests.failures.scene import Scene

pytestmark = pytest.mark.slow

PEOPLE = 3_000
KILLS = 10
STRETCH = 200
"""How many more people have the message at each kill; some of those in flight never get it."""

TOMORROW = 24 * 3600.0
OPERATOR = 1


async def test_a_broadcast_across_ten_kills_reaches_nobody_twice(scene: Scene) -> None:
    people = await scene.ledger.fill(PEOPLE, ahead=TOMORROW)
    await _broadcast(scene)
    in_flight: set[int] = set()
    run = scene.launch()
    for number in range(1, KILLS + 1):
        await run.reaches(scene.telegram, number * STRETCH)
        run.kill()
        in_flight |= {chat for chat, _worker in await scene.ledger.sending()}
        run.start()
    await scene.ledger.settles(scene.clock)

    states = await scene.ledger.states()
    missing = scene.telegram.missing(people)
    tally = scene.telegram.tally(people)
    scene.report(f"{KILLS} kills, {len(in_flight)} in flight; {tally}; {dict(states)}")
    assert not scene.telegram.repeated()
    assert missing <= in_flight  # not repeated, since it may have arrived
    assert states["sent"] + states["unconfirmed"] == PEOPLE
    assert states["unconfirmed"] <= len(in_flight)


async def _broadcast(scene: Scene) -> None:
    """Write to everybody, as an operator does who confirms a draft."""
    now = datetime.now(UTC)
    broadcasts = Broadcasts(scene.ledger.database)
    draft = await broadcasts.draft(OPERATOR, "A new exercise has come.", now)
    assert draft.people == PEOPLE
    assert await broadcasts.send(draft.id, None, now)
