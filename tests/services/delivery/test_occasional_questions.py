"""The questions that follow an exercise: would a reminder help, and is there a firm chair?"""

from datetime import datetime, time, timedelta

import pytest

from bot.coach.sheets import Flag
from bot.coach.suitability import ALL_EQUIPMENT
from bot.services.delivery.content import ChairQuestion, ReminderOffer
from bot.services.delivery.outcome import Sent
from bot.services.delivery.reminder_offer import offered_time
from bot.store.subscribers import ChatKind
from tests.databases import statements
from tests.services.rooms import ALICE, MONDAY_EIGHT, Rooms, send_messages

DAY = timedelta(days=1)
SOON = timedelta(minutes=2)


async def lives(rooms: Rooms, days: str, first: datetime = MONDAY_EIGHT) -> datetime:
    """Let days go by, done (x) or not (-); return the next morning."""
    now = first
    for mark in days:
        await rooms.delivers(now)
        if mark == "x":
            await rooms.practices.count(ALICE, "lunge", now + SOON)
        now += DAY
    return now


async def asked(rooms: Rooms, kind: str) -> int:
    """Count the questions of one kind in the ledger."""
    return [one for one, _ in await rooms.planned()].count(kind)


# --- a reminder in the evening ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "comes"),
    [("xxx-", True), ("xxxx--", True), ("xx-", False), ("xxx", False), ("xxx--", False)],
)
async def test_a_reminder_is_offered_after_the_first_day_missed_after_three(
    rooms: Rooms, days: str, comes: bool
) -> None:
    await rooms.subscribe(ALICE)  # on Saturday they rest
    morning = await lives(rooms, days)
    before = await asked(rooms, "evening")

    await rooms.delivers(morning)

    assert (await asked(rooms, "evening") > before) == comes


async def test_the_question_names_an_hour_and_comes_right_after_the_exercise(
    rooms: Rooms,
) -> None:
    await rooms.subscribe(ALICE)
    morning = await lives(rooms, "xxx-")
    await rooms.delivers(morning)

    (parcel,) = await send_messages(rooms, morning + SOON, Sent(1))

    assert parcel.content == ReminderOffer("en", time(20))


async def test_nobody_is_asked_twice_within_thirty_days(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    morning = await lives(rooms, "xxx-xxx-xxx-xxx-xxx-xxx-x")
    assert await asked(rooms, "evening") == 1

    await lives(rooms, "xxxxxxxxxxx-x", morning)

    assert await asked(rooms, "evening") == 2


async def test_who_has_done_todays_already_is_not_asked(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    morning = await lives(rooms, "xxx-")
    await rooms.delivers(morning)
    await rooms.practices.count(ALICE, "lunge", morning)

    assert await send_messages(rooms, morning + SOON, Sent(1)) == []


@pytest.mark.parametrize("values", [{"nudge": time(21)}, {"kind": ChatKind.GROUP}])
async def test_who_has_a_reminder_is_not_asked_nor_is_a_group(
    rooms: Rooms, values: dict[str, object]
) -> None:
    await rooms.subscribe(ALICE, **values)  # type: ignore[arg-type]  # one of either
    await rooms.delivers(await lives(rooms, "xxx-"))

    assert await asked(rooms, "evening") == 0


@pytest.mark.parametrize(
    ("wall", "at"),
    [
        (time(7), time(20)),
        (time(19, 30), time(20)),
        (time(19, 31), time(22)),
        (time(21, 30), time(22)),
        (time(21, 31), None),
        (time(23, 59), None),
    ],
)
def test_a_reminder_comes_half_an_hour_after_the_exercise_or_later(
    wall: time, at: time | None
) -> None:
    assert offered_time(wall) == at


# --- a firm chair -----------------------------------------------------------------------------

THIRD_WEEK = 14


async def test_who_has_no_chair_is_asked_for_one_once_in_the_third_week(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE, position=THIRD_WEEK - 2)  # one was shown, one is rest
    assert await asked(rooms, "chair") == 0
    await lives(rooms, "x")
    assert await asked(rooms, "chair") == 0, "that was the second week"

    morning = await lives(rooms, "x", MONDAY_EIGHT + DAY)
    (parcel,) = await send_messages(rooms, morning - DAY + SOON, Sent(1))
    await lives(rooms, "xxxxxxxxxxxxx", morning)

    assert parcel.content == ChairQuestion("en")
    assert await asked(rooms, "chair") == 1


@pytest.mark.parametrize(
    "values",
    [
        {"equipment": frozenset(map(str, ALL_EQUIPMENT))},
        {"flags": frozenset({str(Flag.HIP_FRONT)})},
        {"tuning": {"bulgarian-split-squat": {"never": True}}},
        {"kind": ChatKind.GROUP},
        {"screened": False},
    ],
    ids=["has one", "may not", "never wants it", "a group", "not asked about health"],
)
async def test_who_has_a_chair_or_no_use_for_one_is_not_asked(
    rooms: Rooms, values: dict[str, object]
) -> None:
    await rooms.subscribe(ALICE, position=THIRD_WEEK, **values)  # type: ignore[arg-type]

    await lives(rooms, "xxx")

    assert await asked(rooms, "chair") == 0


@pytest.mark.parametrize("people", [1, 40])
async def test_asking_many_for_a_chair_costs_no_more_statements_than_asking_one(
    rooms: Rooms, people: int
) -> None:
    await rooms.subscribe(*range(2000, 2000 + people), position=THIRD_WEEK)

    with statements(rooms.database) as sent:
        await rooms.deliveries.claim(MONDAY_EIGHT, 100)

    assert await asked(rooms, "chair") == people
    assert len([one for one in sent if "last_said" in one]) == 2
