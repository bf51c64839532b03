"""The pace: free slots first, paid ones while the budget lasts."""

import asyncio
import time
from datetime import date

import pytest

from bot.services.delivery.pace import (
    FREE_AT_ONCE,
    FREE_RATE,
    LOOK_SECONDS,
    SQLITE_LOOK_SECONDS,
    WIDE_SECONDS,
    SharedPace,
)
from bot.store.database import Database

SUNDAY, MONDAY = date(2026, 11, 22), date(2026, 11, 23)


async def prepared(database: Database, rate: float, stars: int = 0) -> SharedPace:
    pace = SharedPace(database, 42, rate, daily_stars=stars)
    await pace.prepare()
    return pace


async def test_two_workers_never_get_the_same_slot(database: Database) -> None:
    ours, theirs = await prepared(database, 10), await prepared(database, 10)

    waits = [(await pace.reserve(5, SUNDAY))[0].wait for pace in (ours, theirs, ours)]

    assert waits == pytest.approx([0, 0.5, 1], abs=0.3)


async def test_without_a_budget_nothing_is_paid(database: Database) -> None:
    pace = await prepared(database, 20)

    slots = [one for _ in range(5) for one in await pace.reserve(20, SUNDAY)]

    assert not any(one.paid for one in slots)


async def test_only_what_goes_beyond_the_free_rate_is_paid(database: Database) -> None:
    pace = await prepared(database, 100, stars=1000)
    pace.patience = 0.0  # or a slow machine finds the free lane free again

    first, second = [await pace.reserve(20, SUNDAY) for _ in range(2)]

    assert [(one.paid, one.count) for one in first] == [(False, FREE_AT_ONCE), (True, 15)]
    assert [(one.paid, one.count) for one in second] == [(True, 20)]
    assert [one.spacing for one in first] == pytest.approx([1 / FREE_RATE, 1 / 75])


async def test_the_budget_of_a_day_is_never_exceeded(database: Database) -> None:
    pace = await prepared(database, 1000, stars=5)

    slots = [one for _ in range(30) for one in await pace.reserve(10, SUNDAY)]

    assert 40 < sum(one.count for one in slots if one.paid) <= 50


async def test_a_new_day_has_a_new_budget(database: Database) -> None:
    pace = await prepared(database, 1000, stars=1)
    for _ in range(20):
        await pace.reserve(10, SUNDAY)

    assert any(one.paid for one in await pace.reserve(10, MONDAY))


async def test_a_pause_is_known_here_and_kept_by_the_others(database: Database) -> None:
    ours, theirs = await prepared(database, 1000, stars=9), await prepared(database, 1000, stars=9)
    await ours.hold(20)

    assert (ours.is_held, theirs.is_held) == (True, False)
    assert (await theirs.reserve(1, SUNDAY))[0].wait == pytest.approx(20, abs=1)


async def test_a_worker_learns_of_another_s_pause_in_time(database: Database) -> None:
    ours, theirs = await prepared(database, 25), await prepared(database, 25)
    assert await theirs.left() == 0
    await ours.hold(20)
    await asyncio.sleep(SQLITE_LOOK_SECONDS if database.is_sqlite else LOOK_SECONDS)

    assert await theirs.left() == pytest.approx(20, abs=2)
    assert theirs.is_held
    assert not theirs.replies_are_free


async def test_a_pause_outlives_its_process(database: Database) -> None:
    await (await prepared(database, 25)).hold(20)
    later = await prepared(database, 25)

    assert await later.left() == pytest.approx(20, abs=2)


async def test_a_shorter_pause_changes_nothing(database: Database) -> None:
    pace = await prepared(database, 25)
    await pace.hold(20)
    await pace.hold(3)

    assert await pace.left() == pytest.approx(20, abs=2)


async def test_replies_get_more_room_each_minute_and_need_no_slots_after_ten(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    pace = await prepared(database, 25)
    assert pace.replies_are_free
    await pace.hold(0)
    spacings, begin = [], time.monotonic()
    for minutes in (0, 1, 2):
        monkeypatch.setattr(pace, "_over_at", begin - 60 * minutes)
        slots = None
        async with asyncio.timeout(5):
            while slots is None:
                slots = await pace.reserve_replies(1, is_flood=False)
        spacings.append(slots.spacing)
    assert not pace.replies_are_free
    monkeypatch.setattr(pace, "_over_at", begin - WIDE_SECONDS)

    assert pace.replies_are_free
    assert [spacings[0] / one for one in spacings] == pytest.approx([1, 1.25, 1.25**2])


async def test_a_database_that_is_away_holds_nobody_up() -> None:
    pace = SharedPace(Database("postgresql://nobody@127.0.0.1:1/nothing"), 42, 25)

    assert await pace.left() == 0
