"""The question after days of silence: asked once, in time, and answered once."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.coach.library import Library
from bot.coach.programme import write
from bot.coach.routine import Item, Practice, Programme
from bot.services.guidance import Guidance, Scene
from bot.services.notes import Slip
from bot.services.outcome import Sent
from bot.store.tables import notes
from tests.services.house import ALICE, MONDAY_EIGHT, SUNDAY_EVENING, House, send_notes

MONDAY_NIGHT = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)


async def silent_days(house: House, count: int, first: int = 0) -> list[Slip]:
    """Let days go by without an answer; return the notes that came."""
    slips = []
    for day in range(first, first + count):
        await house.delivers(MONDAY_EIGHT + timedelta(days=day))
        slips += await send_notes(house, MONDAY_NIGHT + timedelta(days=day), Sent(1))
    return slips


async def question(house: House) -> list[str]:
    """Return the keys of the questions asked."""
    async with house.database.read() as connection:
        return list(await connection.scalars(sa.select(notes.c.key).where(notes.c.kind == "away")))


async def test_one_question_follows_seven_exercises_without_an_answer(house: House) -> None:
    await house.subscribe(ALICE)
    # A rest day brings no exercise, so seven of them take eight days.
    await silent_days(house, 8)
    assert await house.planned() == []

    await silent_days(house, 30, first=8)

    assert [kind for kind, _ in await house.planned()] == ["away"]


async def test_who_has_been_active_may_be_asked_again(house: House) -> None:
    await house.subscribe(ALICE)
    await silent_days(house, 12)
    await house.practices.done(ALICE, "lunge", MONDAY_EIGHT + timedelta(days=12))
    await silent_days(house, 12, first=12)

    assert [kind for kind, _ in await house.planned()] == ["away", "away"]


async def test_who_answers_the_exercise_itself_is_asked_nothing(house: House) -> None:
    await house.subscribe(ALICE)
    await silent_days(house, 8)
    morning = MONDAY_EIGHT + timedelta(days=8)
    await house.delivers(morning)

    await house.practices.done(ALICE, "lunge", morning)

    assert await send_notes(house, morning + timedelta(hours=1), Sent(1)) == []


@pytest.mark.parametrize("does", ["pauses", "comes back", "begins"])
async def test_who_was_here_lately_is_asked_nothing(
    house: House, library: Library, does: str
) -> None:
    await house.subscribe(ALICE)
    await silent_days(house, 6)
    then = MONDAY_EIGHT + timedelta(days=5, hours=4)
    if does == "pauses":
        await house.subscriptions.pause(ALICE, then, 1)
    elif does == "comes back":
        await house.subscriptions.stop(ALICE, then)
        await house.subscriptions.start(ALICE, "en", "UTC", then)
    else:
        guide = Guidance(house.database, library, house.practices)
        scene = await guide.prepare(ALICE, Practice(0, "lunge"), then.date(), then)
        assert isinstance(scene, Scene)
        await guide.begin(scene, 1, then)
    await silent_days(house, 7, first=6)

    assert await house.planned() == []


async def test_an_answer_counts_once(house: House) -> None:
    await house.subscribe(ALICE)
    await silent_days(house, 10)
    before = await house.subscriptions.of(ALICE)
    assert before is not None
    [day] = await question(house)

    answers = [
        await house.subscriptions.come_back(ALICE, day, answer)
        for answer in ("back", "back", "on")
    ]

    after = await house.subscriptions.of(ALICE)
    assert after is not None
    assert answers == [True, False, False]
    assert after.position == max(0, before.position - 7)
    assert after.unanswered == 0
    assert await house.note_states() == ["answered"]


async def test_a_trainers_list_goes_on_as_it_is(house: House, library: Library) -> None:
    days = frozenset(range(7))
    items = tuple(Item(slug, None, 1) for slug in ("leg-swing", "lunge", "boat-pose"))
    await house.subscribe(ALICE)
    await house.subscriptions.follow(
        ALICE, write(library, Programme(items, days)), days, SUNDAY_EVENING
    )
    slips = await silent_days(house, 10)
    assert [slip.content.has_weeks for slip in slips if slip.content.kind == "away"] == [False]
    (asked,) = await question(house)
    before = await house.subscriptions.of(ALICE)

    assert await house.subscriptions.come_back(ALICE, asked, "back")
    after = await house.subscriptions.of(ALICE)

    assert before is not None
    assert after is not None
    assert (after.position, after.unanswered) == (before.position, 0)


async def test_a_question_that_was_never_asked_has_no_answer(house: House) -> None:
    await house.subscribe(ALICE)

    assert await house.subscriptions.come_back(ALICE, "2026-11-23", "back") is None
