"""What is due is counted up to a limit, and its oldest is known, on each database."""

from datetime import timedelta

import pytest

from bot.services.delivery.outcome import Lost, Outcome, Refused, Sent
from bot.services.operators import statistics
from bot.services.operators.statistics import SHOWN_DAYS, Backlog, Day, Statistics
from bot.store.subscribers import ChatKind
from tests.services.rooms import MONDAY_EIGHT, SUNDAY_EVENING, TUESDAY_EIGHT, Rooms

NINE = MONDAY_EIGHT + timedelta(hours=1)


async def test_nothing_is_due_before_its_time(rooms: Rooms) -> None:
    await rooms.subscribe(1, 2)

    assert await Statistics(rooms.database).backlog(SUNDAY_EVENING) == Backlog(0, 0)


async def test_what_is_due_and_not_claimed_is_counted(rooms: Rooms) -> None:
    await rooms.subscribe(1, 2, 3)
    figures = Statistics(rooms.database)

    assert await figures.backlog(NINE) == Backlog(3, 3600)
    await rooms.deliveries.claim(NINE, 2)
    assert await figures.backlog(NINE) == Backlog(1, 3600)


async def test_counting_ends_where_it_says_no_more(
    rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statistics, "COUNTED", 2)
    await rooms.subscribe(1, 2, 3)

    assert (await Statistics(rooms.database).backlog(NINE)).count == 2


# --- what /stats shows ----------------------------------------------------------------------


async def test_who_came_and_who_left_is_counted(rooms: Rooms) -> None:
    await rooms.subscribe(1, 2, 3, 4, 5)
    figures = Statistics(rooms.database)
    await rooms.subscriptions.stop(1, MONDAY_EIGHT)
    await rooms.subscriptions.block(2, MONDAY_EIGHT)
    await rooms.subscriptions.stop(3, MONDAY_EIGHT)
    await rooms.subscriptions.start(3, "en", "Europe/London", NINE)  # back again

    found = await figures.figures(NINE)

    assert found.people == 3
    assert found.new == (0, 5)
    assert found.unsubscribed == (2, 2)
    later = await figures.figures(NINE + timedelta(days=8))
    assert (later.new, later.unsubscribed) == ((0, 0), (0, 0))


async def test_groups_and_channels_are_no_people(rooms: Rooms) -> None:
    await rooms.subscribe(1, 2)
    for chat, kind in ((-3, ChatKind.GROUP), (-4, ChatKind.GROUP), (-5, ChatKind.CHANNEL)):
        await rooms.subscriptions.start(chat, "en", "Europe/London", MONDAY_EIGHT, kind=kind)
    await rooms.subscriptions.stop(-4, NINE)
    figures = Statistics(rooms.database)

    found, summary = await figures.figures(NINE), await figures.summary(NINE)

    assert (found.people, found.groups) == (2, 2)
    assert (found.new, found.unsubscribed) == ((0, 2), (0, 0))
    assert summary.standings == {
        "private": {"active": 2},
        "group": {"active": 1, "stopped": 1},
        "channel": {"active": 1},
    }


async def test_who_cannot_be_reached_counts_as_left(rooms: Rooms) -> None:
    await rooms.subscribe(1)
    parcels = await rooms.deliveries.claim(NINE, 10)
    await rooms.deliveries.settle([(one, Lost("bot was blocked")) for one in parcels], NINE)

    assert (await Statistics(rooms.database).figures(NINE)).unsubscribed == (1, 1)


async def test_each_day_has_its_deliveries(rooms: Rooms) -> None:
    await rooms.subscribe(1, 2, 3)
    for at in (MONDAY_EIGHT, MONDAY_EIGHT + timedelta(days=1, minutes=20)):
        parcels = await rooms.deliveries.claim(at, 10)
        departed = await rooms.deliveries.depart(parcels, at)
        outcomes: list[Outcome] = [Sent(1), Sent(2), Refused("no")]
        await rooms.deliveries.settle(list(zip(departed, outcomes, strict=True)), at)

    found = await Statistics(rooms.database).figures(NINE + timedelta(days=1))

    assert len(found.days) == SHOWN_DAYS
    assert found.days[-2:] == (
        Day(MONDAY_EIGHT.date(), sent=2, failed=1),
        Day(TUESDAY_EIGHT.date(), sent=2, late=2, failed=1),
    )
    assert found.today == found.days[-1]
    assert found.days[0] == Day(TUESDAY_EIGHT.date() - timedelta(days=13))
