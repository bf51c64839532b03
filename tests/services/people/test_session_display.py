"""What is shown of sessions: by several replicas, under load, and where Telegram refuses."""

import asyncio
from dataclasses import replace

from bot.coach.library import Library
from bot.services.delivery.outcome import Later, Refused, Unknown
from bot.services.people.guided import LEAST_GAP, LEFT_ALONE, Ending, SessionView
from bot.services.people.sessions import EDITS_A_SECOND, Sessions
from bot.store.tables import sessions
from tests.services.people.guide import MESSAGE, SENT, TODAYS, begun, counted, later, tapped
from tests.services.rooms import ALICE, BOB, Rooms, count


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


async def test_after_a_short_outage_it_goes_on_and_after_a_long_one_it_ends(
    rooms: Rooms, guide: Sessions
) -> None:
    await rooms.subscribe(ALICE, BOB)
    await begun(guide)
    (scene,) = await guide.turn(later(300))
    assert (scene.stage_left.stage, scene.stage_left.seconds_left) == (
        1,
        scene.timeline[1].seconds,
    )

    (scene,) = await guide.turn(later(301) + LEFT_ALONE * 2)
    assert scene.ending == Ending.ABANDONED
    (again,) = await guide.turn(later(400) + LEFT_ALONE * 2)
    assert again.ending == Ending.ABANDONED


async def test_two_replicas_never_turn_the_same_session(
    rooms: Rooms, guide: Sessions, library: Library
) -> None:
    await rooms.subscribe(ALICE)
    await begun(guide)
    other = Sessions(rooms.database, library, rooms.practices)

    turned = [*await guide.turn(later(11)), *await other.turn(later(11))]
    assert len(turned) == 1
    assert (await tapped(other, 1, "skip", 12)).stage_left.stage == 2


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
    assert (scene.stage_left.stage, scene.stage_left.seconds_left) == (
        1,
        scene.timeline[1].seconds,
    )


async def test_a_removed_exercise_ends_it_kindly(
    rooms: Rooms, guide: Sessions, library: Library
) -> None:
    await rooms.subscribe(ALICE)
    await begun(guide)

    rest = {slug: one for slug, one in library.exercises.items() if slug != "lunge"}
    changed = Sessions(rooms.database, replace(library, exercises=rest), rooms.practices)

    (scene,) = await changed.turn(later(11))
    assert (scene.ending, scene.timeline) == (Ending.ABANDONED, ())
    tapped = await changed.tap(ALICE, MESSAGE, 0, "skip", later(12))
    assert isinstance(tapped, SessionView)
    assert tapped.ending == Ending.ABANDONED


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
