"""What is due is counted up to a limit, and its oldest is known, on each database."""

from datetime import timedelta

import pytest

from bot.services import statistics
from bot.services.statistics import Backlog, Statistics
from tests.services.house import MONDAY_EIGHT, SUNDAY_EVENING, House

NINE = MONDAY_EIGHT + timedelta(hours=1)


async def test_nothing_is_due_before_its_time(house: House) -> None:
    await house.subscribe(1, 2)

    assert await Statistics(house.database).backlog(SUNDAY_EVENING) == Backlog(0, 0)


async def test_what_is_due_and_not_claimed_is_counted(house: House) -> None:
    await house.subscribe(1, 2, 3)
    figures = Statistics(house.database)

    assert await figures.backlog(NINE) == Backlog(3, 3600)
    await house.deliveries.claim(NINE, 2)
    assert await figures.backlog(NINE) == Backlog(1, 3600)


async def test_counting_ends_where_it_says_no_more(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statistics, "COUNTED", 2)
    await house.subscribe(1, 2, 3)

    assert (await Statistics(house.database).backlog(NINE)).count == 2
