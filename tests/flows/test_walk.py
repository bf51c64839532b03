"""Ten days of six people, walked once: what each day brought to whom."""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from tests.flows.conftest import visit
from tests.flows.program import Program
from tests.flows.town import Person, Said
from tests.flows.wording import SLOW_DOWN, STOPPED

LONDON = ZoneInfo("Europe/London")
DAYS = 10
STOPS, GONE, BLOCKED, UNBLOCKED = 3, 2, 2, 4  # the last day before it
DONE = {4: ("Alice", "Bob"), 5: ("Dora",)}
"""Who says on which day that it is done; who never answers is asked whether they are there."""

FLOOD = 200


@dataclass
class Walk:
    """What came by itself, to each person, in order; and how a flood ended."""

    monday: date
    waited: float = 0
    flood: list[Said] = field(default_factory=list)
    came: dict[str, list[Said]] = field(default_factory=dict)

    def times(self, name: str) -> list[datetime]:
        """Return when it came, by the clock on the wall."""
        return [one.at.astimezone(LONDON) for one in self.came[name]]

    def days(self, name: str) -> list[int]:
        """Return on which days it came; Tuesday is 1."""
        return [(time.date() - self.monday).days for time in self.times(name)]


@pytest.fixture(scope="module")
async def walk(program: Program) -> Walk:
    """Walk through ten days, as fast as the sandbox can skip."""
    async with visit(program) as (town, ledger):
        people = [await town.arrive(name) for name in ("Alice", "Bob", "Charlie", "Dora", "Erin")]
        alice, bob, charlie, dora, erin = people
        for person in people:
            await person.begins()
            await person.press(person.seen, "1:weekly:off")  # each skip is one morning
        await bob.press(bob.seen, "1:day:1:off")
        await bob.press(bob.seen, "1:day:5:off")
        walk = Walk((await town.now()).date())
        mallory = await town.arrive("Mallory")
        flood = asyncio.gather(*(mallory.write("/today") for _ in range(FLOOD)))
        walk.waited = await seconds_for_an_answer(alice)
        await flood
        before = {person.name: len(await person.messages()) for person in people}
        for day in range(1, DAYS + 1):
            await town.skip()
            await alice.receives()
            await ledger.settles()
            for person in people:
                if person.name in DONE.get(day, ()):
                    await person.tap((await person.messages())[-1], "done")
            if day == STOPS:
                await charlie.write("/stop")
            if day == GONE:
                await erin.stands("deactivate")
            if day == BLOCKED:
                await dora.stands("block")
            if day == UNBLOCKED:
                await dora.stands("unblock")
            await asyncio.sleep(0.1)
        for person in people:
            walk.came[person.name] = await deliveries(person, before[person.name])
        walk.flood = await mallory.messages()
    return walk


async def seconds_for_an_answer(person: Person) -> float:
    """Return how long somebody waits for today's exercise."""
    began = time.monotonic()
    await person.ask("/today")
    return time.monotonic() - began


async def deliveries(person: Person, before: int) -> list[Said]:
    """Return the messages after those of the first day, without the answer to /stop."""
    came = (await person.messages())[before:]
    return [one for one in came if one.text != STOPPED]


async def test_one_exercise_comes_each_morning(walk: Walk) -> None:
    assert walk.days("Alice") == list(range(1, DAYS + 1))
    assert {f"{time:%H:%M}" for time in walk.times("Alice")} == {"07:00"}


async def test_no_exercise_comes_twice_running(walk: Walk) -> None:
    titles = [one.title for one in walk.came["Alice"]]

    assert all(one != following for one, following in pairwise(titles))
    assert len(set(titles)) > 5


async def test_a_week_has_a_rest_day(walk: Walk) -> None:
    titles = [one.title for one in walk.came["Alice"]]

    assert titles[:7].count("Rest day") == 1


async def test_a_day_switched_off_brings_nothing(walk: Walk) -> None:
    assert walk.days("Bob") == [2, 3, 4, 6, 7, 9, 10]  # no Tuesday, no Saturday
    assert "Rest day" not in [one.title for one in walk.came["Bob"]]


async def test_after_stop_nothing_comes(walk: Walk) -> None:
    assert walk.days("Charlie") == list(range(1, STOPS + 1))


async def test_who_blocks_the_bot_is_left_alone_until_they_unblock_it(walk: Walk) -> None:
    assert walk.days("Dora") == [1, 2, *range(UNBLOCKED + 1, DAYS + 1)]


async def test_a_deleted_account_disturbs_nobody(walk: Walk) -> None:
    assert walk.days("Erin") == [1, GONE]
    assert len(walk.came["Alice"]) == DAYS


async def test_all_hear_the_bell_of_a_delivery(walk: Walk) -> None:
    assert not any(one.silent for came in walk.came.values() for one in came)


async def test_days_off_do_not_cost_a_place_in_the_plan(walk: Walk) -> None:
    first_after_start = walk.came["Alice"][0].title

    assert walk.came["Bob"][0].title == first_after_start
    assert walk.times("Bob")[0] - walk.times("Alice")[0] < timedelta(days=2)


async def test_a_flood_of_one_keeps_nobody_waiting(walk: Walk) -> None:
    assert walk.waited < 2


async def test_a_flood_is_answered_by_a_few_and_one_line(walk: Walk) -> None:
    lines = [one for one in walk.flood if one.text == SLOW_DOWN]
    answers = [one for one in walk.flood if one.text != SLOW_DOWN]

    assert {one.title for one in answers} == {"Lunge stretch"}
    assert 5 <= len(answers) < 20
    assert 1 <= len(lines) <= 2, "on a slow machine the flood arrives in two parts"
