"""The question after days of silence: asked once, in time, and answered once."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.coach.library import Library
from bot.coach.programme import write
from bot.coach.trainee import Item, Practice, Programme
from bot.services.delivery.content import AwayQuestion
from bot.services.delivery.outcome import Sent
from bot.services.delivery.parcels import Parcel
from bot.services.people.guided import SessionView
from bot.services.people.sessions import SessionMessage, Sessions
from bot.store.tables import deliveries
from tests.services.rooms import ALICE, MONDAY_EIGHT, SUNDAY_EVENING, Rooms, send_messages

MONDAY_NIGHT = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)


async def silent_days(rooms: Rooms, count: int, first: int = 0) -> list[Parcel]:
    """Let days go by without an answer; return the messages that came."""
    sent = []
    for day in range(first, first + count):
        await rooms.delivers(MONDAY_EIGHT + timedelta(days=day))
        sent += await send_messages(rooms, MONDAY_NIGHT + timedelta(days=day), Sent(1))
    return sent


async def question(rooms: Rooms) -> list[str]:
    """Return the keys of the questions asked."""
    async with rooms.database.read() as connection:
        return list(
            await connection.scalars(
                sa.select(deliveries.c.key).where(deliveries.c.kind == "away")
            )
        )


async def test_one_question_follows_seven_exercises_without_an_answer(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    # A rest day brings no exercise, so seven of them take eight days.
    await silent_days(rooms, 8)
    assert await rooms.planned() == []

    await silent_days(rooms, 30, first=8)

    assert [kind for kind, _ in await rooms.planned()] == ["away"]


async def test_after_seven_unanswered_the_routine_goes_a_week_back(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    await silent_days(rooms, 8)  # seven exercises and a rest day

    shown = await rooms.practices.today(ALICE, MONDAY_EIGHT + timedelta(days=8, hours=-1))
    await silent_days(rooms, 1, first=8)

    alice = await rooms.subscriptions.find(ALICE)
    assert alice is not None
    assert (shown.practice.position, alice.position) == (2, 3)


async def test_who_answers_the_last_of_them_stays_where_they_are(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    await silent_days(rooms, 8)
    await rooms.practices.count(ALICE, "lunge", MONDAY_EIGHT + timedelta(days=7, hours=4))

    await silent_days(rooms, 1, first=8)

    alice = await rooms.subscriptions.find(ALICE)
    assert alice is not None
    assert alice.position == 10


async def test_who_has_been_active_may_be_asked_again(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    await silent_days(rooms, 12)
    await rooms.practices.count(ALICE, "lunge", MONDAY_EIGHT + timedelta(days=12))
    await silent_days(rooms, 12, first=12)

    assert len(await question(rooms)) == 2


async def test_who_answers_the_exercise_itself_is_asked_nothing(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    await silent_days(rooms, 8)
    morning = MONDAY_EIGHT + timedelta(days=8)
    await rooms.delivers(morning)

    await rooms.practices.count(ALICE, "lunge", morning)

    assert await send_messages(rooms, morning + timedelta(hours=1), Sent(1)) == []


@pytest.mark.parametrize("does", ["pauses", "comes back", "begins"])
async def test_who_was_here_lately_is_asked_nothing(
    rooms: Rooms, library: Library, does: str
) -> None:
    await rooms.subscribe(ALICE)
    await silent_days(rooms, 6)
    then = MONDAY_EIGHT + timedelta(days=5, hours=4)
    if does == "pauses":
        await rooms.subscriptions.pause(ALICE, then, 1)
    elif does == "comes back":
        await rooms.subscriptions.stop(ALICE, then)
        await rooms.subscriptions.start(ALICE, "en", "UTC", then)
    else:
        guide = Sessions(rooms.database, library, rooms.practices)
        scene = await guide.prepare(ALICE, Practice(0, "lunge"), then.date(), then)
        assert isinstance(scene, SessionView)
        await guide.begin(scene.chat_id, scene.practice, scene.day, then, SessionMessage(1))
    await silent_days(rooms, 7, first=6)

    assert await rooms.planned() == []


async def test_an_answer_counts_once(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)
    await silent_days(rooms, 10)
    before = await rooms.subscriptions.find(ALICE)
    assert before is not None
    [day] = await question(rooms)

    answers = [
        await rooms.subscriptions.come_back(ALICE, day, answer)
        for answer in ("back", "back", "on")
    ]

    after = await rooms.subscriptions.find(ALICE)
    assert after is not None
    assert answers == [True, False, False]
    assert after.position == before.position  # it has gone a week back by itself
    assert after.unanswered == 0
    assert await rooms.message_states() == ["answered"]


@pytest.mark.parametrize(
    ("begin", "answer", "goes_on_at"),
    [
        (0, "on", 10),  # the plan had gone back from 9 to 2
        (0, "back", 3),
        (25, "on", 35),  # a week before 34 is a rest: gone back to 28
        (25, "back", 29),
    ],
)
async def test_the_answer_decides_where_the_routine_goes_on(
    rooms: Rooms, begin: int, answer: str, goes_on_at: int
) -> None:
    await rooms.subscribe(ALICE, position=begin)
    await silent_days(rooms, 9)
    (day,) = await question(rooms)

    await rooms.subscriptions.come_back(ALICE, day, answer)

    alice = await rooms.subscriptions.find(ALICE)
    assert alice is not None
    assert alice.position == goes_on_at


@pytest.mark.parametrize(("begin", "goes_on_at"), [(0, 3), (25, 29)])
async def test_who_chooses_nothing_goes_a_week_back(
    rooms: Rooms, begin: int, goes_on_at: int
) -> None:
    """Hold what the question says, also where the day a week before is a rest."""
    await rooms.subscribe(ALICE, position=begin)
    await silent_days(rooms, 9)

    alice = await rooms.subscriptions.find(ALICE)
    assert alice is not None
    assert alice.position == goes_on_at


async def test_a_trainers_list_goes_on_as_it_is(rooms: Rooms, library: Library) -> None:
    days = frozenset(range(7))
    items = tuple(Item(slug, None, 1) for slug in ("leg-swing", "lunge", "boat-pose"))
    await rooms.subscribe(ALICE)
    await rooms.programmes.follow(
        ALICE, write(library, Programme(items, days)), days, SUNDAY_EVENING
    )
    sent = await silent_days(rooms, 10)
    contents = [one.content for one in sent]
    assert [one.has_weeks for one in contents if isinstance(one, AwayQuestion)] == [False]
    (asked,) = await question(rooms)
    before = await rooms.subscriptions.find(ALICE)

    assert await rooms.subscriptions.come_back(ALICE, asked, "back")
    after = await rooms.subscriptions.find(ALICE)

    assert before is not None
    assert after is not None
    assert (after.position, after.unanswered) == (before.position, 0)


async def test_a_question_that_was_never_asked_has_no_answer(rooms: Rooms) -> None:
    await rooms.subscribe(ALICE)

    assert await rooms.subscriptions.come_back(ALICE, "2026-11-23", "back") is None
