"""What the slow tests found once, in the small: these run with all the others."""

import pytest

from bot.coach.library import Library
from bot.services.delivery import LEASE, REPEAT_AFTER
from bot.services.outcome import Moved, Unsent
from bot.store.database import Database
from tests.services.house import MONDAY_EIGHT, House, build

ALICE = 1001


@pytest.fixture
def house(database: Database, library: Library) -> House:
    """Join the services of one worker."""
    return build(database, library)


async def test_a_late_word_about_the_first_copy_never_makes_the_repeat_sound(house: House) -> None:
    await house.subscribe(ALICE)
    now = MONDAY_EIGHT
    first = await house.deliveries.depart(await house.deliveries.claim(now, 1), now)
    now += LEASE
    await house.deliveries.claim(now, 1)
    now += REPEAT_AFTER
    assert [parcel.silent for parcel in await house.deliveries.claim(now, 1)] == [True]

    await house.deliveries.settle([(first[0], Unsent("the lease ran out"))], now)

    assert [parcel.silent for parcel in await house.deliveries.claim(now, 1)] == [True]


async def test_a_repeat_to_a_group_that_moved_stays_silent(house: House) -> None:
    await house.subscribe(ALICE)
    now = MONDAY_EIGHT
    await house.deliveries.depart(await house.deliveries.claim(now, 1), now)
    now += LEASE
    await house.deliveries.claim(now, 1)
    now += REPEAT_AFTER
    repeat = await house.deliveries.depart(await house.deliveries.claim(now, 1), now)

    await house.deliveries.settle([(repeat[0], Moved(-100_555))], now)

    again = await house.deliveries.claim(now, 1)
    assert [(parcel.chat_id, parcel.silent) for parcel in again] == [(-100_555, True)]
