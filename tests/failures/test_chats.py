"""Chats that cannot be reached, or have moved: what becomes of them."""

from pathlib import Path

import pytest

from bot.store.deliveries import State
from tests.failures.scene import Scene
from tests.failures.telegram import FINE, Conduct, refusal

pytestmark = pytest.mark.slow

PEOPLE = 50
TOMORROW = 25 * 3600 + 300
"""Seconds until everybody is due again, on the day of a clock change too."""

UNREACHABLE = [
    (403, "Forbidden: bot was blocked by the user"),
    (403, "Forbidden: user is deactivated"),
    (403, "Forbidden: bot was kicked from the supergroup chat"),
    (400, "Chat not found"),
]


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """What becomes of a chat is the same in every database (tests/services)."""
    return f"sqlite:///{tmp_path / 'test.db'}"


@pytest.mark.parametrize(("status", "words"), UNREACHABLE)
async def test_who_cannot_be_reached_is_kept_and_left_alone(
    scene: Scene, status: int, words: str
) -> None:
    people = await scene.ledger.fill(PEOPLE)
    gone = people[7]
    tries: list[int] = []

    def conduct(chat: int) -> Conduct:
        tries.append(chat)
        return refusal(status, words) if chat == gone else FINE

    scene.telegram.conduct = conduct
    scene.launch()
    await scene.ledger.settles(scene.clock)
    await scene.clock.passes(TOMORROW)
    await scene.ledger.settles(scene.clock, wanted=2 * PEOPLE - 1)

    standings = await scene.ledger.standings()
    scene.report(f"{tries.count(gone)} try in two days; then {standings[gone]}, '{words}'")
    assert tries.count(gone) == 1
    assert standings.pop(gone) == "blocked"
    assert set(standings.values()) == {"active"}
    assert await scene.ledger.reasons() == {words: 1}
    assert scene.telegram.missing(people) == {gone}
    assert await scene.ledger.states() == {State.SENT: 2 * (PEOPLE - 1), State.FAILED: 1}


async def test_a_group_that_moved_gets_its_message_at_the_new_place(scene: Scene) -> None:
    people = await scene.ledger.fill(PEOPLE)
    old, new = people[7], -1_001_234_567_890
    words = "Bad Request: group chat was upgraded to a supergroup chat"
    moved = refusal(400, words, migrate_to_chat_id=new)
    scene.telegram.conduct = lambda chat: moved if chat == old else FINE
    scene.launch()
    await scene.ledger.settles(scene.clock)

    standings = await scene.ledger.standings()
    scene.report(f"{scene.telegram.asked} sends for {PEOPLE} people; {old} is {new} now")
    assert new in standings
    assert old not in standings
    assert scene.telegram.missing(people) == {old}
    assert [copy.silent for copy in scene.telegram.copies[new]] == [False]
    assert await scene.ledger.states() == {State.SENT: PEOPLE}
