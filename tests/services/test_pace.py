"""The pace: free slots first, paid ones while the budget lasts."""

from datetime import date

import pytest

from bot.services.pace import FREE_RATE, SharedPace
from bot.store.database import Database

SUNDAY, MONDAY = date(2026, 11, 22), date(2026, 11, 23)


async def prepared(database: Database, rate: float, stars: int = 0) -> SharedPace:
    pace = SharedPace(database, 42, rate, daily_stars=stars)
    await pace.prepare()
    return pace


async def test_two_workers_never_get_the_same_slot(database: Database) -> None:
    ours, theirs = await prepared(database, 10), await prepared(database, 10)

    waits = [(await pace.reserve(5, SUNDAY)).wait for pace in (ours, theirs, ours)]

    assert waits == pytest.approx([0, 0.5, 1], abs=0.3)


async def test_without_a_budget_nothing_is_paid(database: Database) -> None:
    pace = await prepared(database, 20)

    slots = [await pace.reserve(20, SUNDAY) for _ in range(5)]

    assert not any(one.paid for one in slots)


async def test_only_what_goes_beyond_the_free_rate_is_paid(database: Database) -> None:
    pace = await prepared(database, 100, stars=1000)

    slots = [await pace.reserve(int(FREE_RATE), SUNDAY) for _ in range(4)]

    assert [one.paid for one in slots] == [False, True, True, True]
    assert [one.spacing for one in slots] == pytest.approx([1 / 25, 1 / 75, 1 / 75, 1 / 75])


async def test_the_budget_of_a_day_is_never_exceeded(database: Database) -> None:
    pace = await prepared(database, 1000, stars=5)

    slots = [await pace.reserve(10, SUNDAY) for _ in range(30)]

    assert sum(one.paid for one in slots) * 10 == 50


async def test_a_new_day_has_a_new_budget(database: Database) -> None:
    pace = await prepared(database, 1000, stars=1)
    for _ in range(20):
        await pace.reserve(10, SUNDAY)

    assert (await pace.reserve(10, MONDAY)).paid


async def test_a_pause_is_known_here_and_kept_by_the_others(database: Database) -> None:
    ours, theirs = await prepared(database, 1000, stars=9), await prepared(database, 1000, stars=9)
    await ours.hold(20)

    assert (ours.is_held, theirs.is_held) == (True, False)
    assert (await theirs.reserve(1, SUNDAY)).wait == pytest.approx(20, abs=1)
