"""Whatever comes in, nothing breaks, nobody waits, and nobody's data is touched by another."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.botapi.inbox import AT_ONCE, MOST_WAITING, Inbox
from bot.botapi.updates import parse_update
from bot.chat import router
from bot.coach import places
from bot.coach.library import Library
from bot.sandbox.world import Chat
from tests.chat.hostile import Stranger
from tests.chat.test_taps import offered
from tests.chat.town import Household

BEFORE_A_NEIGHBOUR = MOST_WAITING + 2 * AT_ONCE
"""Updates of others that may be handled while a neighbour waits: what waited, and what began."""

STEPPED_OVER = "it is skipped"

Update = dict[str, Any]


@pytest.fixture(autouse=True)
def _nothing_breaks(
    caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest
) -> Iterator[None]:
    """Fail a test in which a handler broke, or Telegram refused the version of a reply."""
    with caplog.at_level(logging.WARNING):
        yield
        found = [record.getMessage() for record in caplog.get_records("call")]
    if "broken" in request.node.name:
        found = [text for text in found if STEPPED_OVER not in text]
    assert found == []


def stranger(household: Household, library: Library, chance: Random, people: int) -> Stranger:
    """Bring a stranger with so many chats, half of them known to the bot."""
    chats = [household.town.person(f"Mallory {number}").id for number in range(people)]
    return Stranger(chance, [*chats, *range(1, people)], sorted(offered(library)))


async def besiege(household: Household, updates: Iterable[Update]) -> None:
    """Let updates come as they come from Telegram, and be handled to the last."""
    inbox = inbox_of(household)
    for raw in updates:
        if update := parse_update(household.town.bot, raw):
            await inbox.put(update)
    await inbox.drain(60)


def inbox_of(
    household: Household, on_handled: Callable[[object], None] = lambda _update: None
) -> Inbox:
    return Inbox(
        household.application.process_update,
        lambda update: router.slow_down(household.services, update),
        on_handled,
    )


patiently = settings(
    max_examples=20,
    deadline=None,
    # Without shrinking: a hundred bots would be started for it.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@patiently
@given(seed=st.integers(0, 2**32))
async def test_nothing_that_a_stranger_can_send_breaks_anything(
    household: Household, library: Library, seed: int
) -> None:
    mallory = stranger(household, library, Random(seed), 20)

    await besiege(household, [mallory.update(number) for number in range(1, 16)])


@patiently
@given(seed=st.integers(0, 2**32))
async def test_no_broken_update_breaks_anything(
    household: Household, library: Library, seed: int
) -> None:
    mallory = stranger(household, library, Random(seed), 20)

    await besiege(household, [mallory.broken_update(number) for number in range(1, 16)])


async def test_nobody_elses_data_is_touched(household: Household, library: Library) -> None:
    bob = await household.subscriber("Bob", equipment=frozenset({"ball"}))
    before = await household.services.archive.of(bob.id)
    mallory = stranger(household, library, Random("for Bob"), 50)

    await besiege(household, [mallory.update(number) for number in range(1, 150)])

    assert before is not None
    assert await household.services.archive.of(bob.id) == before
    assert not bob.posts


@pytest.mark.slow
async def test_fifty_thousand_updates_broken_or_not_break_nothing_and_no_neighbour_waits(
    household: Household, library: Library
) -> None:
    bob = await household.subscriber("Bob")
    places.find("Lisbon")  # the first search of a process reads every city
    mallory = stranger(household, library, Random("50,000"), 2_000)
    handled = Handled()
    inbox = inbox_of(household, handled)
    waits: list[tuple[int, float]] = []
    asking = asyncio.create_task(keep_asking(household, inbox, bob, handled, waits))
    began = time.monotonic()

    for number in range(1, 50_001):
        made = mallory.broken_update(number) if number % 2 else mallory.update(number)
        if update := parse_update(household.town.bot, made):
            await inbox.put(update)
    asking.cancel()
    await inbox.drain(120)

    most, longest = (max(column) for column in zip(*waits, strict=True))
    print(  # noqa: T201  # the figures are what it is run for
        f"50,000 updates in {time.monotonic() - began:.0f} s, {handled.count} of them handled;"
        f" a neighbour was answered {len(waits)} times, after {most} others and {longest:.2f} s"
    )
    assert most <= BEFORE_A_NEIGHBOUR


@dataclass
class Handled:
    """Counts the updates that were handled."""

    count: int = 0

    def __call__(self, _update: object) -> None:
        self.count += 1


async def keep_asking(
    household: Household,
    inbox: Inbox,
    bob: Chat,
    handled: Handled,
    waits: list[tuple[int, float]],
) -> None:
    """Let a neighbour ask for help every two seconds; note what each answer waited for."""
    for number in range(10**6, 2 * 10**6):
        began, before, seen = time.monotonic(), handled.count, len(bob.posts)
        said = {"message_id": number, "date": 1_800_000_000, "text": "/help"}
        said |= {"chat": bob.about, "from": bob.user}
        said |= {"entities": [{"type": "bot_command", "offset": 0, "length": 5}]}
        update = parse_update(household.town.bot, {"update_id": number, "message": said})
        assert update
        await inbox.put(update)
        while len(bob.posts) == seen:
            await asyncio.sleep(0.01)
        waits.append((handled.count - before, time.monotonic() - began))
        await asyncio.sleep(2)


async def test_a_command_of_blanks_in_a_group_is_no_command(household: Household) -> None:
    mallory = {"id": 1, "is_bot": False, "first_name": "M"}
    said = {"message_id": 1, "date": 1_800_000_000, "from": mallory, "text": " "}
    said |= {"chat": {"id": -1, "type": "group", "title": "G"}}
    said |= {"entities": [{"type": "bot_command", "offset": 0, "length": 1}]}

    await besiege(household, [{"update_id": 1, "message": said}])

    assert household.town.calls("sendMessage") == []
