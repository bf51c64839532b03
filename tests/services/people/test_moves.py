"""Today's exercise later: what the ledger and the subscriber's row say then."""

from datetime import date, datetime, timedelta

import pytest

from bot.coach.later import Wait
from bot.coach.library import Library
from bot.services.delivery.outcome import Sent, Unknown
from bot.services.delivery.policy import LEASE
from bot.services.people.responses import Refusal
from bot.store.subscribers import Subscriber
from tests.services.rooms import (
    ALICE,
    MONDAY_EIGHT,
    SUNDAY_EVENING,
    Rooms,
    build,
    deliver,
    exercise_of,
)

SUNDAY, MONDAY = date(2026, 11, 22), date(2026, 11, 23)
NINE = MONDAY_EIGHT + timedelta(hours=1)
MINUTE = timedelta(minutes=1)


async def person(rooms: Rooms) -> Subscriber:
    found = await rooms.subscriptions.find(ALICE)
    assert found
    return found


async def delivered(rooms: Rooms) -> str:
    """Let Monday's exercise come; return it."""
    await rooms.subscribe(ALICE)
    (parcel,) = await deliver(rooms, MONDAY_EIGHT)
    slug = exercise_of(parcel).practice.exercise
    assert slug
    return slug


async def test_later_brings_today_s_again_aloud_and_once(rooms: Rooms) -> None:
    slug = await delivered(rooms)
    at = NINE + timedelta(minutes=30)

    assert await rooms.moves.later(ALICE, MONDAY, slug, Wait.SHORT, NINE) == at
    assert await rooms.deliveries.next_instant() == at
    assert await deliver(rooms, at - MINUTE) == []
    (again,) = await deliver(rooms, at)
    assert (exercise_of(again).day, exercise_of(again).practice.exercise) == (MONDAY, slug)
    assert (again.repeated, exercise_of(again).late) == (False, False)
    assert await deliver(rooms, at + MINUTE) == []
    assert await rooms.states() == ["sent"]


async def test_later_outlives_a_restart(rooms: Rooms, library: Library) -> None:
    slug = await delivered(rooms)
    at = await rooms.moves.later(ALICE, MONDAY, slug, Wait.EVENING, NINE)
    assert not isinstance(at, Refusal)

    reborn = build(rooms.database, library)
    assert len(await deliver(reborn, at)) == 1
    assert len(await deliver(rooms, at)) == 0


async def test_later_never_counts_as_missed(rooms: Rooms) -> None:
    slug = await delivered(rooms)
    await rooms.moves.later(ALICE, MONDAY, slug, Wait.LONG, NINE)

    assert await deliver(rooms, MONDAY_EIGHT + timedelta(hours=15)) == [], "an outage: too late"
    assert await rooms.states() == ["sent"]


async def test_later_of_an_unconfirmed_day_comes_aloud(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    parcels = await rooms.deliveries.depart(
        await rooms.deliveries.claim(MONDAY_EIGHT, 9), MONDAY_EIGHT
    )
    await rooms.deliveries.settle([(parcels[0], Unknown("no answer"))], MONDAY_EIGHT)
    slug = exercise_of(parcels[0]).practice.exercise or ""
    await rooms.moves.later(ALICE, MONDAY, slug, Wait.SHORT, NINE)

    (again,) = await deliver(rooms, NINE + timedelta(minutes=30))
    assert not again.repeated


@pytest.mark.parametrize("held_by", ["nobody", "another worker", "another, and it is out"])
async def test_an_answer_that_comes_after_later_was_tapped_takes_nothing_away(
    rooms: Rooms, library: Library, held_by: str
) -> None:
    """The worker froze over Telegram's answer; the person has the copy, and moved it."""
    await rooms.subscribe(ALICE)
    (frozen,) = await rooms.deliveries.depart(
        await rooms.deliveries.claim(MONDAY_EIGHT, 100), MONDAY_EIGHT
    )
    other = build(rooms.database, library)
    unconfirmed_at = MONDAY_EIGHT + LEASE
    assert await other.deliveries.claim(unconfirmed_at, 100) == []
    slug, day = str(exercise_of(frozen).practice.exercise), exercise_of(frozen).day
    at = await other.moves.later(ALICE, day, slug, Wait.SHORT, unconfirmed_at)
    assert isinstance(at, datetime)
    again = await other.deliveries.claim(at, 100) if held_by != "nobody" else []
    if held_by == "another, and it is out":
        again = await other.deliveries.depart(again, at)

    await rooms.deliveries.settle([(frozen, Sent(7))], at)

    if held_by == "nobody":
        again = await other.deliveries.claim(at, 100)
    if held_by != "another, and it is out":
        again = await other.deliveries.depart(again, at)
    assert [parcel.repeated for parcel in again] == [False]
    await other.deliveries.settle([(again[0], Sent(8))], at)
    (row,) = await rooms.ledger()
    assert (row["state"], row["message_id"], row["reason"]) == ("sent", 8, None)


async def test_asking_twice_moves_it_once_more(rooms: Rooms) -> None:
    slug = await delivered(rooms)
    for wait in (Wait.EVENING, Wait.SHORT, Wait.SHORT):
        at = await rooms.moves.later(ALICE, MONDAY, slug, wait, NINE)

    assert at == await rooms.deliveries.next_instant()
    (row,) = await rooms.ledger()
    assert row["reason"] == "asked for later"
    assert (await rooms.practices.responses(ALICE, MONDAY, slug, NINE)).later is not None


async def test_later_can_be_taken_back(rooms: Rooms) -> None:
    slug = await delivered(rooms)
    await rooms.moves.later(ALICE, MONDAY, slug, Wait.SHORT, NINE)

    assert [await rooms.moves.undo_later(ALICE, NINE) for _ in range(2)] == [True, False]
    assert await deliver(rooms, NINE + timedelta(hours=1)) == []
    assert await rooms.states() == ["sent"]


async def test_done_lets_what_was_asked_for_later_be(rooms: Rooms) -> None:
    slug = await delivered(rooms)
    await rooms.moves.later(ALICE, MONDAY, slug, Wait.SHORT, NINE)
    await rooms.practices.count(ALICE, slug, NINE, MONDAY)

    assert await deliver(rooms, NINE + timedelta(hours=1)) == []
    assert await rooms.moves.later(ALICE, MONDAY, slug, Wait.SHORT, NINE) == Refusal.DONE


async def test_a_pause_lets_what_was_asked_for_later_be(rooms: Rooms) -> None:
    slug = await delivered(rooms)
    await rooms.moves.later(ALICE, MONDAY, slug, Wait.SHORT, NINE)
    await rooms.subscriptions.pause(ALICE, NINE, 3)

    assert await deliver(rooms, NINE + timedelta(hours=1)) == []


async def test_what_is_still_to_come_is_not_moved(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    early = MONDAY_EIGHT - timedelta(hours=1)
    slug = (await rooms.practices.today(ALICE, early)).practice.exercise or ""

    assert await rooms.moves.later(ALICE, MONDAY, slug, Wait.SHORT, early) == Refusal.NOT_YET
    assert len(await deliver(rooms, MONDAY_EIGHT)) == 1


async def test_what_start_showed_may_come_again_later(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    at = await rooms.moves.later(ALICE, SUNDAY, "lunge", Wait.SHORT, SUNDAY_EVENING)

    assert not isinstance(at, Refusal)
    (again,) = await deliver(rooms, at)
    assert (exercise_of(again).day, exercise_of(again).practice.exercise) == (SUNDAY, "lunge")
    (monday,) = await deliver(rooms, MONDAY_EIGHT)
    assert exercise_of(monday).practice.exercise != "lunge"
