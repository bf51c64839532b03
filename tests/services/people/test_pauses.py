"""A pause: what it leaves out, when it ends, and what it lets be."""

from datetime import date, time, timedelta

import pytest

from bot.services.people.changes import NotSubscribedError
from bot.services.people.subscriptions import PauseError
from bot.services.people.trainees import paused_until
from bot.store import pauses
from bot.store.subscribers import Subscriber
from tests.services.rooms import (
    ALICE,
    BOB,
    MONDAY_EIGHT,
    SUNDAY_EVENING,
    Rooms,
    deliver,
    exercise_of,
    with_reminder,
)

MONDAY = date(2026, 11, 23)
NOON = MONDAY_EIGHT + timedelta(hours=4)


async def rows(rooms: Rooms, person: Subscriber) -> list[tuple[date, date]]:
    async with rooms.database.read() as connection:
        return await pauses.of(connection, person.id)


async def test_a_pause_begins_today_if_nothing_has_come(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    person = await rooms.subscriptions.pause(ALICE, MONDAY_EIGHT - timedelta(hours=1), 3)

    assert person.next_day == person.paused_until == date(2026, 11, 26)
    assert await rows(rooms, person) == [(MONDAY, date(2026, 11, 26))]


async def test_a_pause_begins_tomorrow_if_today_s_has_come(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    await deliver(rooms, MONDAY_EIGHT)
    person = await rooms.subscriptions.pause(ALICE, NOON, 3)

    assert person.next_day == date(2026, 11, 27)
    assert await rows(rooms, person) == [(date(2026, 11, 24), date(2026, 11, 27))]


async def test_until_tomorrow_is_quiet_for_today_and_leaves_out_no_day(rooms: Rooms) -> None:
    await with_reminder(rooms, ALICE)
    await rooms.subscriptions.pause(ALICE, NOON, 7)
    person = await rooms.subscriptions.pause(ALICE, NOON, date(2026, 11, 24))

    assert person.next_day == date(2026, 11, 24)
    assert await rows(rooms, person) == []
    assert await rooms.planned() == [], "nobody who asked for quiet is reminded tonight"


async def test_a_day_left_out_ahead_leaves_todays_exercise_and_its_reminder(
    rooms: Rooms,
) -> None:
    await rooms.subscribe(ALICE, nudge=time(20))
    tuesday = MONDAY + timedelta(days=1)
    person = await rooms.subscriptions.pause(
        ALICE, SUNDAY_EVENING, tuesday + timedelta(days=1), first=tuesday
    )
    assert person.next_day == MONDAY
    assert await rows(rooms, person) == [(tuesday, tuesday + timedelta(days=1))]

    await deliver(rooms, MONDAY_EIGHT)
    assert len(await rooms.planned()) == 1, "the reminder of today's exercise"
    person = await rooms.subscriptions.require(ALICE)
    assert person.next_day == tuesday + timedelta(days=1)


async def test_an_outage_over_a_day_left_out_ahead_does_not_send_it(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    tuesday = MONDAY + timedelta(days=1)
    await rooms.subscriptions.pause(
        ALICE, SUNDAY_EVENING, tuesday + timedelta(days=1), first=tuesday
    )

    assert await deliver(rooms, MONDAY_EIGHT + timedelta(days=1)) == []
    assert await rooms.states() == ["missed"], "Monday alone"


async def test_a_day_left_out_ahead_comes_after_all_when_the_pause_is_ended(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    await rooms.subscriptions.pause(
        ALICE, SUNDAY_EVENING, MONDAY + timedelta(days=2), first=MONDAY + timedelta(days=1)
    )
    person = await rooms.subscriptions.resume(ALICE, SUNDAY_EVENING)
    await deliver(rooms, MONDAY_EIGHT)

    assert (await rooms.subscriptions.require(ALICE)).next_day == MONDAY + timedelta(days=1)
    assert await rows(rooms, person) == []


async def test_a_later_pause_begins_at_once_again(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    await rooms.subscriptions.pause(
        ALICE, SUNDAY_EVENING, MONDAY + timedelta(days=2), first=MONDAY + timedelta(days=1)
    )
    person = await rooms.subscriptions.pause(ALICE, SUNDAY_EVENING, 7)

    assert person.next_day == person.paused_until


async def test_deliveries_come_by_themselves_when_a_pause_ends(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    await rooms.subscriptions.pause(ALICE, SUNDAY_EVENING, date(2026, 11, 26))

    assert not await rooms.deliveries.claim(MONDAY_EIGHT + timedelta(days=2, hours=23), 9)
    (parcel,) = await rooms.deliveries.claim(MONDAY_EIGHT + timedelta(days=3), 9)
    assert exercise_of(parcel).day == date(2026, 11, 26)
    assert await rooms.states() == ["claimed"], "no day of the pause counts as missed"


async def test_whatever_changes_the_hour_leaves_the_pause_alone(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    await rooms.subscriptions.pause(ALICE, SUNDAY_EVENING, 7)
    person = await rooms.preferences.set_weekday(ALICE, 0, MONDAY_EIGHT, on=False)

    assert person.next_day == date(2026, 12, 1), "Monday is off now"


async def test_resume_ends_a_pause_and_keeps_what_it_was(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    await rooms.subscriptions.pause(ALICE, SUNDAY_EVENING, 7)
    for _ in range(2):
        person = await rooms.subscriptions.resume(ALICE, NOON + timedelta(days=1))

    assert person.next_day == date(2026, 11, 25)
    assert paused_until(person, NOON) is None
    assert await rows(rooms, person) == [(MONDAY, date(2026, 11, 24))]


async def test_a_pause_taken_back_on_its_first_day_never_was(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    before = await rooms.subscriptions.pause(ALICE, SUNDAY_EVENING, 7)
    person = await rooms.subscriptions.resume(ALICE, SUNDAY_EVENING)

    assert before.next_day != person.next_day == MONDAY
    assert await rows(rooms, person) == []


async def test_another_pause_takes_the_place_of_what_was_planned(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    await rooms.subscriptions.pause(ALICE, SUNDAY_EVENING, 7)
    person = await rooms.subscriptions.pause(ALICE, NOON + timedelta(days=1), 3)

    assert person.next_day == date(2026, 11, 27)
    assert await rows(rooms, person) == [
        (MONDAY, date(2026, 11, 24)),
        (date(2026, 11, 24), date(2026, 11, 27)),
    ]


async def test_start_ends_a_pause(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    await rooms.subscriptions.pause(ALICE, SUNDAY_EVENING, 7)
    person = await rooms.subscriptions.start(ALICE, "en", "Europe/London", NOON)

    assert person.next_day == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("until", "is_past"),
    [(date(2026, 11, 22), True), (date(1999, 1, 1), True), (date(2027, 11, 30), False), (0, True)],
)
async def test_a_pause_that_cannot_be_changes_nothing(
    rooms: Rooms, until: date | int, is_past: bool
) -> None:
    await rooms.subscribe(ALICE)
    before = await rooms.subscriptions.find(ALICE)
    with pytest.raises(PauseError) as raised:
        await rooms.subscriptions.pause(ALICE, MONDAY_EIGHT, until)

    assert raised.value.is_past is is_past
    assert await rooms.subscriptions.find(ALICE) == before


async def test_a_stranger_has_nothing_to_pause(rooms: Rooms) -> None:
    with pytest.raises(NotSubscribedError):
        await rooms.subscriptions.pause(BOB, MONDAY_EIGHT, 3)
