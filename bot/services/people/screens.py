"""A session on the page for the whole screen: the same row that a chat's message shows.

The page counts by itself, so that it goes on without a network. Every few seconds, and whenever
somebody acts, it says where it is, as seconds into a stage: its clock may be wrong. `acts` tells
whose word is newer where two devices show one session.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.coach.session import Playhead, Timeline, run_on
from bot.coach.trainee import Practice
from bot.services.delivery.weeks import Week, week_of
from bot.services.people.practice import Completed, Practices
from bot.services.people.sessions import (
    LEAST_GAP,
    NO_MESSAGE,
    QUIET,
    Ending,
    Miss,
    Sessions,
    SessionView,
)
from bot.store import day_cards, sessions, subscribers
from bot.store.database import Database
from bot.store.day_cards import DayCard
from bot.store.sessions import Session

CLOSE = timedelta(seconds=3)
"""How far a page may be from our own count and still be believed while another is heard of too."""

APART = timedelta(seconds=40)
"""After so long without a word, a page's own count is believed: it had no network."""


@dataclass(frozen=True)
class Told:
    """What a page tells: how many acts it knows of, where it is, and if that is by a new act."""

    acts: int
    stage: int
    gone: float
    paused: bool = False
    is_act: bool = False


@dataclass(frozen=True)
class Begun:
    """A session that has begun or goes on, and the end of the one it took the place of."""

    view: SessionView
    before: SessionView | None = None


class Screens:
    """The use cases of the page for the whole screen."""

    def __init__(self, database: Database, practices: Practices, shared: Sessions) -> None:
        self._database = database
        self._practices = practices
        self._shared = shared

    async def under_way(self, chat_id: int, now: datetime) -> SessionView | None:
        """Return the session of a chat where it is now, if there is one."""
        async with self._database.read() as connection:
            session = await sessions.of_chat(connection, chat_id)
        if session is None or not self._shared.knows(session):
            return None
        return self._shared.scene(session, self._shared.place(session, now), now)

    async def begin(
        self, chat_id: int, practice: Practice, day: date, now: datetime
    ) -> Begun | Miss:
        """Begin a session, or go on with the one under way if it is of the same exercise."""
        async with self._database.write() as connection:
            person = await subscribers.by_chat(connection, chat_id)
            if person is None:
                return Miss.STRANGER
            await subscribers.change(connection, person.id, unanswered=0)
            before = await sessions.of_chat(connection, chat_id)
            if before and self._shared.is_same(before, practice, day):
                place = self._shared.place(before, now)
                seen = replace(before, seen_at=now, touched_at=now)
                return Begun(await self._keep(connection, seen, place, now))
            card = DayCard(day, practice.exercise or "")
            await sessions.open_one(
                connection,
                subscriber_id=person.id,
                message_id=NO_MESSAGE,
                day=day,
                stage=0,
                stage_at=now,
                touched_at=now,
                wake_at=now + QUIET,
                position=practice.position,
                exercise=practice.exercise,
                version=practice.version,
                step=practice.step,
                card_id=await day_cards.message_of(connection, person.id, card),
                acts=0,
                seen_at=now,
            )
            session = await sessions.of_chat(connection, chat_id)
        assert session is not None  # noqa: S101  # it was just written
        view = self._shared.scene(session, Playhead(0, now), now)
        return Begun(view, self._left(before, now) if before else None)

    async def tell(self, chat_id: int, told: Told, now: datetime) -> SessionView | Miss:
        """Take down where a page is; return where the session is.

        An act on a page that doesn't know the latest one changes nothing.
        """
        async with self._database.write() as connection:
            session = await sessions.of_chat(connection, chat_id)
            if session is None:
                return Miss.OVER
            if not self._shared.knows(session):
                await sessions.end(connection, session.subscriber_id, session.message_id)
                return self._left(session, now)
            place = self._believed(session, told, now)
            acts = session.acts + (told.is_act and told.acts == session.acts)
            seen = replace(session, seen_at=now, touched_at=now, acts=acts)
            view = await self._keep(connection, seen, place, now)
        return await self._shared.counted(view)

    async def finish(
        self, chat_id: int, day: date, exercise: str, now: datetime
    ) -> Completed | None:
        """Count what a page finished by itself, without a network; None if it is too late."""
        told = await self._practices.responses(chat_id, day, exercise)
        if not (told.is_todays and await self._practices.is_current(chat_id, day, now)):
            return None
        return await self._practices.done(chat_id, exercise, now, day)

    async def week(self, chat_id: int, day: date) -> Week | None:
        """Return the week of a day; None where nobody subscribed."""
        async with self._database.read() as connection:
            person = await subscribers.by_chat(connection, chat_id)
            return await week_of(connection, person.id, day) if person else None

    async def card_of(self, chat_id: int, day: date, exercise: str) -> int | None:
        """Return the message in the chat that shows an exercise of a day."""
        async with self._database.read() as connection:
            person = await subscribers.by_chat(connection, chat_id)
            if person is None:
                return None
            return await day_cards.message_of(connection, person.id, DayCard(day, exercise))

    def _believed(self, session: Session, told: Told, now: datetime) -> Playhead:
        """Return where a session is: as the page says, unless another device knows better."""
        course, ours = self._shared.course(session), self._shared.place(session, now)
        if told.acts != session.acts or not 0 <= told.stage < len(course):
            return ours
        began = now - timedelta(seconds=min(max(told.gone, 0), course[told.stage].seconds))
        theirs = Playhead(told.stage, began, now if told.paused else None)
        is_alone = session.seen_at is None or now - session.seen_at >= APART
        is_alike = (ours.paused_at is None) == (theirs.paused_at is None)
        is_close = abs(_total(course, theirs, now) - _total(course, ours, now)) <= CLOSE
        return theirs if told.is_act or is_alone or (is_alike and is_close) else ours

    async def _keep(
        self, connection: AsyncConnection, session: Session, place: Playhead, now: datetime
    ) -> SessionView:
        row, view = self._shared.moved(session, place, now, LEAST_GAP)
        await sessions.move(connection, [row])
        return view

    def _left(self, session: Session, now: datetime) -> SessionView:
        return self._shared.ended(session, now, Ending.LEFT)


def _total(course: Timeline, place: Playhead, now: datetime) -> timedelta:
    """Return the time from the beginning of a timeline to a place."""
    place = run_on(course, place, now)
    before = sum(stage.seconds for stage in course[: place.stage])
    return timedelta(seconds=before) + ((place.paused_at or now) - place.stage_at)
