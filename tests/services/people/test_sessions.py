"""Guided exercises: a place in the database that every replica goes on from."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.coach.library import Library
from bot.coach.session import Act
from bot.coach.sheets import Flag
from bot.coach.trainee import Practice
from bot.services.delivery.outcome import Later, Refused, Sent, Unknown
from bot.services.people.guided import LEAST_GAP, LEFT_ALONE, Ending, SessionView
from bot.services.people.sessions import EDITS_A_SECOND, Begun, Message, Miss, Sessions
from bot.store.tables import sessions
from tests.services.rooms import ALICE, BOB, MONDAY_EIGHT, Rooms, count, deliver, exercise_of

LUNGE, TODAYS = Practice(0, "lunge"), Practice(1, "floor-bridge")
MESSAGE = 77
SENT = Sent(MESSAGE)


@pytest.fixture
def guide(rooms: Rooms, library: Library) -> Sessions:
    return Sessions(rooms.database, library, rooms.practices)


def later(seconds: float) -> datetime:
    return MONDAY_EIGHT + timedelta(seconds=seconds)


async def begun(
    guide: Sessions, chat: int = ALICE, practice: Practice = LUNGE, message: int = MESSAGE
) -> SessionView:
    scene = await guide.prepare(chat, practice, MONDAY_EIGHT.date(), MONDAY_EIGHT)
    assert isinstance(scene, SessionView)
    await guide.begin(scene.chat_id, scene.practice, scene.day, MONDAY_EIGHT, Message(message))
    return scene


async def tapped(
    guide: Sessions, stage: int, action: str, seconds: float, message: int = MESSAGE
) -> SessionView:
    scene = await guide.tap(ALICE, message, stage, action, later(seconds))
    assert isinstance(scene, SessionView), scene
    return scene


def counted(scene: SessionView) -> bool:
    return scene.completed is not None


def act(scene: SessionView) -> Act:
    return scene.timeline[scene.view.stage].act


async def test_it_goes_on_by_itself_to_the_end_and_counts_the_day(
    rooms: Rooms, guide: Sessions
) -> None:
    await rooms.subscribe(ALICE)
    await begun(guide, practice=TODAYS)
    seen, seconds, last = [0], 0.0, None
    while last is None and seconds < 600:
        seconds += 1
        for scene in await guide.turn(later(seconds)):
            seen += [scene.view.stage] if scene.view.stage != seen[-1] else []
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
    await guide.begin(scene.chat_id, scene.practice, scene.day, night, Message(MESSAGE))
    for stage in range(len(scene.timeline) - 1):
        found = await guide.tap(ALICE, MESSAGE, stage, "skip", night)
        assert isinstance(found, SessionView)
        scene = found

    assert counted(scene)
    slug = exercise_of(parcel).practice.exercise
    assert slug
    told = await rooms.practices.responses(ALICE, exercise_of(parcel).day, slug, night)
    assert told.done


async def test_an_end_that_did_not_show_is_shown_again(rooms: Rooms, guide: Sessions) -> None:
    await rooms.subscribe(ALICE)
    scene = await begun(guide, practice=TODAYS)
    for stage in range(len(scene.timeline) - 1):
        await tapped(guide, stage, "skip", 1)

    for seconds in (30, 60):
        (again,) = await guide.turn(later(seconds))
        assert (again.ending, counted(again)) == (Ending.DONE, True)
        await guide.shown(again, Unknown("no answer in time"), later(seconds))
    await guide.shown(again, SENT, later(60))
    assert await guide.turn(later(3600)) == []


async def test_a_pause_keeps_what_is_left(rooms: Rooms, guide: Sessions) -> None:
    await rooms.subscribe(ALICE)
    await begun(guide)
    paused = await tapped(guide, 0, "pause", 4)
    (drawn_again,) = await guide.turn(later(600))
    resumed = await tapped(guide, 0, "resume", 900)

    assert paused.paused
    assert drawn_again.paused
    assert paused.view == drawn_again.view == resumed.view
    assert resumed.view.left == pytest.approx(6)
    assert not resumed.paused


async def test_a_pause_of_half_an_hour_ends_quietly(rooms: Rooms, guide: Sessions) -> None:
    await rooms.subscribe(ALICE)
    await begun(guide)
    await tapped(guide, 0, "pause", 4)
    await guide.turn(later(10))

    assert await guide.turn(later(4) + LEFT_ALONE - timedelta(seconds=1)) == []
    (scene,) = await guide.turn(later(5) + LEFT_ALONE)
    assert scene.ending == Ending.LEFT
    await guide.shown(scene, SENT, later(5) + LEFT_ALONE)
    assert await count(rooms.database, sessions) == 0


async def test_after_a_short_outage_it_goes_on_and_after_a_long_one_it_ends(
    rooms: Rooms, guide: Sessions
) -> None:
    await rooms.subscribe(ALICE, BOB)
    await begun(guide)
    (scene,) = await guide.turn(later(300))
    assert (scene.view.stage, scene.view.left) == (1, scene.timeline[1].seconds)

    (scene,) = await guide.turn(later(301) + LEFT_ALONE * 2)
    assert scene.ending == Ending.LEFT
    (again,) = await guide.turn(later(400) + LEFT_ALONE * 2)
    assert again.ending == Ending.LEFT


async def test_two_replicas_never_turn_the_same_session(
    rooms: Rooms, guide: Sessions, library: Library
) -> None:
    await rooms.subscribe(ALICE)
    await begun(guide)
    other = Sessions(rooms.database, library, rooms.practices)

    turned = [*await guide.turn(later(11)), *await other.turn(later(11))]
    assert len(turned) == 1
    assert (await tapped(other, 1, "skip", 12)).view.stage == 2


async def test_replicas_at_the_same_moment_share_the_work(
    rooms: Rooms, guide: Sessions, library: Library
) -> None:
    chats = range(3000, 3008)
    await rooms.subscribe(*chats)
    for chat in chats:
        await begun(guide, chat)
    replicas = [Sessions(rooms.database, library, rooms.practices) for _ in range(4)]
    turned = await asyncio.gather(*(replica.turn(later(11), 3) for replica in replicas))

    found = [scene.chat_id for scenes in turned for scene in scenes]
    assert len(found) == len(set(found)) > 0


async def test_a_session_shows_just_the_practice_that_it_began_with(
    rooms: Rooms, guide: Sessions
) -> None:
    await rooms.subscribe(ALICE, flags=frozenset({"knee-pain"}))
    begun_with = Practice(3, "lunge", "standing", -1)
    await begun(guide, practice=begun_with)

    scene = await tapped(guide, 0, "skip", 1)

    kept = replace(scene.practice, adapt=(), extra=True)
    assert (kept, scene.practice.adapt) == (begun_with, (Flag.KNEE_PAIN,))


async def test_an_old_or_doubled_tap_changes_nothing(rooms: Rooms, guide: Sessions) -> None:
    await rooms.subscribe(ALICE, BOB)
    await begun(guide)
    await tapped(guide, 0, "skip", 1)

    for action, stage in (("skip", 0), ("back", 0), ("stop", 7), ("resume", 1), ("fly", 1)):
        assert await guide.tap(ALICE, MESSAGE, stage, action, later(2)) == Miss.OLD
    assert await guide.tap(ALICE, MESSAGE, 1, "enough", later(2)) == Miss.OLD
    assert await guide.tap(ALICE, 78, 1, "skip", later(2)) == Miss.OVER
    assert await guide.tap(BOB, MESSAGE, 1, "skip", later(2)) == Miss.OVER
    assert (await tapped(guide, 1, "back", 3)).view.stage == 0


async def test_a_second_one_ends_the_first(rooms: Rooms, guide: Sessions) -> None:
    await rooms.subscribe(ALICE)
    await begun(guide)
    now = later(60)
    second = await guide.prepare(ALICE, Practice(0, "leg-swing"), now.date(), now)
    assert isinstance(second, SessionView)
    second_one = await guide.begin(second.chat_id, second.practice, second.day, now, Message(78))

    assert isinstance(second_one, Begun)
    first = second_one.before
    assert first is not None
    assert (first.message_id, first.ending) == (MESSAGE, Ending.LEFT)
    await guide.shown(first, SENT, now)
    assert await guide.tap(ALICE, MESSAGE, 0, "skip", now) == Miss.OVER
    assert (await tapped(guide, 0, "skip", 61, message=78)).practice.exercise == "leg-swing"


async def test_beginning_twice_at_once_begins_once(rooms: Rooms, guide: Sessions) -> None:
    await rooms.subscribe(ALICE)
    await begun(guide)

    day = MONDAY_EIGHT.date()
    assert await guide.prepare(ALICE, LUNGE, day, later(1)) == Miss.BEGUN
    assert isinstance(await guide.prepare(ALICE, LUNGE, day, later(60)), SessionView)


async def test_a_stranger_cannot_begin(guide: Sessions) -> None:
    found = await guide.prepare(BOB, LUNGE, MONDAY_EIGHT.date(), MONDAY_EIGHT)

    assert found == Miss.STRANGER


@pytest.mark.parametrize("leaves", ["stop", "block"])
async def test_who_leaves_ends_it(rooms: Rooms, guide: Sessions, leaves: str) -> None:
    await rooms.subscribe(ALICE)
    await begun(guide)
    await getattr(rooms.subscriptions, leaves)(ALICE, later(1))

    assert await guide.tap(ALICE, MESSAGE, 0, "skip", later(2)) == Miss.OVER
    assert await guide.turn(later(60)) == []


async def test_a_message_that_is_gone_ends_it(rooms: Rooms, guide: Sessions) -> None:
    await rooms.subscribe(ALICE)
    await begun(guide)
    (scene,) = await guide.turn(later(11))
    await guide.shown(scene, Refused("message to edit not found"), later(12))

    assert await count(rooms.database, sessions) == 0


async def test_a_pause_that_telegram_asks_for_takes_no_time_from_the_stage(
    rooms: Rooms, guide: Sessions
) -> None:
    await rooms.subscribe(ALICE)
    await begun(guide)
    (scene,) = await guide.turn(later(11))
    await guide.shown(scene, Later("slow down", 40), later(12))

    assert await guide.turn(later(51)) == []
    (scene,) = await guide.turn(later(52))
    assert (scene.view.stage, scene.view.left) == (1, scene.timeline[1].seconds)


async def test_a_removed_exercise_ends_it_kindly(
    rooms: Rooms, guide: Sessions, library: Library
) -> None:
    await rooms.subscribe(ALICE)
    await begun(guide)

    rest = {slug: one for slug, one in library.exercises.items() if slug != "lunge"}
    changed = Sessions(rooms.database, replace(library, exercises=rest), rooms.practices)

    (scene,) = await changed.turn(later(11))
    assert (scene.ending, scene.timeline) == (Ending.LEFT, ())
    tapped = await changed.tap(ALICE, MESSAGE, 0, "skip", later(12))
    assert isinstance(tapped, SessionView)
    assert tapped.ending == Ending.LEFT


async def test_under_load_a_turn_takes_few_and_the_countdown_grows_coarse(
    rooms: Rooms, guide: Sessions
) -> None:
    chats = range(3000, 3060)
    await rooms.subscribe(*chats)
    for chat in chats:
        await begun(guide, chat)
    turned = await guide.turn(later(11))

    assert len(turned) == EDITS_A_SECOND
    async with rooms.database.read() as connection:
        found = await connection.execute(sessions.select().where(sessions.c.stage == 1))
        wakes = [row.wake_at for row in found]
    assert min(wakes) >= later(11 + len(chats) / EDITS_A_SECOND)
    assert len(chats) / EDITS_A_SECOND > LEAST_GAP
