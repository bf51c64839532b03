"""What a wrong clock wrote is put right: nobody loses a day, and nobody gets one twice."""

from datetime import date, timedelta

import pytest

from bot.services.delivery.healing import Healing
from bot.services.delivery.outcome import Sent
from bot.services.delivery.policy import LEASE, REPEAT_AFTER
from tests.services.rooms import ALICE, BOB, MONDAY_EIGHT, TUESDAY_EIGHT, Rooms, send_all

WEEK = timedelta(days=7)
YEAR = timedelta(days=365)


@pytest.fixture
def healing(rooms: Rooms) -> Healing:
    return Healing(rooms.database)


@pytest.mark.parametrize("ahead", [WEEK, 4 * WEEK, YEAR], ids=str)
async def test_who_had_todays_under_a_future_day_gets_tomorrows(
    rooms: Rooms, healing: Healing, ahead: timedelta
) -> None:
    await rooms.subscribe(ALICE, BOB)
    assert len(await send_all(rooms, MONDAY_EIGHT + ahead, Sent(1))) == 2

    assert await healing.heal(MONDAY_EIGHT) == 2
    assert await healing.heal(MONDAY_EIGHT) == 0
    assert await send_all(rooms, MONDAY_EIGHT, Sent(2)) == []
    assert len(await send_all(rooms, TUESDAY_EIGHT, Sent(3))) == 2
    assert await rooms.states() == ["sent"] * 4
    for later in range(1, 15):
        assert len(await send_all(rooms, TUESDAY_EIGHT + timedelta(days=later), Sent(4))) == 2


async def test_days_that_were_wrongly_missed_are_still_to_come(
    rooms: Rooms, healing: Healing
) -> None:
    await rooms.subscribe(ALICE)
    # Too late for that day: nothing went out, and all of them count as missed.
    assert await send_all(rooms, MONDAY_EIGHT + 2 * WEEK + timedelta(hours=7), Sent(1)) == []

    await healing.heal(MONDAY_EIGHT - timedelta(hours=1))

    assert len(await send_all(rooms, MONDAY_EIGHT, Sent(2))) == 1
    assert [(row["day"], row["state"]) for row in await rooms.ledger()] == [
        (date(2026, 11, 23), "sent")
    ]


async def test_who_subscribed_in_the_future_begins_tomorrow(
    rooms: Rooms, healing: Healing
) -> None:
    await rooms.subscriptions.start(ALICE, "en", "Europe/London", MONDAY_EIGHT + YEAR)

    await healing.heal(MONDAY_EIGHT)

    assert await send_all(rooms, MONDAY_EIGHT + timedelta(minutes=1), Sent(1)) == []
    assert len(await send_all(rooms, TUESDAY_EIGHT, Sent(1))) == 1


async def test_a_lease_from_the_future_ends_now(rooms: Rooms, healing: Healing) -> None:
    await rooms.subscribe(ALICE, BOB)
    first, _ = await rooms.deliveries.claim(MONDAY_EIGHT + WEEK, 9)
    await rooms.deliveries.depart([first], MONDAY_EIGHT + WEEK)

    await healing.heal(MONDAY_EIGHT)

    # What was claimed under a day that has not begun is planned anew.
    assert [one.chat_id for one in await send_all(rooms, MONDAY_EIGHT, Sent(1))] == [BOB]
    assert await send_all(rooms, MONDAY_EIGHT + LEASE, Sent(1)) == []
    sent = await send_all(rooms, MONDAY_EIGHT + LEASE + REPEAT_AFTER, Sent(1))
    assert [(one.chat_id, one.repeated) for one in sent] == [(ALICE, True)]


async def test_rows_that_are_right_stay_as_they_are(rooms: Rooms, healing: Healing) -> None:
    await rooms.subscribe(ALICE, zone="Pacific/Kiritimati")
    await rooms.subscribe(BOB, weekdays=frozenset({6}))
    await send_all(rooms, MONDAY_EIGHT, Sent(1))
    await rooms.subscriptions.pause(BOB, MONDAY_EIGHT, 300)
    before = await rooms.subscriptions.find(ALICE), await rooms.subscriptions.find(BOB)

    assert await healing.heal(MONDAY_EIGHT) == 0
    assert (await rooms.subscriptions.find(ALICE), await rooms.subscriptions.find(BOB)) == before
