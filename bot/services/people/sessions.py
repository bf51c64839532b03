"""A guided exercise as use cases: begin, tap, turn; the message follows what is written here.

Every playhead is kept in the database, so that any replica goes on with it. An ending stays there
until its message shows it; only then it is forgotten.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.coach.library import Library
from bot.coach.session import Playhead, StageLeft, timeline_of
from bot.coach.trainee import Practice
from bot.services.delivery.outcome import Later, Lost, Outcome, Refused, Sent
from bot.services.people.finishing import Finish
from bot.services.people.guided import (
    LEAST_GAP,
    LEFT_ALONE,
    NO_MESSAGE,
    PAGE_SILENCE,
    RETRY,
    Ending,
    Guided,
    SessionView,
    guided,
)
from bot.services.people.practice import Practices
from bot.store import day_cards, sessions, subscribers
from bot.store.database import Database
from bot.store.day_cards import DayExercise
from bot.store.sessions import Heard, Session
from bot.store.subscribers import Subscriber

EDITS_A_SECOND = 10
"""Edits of all guided exercises together: the rest of Telegram's limit is for messages."""

DOUBLE_TAP = timedelta(seconds=10)
"""A second tap on the button that begins, so soon, means the same."""


class SessionRefusal(StrEnum):
    """Why a tap on a session's button changes nothing."""

    OVER = "over"  # no such session, or another message's
    OLD = "old"  # it has moved on since the button was shown
    STRANGER = "stranger"  # nobody who subscribed
    BEGUN = "begun"  # it has just begun


@dataclass(frozen=True)
class SessionMessage:
    """The message in the chat that shows a session, and the card whose button began it."""

    id: int
    card_id: int | None = None


@dataclass(frozen=True)
class Begun:
    """A session that has begun or goes on, and the end of the one it took the place of."""

    view: SessionView
    before: SessionView | None = None


class Sessions:
    """The sessions of all chats."""

    def __init__(self, database: Database, library: Library, practices: Practices) -> None:
        self._database = database
        self._library = library
        self._practices = practices
        self._heard: dict[int, Heard] = {}

    async def prepare(
        self, chat_id: int, practice: Practice, day: date, now: datetime
    ) -> SessionView | SessionRefusal:
        """Return the first view, for a message that is not sent yet."""
        async with self._database.read(quick=True) as connection:
            person = await subscribers.by_chat(connection, chat_id)
            session = await sessions.of_chat(connection, chat_id)
        if person is None:
            return SessionRefusal.STRANGER
        is_double_tap = session is not None and now - session.touched_at < DOUBLE_TAP
        is_shown = session is not None and session.message_id != NO_MESSAGE
        if session and is_double_tap and is_shown and self.read(session).practice == practice:
            return SessionRefusal.BEGUN
        timeline = timeline_of(self._library, practice, person.language)
        seen = StageLeft(0, timeline[0].seconds)
        return SessionView(
            person.id, chat_id, 0, person.language, practice, day, now, timeline, seen
        )

    async def begin(
        self,
        chat_id: int,
        practice: Practice,
        day: date,
        now: datetime,
        message: SessionMessage | None = None,
    ) -> Begun | SessionRefusal:
        """Begin a session in a message, or without one on the full-screen page.

        One of the same exercise goes on: on the page always, in a message if only the page
        showed it.
        """
        async with self._database.write(quick=True) as connection:
            person = await subscribers.by_chat(connection, chat_id)
            if person is None:  # in a message: deleted while that went out
                return SessionRefusal.STRANGER
            if person.unanswered:
                await subscribers.change(connection, person.id, unanswered=0)
            session = await sessions.of_owner(connection, person)
            before = self.read(session) if session else None
            goes_on = before is not None and _goes_on(before, practice, day, message)
            if before and goes_on:
                playhead, after = before.playhead_at(now), _taken_over(before, message, now)
            else:
                playhead = Playhead(0, now)
                card_id = await _card_of(connection, person, practice, day, message)
                opened = _opened(person, practice, day, now, message)
                after = self.read(replace(opened, card_id=card_id))
            row, view = after.moved(playhead, now, LEAST_GAP)
            if goes_on and message:
                row = replace(row, wake_at=now)  # the message shows the first stage
            await sessions.put(connection, row)
        left = before.ended(now, Ending.ABANDONED) if before and not goes_on else None
        return Begun(view, left)

    async def tap(
        self, chat_id: int, message_id: int, stage: int, action: str, now: datetime
    ) -> SessionView | SessionRefusal:
        """Do what a button says, if its message still stands at the stage that it shows."""
        async with self._database.write(quick=True) as connection:
            session = await sessions.of_chat(connection, chat_id)
            if session is None or session.message_id != message_id:
                return SessionRefusal.OVER
            found = self.read(session)
            if not found.timeline:
                return found.ended(now, Ending.ABANDONED)
            playhead = found.playhead_at(now) if session.seen_at else found.stored_playhead
            if playhead.stage != stage:
                return SessionRefusal.OLD
            if action == "stop":
                await sessions.end(connection, session.subscriber_id, message_id)
                return found.ended(now, Ending.STOPPED)
            turned = found.acted(playhead, action, now)
            if turned is None:
                return SessionRefusal.OLD
            touched = replace(session, touched_at=now, seen_at=None, acts=session.acts + 1)
            row, view = replace(found, session=touched).moved(turned, now, LEAST_GAP)
            await sessions.move(connection, [row])
        return await self.count_if_done(view)

    async def stop(
        self, chat_id: int, now: datetime, ending: Ending, exercise: str | None = None
    ) -> SessionView | None:
        """End what goes on: one exercise, or any; count it if it is done; return what to show."""
        async with self._database.write(quick=True) as connection:
            session = await sessions.of_chat(connection, chat_id)
            if session is None or exercise not in (None, session.exercise):
                return None
            await sessions.end(connection, session.subscriber_id, session.message_id)
        return await self.count_if_done(self.read(session).ended(now, ending))

    async def turn(self, now: datetime, limit: int = EDITS_A_SECOND) -> list[SessionView]:
        """Take up to `limit` sessions whose message wants to change; return what to show."""
        async with self._database.read() as connection:
            first = await sessions.next_wake(connection)
        is_due = first is not None and first <= now
        if not (is_due or self._heard):
            return []
        async with self._database.write() as connection:
            heard, self._heard = self._heard, {}
            await sessions.hear(connection, heard.values())
            turned = await self._turn_due(connection, now, limit) if is_due else ()
        return [await self.count_if_done(view) for view in turned]

    async def _turn_due(
        self, connection: AsyncConnection, now: datetime, limit: int
    ) -> Sequence[SessionView]:
        woken = await sessions.take_woken(connection, now, limit)
        running = await sessions.count_running(connection)
        gap = max(LEAST_GAP, running / EDITS_A_SECOND)
        turned = [self._turned(session, now, gap) for session in woken]
        await sessions.move(connection, [row for row, _view in turned])
        return [view for _row, view in turned]

    async def shown(self, view: SessionView, outcome: Outcome, now: datetime) -> None:
        """Write down what came of an edit: an ending that shows is over, so is a lost message."""
        over = isinstance(outcome, Lost | Refused) or (view.ending and isinstance(outcome, Sent))
        if isinstance(outcome, Later):
            wait = timedelta(seconds=outcome.seconds) if outcome.seconds else RETRY
            async with self._database.write() as connection:
                await sessions.postpone(
                    connection, view.subscriber_id, view.message_id, view.at, now + wait
                )
        elif over:
            async with self._database.write() as connection:
                await sessions.end(connection, view.subscriber_id, view.message_id)

    def _turned(self, session: Session, now: datetime, gap: float) -> tuple[Session, SessionView]:
        """Decide what a session that woke becomes."""
        woke = session.wake_at or now
        if session.paused_at is None and now - woke >= LEFT_ALONE:
            session = replace(session, paused_at=woke)  # the process was down: a pause
        found = self.read(session)
        playhead = found.stored_playhead
        if not found.timeline or (playhead.paused_at and now - playhead.paused_at >= LEFT_ALONE):
            return found.waking(playhead, now + RETRY), found.ended(now, Ending.ABANDONED)
        return found.moved(found.playhead_at(now), now, gap)

    def read(self, session: Session) -> Guided:
        """Read a session, with what was heard of its page since the row was written."""
        heard, seen_at = self._heard.get(session.subscriber_id), session.seen_at
        if heard and seen_at and heard.known_acts == session.acts and seen_at < heard.heard_at:
            session = replace(session, seen_at=heard.heard_at)
        return guided(self._library, session)

    def hear(self, session: Session, now: datetime) -> None:
        """Remember that a page said nothing new; the next turn writes that of all at once."""
        key = session.subscriber_id
        self._heard[key] = Heard(key, session.acts, now, now + PAGE_SILENCE)

    async def count_if_done(self, view: SessionView) -> SessionView:
        """Count the day if a session is over and was of its own exercise; return its last view."""
        if view.ending != Ending.DONE:
            return view
        responses, completed = await self._practices.finish(
            Finish(view.chat_id, view.day, view.practice.exercise or "", view.at)
        )
        return replace(view, completed=completed, responses=responses)


def _goes_on(
    before: Guided, practice: Practice, day: date, message: SessionMessage | None
) -> bool:
    is_bare = before.session.message_id == NO_MESSAGE
    return before.is_of(practice, day) and (message is None or is_bare)


def _taken_over(before: Guided, message: SessionMessage | None, now: datetime) -> Guided:
    """Return a session that goes on: on the page, or in a message, which is an act."""
    session = replace(before.session, touched_at=now)
    if message is None:
        return replace(before, session=replace(session, seen_at=now))
    moved = replace(
        session,
        message_id=message.id,
        card_id=message.card_id,
        acts=session.acts + 1,
        seen_at=None,
    )
    return replace(before, session=moved)


def _opened(
    person: Subscriber,
    practice: Practice,
    day: date,
    now: datetime,
    message: SessionMessage | None,
) -> Session:
    """Return the row of a new session, at its first stage."""
    return Session(
        subscriber_id=person.id,
        message_id=message.id if message else NO_MESSAGE,
        day=day,
        position=practice.position,
        exercise=practice.exercise or "",
        version=practice.version,
        step=practice.step,
        stage=0,
        stage_at=now,
        paused_at=None,
        touched_at=now,
        wake_at=None,
        card_id=None,
        acts=0,
        seen_at=None if message else now,
        owner=person,
    )


async def _card_of(
    connection: AsyncConnection,
    person: Subscriber,
    practice: Practice,
    day: date,
    message: SessionMessage | None,
) -> int | None:
    """Return the card in the chat that a new session is of."""
    if message is not None:
        return message.card_id
    return await day_cards.message_of(
        connection, person.id, DayExercise(day, practice.exercise or "")
    )
