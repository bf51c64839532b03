"""A session on the whole screen, on every database: the same row as the chat's."""

import asyncio
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.coach.library import Library
from bot.coach.trainee import Practice
from bot.services.people.finishing import Finish
from bot.services.people.guided import NO_MESSAGE, PAGE_SILENCE, SessionView
from bot.services.people.page_sessions import PageReport, PageSessions
from bot.services.people.sessions import Begun, SessionMessage, SessionRefusal, Sessions
from bot.store.tables import completions, sessions
from tests.services.rooms import ALICE, MONDAY_EIGHT, Rooms, count, deliver, exercise_of

DAY = MONDAY_EIGHT.date()


@pytest.fixture
def guide(rooms: Rooms, library: Library) -> Sessions:
    return Sessions(rooms.database, library, rooms.practices)


@pytest.fixture
def page_sessions(rooms: Rooms, guide: Sessions) -> PageSessions:
    return PageSessions(rooms.database, rooms.practices, guide)


def later(seconds: float) -> datetime:
    return MONDAY_EIGHT + timedelta(seconds=seconds)


async def begun(
    page_sessions: PageSessions, practice: Practice, seconds: float = 0
) -> SessionView:
    found = await page_sessions.begin(ALICE, practice, DAY, later(seconds))
    assert isinstance(found, Begun)
    return found.view


async def test_a_session_of_the_day_counts_it_once(
    rooms: Rooms, page_sessions: PageSessions
) -> None:
    await rooms.subscribe(ALICE)
    (parcel,) = await deliver(rooms, MONDAY_EIGHT)
    practice = exercise_of(parcel).practice
    view = await begun(page_sessions, practice)
    end = PageReport(0, len(view.timeline) - 1, 0, is_act=True)

    first = await page_sessions.tell(ALICE, end, later(60))
    await rooms.practices.finish(Finish(ALICE, DAY, practice.exercise or "", later(61)))

    assert isinstance(first, SessionView)
    assert first.completed
    assert first.completed.is_new
    assert first.card_id == 1
    assert await count(rooms.database, completions) == 1


async def test_two_devices_that_act_at_once_agree(
    rooms: Rooms, page_sessions: PageSessions
) -> None:
    await rooms.subscribe(ALICE)
    await begun(page_sessions, Practice(0, "lunge"))
    acts = (PageReport(0, stage, 1, is_act=True) for stage in (2, 3))

    await asyncio.gather(*(page_sessions.tell(ALICE, told, later(20)) for told in acts))
    found = await page_sessions.under_way(ALICE, later(20))

    assert found
    assert found.acts == 1
    assert found.stage_left.stage in (2, 3)


async def test_two_that_begin_at_once_have_one_session(
    rooms: Rooms, page_sessions: PageSessions
) -> None:
    await rooms.subscribe(ALICE)

    await asyncio.gather(*(begun(page_sessions, Practice(0, "lunge")) for _ in range(3)))

    assert await count(rooms.database, sessions) == 1


async def test_stages_follow_each_other_while_the_page_is_open(
    rooms: Rooms, page_sessions: PageSessions
) -> None:
    await rooms.subscribe(ALICE)
    view = await begun(page_sessions, Practice(0, "lunge"))
    first, second = (stage.seconds for stage in view.timeline[:2])

    found = await page_sessions.under_way(ALICE, later(first + second + 2))

    assert found
    assert found.stage_left.stage == 2
    assert found.stage_left.seconds_left == view.timeline[2].seconds - 2


async def test_without_a_word_it_pauses_and_ends_in_the_end(
    rooms: Rooms, page_sessions: PageSessions, guide: Sessions
) -> None:
    await rooms.subscribe(ALICE)
    await begun(page_sessions, Practice(0, "lunge"))
    quiet = PAGE_SILENCE.total_seconds()

    (paused,) = await guide.turn(later(quiet + 1))
    assert (paused.paused, paused.stage_left.stage, paused.message_id) == (True, 0, NO_MESSAGE)
    assert await guide.turn(later(quiet + 600)) == []
    (left,) = await guide.turn(later(quiet + 1900))
    assert left.ending == "left"


async def heard_of(rooms: Rooms) -> datetime | None:
    """Return when the one session's row says that its page was last heard of."""
    async with rooms.database.read() as connection:
        seen_at: datetime | None = await connection.scalar(sa.select(sessions.c.seen_at))
    return seen_at


async def test_a_page_that_is_where_we_think_is_written_with_the_next_turn(
    rooms: Rooms, page_sessions: PageSessions, guide: Sessions
) -> None:
    await rooms.subscribe(ALICE)
    await begun(page_sessions, Practice(0, "lunge"))

    told = await page_sessions.tell(ALICE, PageReport(0, 0, 5.2), later(5))
    before = await heard_of(rooms)
    shown = await guide.turn(later(6))

    assert isinstance(told, SessionView)
    assert told.stage_left.seconds_left == told.timeline[0].seconds - 5
    assert (before, await heard_of(rooms)) == (later(0), later(5))
    assert shown == []


async def test_a_page_that_speaks_up_never_pauses_though_nothing_was_written(
    rooms: Rooms, page_sessions: PageSessions
) -> None:
    await rooms.subscribe(ALICE)
    await begun(page_sessions, Practice(0, "lunge"))
    for second in (30, 60, 90):
        found = await page_sessions.under_way(ALICE, later(second))
        assert found
        gone = found.timeline[found.stage_left.stage].seconds - found.stage_left.seconds_left
        await page_sessions.tell(ALICE, PageReport(0, found.stage_left.stage, gone), later(second))

    last = await page_sessions.under_way(ALICE, later(100))

    assert last
    assert not last.paused
    assert await heard_of(rooms) == later(0)


async def test_what_was_heard_before_an_act_undoes_nothing_of_it(
    rooms: Rooms, page_sessions: PageSessions, guide: Sessions
) -> None:
    await rooms.subscribe(ALICE)
    await begun(page_sessions, Practice(0, "lunge"))
    await page_sessions.tell(ALICE, PageReport(0, 0, 5), later(5))
    await page_sessions.tell(ALICE, PageReport(0, 2, 1, paused=True, is_act=True), later(6))

    await guide.turn(later(7))
    found = await page_sessions.under_way(ALICE, later(8))

    assert found
    assert (found.acts, found.stage_left.stage, found.paused) == (1, 2, True)
    assert await heard_of(rooms) == later(6)


async def test_a_session_of_nobody_is_over(rooms: Rooms, page_sessions: PageSessions) -> None:
    await rooms.subscribe(ALICE)

    assert (
        await page_sessions.tell(ALICE, PageReport(0, 0, 0), MONDAY_EIGHT) == SessionRefusal.OVER
    )
    assert (
        await page_sessions.begin(9, Practice(0, "lunge"), DAY, MONDAY_EIGHT)
        == SessionRefusal.STRANGER
    )


async def test_what_began_on_the_whole_screen_goes_on_in_the_chat(
    rooms: Rooms, page_sessions: PageSessions, guide: Sessions
) -> None:
    await rooms.subscribe(ALICE)
    lunge = Practice(0, "lunge")
    await begun(page_sessions, lunge)
    await page_sessions.tell(ALICE, PageReport(0, 3, 2, is_act=True), later(5))

    scene = await guide.prepare(ALICE, lunge, DAY, later(6))
    assert isinstance(scene, SessionView)
    in_chat = await guide.begin(ALICE, lunge, DAY, later(6), SessionMessage(77))
    (shown,) = await guide.turn(later(6))

    assert isinstance(in_chat, Begun)
    assert in_chat.before is None
    assert (shown.message_id, shown.stage_left.stage, shown.acts) == (77, 3, 2)
