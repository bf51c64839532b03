"""A session on the full-screen page: the same row that a chat's message shows.

The page counts by itself, so that it goes on without a network. Every few seconds, and whenever
somebody acts, it says where it is, as seconds into a stage: its clock may be wrong. `acts` tells
whose word is newer where two devices show one session.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.coach.session import Playhead, Timeline, advance_with_clock
from bot.coach.trainee import Practice
from bot.services.delivery.weeks import Week, week_of
from bot.services.people.guided import LEAST_GAP, Ending, Guided, SessionView
from bot.services.people.practice import Practices
from bot.services.people.sessions import Begun, SessionRefusal, Sessions
from bot.services.people.today import DayPractice
from bot.store import sessions, subscribers
from bot.store.database import Database
from bot.store.sessions import Session

CLOSE = timedelta(seconds=3)
"""How far a page may be from our own count and still be believed while another is heard of too."""

ALIKE = timedelta(seconds=1)
"""How far it may be for our own count to go on unchanged."""

BELIEVED_AFTER = timedelta(seconds=40)
"""After so long without a word, a page's own count is believed: it had no network."""


@dataclass(frozen=True)
class PageReport:
    """What a page tells: how many acts it knows of, where it is, and if that is by a new act."""

    acts: int
    stage: int
    gone: float
    paused: bool = False
    is_act: bool = False


@dataclass(frozen=True)
class FirstView:
    """What the page shows first: today, its week if the person subscribed, a session if any."""

    today: DayPractice
    week: Week | None
    session: SessionView | None


class PageSessions:
    """The use cases of the full-screen page."""

    def __init__(self, database: Database, practices: Practices, shared: Sessions) -> None:
        self._database = database
        self._practices = practices
        self._shared = shared

    async def open(self, chat_id: int, now: datetime) -> FirstView:
        """Return what the page shows first."""
        async with self._database.read(quick=True) as connection:
            person = await subscribers.by_chat(connection, chat_id)
            today = await self._practices.today_in(connection, person, now)
            if person is None:
                return FirstView(today, None, None)
            week = await week_of(connection, person.id, today.day)
            session = await sessions.of_owner(connection, person)
        return FirstView(today, week, self._where(session, now) if session else None)

    async def under_way(self, chat_id: int, now: datetime) -> SessionView | None:
        """Return the session of a chat where it is now, if there is one."""
        async with self._database.read(quick=True) as connection:
            session = await sessions.of_chat(connection, chat_id)
        return self._where(session, now) if session else None

    def _where(self, session: Session, now: datetime) -> SessionView | None:
        found = self._shared.read(session)
        return found.view_at(found.playhead_at(now), now) if found.timeline else None

    async def begin(
        self, chat_id: int, practice: Practice, day: date, now: datetime
    ) -> Begun | SessionRefusal:
        """Begin a session, or go on with the one under way if it is of the same exercise."""
        return await self._shared.begin(chat_id, practice, day, now)

    async def tell(
        self, chat_id: int, told: PageReport, now: datetime
    ) -> SessionView | SessionRefusal:
        """Take down where a page is; return where the session is.

        An act on a page that doesn't know the latest one changes nothing.
        """
        found = None if told.is_act else await self._as_expected(chat_id, told, now)
        return found or await self._moved(chat_id, told, now)

    async def _as_expected(
        self, chat_id: int, told: PageReport, now: datetime
    ) -> SessionView | SessionRefusal | None:
        """Return where the session is if the page is there too, so that nothing is to write."""
        async with self._database.read(quick=True) as connection:
            session = await sessions.of_chat(connection, chat_id)
        if session is None:
            return SessionRefusal.OVER
        found = self._shared.read(session)
        if not found.timeline or told.acts != session.acts or not _is_heard(found.session, now):
            return None
        ours, theirs = found.playhead_at(now), _theirs(found.timeline, told, now)
        if theirs is None or not _is_near(found.timeline, ours, theirs, now, ALIKE):
            return None
        view = found.view_at(ours, now)
        if view.ending is not None:
            return None
        self._shared.hear(session, now)
        return view

    async def _moved(
        self, chat_id: int, told: PageReport, now: datetime
    ) -> SessionView | SessionRefusal:
        async with self._database.write(quick=True) as connection:
            session = await sessions.of_chat(connection, chat_id)
            if session is None:
                return SessionRefusal.OVER
            found = self._shared.read(session)
            if not found.timeline:
                await sessions.end(connection, session.subscriber_id, session.message_id)
                return found.ended(now, Ending.ABANDONED)
            playhead = _believed(found, told, now)
            acts = session.acts + (told.is_act and told.acts == session.acts)
            seen = replace(session, seen_at=now, touched_at=now, acts=acts)
            row, view = replace(found, session=seen).moved(playhead, now, LEAST_GAP)
            await sessions.move(connection, [row])
        return await self._shared.count_if_done(view)


def _believed(found: Guided, told: PageReport, now: datetime) -> Playhead:
    """Return where a session is: as the page says, unless another device knows better."""
    ours, theirs = found.playhead_at(now), _theirs(found.timeline, told, now)
    if theirs is None or told.acts != found.session.acts:
        return ours
    is_alone = not _is_heard(found.session, now)
    is_near = _is_near(found.timeline, ours, theirs, now, CLOSE)
    return theirs if told.is_act or is_alone or is_near else ours


def _theirs(timeline: Timeline, told: PageReport, now: datetime) -> Playhead | None:
    """Return where a page says that it is, if there is such a stage."""
    if not 0 <= told.stage < len(timeline):
        return None
    gone = min(max(told.gone, 0), timeline[told.stage].seconds)
    return Playhead(told.stage, now - timedelta(seconds=gone), now if told.paused else None)


def _is_heard(session: Session, now: datetime) -> bool:
    """Return whether a page of the session was heard of lately."""
    return session.seen_at is not None and now - session.seen_at < BELIEVED_AFTER


def _is_near(
    timeline: Timeline, ours: Playhead, theirs: Playhead, now: datetime, most: timedelta
) -> bool:
    """Return whether both are paused, or neither, and at most so far from each other."""
    if (ours.paused_at is None) != (theirs.paused_at is None):
        return False
    return abs(_total(timeline, theirs, now) - _total(timeline, ours, now)) <= most


def _total(timeline: Timeline, playhead: Playhead, now: datetime) -> timedelta:
    """Return the time from the beginning of a timeline to a playhead."""
    playhead = advance_with_clock(timeline, playhead, now)
    before = sum(stage.seconds for stage in timeline[: playhead.stage])
    return timedelta(seconds=before) + ((playhead.paused_at or now) - playhead.stage_at)
