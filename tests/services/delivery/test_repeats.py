"""At most one silent repeat, and never one that the person does not need."""

from datetime import date, timedelta

from bot.coach.library import Library
from bot.coach.schedule import LATE_LIMIT
from bot.services.delivery.deliveries import Deliveries
from bot.services.delivery.outcome import (
    Sent,
    Unknown,
)
from bot.services.delivery.policy import LEASE, REPEAT_AFTER
from bot.store.deliveries import MOST_COPIES
from tests.services.rooms import (
    ALICE,
    MONDAY_EIGHT,
    Rooms,
    send_all,
)

MOMENT = timedelta(seconds=1)


async def test_a_death_while_sending_leads_to_one_silent_repeat(
    rooms: Rooms, library: Library
) -> None:
    await rooms.subscribe(ALICE)
    dead = Deliveries(rooms.database, library)
    await dead.depart(await dead.claim(MONDAY_EIGHT, 100), MONDAY_EIGHT)
    found = MONDAY_EIGHT + LEASE

    assert await rooms.deliveries.claim(found, 100) == []
    repeated = await send_all(rooms, found + REPEAT_AFTER, Sent(1))

    assert [parcel.repeated for parcel in repeated] == [True]
    assert await rooms.states() == ["sent"]


async def test_a_death_just_before_it_is_too_late_leads_to_a_repeat_at_once(
    rooms: Rooms, library: Library
) -> None:
    await rooms.subscribe(ALICE)
    late = MONDAY_EIGHT + LATE_LIMIT - REPEAT_AFTER
    dead = Deliveries(rooms.database, library)
    await dead.depart(await dead.claim(late, 100), late)
    found = late + LEASE

    assert await rooms.deliveries.claim(found, 100) == []
    repeated = await send_all(rooms, found + MOMENT, Sent(1))

    assert [parcel.repeated for parcel in repeated] == [True]
    assert await rooms.states() == ["sent"]


async def test_two_deaths_on_one_row_lose_nobody(rooms: Rooms, library: Library) -> None:
    await rooms.subscribe(ALICE)
    now = MONDAY_EIGHT
    for _ in range(2):
        dead = Deliveries(rooms.database, library)
        await dead.depart(await dead.claim(now, 1), now)
        now += LEASE
        assert await rooms.deliveries.claim(now, 1) == []
        now += REPEAT_AFTER

    repeated = await send_all(rooms, now, Sent(1))

    assert [parcel.repeated for parcel in repeated] == [True]
    assert await rooms.states() == ["sent"]


async def test_a_row_over_which_every_process_dies_comes_to_an_end(
    rooms: Rooms, library: Library
) -> None:
    await rooms.subscribe(ALICE)
    now, copies = MONDAY_EIGHT, 0
    while now < MONDAY_EIGHT + timedelta(hours=3):
        dead = Deliveries(rooms.database, library)
        copies += len(await dead.depart(await dead.claim(now, 1), now))
        now += max(LEASE, REPEAT_AFTER)

    assert copies == MOST_COPIES
    assert await rooms.states() == ["unconfirmed"]


async def test_a_repeat_after_a_death_that_telegram_leaves_unanswered_is_the_last(
    rooms: Rooms, library: Library
) -> None:
    await rooms.subscribe(ALICE)
    dead = Deliveries(rooms.database, library)
    await dead.depart(await dead.claim(MONDAY_EIGHT, 1), MONDAY_EIGHT)
    now, copies = MONDAY_EIGHT + LEASE, 0
    for _ in range(10):
        copies += len(await send_all(rooms, now, Unknown("no answer")))
        now += REPEAT_AFTER

    assert copies == 1


async def test_an_unconfirmed_delivery_is_repeated_once_and_silently(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    now = MONDAY_EIGHT
    repeats = []
    await send_all(rooms, now, Unknown("no answer"))
    for _ in range(10):
        now += REPEAT_AFTER
        repeats += await send_all(rooms, now, Unknown("no answer"))

    assert [parcel.repeated for parcel in repeats] == [True]
    assert await rooms.states() == ["unconfirmed"]


async def test_a_touch_of_the_first_copy_spares_the_repeat(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    await send_all(rooms, MONDAY_EIGHT, Unknown("no answer"))

    await rooms.deliveries.confirm(ALICE, date(2026, 11, 23))

    assert await send_all(rooms, MONDAY_EIGHT + REPEAT_AFTER, Sent(1)) == []
    assert await rooms.states() == ["sent"]


async def test_a_late_answer_spares_the_repeat_that_another_worker_has_in_hand(
    rooms: Rooms, library: Library
) -> None:
    await rooms.subscribe(ALICE)
    slow = Deliveries(rooms.database, library)
    departed = await slow.depart(await slow.claim(MONDAY_EIGHT, 1), MONDAY_EIGHT)
    found = MONDAY_EIGHT + LEASE
    await rooms.deliveries.claim(found, 100)
    repeats = await rooms.deliveries.claim(found + REPEAT_AFTER, 100)
    assert [parcel.repeated for parcel in repeats] == [True]

    await slow.settle([(departed[0], Sent(5))], found + REPEAT_AFTER)

    assert await rooms.deliveries.depart(repeats, found + REPEAT_AFTER) == []
    assert await rooms.states() == ["sent"]


async def test_a_late_answer_wins_over_unconfirmed(rooms: Rooms, library: Library) -> None:
    await rooms.subscribe(ALICE)
    slow = Deliveries(rooms.database, library)
    departed = await slow.depart(await slow.claim(MONDAY_EIGHT, 1), MONDAY_EIGHT)
    found = MONDAY_EIGHT + LEASE
    await rooms.deliveries.claim(found, 100)

    await slow.settle([(departed[0], Sent(5))], found)

    assert await send_all(rooms, found + REPEAT_AFTER, Sent(6)) == []
    assert await rooms.states() == ["sent"]
