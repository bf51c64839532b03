"""A day's exercise done before its hour: it doesn't come again, and all else goes on."""

from collections.abc import Awaitable, Callable
from datetime import date, time, timedelta

import pytest

from bot.services.people.finishing import Finish
from bot.services.people.trainees import after_early
from bot.store.deliveries import DeliveryKind
from tests.library import repository
from tests.services.rooms import ALICE, MONDAY_EIGHT, Rooms, deliver, exercise_of

MONDAY = MONDAY_EIGHT.date()
EARLY = MONDAY_EIGHT - timedelta(hours=1)
TUESDAY_EIGHT = MONDAY_EIGHT + timedelta(days=1)


async def by_button(rooms: Rooms, exercise: str) -> object:
    """Tap Done below /today."""
    return await rooms.practices.finish(Finish(ALICE, MONDAY, exercise, EARLY, is_any=True))


async def by_reaction(rooms: Rooms, exercise: str) -> object:
    """React to it, or write that it's done."""
    return await rooms.practices.count(ALICE, exercise, EARLY, MONDAY)


async def todays(rooms: Rooms) -> str:
    """Return what Monday will bring."""
    return (await rooms.practices.today(ALICE, EARLY)).practice.exercise or ""


@pytest.mark.parametrize("way", [by_button, by_reaction])
async def test_what_is_done_before_its_hour_does_not_come_again(
    rooms: Rooms, way: Callable[[Rooms, str], Awaitable[object]]
) -> None:
    await rooms.subscribe(ALICE)
    slug = await todays(rooms)
    await way(rooms, slug)

    assert (await rooms.practices.today(ALICE, EARLY)).done
    assert await deliver(rooms, MONDAY_EIGHT) == []
    (tuesday,) = await deliver(rooms, TUESDAY_EIGHT)
    assert exercise_of(tuesday).day == date(2026, 11, 24)
    assert exercise_of(tuesday).practice.exercise != slug


async def test_done_early_says_what_comes_next(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    done = await rooms.practices.count(ALICE, await todays(rooms), EARLY, MONDAY)

    assert done
    await deliver(rooms, MONDAY_EIGHT)
    (tuesday,) = await deliver(rooms, TUESDAY_EIGHT)
    assert done.next_day == exercise_of(tuesday).day
    assert done.following == exercise_of(tuesday).practice


@pytest.mark.parametrize("way", [by_button, by_reaction])
async def test_who_takes_back_an_early_done_is_sent_it_after_all(
    rooms: Rooms, way: Callable[[Rooms, str], Awaitable[object]]
) -> None:
    await rooms.subscribe(ALICE)
    slug = await todays(rooms)
    await way(rooms, slug)
    await rooms.practices.uncount(ALICE, EARLY)

    assert not (await rooms.practices.today(ALICE, EARLY)).done
    (monday,) = await deliver(rooms, MONDAY_EIGHT)
    assert exercise_of(monday).practice.exercise == slug


async def test_no_reminder_or_question_follows_an_early_done(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE, nudge=time(20), unanswered=7)
    await by_button(rooms, await todays(rooms))
    await deliver(rooms, MONDAY_EIGHT)

    assert await rooms.planned() == []
    assert (await rooms.subscriptions.require(ALICE)).unanswered == 0


async def test_status_tells_what_comes_after_an_early_done(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    assert not (await rooms.subscriptions.status(ALICE, EARLY)).is_next_done

    await by_button(rooms, await todays(rooms))
    person = (await rooms.subscriptions.status(ALICE, EARLY)).subscriber
    assert (await rooms.subscriptions.status(ALICE, EARLY)).is_next_done

    await deliver(rooms, MONDAY_EIGHT)
    status = await rooms.subscriptions.status(ALICE, EARLY)
    assert not status.is_next_done
    assert status.subscriber.next_day == after_early(repository(), person, MONDAY).next_day
    assert status.subscriber.position == after_early(repository(), person, MONDAY).position


async def test_the_weeks_summary_follows_an_early_done(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE, weekly=True, weekdays=frozenset({0}))
    await by_button(rooms, await todays(rooms))
    await deliver(rooms, MONDAY_EIGHT)

    assert [kind for kind, _ in await rooms.planned()] == [DeliveryKind.WEEK]


async def test_the_weeks_summary_follows_an_early_swap(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE, weekly=True, weekdays=frozenset({0}))
    await rooms.moves.swap(ALICE, MONDAY, await todays(rooms), EARLY)

    assert [kind for kind, _ in await rooms.planned()] == [DeliveryKind.WEEK]
