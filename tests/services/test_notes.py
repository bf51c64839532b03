"""Notes: each goes out once or not at all, after the exercises, and only while it is wanted."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from bot.services.delivery import LEASE
from bot.services.notes import KEPT, Notes
from bot.services.outcome import Later, Lost, Moved, Refused, Sent, Unknown, Unsent
from bot.services.people import NoteKind, Standing
from bot.services.practice import Answer
from bot.services.weeks import Week
from tests.services.house import (
    ALICE,
    BOB,
    CHARLIE,
    MONDAY_EIGHT,
    SUNDAY_EVENING,
    TUESDAY_EIGHT,
    House,
    send_notes,
)

MOMENT = timedelta(seconds=1)
MONDAY_NIGHT = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


async def nudged(house: House, *chats: int) -> None:
    """Let people have a nudge at 20:00, and Monday's exercise."""
    await house.subscribe(*chats, nudge=time(20))
    await house.delivers(MONDAY_EIGHT)


# --- the ledger -----------------------------------------------------------------------------


async def test_a_note_goes_out_once_at_its_time(house: House) -> None:
    await nudged(house, ALICE)

    early = await send_notes(house, MONDAY_NIGHT - MOMENT, Sent(1))
    sent = await send_notes(house, MONDAY_NIGHT, Sent(1))
    again = await send_notes(house, MONDAY_NIGHT + MOMENT, Sent(1))

    assert (early, again) == ([], [])
    assert [(slip.chat_id, slip.content.kind) for slip in sent] == [(ALICE, NoteKind.NUDGE)]
    assert await house.note_states() == ["sent"]


async def test_two_workers_share_the_notes(house: House) -> None:
    await nudged(house, ALICE, BOB, CHARLIE)
    other = Notes(house.database)

    ours = await house.notes.claim(MONDAY_NIGHT, 2)
    theirs = await other.claim(MONDAY_NIGHT, 100)

    assert sorted(slip.chat_id for slip in ours + theirs) == [ALICE, BOB, CHARLIE]


async def test_a_note_waits_while_an_exercise_is_due(house: House) -> None:
    await nudged(house, ALICE)
    await house.subscribe(BOB)
    bob = await house.subscriptions.change(BOB, NOON, wall=time(20))
    assert bob.next_due_at == MONDAY_NIGHT

    waiting = await house.notes.claim(MONDAY_NIGHT, 100)
    await house.delivers(MONDAY_NIGHT)

    assert waiting == []
    assert len(await house.notes.claim(MONDAY_NIGHT, 100)) == 1


async def test_a_dead_workers_claims_are_taken_over(house: House) -> None:
    await nudged(house, ALICE)
    dead = Notes(house.database)
    lost = await dead.claim(MONDAY_NIGHT, 100)

    taken = await send_notes(house, MONDAY_NIGHT + LEASE, Sent(1))

    assert len(taken) == 1
    assert await dead.depart(lost, MONDAY_NIGHT + LEASE) == []


@pytest.mark.parametrize("died", [True, False])
async def test_what_may_be_out_is_never_repeated(house: House, *, died: bool) -> None:
    await nudged(house, ALICE)
    departed = await house.notes.depart(await house.notes.claim(MONDAY_NIGHT, 1), MONDAY_NIGHT)
    if not died:
        await house.notes.settle([(departed[0], Unknown("no answer"))], MONDAY_NIGHT)

    for minutes in range(2, 200, 2):
        now = MONDAY_NIGHT + timedelta(minutes=minutes)
        assert await send_notes(house, now, Sent(1)) == []
    assert await house.note_states() == ["unconfirmed"]


async def test_what_telegram_says_late_is_believed(house: House) -> None:
    await nudged(house, ALICE)
    departed = await house.notes.depart(await house.notes.claim(MONDAY_NIGHT, 1), MONDAY_NIGHT)
    await house.notes.claim(MONDAY_NIGHT + LEASE, 1)

    await house.notes.settle([(departed[0], Sent(1))], MONDAY_NIGHT + LEASE)

    assert await house.note_states() == ["sent"]


async def test_trouble_is_retried_until_the_note_is_stale(house: House) -> None:
    await nudged(house, ALICE)
    now, tries = MONDAY_NIGHT, 0
    while now < MONDAY_NIGHT + timedelta(hours=2):
        tries += len(await send_notes(house, now, Later("502")))
        now += timedelta(seconds=30)

    assert tries > 5
    assert await house.note_states() == ["stale"]


async def test_what_was_held_back_goes_out_again_at_once(house: House) -> None:
    await nudged(house, ALICE)
    await send_notes(house, MONDAY_NIGHT, Unsent("stopped"))

    assert len(await send_notes(house, MONDAY_NIGHT, Sent(1))) == 1


async def test_a_pause_of_telegram_is_waited_for(house: House) -> None:
    await nudged(house, ALICE)
    await send_notes(house, MONDAY_NIGHT, Later("pause", 30))

    assert await house.notes.claim(MONDAY_NIGHT + timedelta(seconds=29), 1) == []
    assert len(await house.notes.claim(MONDAY_NIGHT + timedelta(seconds=30), 1)) == 1


async def test_who_cannot_be_reached_is_left_alone(house: House) -> None:
    await nudged(house, ALICE)
    await send_notes(house, MONDAY_NIGHT, Lost("bot was blocked by the user"))

    alice = await house.subscriptions.of(ALICE)
    assert alice is not None
    assert (alice.state, alice.next_due_at) == (Standing.BLOCKED, None)
    assert await house.note_states() == ["failed"]


async def test_a_chat_that_moved_gets_its_note_at_the_new_place(house: House) -> None:
    await nudged(house, ALICE)
    await send_notes(house, MONDAY_NIGHT, Moved(-100_555))

    sent = await send_notes(house, MONDAY_NIGHT, Sent(1))

    assert [slip.chat_id for slip in sent] == [-100_555]


async def test_a_refused_note_ends_there(house: House) -> None:
    await nudged(house, ALICE)
    await send_notes(house, MONDAY_NIGHT, Refused("can't parse entities"))

    assert await send_notes(house, MONDAY_NIGHT + LEASE, Sent(1)) == []
    assert await house.note_states() == ["failed"]


async def test_old_notes_go_and_open_ones_stay(house: House) -> None:
    await nudged(house, ALICE, BOB)
    await send_notes(house, MONDAY_NIGHT, Sent(1))
    await house.delivers(TUESDAY_EIGHT)

    assert await house.notes.prune(MONDAY_NIGHT + KEPT) == 0
    assert await house.notes.prune(MONDAY_NIGHT + KEPT + MOMENT) == 2
    assert await house.notes.prune(MONDAY_NIGHT + 2 * KEPT) == 0
    assert await house.note_states() == ["waiting", "waiting"]


# --- the nudge ------------------------------------------------------------------------------


async def test_who_wants_no_nudge_has_no_note(house: House) -> None:
    await house.subscribe(ALICE)
    await house.delivers(MONDAY_EIGHT)

    assert await house.planned() == []


async def test_done_takes_the_nudge_back_and_undone_brings_it(house: House) -> None:
    await nudged(house, ALICE)

    await house.practices.done(ALICE, "lunge", NOON)
    done = await house.planned()
    await house.practices.undone(ALICE, NOON)

    assert done == []
    assert await house.planned() == [("nudge", MONDAY_NIGHT)]


async def test_nobody_is_reminded_of_what_hurts_but_of_what_came_in_its_place(
    house: House,
) -> None:
    await nudged(house, ALICE)
    (row,) = await house.ledger()
    monday, slug = MONDAY_EIGHT.date(), row["exercise"]

    await house.answers.tune(ALICE, monday, slug, Answer.HURTS, NOON)
    assert await house.planned() == []
    await house.answers.untune(ALICE, monday, slug, Answer.HURTS, NOON)
    assert await house.planned() == [("nudge", MONDAY_NIGHT)]

    await house.answers.tune(ALICE, monday, slug, Answer.HURTS, NOON)
    await house.moves.swap(ALICE, monday, slug, NOON)
    assert await house.planned() == [("nudge", MONDAY_NIGHT)]


async def test_done_reaches_a_nudge_that_is_claimed_already(house: House) -> None:
    await nudged(house, ALICE)
    claimed = await house.notes.claim(MONDAY_NIGHT, 1)

    await house.practices.done(ALICE, "lunge", MONDAY_NIGHT)

    assert await house.notes.depart(claimed, MONDAY_NIGHT) == []


async def test_undone_after_the_nudge_brings_no_second_one(house: House) -> None:
    await nudged(house, ALICE)
    await send_notes(house, MONDAY_NIGHT, Sent(1))

    await house.practices.done(ALICE, "lunge", MONDAY_NIGHT + MOMENT)
    await house.practices.undone(ALICE, MONDAY_NIGHT + 2 * MOMENT)
    await house.subscriptions.change(ALICE, MONDAY_NIGHT + 3 * MOMENT, nudge=time(21))

    assert await send_notes(house, MONDAY_NIGHT + timedelta(hours=1), Sent(1)) == []


async def test_stop_takes_every_note_along(house: House) -> None:
    await nudged(house, ALICE)
    await house.subscriptions.stop(ALICE, NOON)

    assert await house.planned() == []


@pytest.mark.parametrize(
    ("change", "planned"),
    [
        ({"nudge": time(21)}, [("nudge", MONDAY_NIGHT + timedelta(hours=1))]),
        ({"nudge": None}, []),
        ({"nudge": time(8, 15)}, []),
        ({"zone": "Europe/Berlin"}, [("nudge", MONDAY_NIGHT - timedelta(hours=1))]),
        ({"wall": time(9)}, [("nudge", MONDAY_NIGHT)]),
        ({"weekdays": frozenset({1})}, [("nudge", MONDAY_NIGHT)]),
        ({"paused_until": TUESDAY_EIGHT.date()}, []),
    ],
)
async def test_a_change_moves_todays_nudge(
    house: House, change: dict[str, Any], planned: list[object]
) -> None:
    await nudged(house, ALICE)
    await house.subscriptions.change(ALICE, NOON, **change)

    assert await house.planned() == planned


async def test_a_nudge_set_at_noon_holds_today(house: House) -> None:
    await house.subscribe(ALICE)
    await house.delivers(MONDAY_EIGHT)
    await house.subscriptions.change(ALICE, NOON, nudge=time(20))

    assert await house.planned() == [("nudge", MONDAY_NIGHT)]


# --- the week's line ------------------------------------------------------------------------


async def test_the_week_is_told_on_its_last_training_day(house: House) -> None:
    await house.subscribe(ALICE, weekly=True, weekdays=frozenset({0, 2, 4}))
    for day in range(5):
        morning = MONDAY_EIGHT + timedelta(days=day)
        await house.delivers(morning)
        if day in (0, 4):
            await house.practices.done(ALICE, "lunge", morning)
    friday_night = MONDAY_NIGHT + timedelta(days=4)

    planned = await house.planned()
    sent = await send_notes(house, friday_night, Sent(1))

    assert planned == [("week", friday_night)]
    week = sent[0].content.week
    assert isinstance(week, Week)
    assert (week.done, week.asked, week.streak) == (2, 3, 1)


async def test_a_done_after_midnight_leaves_the_weeks_line_of_that_night(house: House) -> None:
    await house.subscribe(ALICE, wall=time(23, 30), nudge=time(20), weekly=True)
    sunday = datetime(2026, 11, 29, 23, 30, tzinfo=UTC)
    await house.delivers(sunday)
    planned = [("week", sunday + timedelta(hours=1))]
    assert [note for note in await house.planned() if note[0] == "week"] == planned

    await house.practices.done(ALICE, "lunge", sunday + timedelta(minutes=40))

    assert [note for note in await house.planned() if note[0] == "week"] == planned


async def test_who_switches_the_week_off_hears_nothing(house: House) -> None:
    await house.subscribe(ALICE, weekly=True, weekdays=frozenset({0}))
    await house.delivers(MONDAY_EIGHT)
    await house.subscriptions.change(ALICE, NOON, weekly=False)

    assert await house.planned() == []


async def test_nothing_is_asked_of_who_never_came(house: House) -> None:
    assert await house.notes.claim(SUNDAY_EVENING, 100) == []
    assert await house.notes.next_instant() is None
