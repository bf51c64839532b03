"""Messages beside the exercise: each goes out once or not at all, and after the exercises."""

from datetime import time, timedelta

import pytest

from bot.coach.library import Library
from bot.services.delivery.deliveries import KEPT, Deliveries
from bot.services.delivery.outcome import (
    Later,
    Lost,
    Moved,
    Refused,
    Sent,
    Unknown,
    Unsent,
)
from bot.services.delivery.policy import LEASE
from bot.store.deliveries import DeliveryKind
from bot.store.subscribers import Status
from tests.services.rooms import (
    ALICE,
    BOB,
    CHARLIE,
    MONDAY_NIGHT,
    NOON,
    SUNDAY_EVENING,
    TUESDAY_EIGHT,
    Rooms,
    send_messages,
    with_reminder,
)

MOMENT = timedelta(seconds=1)


async def test_a_message_goes_out_once_at_its_time(rooms: Rooms) -> None:
    await with_reminder(rooms, ALICE)

    early = await send_messages(rooms, MONDAY_NIGHT - MOMENT, Sent(1))
    sent = await send_messages(rooms, MONDAY_NIGHT, Sent(1))
    again = await send_messages(rooms, MONDAY_NIGHT + MOMENT, Sent(1))

    assert (early, again) == ([], [])
    assert [(parcel.chat_id, parcel.kind) for parcel in sent] == [(ALICE, DeliveryKind.REMINDER)]
    assert await rooms.message_states() == ["sent"]


async def test_two_workers_share_the_messages(rooms: Rooms, library: Library) -> None:
    await with_reminder(rooms, ALICE, BOB, CHARLIE)
    other = Deliveries(rooms.database, library)

    ours = await rooms.deliveries.claim(MONDAY_NIGHT, 2)
    theirs = await other.claim(MONDAY_NIGHT, 100)

    assert sorted(parcel.chat_id for parcel in ours + theirs) == [ALICE, BOB, CHARLIE]


async def test_a_message_waits_while_an_exercise_is_due(rooms: Rooms) -> None:
    await with_reminder(rooms, ALICE)
    await rooms.subscribe(BOB)
    bob = await rooms.preferences.change(BOB, NOON, time=time(20))
    assert bob.next_due_at == MONDAY_NIGHT

    first = await rooms.deliveries.claim(MONDAY_NIGHT, 100)
    assert await rooms.deliveries.claim(MONDAY_NIGHT, 100) == []
    await rooms.deliveries.depart(first, MONDAY_NIGHT)
    second = await rooms.deliveries.claim(MONDAY_NIGHT, 100)

    assert [parcel.kind for parcel in (*first, *second)] == ["exercise", "reminder"]


async def test_a_dead_workers_claims_are_taken_over(rooms: Rooms, library: Library) -> None:
    await with_reminder(rooms, ALICE)
    dead = Deliveries(rooms.database, library)
    lost = await dead.claim(MONDAY_NIGHT, 100)

    taken = await send_messages(rooms, MONDAY_NIGHT + LEASE, Sent(1))

    assert len(taken) == 1
    assert await dead.depart(lost, MONDAY_NIGHT + LEASE) == []


@pytest.mark.parametrize("died", [True, False])
async def test_what_may_be_out_is_never_repeated(rooms: Rooms, *, died: bool) -> None:
    await with_reminder(rooms, ALICE)
    departed = await rooms.deliveries.depart(
        await rooms.deliveries.claim(MONDAY_NIGHT, 1), MONDAY_NIGHT
    )
    if not died:
        await rooms.deliveries.settle([(departed[0], Unknown("no answer"))], MONDAY_NIGHT)

    for minutes in range(2, 200, 2):
        now = MONDAY_NIGHT + timedelta(minutes=minutes)
        assert await send_messages(rooms, now, Sent(1)) == []
    assert await rooms.message_states() == ["unconfirmed"]


async def test_what_telegram_says_late_is_believed(rooms: Rooms) -> None:
    await with_reminder(rooms, ALICE)
    departed = await rooms.deliveries.depart(
        await rooms.deliveries.claim(MONDAY_NIGHT, 1), MONDAY_NIGHT
    )
    await rooms.deliveries.claim(MONDAY_NIGHT + LEASE, 1)

    await rooms.deliveries.settle([(departed[0], Sent(1))], MONDAY_NIGHT + LEASE)

    assert await rooms.message_states() == ["sent"]


async def test_trouble_is_retried_until_the_message_is_of_no_use(rooms: Rooms) -> None:
    await with_reminder(rooms, ALICE)
    now, tries = MONDAY_NIGHT, 0
    while now < MONDAY_NIGHT + timedelta(hours=2):
        tries += len(await send_messages(rooms, now, Later("502")))
        now += timedelta(seconds=30)

    assert tries > 5
    assert await rooms.message_states() == ["missed"]


async def test_what_was_held_back_goes_out_again_at_once(rooms: Rooms) -> None:
    await with_reminder(rooms, ALICE)
    await send_messages(rooms, MONDAY_NIGHT, Unsent("stopped"))

    assert len(await send_messages(rooms, MONDAY_NIGHT, Sent(1))) == 1


async def test_a_pause_of_telegram_is_waited_for(rooms: Rooms) -> None:
    await with_reminder(rooms, ALICE)
    await send_messages(rooms, MONDAY_NIGHT, Later("pause", 30))

    assert await rooms.deliveries.claim(MONDAY_NIGHT + timedelta(seconds=29), 1) == []
    assert len(await rooms.deliveries.claim(MONDAY_NIGHT + timedelta(seconds=30), 1)) == 1


async def test_who_cannot_be_reached_is_left_alone(rooms: Rooms) -> None:
    await with_reminder(rooms, ALICE)
    await send_messages(rooms, MONDAY_NIGHT, Lost("bot was blocked by the user"))

    alice = await rooms.subscriptions.find(ALICE)
    assert alice is not None
    assert (alice.state, alice.next_due_at) == (Status.BLOCKED, None)
    assert await rooms.message_states() == ["failed"]


async def test_a_chat_that_moved_gets_its_message_at_the_new_place(rooms: Rooms) -> None:
    await with_reminder(rooms, ALICE)
    await send_messages(rooms, MONDAY_NIGHT, Moved(-100_555))

    sent = await send_messages(rooms, MONDAY_NIGHT, Sent(1))

    assert [parcel.chat_id for parcel in sent] == [-100_555]


async def test_a_refused_message_ends_there(rooms: Rooms) -> None:
    await with_reminder(rooms, ALICE)
    await send_messages(rooms, MONDAY_NIGHT, Refused("can't parse entities"))

    assert await send_messages(rooms, MONDAY_NIGHT + LEASE, Sent(1)) == []
    assert await rooms.message_states() == ["failed"]


async def test_old_messages_go_and_open_ones_stay(rooms: Rooms) -> None:
    await with_reminder(rooms, ALICE, BOB)
    await send_messages(rooms, MONDAY_NIGHT, Sent(1))
    await rooms.delivers(TUESDAY_EIGHT)

    assert await rooms.deliveries.prune(MONDAY_NIGHT + KEPT) == 0
    assert await rooms.deliveries.prune(MONDAY_NIGHT + KEPT + MOMENT) == 2
    assert await rooms.deliveries.prune(MONDAY_NIGHT + 2 * KEPT) == 0
    assert await rooms.message_states() == ["waiting", "waiting"]


async def test_nothing_is_asked_of_who_never_came(rooms: Rooms) -> None:
    assert await rooms.deliveries.claim(SUNDAY_EVENING, 100) == []
    assert await rooms.deliveries.next_instant() is None
