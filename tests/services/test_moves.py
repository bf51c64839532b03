"""Today's exercise later, or another one: what the ledger and the person's row say then."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from bot.coach.later import Wait
from bot.coach.library import Library
from bot.coach.programme import write
from bot.coach.routine import Item, Practice, Programme
from bot.coach.sheets import Kind
from bot.services.answers import No
from bot.services.delivery import LEASE
from bot.services.outcome import Sent, Unknown
from bot.services.practice import Answer
from bot.store.subscribers import Subscriber
from tests.services.house import (
    ALICE,
    BOB,
    MONDAY_EIGHT,
    SUNDAY_EVENING,
    TUESDAY_EIGHT,
    House,
    build,
    deliver,
)

SUNDAY, MONDAY = date(2026, 11, 22), date(2026, 11, 23)
NINE = MONDAY_EIGHT + timedelta(hours=1)
MINUTE = timedelta(minutes=1)


async def person(house: House) -> Subscriber:
    found = await house.subscriptions.of(ALICE)
    assert found
    return found


async def delivered(house: House) -> str:
    """Let Monday's exercise come; return it."""
    await house.subscribe(ALICE)
    (parcel,) = await deliver(house, MONDAY_EIGHT)
    assert parcel.practice.exercise
    return parcel.practice.exercise


# --- later ----------------------------------------------------------------------------------


async def test_later_brings_today_s_again_aloud_and_once(house: House) -> None:
    slug = await delivered(house)
    at = NINE + timedelta(minutes=30)

    assert await house.moves.later(ALICE, MONDAY, slug, Wait.SHORT, NINE) == at
    assert await house.deliveries.next_instant() == at
    assert await deliver(house, at - MINUTE) == []
    (again,) = await deliver(house, at)
    assert (again.day, again.practice.exercise) == (MONDAY, slug)
    assert (again.silent, again.late) == (False, False)
    assert await deliver(house, at + MINUTE) == []
    assert await house.states() == ["sent"]


async def test_later_outlives_a_restart(house: House, library: Library) -> None:
    slug = await delivered(house)
    at = await house.moves.later(ALICE, MONDAY, slug, Wait.EVENING, NINE)
    assert not isinstance(at, No)

    reborn = build(house.database, library)
    assert len(await deliver(reborn, at)) == 1
    assert len(await deliver(house, at)) == 0


async def test_later_never_counts_as_missed(house: House) -> None:
    slug = await delivered(house)
    await house.moves.later(ALICE, MONDAY, slug, Wait.LONG, NINE)

    assert await deliver(house, MONDAY_EIGHT + timedelta(hours=15)) == [], "an outage: too late"
    assert await house.states() == ["sent"]


async def test_later_of_an_unconfirmed_day_comes_aloud(house: House) -> None:
    await house.subscribe(ALICE)
    parcels = await house.deliveries.depart(
        await house.deliveries.claim(MONDAY_EIGHT, 9), MONDAY_EIGHT
    )
    await house.deliveries.settle([(parcels[0], Unknown("no answer"))], MONDAY_EIGHT)
    slug = parcels[0].practice.exercise or ""
    await house.moves.later(ALICE, MONDAY, slug, Wait.SHORT, NINE)

    (again,) = await deliver(house, NINE + timedelta(minutes=30))
    assert not again.silent


@pytest.mark.parametrize("held_by", ["nobody", "another worker", "another, and it is out"])
async def test_an_answer_that_comes_after_later_was_tapped_takes_nothing_away(
    house: House, library: Library, held_by: str
) -> None:
    """The worker froze over Telegram's answer; the person has the copy, and moved it."""
    await house.subscribe(ALICE)
    (frozen,) = await house.deliveries.depart(
        await house.deliveries.claim(MONDAY_EIGHT, 100), MONDAY_EIGHT
    )
    other = build(house.database, library)
    unconfirmed_at = MONDAY_EIGHT + LEASE
    assert await other.deliveries.claim(unconfirmed_at, 100) == []
    slug, day = str(frozen.practice.exercise), frozen.day
    at = await other.moves.later(ALICE, day, slug, Wait.SHORT, unconfirmed_at)
    assert isinstance(at, datetime)
    again = await other.deliveries.claim(at, 100) if held_by != "nobody" else []
    if held_by == "another, and it is out":
        again = await other.deliveries.depart(again, at)

    await house.deliveries.settle([(frozen, Sent(7))], at)

    if held_by == "nobody":
        again = await other.deliveries.claim(at, 100)
    if held_by != "another, and it is out":
        again = await other.deliveries.depart(again, at)
    assert [parcel.silent for parcel in again] == [False]
    await other.deliveries.settle([(again[0], Sent(8))], at)
    (row,) = await house.ledger()
    assert (row["state"], row["message_id"], row["reason"]) == ("sent", 8, None)


async def test_asking_twice_moves_it_once_more(house: House) -> None:
    slug = await delivered(house)
    for wait in (Wait.EVENING, Wait.SHORT, Wait.SHORT):
        at = await house.moves.later(ALICE, MONDAY, slug, wait, NINE)

    assert at == await house.deliveries.next_instant()
    (row,) = await house.ledger()
    assert row["reason"] == "asked for later"
    assert (await house.practices.told(ALICE, MONDAY, slug)).later is not None


async def test_later_can_be_taken_back(house: House) -> None:
    slug = await delivered(house)
    await house.moves.later(ALICE, MONDAY, slug, Wait.SHORT, NINE)

    assert [await house.moves.not_later(ALICE, NINE) for _ in range(2)] == [True, False]
    assert await deliver(house, NINE + timedelta(hours=1)) == []
    assert await house.states() == ["sent"]


async def test_done_lets_what_was_asked_for_later_be(house: House) -> None:
    slug = await delivered(house)
    await house.moves.later(ALICE, MONDAY, slug, Wait.SHORT, NINE)
    await house.practices.done(ALICE, slug, NINE, MONDAY)

    assert await deliver(house, NINE + timedelta(hours=1)) == []
    assert await house.moves.later(ALICE, MONDAY, slug, Wait.SHORT, NINE) == No.DONE


async def test_a_pause_lets_what_was_asked_for_later_be(house: House) -> None:
    slug = await delivered(house)
    await house.moves.later(ALICE, MONDAY, slug, Wait.SHORT, NINE)
    await house.subscriptions.pause(ALICE, NINE, 3)

    assert await deliver(house, NINE + timedelta(hours=1)) == []


async def test_what_is_still_to_come_is_not_moved(house: House) -> None:
    await house.subscribe(ALICE)
    early = MONDAY_EIGHT - timedelta(hours=1)
    slug = (await house.practices.today(ALICE, early)).practice.exercise or ""

    assert await house.moves.later(ALICE, MONDAY, slug, Wait.SHORT, early) == No.NOT_YET
    assert len(await deliver(house, MONDAY_EIGHT)) == 1


async def test_what_start_showed_may_come_again_later(house: House) -> None:
    await house.subscribe(ALICE)
    at = await house.moves.later(ALICE, SUNDAY, "lunge", Wait.SHORT, SUNDAY_EVENING)

    assert not isinstance(at, No)
    (again,) = await deliver(house, at)
    assert (again.day, again.practice.exercise) == (SUNDAY, "lunge")
    (monday,) = await deliver(house, MONDAY_EIGHT)
    assert monday.practice.exercise != "lunge"


# --- swap -----------------------------------------------------------------------------------


async def test_a_swap_gives_another_that_fits_and_counts_it(
    house: House, library: Library
) -> None:
    slug = await delivered(house)
    other = await house.moves.swap(ALICE, MONDAY, slug, NINE)

    assert isinstance(other, Practice)
    assert other.exercise not in {slug, None}
    (row,) = await house.ledger()
    assert (row["exercise"], row["form"], row["state"]) == (other.exercise, other.form, "sent")
    now = await person(house)
    assert (now.last_exercise, now.recent[-1]) == (other.exercise, other.exercise)
    assert slug not in now.recent
    is_strength = library.exercises[other.exercise or ""].sheet.kind == Kind.STRENGTH
    assert (now.last_strength == MONDAY) is is_strength
    today = await house.practices.today(ALICE, NINE)
    assert today.practice == other


async def test_a_swap_back_leaves_everything_as_it_was(house: House) -> None:
    slug = await delivered(house)
    before, row = await person(house), await house.ledger()
    await house.moves.swap(ALICE, MONDAY, slug, NINE)
    found = [await house.moves.swap_back(ALICE, MONDAY, slug, NINE) for _ in range(2)]

    assert isinstance(found[0], Practice)
    assert found[1] == No.NOT_SAID
    assert await house.ledger() == row
    after = await person(house)
    assert (after.last_exercise, after.recent) == (before.last_exercise, before.recent)
    assert after.position == before.position


async def test_a_second_tap_on_swap_changes_nothing(house: House) -> None:
    slug = await delivered(house)
    first = await house.moves.swap(ALICE, MONDAY, slug, NINE)

    assert await house.moves.swap(ALICE, MONDAY, slug, NINE) == No.NOT_TODAYS
    assert (await house.practices.today(ALICE, NINE)).practice == first


async def test_swapping_on_and_on_brings_others_before_the_first_again(house: House) -> None:
    slug = await delivered(house)
    seen = [slug]
    for number in range(3):
        other = await house.moves.swap(ALICE, MONDAY, seen[-1], NINE + number * MINUTE)
        assert isinstance(other, Practice)
        seen.append(other.exercise or "")

    assert len(set(seen)) > 2
    assert all(one != two for one, two in pairwise(seen))
    told = await house.practices.told(ALICE, MONDAY, seen[-1])
    assert told.instead_of == seen[-2]


async def test_a_swap_of_what_start_showed_counts_as_given(house: House) -> None:
    await house.subscribe(ALICE)
    other = await house.moves.swap(ALICE, SUNDAY, "lunge", SUNDAY_EVENING)

    assert isinstance(other, Practice)
    assert await house.states() == ["sent"]
    (monday,) = await deliver(house, MONDAY_EIGHT)
    assert monday.practice.exercise != other.exercise
    assert monday.practice.position == 1


async def test_a_swap_before_the_hour_takes_the_place_of_the_delivery(house: House) -> None:
    await house.subscribe(ALICE)
    early = MONDAY_EIGHT - timedelta(hours=1)
    slug = (await house.practices.today(ALICE, early)).practice.exercise or ""
    await house.moves.swap(ALICE, MONDAY, slug, early)

    assert await deliver(house, MONDAY_EIGHT) == []
    assert [parcel.day for parcel in await deliver(house, TUESDAY_EIGHT)] == [date(2026, 11, 24)]


async def test_what_is_swapped_may_still_come_later(house: House) -> None:
    slug = await delivered(house)
    other = await house.moves.swap(ALICE, MONDAY, slug, NINE)
    assert isinstance(other, Practice)
    at = await house.moves.later(ALICE, MONDAY, other.exercise or "", Wait.LONG, NINE)

    assert not isinstance(at, No)
    (again,) = await deliver(house, at)
    assert again.practice == other


async def test_where_nothing_else_fits_nothing_changes(house: House, library: Library) -> None:
    slug = await delivered(house)
    for one in set(library.exercises) - {slug}:
        await house.answers.toggle_never(ALICE, one)

    assert await house.moves.swap(ALICE, MONDAY, slug, NINE) == No.NOTHING_ELSE
    assert (await house.practices.today(ALICE, NINE)).practice.exercise == slug


# --- what is refused ------------------------------------------------------------------------


@pytest.mark.parametrize("act", ["later", "swap", "swap_back"])
async def test_no_other_day_nobody_else_and_nobody_who_stopped(house: House, act: str) -> None:
    slug = await delivered(house)
    before = await house.ledger()

    async def outcome(chat: int, day: date) -> object:
        wait = (Wait.SHORT,) if act == "later" else ()
        return await getattr(house.moves, act)(chat, day, slug, *wait, NINE)

    assert await outcome(BOB, MONDAY) == No.STRANGER
    assert await outcome(ALICE, SUNDAY) == No.ANOTHER_DAY
    assert await outcome(ALICE, date(2099, 1, 1)) == No.ANOTHER_DAY
    await house.subscriptions.stop(ALICE, NINE)
    assert await outcome(ALICE, MONDAY) == No.STOPPED
    assert await house.ledger() == before


async def test_what_a_worker_has_in_hand_is_left_alone(house: House) -> None:
    await house.subscribe(ALICE)
    (parcel,) = await house.deliveries.claim(MONDAY_EIGHT, 9)
    slug = parcel.practice.exercise or ""

    assert await house.moves.later(ALICE, MONDAY, slug, Wait.SHORT, MONDAY_EIGHT) == No.IN_HAND
    assert await house.moves.swap(ALICE, MONDAY, slug, MONDAY_EIGHT) == No.IN_HAND
    assert not (await house.practices.told(ALICE, MONDAY, slug)).answers & {Answer.SWAP}


async def listed(house: House, library: Library) -> None:
    """Let Monday's exercise come from a trainer's list of three."""
    days = frozenset(range(7))
    items = tuple(Item(slug, None, 1) for slug in ("leg-swing", "lunge", "boat-pose"))
    await house.subscribe(ALICE)
    code = write(library, Programme(items, days))
    await house.subscriptions.follow(ALICE, code, days, SUNDAY_EVENING)
    await deliver(house, MONDAY_EIGHT)


async def test_what_was_swapped_in_from_a_trainer_s_list_is_not_tomorrow_s_again(
    house: House, library: Library
) -> None:
    await listed(house, library)

    swapped = await house.moves.swap(ALICE, MONDAY, "leg-swing", NINE)
    assert isinstance(swapped, Practice)
    (tuesday,) = await deliver(house, TUESDAY_EIGHT)

    assert (swapped.exercise, tuesday.practice.exercise) == ("lunge", "boat-pose")


async def test_swapping_back_leaves_a_trainer_s_list_as_it_was(
    house: House, library: Library
) -> None:
    await listed(house, library)
    before = (await person(house)).position

    await house.moves.swap(ALICE, MONDAY, "leg-swing", NINE)
    await house.moves.swap_back(ALICE, MONDAY, "leg-swing", NINE)

    assert (await person(house)).position == before
