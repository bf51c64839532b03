"""What the slow tests found once, in the small: these run with all the others."""

import pytest

from bot.coach.library import Library
from bot.services.delivery.outcome import Moved, Unsent
from bot.services.delivery.policy import LEASE, REPEAT_AFTER
from bot.store.database import Database
from tests.services.rooms import MONDAY_EIGHT, Rooms, build

ALICE = 1001


@pytest.fixture
def rooms(database: Database, library: Library) -> Rooms:
    """Join the services of one worker."""
    return build(database, library)


async def test_a_late_word_about_the_first_copy_never_makes_the_repeat_sound(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    now = MONDAY_EIGHT
    first = await rooms.deliveries.depart(await rooms.deliveries.claim(now, 1), now)
    now += LEASE
    await rooms.deliveries.claim(now, 1)
    now += REPEAT_AFTER
    assert [parcel.repeated for parcel in await rooms.deliveries.claim(now, 1)] == [True]

    await rooms.deliveries.settle([(first[0], Unsent("the lease ran out"))], now)

    assert [parcel.repeated for parcel in await rooms.deliveries.claim(now, 1)] == [True]


async def test_a_repeat_to_a_group_that_moved_stays_silent(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    now = MONDAY_EIGHT
    await rooms.deliveries.depart(await rooms.deliveries.claim(now, 1), now)
    now += LEASE
    await rooms.deliveries.claim(now, 1)
    now += REPEAT_AFTER
    repeat = await rooms.deliveries.depart(await rooms.deliveries.claim(now, 1), now)

    await rooms.deliveries.settle([(repeat[0], Moved(-100_555))], now)

    again = await rooms.deliveries.claim(now, 1)
    assert [(parcel.chat_id, parcel.repeated) for parcel in again] == [(-100_555, True)]
