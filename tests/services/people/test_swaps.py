"""Another exercise today: what the ledger and the subscriber's row say then."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from bot.coach.later import Wait
from bot.coach.library import Library
from bot.coach.programme import write
from bot.coach.sheets import Kind
from bot.coach.trainee import Item, Practice, Programme
from bot.services.people.moves import Swapped
from bot.services.people.responses import Answer, Refusal
from bot.store.subscribers import Subscriber
from tests.services.rooms import (
    ALICE,
    BOB,
    MONDAY_EIGHT,
    SUNDAY_EVENING,
    TUESDAY_EIGHT,
    Rooms,
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


async def swapped(rooms: Rooms, exercise: str, now: datetime = NINE) -> Practice:
    """Swap Monday's exercise; return what takes its place."""
    found = await rooms.moves.swap(ALICE, MONDAY, exercise, now)
    assert isinstance(found, Swapped), found
    return found.practice


async def test_a_swap_gives_another_that_fits_and_counts_it(
    rooms: Rooms, library: Library
) -> None:
    slug = await delivered(rooms)
    other = await swapped(rooms, slug)

    assert other.exercise not in {slug, None}
    (row,) = await rooms.ledger()
    assert (row["exercise"], row["version"], row["state"]) == (
        other.exercise,
        other.version,
        "sent",
    )
    now = await person(rooms)
    assert (now.last_exercise, now.recent[-1]) == (other.exercise, other.exercise)
    assert slug not in now.recent
    is_strength = library.exercises[other.exercise or ""].sheet.kind == Kind.STRENGTH
    assert (now.last_strength == MONDAY) is is_strength
    today = await rooms.practices.today(ALICE, NINE)
    assert today.practice == other


async def test_a_swap_back_leaves_everything_as_it_was(rooms: Rooms) -> None:
    slug = await delivered(rooms)
    before, row = await person(rooms), await rooms.ledger()
    await rooms.moves.swap(ALICE, MONDAY, slug, NINE)
    found = [await rooms.moves.swap_back(ALICE, MONDAY, slug, NINE) for _ in range(2)]

    assert isinstance(found[0], Swapped)
    assert found[1] == Refusal.NOT_SAID
    assert await rooms.ledger() == row
    after = await person(rooms)
    assert (after.last_exercise, after.recent) == (before.last_exercise, before.recent)
    assert after.position == before.position


async def test_what_a_swap_back_leaves_can_be_brought_back_too(rooms: Rooms) -> None:
    slug = await delivered(rooms)
    other = await swapped(rooms, slug)
    await rooms.moves.swap_back(ALICE, MONDAY, slug, NINE)
    responses = await rooms.practices.responses(ALICE, MONDAY, slug, NINE)
    found = await rooms.moves.swap_back(ALICE, MONDAY, other.exercise or "", NINE)

    assert responses.instead_of == other.exercise
    assert isinstance(found, Swapped)
    assert (found.practice, found.gone) == (other, slug)
    assert (await rooms.practices.today(ALICE, NINE)).practice == other


async def test_a_second_tap_on_swap_changes_nothing(rooms: Rooms) -> None:
    slug = await delivered(rooms)
    first = await swapped(rooms, slug)

    assert await rooms.moves.swap(ALICE, MONDAY, slug, NINE) == Refusal.NOT_TODAYS
    assert (await rooms.practices.today(ALICE, NINE)).practice == first


async def test_swapping_on_and_on_brings_others_before_the_first_again(rooms: Rooms) -> None:
    slug = await delivered(rooms)
    seen = [slug]
    for number in range(3):
        other = await swapped(rooms, seen[-1], NINE + number * MINUTE)
        seen.append(other.exercise or "")

    assert len(set(seen)) > 2
    assert all(one != two for one, two in pairwise(seen))
    responses = await rooms.practices.responses(ALICE, MONDAY, seen[-1], NINE)
    assert responses.instead_of == seen[-2]


async def test_a_swap_of_what_start_showed_counts_as_given(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    found = await rooms.moves.swap(ALICE, SUNDAY, "lunge", SUNDAY_EVENING)

    assert isinstance(found, Swapped)
    assert await rooms.states() == ["sent"]
    (monday,) = await deliver(rooms, MONDAY_EIGHT)
    assert exercise_of(monday).practice.exercise != found.practice.exercise
    assert exercise_of(monday).practice.position == 1


async def test_a_swap_before_the_hour_takes_the_place_of_the_delivery(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    early = MONDAY_EIGHT - timedelta(hours=1)
    slug = (await rooms.practices.today(ALICE, early)).practice.exercise or ""
    await rooms.moves.swap(ALICE, MONDAY, slug, early)

    assert await deliver(rooms, MONDAY_EIGHT) == []
    assert [exercise_of(parcel).day for parcel in await deliver(rooms, TUESDAY_EIGHT)] == [
        date(2026, 11, 24)
    ]


async def test_what_is_swapped_may_still_come_later(rooms: Rooms) -> None:
    slug = await delivered(rooms)
    other = await swapped(rooms, slug)
    at = await rooms.moves.later(ALICE, MONDAY, other.exercise or "", Wait.LONG, NINE)

    assert not isinstance(at, Refusal)
    (again,) = await deliver(rooms, at)
    assert exercise_of(again).practice == other


async def test_where_nothing_else_fits_nothing_changes(rooms: Rooms, library: Library) -> None:
    slug = await delivered(rooms)
    for one in set(library.exercises) - {slug}:
        await rooms.answers.set_never(ALICE, one, on=True)

    assert await rooms.moves.swap(ALICE, MONDAY, slug, NINE) == Refusal.NOTHING_ELSE
    assert (await rooms.practices.today(ALICE, NINE)).practice.exercise == slug


# --- what is refused ------------------------------------------------------------------------


@pytest.mark.parametrize("act", ["later", "swap", "swap_back"])
async def test_no_other_day_nobody_else_and_nobody_who_stopped(rooms: Rooms, act: str) -> None:
    slug = await delivered(rooms)
    before = await rooms.ledger()

    async def outcome(chat: int, day: date) -> object:
        wait = (Wait.SHORT,) if act == "later" else ()
        return await getattr(rooms.moves, act)(chat, day, slug, *wait, NINE)

    assert await outcome(BOB, MONDAY) == Refusal.STRANGER
    assert await outcome(ALICE, SUNDAY) == Refusal.ANOTHER_DAY
    assert await outcome(ALICE, date(2099, 1, 1)) == Refusal.ANOTHER_DAY
    await rooms.subscriptions.stop(ALICE, NINE)
    assert await outcome(ALICE, MONDAY) == Refusal.STOPPED
    assert await rooms.ledger() == before


async def test_what_a_worker_has_in_hand_is_left_alone(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    (parcel,) = await rooms.deliveries.claim(MONDAY_EIGHT, 9)
    slug = exercise_of(parcel).practice.exercise or ""

    assert (
        await rooms.moves.later(ALICE, MONDAY, slug, Wait.SHORT, MONDAY_EIGHT)
        == Refusal.BEING_SENT
    )
    assert await rooms.moves.swap(ALICE, MONDAY, slug, MONDAY_EIGHT) == Refusal.BEING_SENT
    responses = await rooms.practices.responses(ALICE, MONDAY, slug, MONDAY_EIGHT)
    assert not responses.answers & {Answer.SWAP}


async def listed(rooms: Rooms, library: Library) -> None:
    """Let Monday's exercise come from a trainer's list of three."""
    days = frozenset(range(7))
    items = tuple(Item(slug, None, 1) for slug in ("leg-swing", "lunge", "boat-pose"))
    await rooms.subscribe(ALICE)
    code = write(library, Programme(items, days))
    await rooms.programmes.follow(ALICE, code, days, SUNDAY_EVENING)
    await deliver(rooms, MONDAY_EIGHT)


async def test_what_was_swapped_in_from_a_trainer_s_list_is_not_tomorrow_s_again(
    rooms: Rooms, library: Library
) -> None:
    await listed(rooms, library)

    other = await swapped(rooms, "leg-swing")
    (tuesday,) = await deliver(rooms, TUESDAY_EIGHT)

    assert (other.exercise, exercise_of(tuesday).practice.exercise) == ("lunge", "boat-pose")


async def test_swapping_back_leaves_a_trainer_s_list_as_it_was(
    rooms: Rooms, library: Library
) -> None:
    await listed(rooms, library)
    before = (await person(rooms)).position

    await rooms.moves.swap(ALICE, MONDAY, "leg-swing", NINE)
    await rooms.moves.swap_back(ALICE, MONDAY, "leg-swing", NINE)

    assert (await person(rooms)).position == before
