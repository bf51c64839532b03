"""A row, seen as the coach sees a person."""

from datetime import date, time, timedelta

from bot.coach.library import Library
from bot.coach.schedule import Pause
from bot.coach.sheets import Avoided, Equipment, Flag
from bot.coach.trainee import Trainee, Tuning
from bot.services.people.trainees import (
    encode_tunings,
    practice_on,
    schedule_of,
    trainee_of,
    tunings_of,
)
from bot.store import subscribers
from bot.store.subscribers import Status, Subscriber
from tests.services.rooms import ALICE, MONDAY_EIGHT, Rooms

TODAY = MONDAY_EIGHT.date()
TUNINGS = {
    "lunge": Tuning(step=-2, paused_until=TODAY + timedelta(7)),
    "leg-lift": Tuning(step=1),
    "sit-up": Tuning(never=True),
}


ROW = Subscriber(
    id=1,
    chat_id=ALICE,
    state=Status.ACTIVE,
    language="en",
    time=time(8),
    zone="Europe/London",
    zone_told=True,
    weekdays=frozenset(range(7)),
    equipment=frozenset(),
    position=0,
    last_exercise=None,
    last_day=None,
    shown_day=None,
    next_day=None,
    next_due_at=None,
    asked=None,
    created_at=MONDAY_EIGHT,
)


def test_all_that_the_routine_needs_is_read_from_the_row(library: Library) -> None:
    row = ROW._replace(
        position=9,
        equipment=frozenset({"ball"}),
        weekdays=frozenset({0, 2}),
        last_exercise="lunge",
        flags=frozenset({"knee-pain"}),
        avoided=frozenset({"lying"}),
        tuning=encode_tunings(TUNINGS),
        recent=("floor-bridge", "lunge"),
        last_strength=TODAY,
    )

    assert trainee_of(library, row) == Trainee(
        position=9,
        equipment=frozenset({Equipment.BALL}),
        days_a_week=2,
        last="lunge",
        flags=frozenset({Flag.KNEE_PAIN}),
        avoided=frozenset({Avoided.LYING}),
        tunings=TUNINGS,
        recent=("floor-bridge", "lunge"),
        last_strength=TODAY,
    )


async def test_tunings_come_back_from_the_database_as_they_went_in(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE, tuning=encode_tunings(TUNINGS))
    async with rooms.database.read() as connection:
        row = await subscribers.by_chat(connection, ALICE)

    assert row
    assert tunings_of(row) == TUNINGS


def test_what_changes_nothing_is_not_kept() -> None:
    assert encode_tunings({"lunge": Tuning()}) == {}


def test_a_name_of_a_later_version_is_left_out(library: Library) -> None:
    row = ROW._replace(flags=frozenset({"hernia", "not-yet-known"}))

    assert trainee_of(library, row).flags == {Flag.HERNIA}


def test_what_start_showed_counts_as_given_for_strength_too(library: Library) -> None:
    row = ROW._replace(position=1, shown_day=TODAY)

    shown = practice_on(library, row, TODAY)
    delivered = practice_on(library, row, TODAY + timedelta(1))

    assert (shown.exercise, delivered.exercise) == ("floor-bridge", "leg-swing")


def test_somebody_whose_pause_is_over_shares_the_plan_of_those_who_never_paused() -> None:
    back = ROW._replace(paused_until=TODAY, last_day=TODAY)

    assert schedule_of(back) == schedule_of(ROW)
    assert schedule_of(ROW._replace(paused_until=TODAY)).pause == Pause(date.min, TODAY)
