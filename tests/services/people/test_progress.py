"""Looking back: what the rows of a person come to."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.coach.library import Library
from bot.coach.progress import Mark
from bot.services.people.changes import NotSubscribedError
from bot.services.people.progress import Progress
from bot.store import answers, completions, subscribers
from bot.store.answers import HURTS, Key
from bot.store.tables import deliveries, pauses
from tests.services.rooms import ALICE, BOB, MONDAY_EIGHT, SUNDAY_EVENING, Rooms

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)


@pytest.fixture
def progress(rooms: Rooms, library: Library) -> Progress:
    return Progress(rooms.database, library)


async def lived(rooms: Rooms, chat: int = ALICE) -> None:
    """Let a week go by: done on Monday and Wednesday, a rest on Tuesday, a pause from Friday."""
    await rooms.subscribe(chat)
    rows: list[dict[str, Any]] = [
        {"day": date(2026, 11, 23), "exercise": "lunge", "state": "sent"},
        {"day": date(2026, 11, 24), "exercise": None, "state": "sent"},
        {"day": date(2026, 11, 25), "exercise": "boat-pose", "state": "unconfirmed"},
        {"day": date(2026, 11, 26), "exercise": "leg-swing", "state": "sent"},
        {"day": date(2026, 11, 27), "exercise": "leg-lift", "state": "missed"},
    ]
    async with rooms.database.write() as connection:
        person = await subscribers.by_chat(connection, chat)
        assert person
        blank = {"subscriber_id": person.id, "due_at": NOW, "position": 0}
        rows = [blank | {"kind": "exercise", "key": str(row["day"])} | row for row in rows]
        await connection.execute(deliveries.insert(), rows)
        for day, exercise in ((23, "lunge"), (25, "boat-pose")):
            at = SUNDAY_EVENING
            done = completions.Done(date(2026, 11, day), exercise, at)
            await completions.add(connection, person.id, done)
        await connection.execute(
            pauses.insert().values(
                subscriber_id=person.id,
                first_day=date(2026, 11, 28),
                until_day=date(2026, 12, 1),
            )
        )


async def test_a_week_is_told_day_by_day(rooms: Rooms, progress: Progress) -> None:
    await lived(rooms)
    await lived(rooms, BOB)
    found = await progress.month(ALICE, NOW)

    marks = {day.day: mark for day, mark in found.marks.items()}
    assert marks == {
        22: Mark.REST,
        23: Mark.DONE,
        24: Mark.REST,
        25: Mark.DONE,
        26: Mark.NOT_DONE,
        27: Mark.REST,  # it was ours to bring, and we did not
        28: Mark.PAUSED,
        29: Mark.PAUSED,
    }
    assert (found.total, found.longest, found.streak) == (2, 2, 0)
    assert found.times["lunge"] == 1
    assert "lunge" not in found.untried


async def test_a_day_that_hurt_is_one_of_rest(rooms: Rooms, progress: Progress) -> None:
    await lived(rooms)
    async with rooms.database.write() as connection:
        person = await subscribers.by_chat(connection, ALICE)
        assert person
        key = Key(person.id, date(2026, 11, 26), "leg-swing", HURTS)
        await answers.add(connection, key, None, NOW)

    found = await progress.month(ALICE, NOW)

    assert found.marks[date(2026, 11, 26)] == Mark.REST
    assert found.streak == 2


async def test_the_day_ends_at_three_on_their_own_clock(rooms: Rooms, progress: Progress) -> None:
    await rooms.subscribe(ALICE, zone="Asia/Tokyo")
    night = datetime(2026, 11, 30, 17, 30, tzinfo=UTC)  # half past two of 1 December

    assert (await progress.month(ALICE, night)).first == date(2026, 11, 1)
    later = await progress.month(ALICE, night + timedelta(hours=1))
    assert later.first == date(2026, 12, 1)


async def test_a_stranger_has_nothing_to_look_back_on(progress: Progress) -> None:
    with pytest.raises(NotSubscribedError):
        await progress.month(BOB, NOW)


async def test_what_is_left_out_for_a_person_is_not_called_new(
    rooms: Rooms, library: Library
) -> None:
    await rooms.subscribe(ALICE, flags=frozenset({"pregnancy"}))

    month = await Progress(rooms.database, library).month(ALICE, MONDAY_EIGHT)

    assert "lunge" in month.untried
    assert not {"kettlebell-swing", "sit-up"} & set(month.untried)
