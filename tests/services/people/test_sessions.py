"""Guided exercises: a place in the database that every replica goes on from."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.coach.sheets import Flag
from bot.coach.trainee import Practice
from bot.services.people.finishing import Finish
from bot.services.people.guided import LEFT_ALONE, Ending, SessionView
from bot.services.people.sessions import Begun, SessionMessage, SessionRefusal, Sessions
from bot.store.tables import sessions
from tests.services.people.guide import LUNGE, MESSAGE, SENT, TODAYS, begun, counted, later, tapped
from tests.services.rooms import ALICE, BOB, MONDAY_EIGHT, Rooms, count, deliver, exercise_of


async def test_it_goes_on_by_itself_to_the_end_and_counts_the_day(
    rooms: Rooms, guide: Sessions
) -> None:
    await rooms.subscribe(ALICE)
    await begun(guide, practice=TODAYS)
    seen, seconds, last = [0], 0.0, None
    while last is None and seconds < 600:
        seconds += 1
        for scene in await guide.turn(later(seconds)):
            seen += [scene.stage_left.stage] if scene.stage_left.stage != seen[-1] else []
            await guide.shown(scene, SENT, later(seconds))
            last = scene if scene.ending else None

    assert last is not None
    assert seen == list(range(len(last.timeline)))
    assert (last.ending, counted(last)) == (Ending.DONE, True)
    assert (await rooms.practices.today(ALICE, later(seconds))).done
    assert await guide.turn(later(seconds + 3600)) == []
    assert await count(rooms.database, sessions) == 0


async def test_skipping_to_the_end_counts_the_day(rooms: Rooms, guide: Sessions) -> None:
    await rooms.subscribe(ALICE)
    scene = await begun(guide, practice=TODAYS)
    for stage in range(len(scene.timeline) - 1):
        scene = await tapped(guide, stage, "skip", stage + 1)

    assert (scene.ending, counted(scene)) == (Ending.DONE, True)


async def test_another_exercise_than_today_s_is_not_counted(rooms: Rooms, guide: Sessions) -> None:
    await rooms.subscribe(ALICE)
    scene = await begun(guide, practice=Practice(0, "leg-swing"))
    for stage in range(len(scene.timeline) - 1):
        scene = await tapped(guide, stage, "skip", stage + 1)

    assert (scene.ending, counted(scene)) == (Ending.DONE, False)
    assert not (await rooms.practices.today(ALICE, later(60))).done


async def test_done_on_a_card_knows_of_a_session_of_the_same_day_and_exercise_alone(
    rooms: Rooms, guide: Sessions
) -> None:
    await rooms.subscribe(ALICE)
    day, night = MONDAY_EIGHT.date(), MONDAY_EIGHT + timedelta(hours=17)
    await begun(guide, practice=TODAYS)
    cards = [(day, "floor-bridge"), (day, "lunge"), (day + timedelta(days=1), "floor-bridge")]
    found = [
        await rooms.practices.finish(Finish(ALICE, *card, night, is_any=True, is_touch=True))
        for card in cards
    ]

    assert [done is not None and done.is_guided for _, done in found] == [True, False, False]


async def test_after_midnight_it_counts_for_the_day_of_its_own_card(
    rooms: Rooms, guide: Sessions
) -> None:
    await rooms.subscribe(ALICE, time=time(0, 30))
    night = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
    (parcel,) = await deliver(rooms, night)
    scene = await guide.prepare(
        ALICE, exercise_of(parcel).practice, exercise_of(parcel).day, night
    )
    assert isinstance(scene, SessionView)
    await guide.begin(scene.chat_id, scene.practice, scene.day, night, SessionMessage(MESSAGE))
    for stage in range(len(scene.timeline) - 1):
        found = await guide.tap(ALICE, MESSAGE, stage, "skip", night)
        assert isinstance(found, SessionView)
        scene = found

    assert counted(scene)
    slug = exercise_of(parcel).practice.exercise
    assert slug
    responses = await rooms.practices.responses(ALICE, exercise_of(parcel).day, slug, night)
    assert responses.done


async def test_a_pause_keeps_what_is_left(rooms: Rooms, guide: Sessions) -> None:
    await rooms.subscribe(ALICE)
    await begun(guide)
    paused = await tapped(guide, 0, "pause", 4)
    (drawn_again,) = await guide.turn(later(600))
    resumed = await tapped(guide, 0, "resume", 900)

    assert paused.paused
    assert drawn_again.paused
    assert paused.stage_left == drawn_again.stage_left == resumed.stage_left
    assert resumed.stage_left.seconds_left == pytest.approx(6)
    assert not resumed.paused


async def test_a_pause_of_half_an_hour_ends_quietly(rooms: Rooms, guide: Sessions) -> None:
    await rooms.subscribe(ALICE)
    await begun(guide)
    await tapped(guide, 0, "pause", 4)
    await guide.turn(later(10))

    assert await guide.turn(later(4) + LEFT_ALONE - timedelta(seconds=1)) == []
    (scene,) = await guide.turn(later(5) + LEFT_ALONE)
    assert scene.ending == Ending.ABANDONED
    await guide.shown(scene, SENT, later(5) + LEFT_ALONE)
    assert await count(rooms.database, sessions) == 0


async def test_a_session_shows_just_the_practice_that_it_began_with(
    rooms: Rooms, guide: Sessions
) -> None:
    await rooms.subscribe(ALICE, flags=frozenset({"knee-pain"}))
    begun_with = Practice(3, "lunge", "standing", -1)
    await begun(guide, practice=begun_with)

    scene = await tapped(guide, 0, "skip", 1)

    kept = replace(scene.practice, adapt=(), extra_fits=True)
    assert (kept, scene.practice.adapt) == (begun_with, (Flag.KNEE_PAIN,))


async def test_an_old_or_doubled_tap_changes_nothing(rooms: Rooms, guide: Sessions) -> None:
    await rooms.subscribe(ALICE, BOB)
    await begun(guide)
    await tapped(guide, 0, "skip", 1)

    for action, stage in (("skip", 0), ("back", 0), ("stop", 7), ("resume", 1), ("fly", 1)):
        assert await guide.tap(ALICE, MESSAGE, stage, action, later(2)) == SessionRefusal.OLD
    assert await guide.tap(ALICE, MESSAGE, 1, "enough", later(2)) == SessionRefusal.OLD
    assert await guide.tap(ALICE, 78, 1, "skip", later(2)) == SessionRefusal.OVER
    assert await guide.tap(BOB, MESSAGE, 1, "skip", later(2)) == SessionRefusal.OVER
    assert (await tapped(guide, 1, "back", 3)).stage_left.stage == 0


async def test_a_second_one_ends_the_first(rooms: Rooms, guide: Sessions) -> None:
    await rooms.subscribe(ALICE)
    await begun(guide)
    now = later(60)
    second = await guide.prepare(ALICE, Practice(0, "leg-swing"), now.date(), now)
    assert isinstance(second, SessionView)
    second_one = await guide.begin(
        second.chat_id, second.practice, second.day, now, SessionMessage(78)
    )

    assert isinstance(second_one, Begun)
    first = second_one.before
    assert first is not None
    assert (first.message_id, first.ending) == (MESSAGE, Ending.ABANDONED)
    await guide.shown(first, SENT, now)
    assert await guide.tap(ALICE, MESSAGE, 0, "skip", now) == SessionRefusal.OVER
    assert (await tapped(guide, 0, "skip", 61, message=78)).practice.exercise == "leg-swing"


async def test_beginning_twice_at_once_begins_once(rooms: Rooms, guide: Sessions) -> None:
    await rooms.subscribe(ALICE)
    await begun(guide)

    day = MONDAY_EIGHT.date()
    assert await guide.prepare(ALICE, LUNGE, day, later(1)) == SessionRefusal.BEGUN
    assert isinstance(await guide.prepare(ALICE, LUNGE, day, later(60)), SessionView)


async def test_a_stranger_cannot_begin(guide: Sessions) -> None:
    found = await guide.prepare(BOB, LUNGE, MONDAY_EIGHT.date(), MONDAY_EIGHT)

    assert found == SessionRefusal.STRANGER


@pytest.mark.parametrize("leaves", ["stop", "block"])
async def test_who_leaves_ends_it(rooms: Rooms, guide: Sessions, leaves: str) -> None:
    await rooms.subscribe(ALICE)
    await begun(guide)
    await getattr(rooms.subscriptions, leaves)(ALICE, later(1))

    assert await guide.tap(ALICE, MESSAGE, 0, "skip", later(2)) == SessionRefusal.OVER
    assert await guide.turn(later(60)) == []
