"""The ledger's promises for exercises: never twice, never lost."""

from datetime import date, timedelta

import pytest

from bot.coach.library import Library
from bot.services.delivery.deliveries import Deliveries
from bot.services.delivery.outcome import (
    Later,
    Lost,
    Moved,
    Refused,
    Sent,
    Unsent,
)
from bot.services.delivery.policy import LEASE, REPEAT_AFTER
from bot.store.database import Database
from bot.store.subscribers import Status
from tests.databases import statements
from tests.services.rooms import (
    ALICE,
    BOB,
    CHARLIE,
    MONDAY_EIGHT,
    TUESDAY_EIGHT,
    Rooms,
    build,
    exercise_of,
    send_all,
)

MOMENT = timedelta(seconds=1)


async def test_nothing_is_claimed_before_its_time(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)

    assert await rooms.deliveries.claim(MONDAY_EIGHT - MOMENT, 100) == []


async def test_a_look_while_nothing_is_due_costs_one_statement(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)

    with statements(rooms.database) as sent:
        await rooms.deliveries.claim(MONDAY_EIGHT - MOMENT, 100)

    assert len(sent) == 1


async def test_a_due_person_gets_the_days_exercise_once(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)

    first = await send_all(rooms, MONDAY_EIGHT, Sent(7))
    again = await send_all(rooms, MONDAY_EIGHT + MOMENT, Sent(8))

    assert [(parcel.chat_id, exercise_of(parcel).day) for parcel in first] == [
        (ALICE, date(2026, 11, 23))
    ]
    assert again == []
    assert [(row["state"], row["message_id"]) for row in await rooms.ledger()] == [("sent", 7)]


async def test_a_second_worker_never_sends_the_same_day_twice(
    rooms: Rooms, library: Library
) -> None:
    await rooms.subscribe(ALICE, BOB, CHARLIE)
    other = Deliveries(rooms.database, library)

    ours = await rooms.deliveries.claim(MONDAY_EIGHT, 2)
    theirs = await other.claim(MONDAY_EIGHT, 100)

    assert sorted(p.chat_id for p in ours + theirs) == [ALICE, BOB, CHARLIE]
    assert await rooms.deliveries.claim(MONDAY_EIGHT, 100) == []


async def test_a_dead_workers_claims_are_taken_over_and_not_repeated(
    rooms: Rooms, library: Library
) -> None:
    await rooms.subscribe(ALICE)
    dead = Deliveries(rooms.database, library)
    lost = await dead.claim(MONDAY_EIGHT, 100)

    taken = await send_all(rooms, MONDAY_EIGHT + LEASE, Sent(1))

    assert [parcel.repeated for parcel in taken] == [False]
    assert await dead.depart(lost, MONDAY_EIGHT + LEASE) == []


async def test_a_pause_is_waited_for_exactly_and_sent_aloud(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    await send_all(rooms, MONDAY_EIGHT, Later("pause", 30))

    assert await rooms.deliveries.claim(MONDAY_EIGHT + timedelta(seconds=29), 1) == []
    sent = await send_all(rooms, MONDAY_EIGHT + timedelta(seconds=30), Sent(1))

    assert [(parcel.repeated, exercise_of(parcel).late) for parcel in sent] == [(False, False)]


async def test_trouble_on_the_line_is_retried_until_the_day_is_too_late(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    now, tries = MONDAY_EIGHT, 0
    while now < MONDAY_EIGHT + timedelta(hours=7):
        tries += len(await send_all(rooms, now, Later("502")))
        now += timedelta(minutes=5)

    assert tries > 10
    assert await rooms.states() == ["missed"]


async def test_what_was_held_back_goes_out_again_at_once(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    await send_all(rooms, MONDAY_EIGHT, Unsent("stopped"))

    sent = await send_all(rooms, MONDAY_EIGHT, Sent(1))

    assert [parcel.repeated for parcel in sent] == [False]


@pytest.mark.parametrize("reason", ["bot was blocked by the user", "chat not found"])
async def test_who_cannot_be_reached_is_kept_and_left_alone(rooms: Rooms, reason: str) -> None:
    await rooms.subscribe(ALICE)
    await send_all(rooms, MONDAY_EIGHT, Lost(reason))

    alice = await rooms.subscriptions.find(ALICE)
    assert alice is not None
    assert (alice.state, alice.next_due_at) == (Status.BLOCKED, None)
    assert [row["reason"] for row in await rooms.ledger()] == [reason]
    assert await rooms.deliveries.claim(TUESDAY_EIGHT, 100) == []


async def test_who_stopped_while_it_was_on_its_way_stays_stopped(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    (parcel,) = await rooms.deliveries.depart(
        await rooms.deliveries.claim(MONDAY_EIGHT, 1), MONDAY_EIGHT
    )
    await rooms.subscriptions.stop(ALICE, MONDAY_EIGHT)
    await rooms.deliveries.settle([(parcel, Lost("bot was blocked by the user"))], MONDAY_EIGHT)
    await rooms.subscriptions.unblock(ALICE, MONDAY_EIGHT)

    alice = await rooms.subscriptions.find(ALICE)
    assert alice is not None
    assert (alice.state, alice.next_due_at) == (Status.STOPPED, None)


async def test_who_comes_back_gets_the_next_day(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    await send_all(rooms, MONDAY_EIGHT, Lost("bot was blocked by the user"))
    await rooms.subscriptions.unblock(ALICE, MONDAY_EIGHT + timedelta(hours=2))

    assert len(await send_all(rooms, TUESDAY_EIGHT, Sent(1))) == 1


async def test_a_refused_card_ends_that_day_only(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    await send_all(rooms, MONDAY_EIGHT, Refused("can't parse entities"))

    assert await rooms.states() == ["failed"]
    assert len(await send_all(rooms, TUESDAY_EIGHT, Sent(1))) == 1


async def test_a_group_that_moved_gets_its_message_at_the_new_place(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    await send_all(rooms, MONDAY_EIGHT, Moved(-100_555))

    sent = await send_all(rooms, MONDAY_EIGHT, Sent(1))

    assert [parcel.chat_id for parcel in sent] == [-100_555]
    assert await rooms.subscriptions.find(ALICE) is None


async def test_a_clock_that_jumps_back_brings_nothing_twice(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    await send_all(rooms, MONDAY_EIGHT, Sent(1))

    for minutes in range(0, 180, 5):
        back = MONDAY_EIGHT - timedelta(hours=1) + timedelta(minutes=minutes)
        assert await send_all(rooms, back, Sent(2)) == []


async def test_a_clock_that_jumps_ahead_while_sending_brings_nothing_twice(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    departed = await rooms.deliveries.depart(
        await rooms.deliveries.claim(MONDAY_EIGHT, 1), MONDAY_EIGHT
    )
    ahead = MONDAY_EIGHT + timedelta(hours=1)
    assert await rooms.deliveries.claim(ahead, 1) == []

    await rooms.deliveries.settle([(departed[0], Sent(1))], ahead)

    assert await send_all(rooms, ahead + REPEAT_AFTER, Sent(2)) == []


async def test_who_stopped_in_the_meantime_gets_no_retry(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    await send_all(rooms, MONDAY_EIGHT, Later("502"))
    await rooms.subscriptions.stop(ALICE, MONDAY_EIGHT)

    assert await rooms.deliveries.claim(MONDAY_EIGHT + timedelta(minutes=5), 1) == []
    assert await rooms.states() == ["failed"]


async def test_many_workers_at_once_share_the_work(database: Database, library: Library) -> None:
    rooms = build(database, library)
    await rooms.subscribe(*range(2000, 2060))
    workers = [Deliveries(database, library) for _ in range(4)]

    chats: list[int] = []
    while claimed := [await worker.claim(MONDAY_EIGHT, 7) for worker in workers]:
        chats += [parcel.chat_id for parcels in claimed for parcel in parcels]
        if not any(claimed):
            break

    assert sorted(chats) == list(range(2000, 2060))


# --- after an emergency ---------------------------------------------------------------------


async def test_after_an_emergency_the_next_message_asks_once_how_somebody_is(
    rooms: Rooms,
) -> None:
    await rooms.subscribe(ALICE, BOB)
    await send_all(rooms, MONDAY_EIGHT, Sent(1))
    await rooms.answers.note_emergency(ALICE, MONDAY_EIGHT + MOMENT)
    await rooms.answers.note_emergency(CHARLIE, MONDAY_EIGHT + MOMENT)

    tuesday = await send_all(rooms, TUESDAY_EIGHT, Sent(2))
    wednesday = await send_all(rooms, TUESDAY_EIGHT + timedelta(days=1), Sent(3))

    asked = {parcel.chat_id: exercise_of(parcel).asks_after_emergency for parcel in tuesday}
    assert asked == {ALICE: True, BOB: False}
    assert not any(exercise_of(parcel).asks_after_emergency for parcel in wednesday)


async def test_an_emergency_before_the_day_s_message_is_asked_about_the_same_day(
    rooms: Rooms,
) -> None:
    await rooms.subscribe(ALICE)
    await rooms.answers.note_emergency(ALICE, MONDAY_EIGHT - MOMENT)

    (parcel,) = await send_all(rooms, MONDAY_EIGHT, Sent(1))
    await rooms.answers.note_emergency(ALICE, MONDAY_EIGHT + MOMENT)
    (next_one,) = await send_all(rooms, TUESDAY_EIGHT, Sent(2))

    assert exercise_of(parcel).asks_after_emergency
    assert exercise_of(next_one).asks_after_emergency


async def test_a_message_that_did_not_arrive_asks_again_how_somebody_is(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    await rooms.answers.note_emergency(ALICE, MONDAY_EIGHT - MOMENT)
    await send_all(rooms, MONDAY_EIGHT, Unsent("no connection"))

    again = await send_all(rooms, MONDAY_EIGHT + timedelta(minutes=30), Sent(1))

    assert [exercise_of(parcel).asks_after_emergency for parcel in again] == [True]
