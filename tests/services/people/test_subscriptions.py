"""How people come and leave, and what the first delivery is."""

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.coach.sheets import Flag
from bot.coach.trainee import GENTLEST
from bot.store.subscribers import Status
from tests.services.rooms import (
    ALICE,
    BOB,
    MONDAY_EIGHT,
    SUNDAY_EVENING,
    TUESDAY_EIGHT,
    Rooms,
    exercise_of,
)

LATER = SUNDAY_EVENING + timedelta(hours=1)


async def test_a_newcomer_is_due_tomorrow_at_the_default_hour(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    person = await rooms.subscriptions.find(ALICE)

    assert person is not None
    assert person.next_due_at == MONDAY_EIGHT


NEW_YORK = "America/New_York"


@pytest.mark.parametrize(
    ("begins", "due"),
    [
        # 07:02 in London, where 13:00 would be the same day.
        (datetime(2026, 11, 23, 7, 2, tzinfo=UTC), datetime(2026, 11, 24, 13, tzinfo=UTC)),
        # 03:00 in London, where people sleep; in Sydney it is 14:00.
        (datetime(2026, 11, 23, 3, 0, tzinfo=UTC), datetime(2026, 11, 24, 13, tzinfo=UTC)),
        # 10:00 in New York: a day later is another day for everybody.
        (datetime(2026, 11, 23, 15, 0, tzinfo=UTC), datetime(2026, 11, 24, 13, tzinfo=UTC)),
    ],
)
async def test_while_the_zone_is_a_guess_nothing_more_comes_on_the_first_day(
    rooms: Rooms, begins: datetime, due: datetime
) -> None:
    person = await rooms.subscriptions.start(ALICE, "en", NEW_YORK, begins)

    assert person.next_due_at == due


async def test_the_first_day_moves_along_with_the_zone_that_is_chosen(rooms: Rooms) -> None:
    begins = datetime(2026, 11, 23, 7, 2, tzinfo=UTC)
    guessed = await rooms.subscriptions.start(ALICE, "en", "America/Los_Angeles", begins)
    chosen = await rooms.preferences.change(
        ALICE, begins + timedelta(minutes=1), zone="Europe/London", zone_told=True
    )

    assert guessed.shown_day is not None
    assert (f"{guessed.shown_day}", f"{chosen.shown_day}") == ("2026-11-22", "2026-11-23")
    assert chosen.next_due_at == TUESDAY_EIGHT
    # The card of the first exercise still names the date of the guess.
    assert await rooms.practices.is_under_way(ALICE, guessed.shown_day, begins)
    assert not await rooms.practices.is_under_way(ALICE, guessed.shown_day, TUESDAY_EIGHT)


async def test_who_is_not_asked_yet_gets_the_gentlest_version_at_the_default_hour(
    rooms: Rooms,
) -> None:
    person = await rooms.subscriptions.start(
        ALICE, "en", "Europe/London", SUNDAY_EVENING, screened=False
    )
    (parcel,) = await rooms.deliveries.claim(MONDAY_EIGHT, 10)
    content = exercise_of(parcel)

    assert (person.screened, person.shown_day) == (False, None)
    assert (content.practice.exercise, content.practice.version) == ("lunge", "easier")
    assert content.practice.step == GENTLEST
    assert content.asks_about_health


async def test_the_answer_shows_the_first_exercise_and_counts_it_as_come(rooms: Rooms) -> None:
    await rooms.subscriptions.start(ALICE, "en", "Europe/London", SUNDAY_EVENING, screened=False)
    await rooms.preferences.change(ALICE, SUNDAY_EVENING, zone_told=True)
    await rooms.preferences.set_flag(ALICE, Flag.HIP_FRONT, SUNDAY_EVENING, on=True)

    person = await rooms.subscriptions.screen(ALICE, SUNDAY_EVENING)
    today = await rooms.practices.today(ALICE, SUNDAY_EVENING)

    assert (person.screened, person.shown_day) == (True, SUNDAY_EVENING.date())
    assert person.next_due_at == MONDAY_EIGHT
    assert today.has_come
    assert today.practice.exercise != "lunge"
    assert await rooms.subscriptions.screen(ALICE, SUNDAY_EVENING) == person


async def test_an_answer_after_the_first_delivery_shows_nothing_again(rooms: Rooms) -> None:
    await rooms.subscriptions.start(ALICE, "en", "Europe/London", SUNDAY_EVENING, screened=False)
    await rooms.delivers(MONDAY_EIGHT)

    person = await rooms.subscriptions.screen(ALICE, MONDAY_EIGHT)
    (parcel,) = await rooms.deliveries.claim(TUESDAY_EIGHT, 10)

    assert (person.screened, person.shown_day) == (True, None)
    assert exercise_of(parcel).practice.version is None
    assert not exercise_of(parcel).asks_about_health


async def test_a_second_start_keeps_every_setting(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE, time=time(6, 30), weekdays=frozenset({0, 2}))
    person = await rooms.subscriptions.start(ALICE, "de", "Asia/Tokyo", LATER)

    assert (person.time, person.zone) == (time(6, 30), "Europe/London")
    assert person.weekdays == {0, 2}


async def test_stop_ends_deliveries_and_start_brings_them_back(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    await rooms.subscriptions.stop(ALICE, LATER)
    stopped = await rooms.subscriptions.find(ALICE)
    back = await rooms.subscriptions.start(ALICE, "en", "Europe/London", LATER)

    assert stopped is not None
    assert (stopped.state, stopped.next_due_at) == (Status.STOPPED, None)
    assert (back.state, back.next_due_at) == (Status.ACTIVE, MONDAY_EIGHT)


async def test_stop_without_a_subscription_is_no_error(rooms: Rooms) -> None:
    await rooms.subscriptions.stop(BOB, LATER)

    assert await rooms.subscriptions.find(BOB) is None


async def test_who_stopped_and_then_unblocks_stays_stopped(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    await rooms.subscriptions.stop(ALICE, LATER)
    await rooms.subscriptions.block(ALICE, LATER)
    await rooms.subscriptions.unblock(ALICE, LATER)

    person = await rooms.subscriptions.find(ALICE)
    assert person is not None
    assert person.state == Status.STOPPED


async def test_a_second_start_does_not_cost_an_active_person_their_day(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    early = MONDAY_EIGHT - timedelta(minutes=30)
    person = await rooms.subscriptions.start(ALICE, "en", "Europe/London", early)

    assert person.next_due_at == MONDAY_EIGHT


async def test_a_group_that_moves_keeps_its_settings(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE, time=time(6, 30))
    await rooms.subscriptions.migrate(ALICE, -100_777)

    moved = await rooms.subscriptions.find(-100_777)
    assert moved is not None
    assert moved.time == time(6, 30)


async def test_deliveries_follow_the_language_that_telegram_names(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    await rooms.subscriptions.language_for(ALICE, "pt-br")
    (parcel,) = await rooms.deliveries.claim(MONDAY_EIGHT, 9)

    assert exercise_of(parcel).language == "pt-br"


async def test_a_strangers_language_is_kept_nowhere(rooms: Rooms) -> None:
    await rooms.subscriptions.language_for(BOB, "pt-br")

    assert await rooms.subscriptions.find(BOB) is None
