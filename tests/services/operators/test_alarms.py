"""Operators are told of trouble: soon, once an hour, by one replica, and of nothing else."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach.later import Wait
from bot.services.delivery.outcome import Lost, Outcome, Sent, Unknown
from bot.services.operators.alarms import FEWEST, Alarm, Alarms, Trouble
from bot.services.operators.roles import ALARMS, Role
from bot.services.operators.statistics import Backlog, RecentOutcomes, Statistics
from tests.services.rooms import MONDAY_EIGHT, Rooms

MINUTE = timedelta(minutes=1)


class Told(Statistics):
    """Statistics that say what a test says."""

    def __init__(self) -> None:
        self.outcomes_now, self.backlog_now = RecentOutcomes(0, 0), Backlog(0, 0)
        self.quarantined_now = 0
        self.is_away = False

    async def recent_outcomes(self, _now: object) -> RecentOutcomes:
        if self.is_away:
            raise OSError("away")
        return self.outcomes_now

    async def backlog(self, _now: object) -> Backlog:
        return self.backlog_now

    async def quarantined(self) -> int:
        return self.quarantined_now


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.mark.parametrize(
    ("outcomes", "alarms"),
    [
        (RecentOutcomes(0, FEWEST - 1), []),
        (RecentOutcomes(18, 20), []),
        (RecentOutcomes(17, 20), [Alarm(Trouble.FALLING, 17, 20)]),
        (RecentOutcomes(1000, 1000), []),
        (RecentOutcomes(0, 0), []),
    ],
    ids=str,
)
async def test_fewer_than_nine_of_ten_are_worth_an_alarm(
    told: Told, outcomes: RecentOutcomes, alarms: Sequence[Alarm]
) -> None:
    told.outcomes_now = outcomes

    assert await Alarms(told, None).look(MONDAY_EIGHT) == alarms


async def test_a_clock_that_is_wrong_is_told_by_every_replica(told: Told) -> None:
    alarms = Alarms(told, None, lambda: -timedelta(hours=1))

    assert await alarms.look(MONDAY_EIGHT) == [Alarm(Trouble.CLOCK, 60)]


async def test_rows_that_were_set_aside_are_told(told: Told) -> None:
    told.quarantined_now = 3

    assert await Alarms(told, None).look(MONDAY_EIGHT) == [Alarm(Trouble.UNREADABLE, 3)]


async def test_what_is_due_and_waits_is_told(told: Told) -> None:
    alarms = Alarms(told, None)
    told.backlog_now = Backlog(1000, 899)
    assert await alarms.look(MONDAY_EIGHT) == []
    told.backlog_now = Backlog(1000, 1200)

    assert await alarms.look(MONDAY_EIGHT) == [Alarm(Trouble.BEHIND, 20)]


async def test_a_database_that_was_away_is_told_when_it_is_back(told: Told) -> None:
    alarms = Alarms(told, None)
    told.is_away = True
    for minute in range(4):
        assert await alarms.look(MONDAY_EIGHT + minute * MINUTE) == []
    told.is_away = False

    assert await alarms.look(MONDAY_EIGHT + 5 * MINUTE) == [Alarm(Trouble.DATABASE, 5)]
    assert await alarms.look(MONDAY_EIGHT + 6 * MINUTE) == []


async def test_an_outage_that_could_not_be_told_is_told_later(told: Told) -> None:
    alarms, told.is_away = Alarms(told, None), True
    await alarms.look(MONDAY_EIGHT)
    told.is_away = False
    (alarm,) = await alarms.look(MONDAY_EIGHT + 5 * MINUTE)
    alarms.failed(alarm, MONDAY_EIGHT + 8 * MINUTE)

    assert await alarms.look(MONDAY_EIGHT + 12 * MINUTE) == []
    assert await alarms.look(MONDAY_EIGHT + 13 * MINUTE) == [Alarm(Trouble.DATABASE, 5)]
    assert await alarms.look(MONDAY_EIGHT + 80 * MINUTE) == []


async def test_a_moment_without_the_database_is_not_worth_it(told: Told) -> None:
    alarms = Alarms(told, None)
    told.is_away = True
    await alarms.look(MONDAY_EIGHT)
    told.is_away = False

    assert await alarms.look(MONDAY_EIGHT + MINUTE / 4) == []


@given(st.lists(st.integers(1, 50), max_size=40))
async def test_a_trouble_is_told_at_most_once_an_hour(steps: list[int]) -> None:
    told = Told()
    told.outcomes_now = RecentOutcomes(0, 100)
    alarms, now, moments = Alarms(told, None), MONDAY_EIGHT, []
    for step in steps:
        now += step * MINUTE
        if await alarms.look(now):
            moments.append(now)

    assert len(moments) == 0 or moments[0] == MONDAY_EIGHT + steps[0] * MINUTE
    assert all(b - a >= 60 * MINUTE for a, b in pairwise(moments))


async def test_troubles_do_not_hide_each_other(told: Told) -> None:
    alarms = Alarms(told, None)

    assert alarms.claim(Trouble.CONFLICT, MONDAY_EIGHT)
    assert not alarms.claim(Trouble.CONFLICT, MONDAY_EIGHT)
    assert alarms.claim(Trouble.BEHIND, MONDAY_EIGHT)


async def test_an_alarm_that_reached_nobody_is_told_again_in_minutes(told: Told) -> None:
    alarms, told.backlog_now = Alarms(told, None), Backlog(1000, 1200)
    (alarm,) = await alarms.look(MONDAY_EIGHT)
    alarms.failed(alarm, MONDAY_EIGHT + 3 * MINUTE)

    assert await alarms.look(MONDAY_EIGHT + 7 * MINUTE) == []
    assert await alarms.look(MONDAY_EIGHT + 8 * MINUTE) == [alarm]
    assert await alarms.look(MONDAY_EIGHT + 60 * MINUTE) == []


async def test_one_replica_tells(rooms: Rooms, told: Told) -> None:
    told.outcomes_now = RecentOutcomes(0, 100)
    first, second = (
        Alarms(told, Role(rooms.database, 42, ALARMS, worker, lambda: MONDAY_EIGHT))
        for worker in ("a", "b")
    )

    assert await first.look(MONDAY_EIGHT) == [Alarm(Trouble.FALLING, 0, 100)]
    assert await second.look(MONDAY_EIGHT) == []


async def test_what_comes_of_deliveries_is_what_is_judged(rooms: Rooms) -> None:
    await rooms.subscribe(*range(1, 31))
    parcels = await rooms.deliveries.claim(MONDAY_EIGHT, 100)
    departed = await rooms.deliveries.depart(parcels, MONDAY_EIGHT)
    alarms = Alarms(Statistics(rooms.database), None)
    assert await alarms.look(MONDAY_EIGHT) == []  # on their way: nothing is known yet

    outcomes: list[Outcome] = [*[Sent(1)] * 20, *[Lost("blocked")] * 4, *[Unknown("?")] * 6]
    await rooms.deliveries.settle(list(zip(departed, outcomes, strict=True)), MONDAY_EIGHT)

    assert await alarms.look(MONDAY_EIGHT) == [Alarm(Trouble.FALLING, 20, 30)]


async def test_what_people_moved_to_later_is_not_missing(rooms: Rooms) -> None:
    chats = range(1, 1 + FEWEST)
    await rooms.subscribe(*chats)
    await rooms.delivers(MONDAY_EIGHT)
    for chat in range(1, 6):
        slug = str((await rooms.ledger())[chat - 1]["exercise"])
        await rooms.moves.later(chat, MONDAY_EIGHT.date(), slug, Wait.LONG, MONDAY_EIGHT)

    assert await Alarms(Statistics(rooms.database), None).look(MONDAY_EIGHT) == []
    assert (await rooms.states()).count("waiting") == 5
