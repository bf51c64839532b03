"""A guided exercise as use cases: begin, tap, turn; the message follows what is written here.

Every place is kept in the database, so that any replica goes on with it. An ending stays there
until its message shows it; only then it is forgotten.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.coach.fitting import fitted
from bot.coach.library import Library
from bot.coach.session import (
    Act,
    Playhead,
    Timeline,
    View,
    go_on,
    next_change,
    pause,
    resume,
    run_on,
    timeline_of,
    turn_to,
    view,
)
from bot.coach.trainee import Practice
from bot.services.delivery.outcome import Later, Lost, Outcome, Refused, Sent
from bot.services.people.practice import Completed, Practices
from bot.services.people.terms import Responses
from bot.services.people.trainees import trainee_of
from bot.store import sessions, subscribers
from bot.store.database import Database
from bot.store.sessions import Session

EDITS_A_SECOND = 10
"""Edits of all guided exercises together: the rest of Telegram's limit is for messages."""

LEAST_GAP = 1.5
"""Seconds between two edits of one message that nobody asked for."""

LEFT_ALONE = timedelta(minutes=30)
"""After so long in a pause, or asleep with the bot, nobody comes back."""

REDRAW = timedelta(seconds=2)
"""A pause is drawn once more: another replica's countdown may have come after it."""

RETRY = timedelta(seconds=10)
"""When an ending, or an edit that failed for now, is shown again."""

QUIET = timedelta(seconds=75)
"""After so long without a word from the page for the whole screen, its session pauses."""

NO_MESSAGE = 0
"""The message of a session that only the page for the whole screen shows."""

TWICE = timedelta(seconds=10)
"""A second tap on the button that begins, so soon, means the same."""


class Ending(StrEnum):
    """How a session ended."""

    DONE = "done"
    STOPPED = "stopped"
    HURT = "hurt"
    LEFT = "left"


class Miss(StrEnum):
    """Why a tap changes nothing."""

    OVER = "over"  # no such session, or another message's
    OLD = "old"  # it has moved on since the button was shown
    STRANGER = "stranger"  # nobody who subscribed
    BEGUN = "begun"  # it has just begun


@dataclass(frozen=True)
class SessionView:
    """What a session's message is to show, as of `at`.

    An exercise that content/ no longer has leaves no timeline. `card_id` is the message whose
    button began it, `acts` how often somebody did something in it. At the end of an exercise,
    `responses` is what the person said of it, and `completed` what the day adds up to if the end
    counts for it.
    """

    subscriber_id: int
    chat_id: int
    message_id: int
    language: str
    practice: Practice
    day: date
    at: datetime
    timeline: Timeline
    view: View
    paused: bool = False
    ending: Ending | None = None
    card_id: int | None = None
    completed: Completed | None = None
    responses: Responses | None = None
    acts: int = 0


class Sessions:
    """The sessions of all chats."""

    def __init__(self, database: Database, library: Library, practices: Practices) -> None:
        self._database = database
        self._library = library
        self._practices = practices

    async def prepare(
        self, chat_id: int, practice: Practice, day: date, now: datetime
    ) -> SessionView | Miss:
        """Return the first scene, for a message that is not sent yet."""
        async with self._database.read() as connection:
            person = await subscribers.by_chat(connection, chat_id)
            session = await sessions.of_chat(connection, chat_id)
        if person is None:
            return Miss.STRANGER
        is_new = session is not None and now - session.touched_at < TWICE
        is_shown = session is not None and session.message_id != NO_MESSAGE
        if session and is_new and is_shown and self.practice(session) == practice:
            return Miss.BEGUN
        course = timeline_of(self._library, practice, person.language)
        seen = View(0, course[0].seconds)
        return SessionView(
            person.id, chat_id, 0, person.language, practice, day, now, course, seen
        )

    async def begin(
        self, scene: SessionView, message_id: int, now: datetime, card_id: int | None = None
    ) -> SessionView | None:
        """Begin with the message that shows the first scene; return the end of one under way.

        One of the same exercise that only the whole screen shows goes on in the message.
        """
        place, practice = Playhead(0, now), scene.practice
        async with self._database.write() as connection:
            person = await subscribers.by_chat(connection, scene.chat_id)
            if person is None:  # deleted while the message went out
                return None
            await subscribers.change(connection, person.id, unanswered=0)
            before = await sessions.of_chat(connection, scene.chat_id)
            wake = next_change(scene.timeline, place, now, LEAST_GAP)
            goes_on = before is not None and self._goes_on(before, scene)
            if before and goes_on:
                place, wake = self.place(before, now), now
            await sessions.open_one(
                connection,
                subscriber_id=person.id,
                message_id=message_id,
                day=scene.day,
                stage=place.stage,
                stage_at=place.stage_at,
                paused_at=place.paused_at,
                touched_at=now,
                wake_at=wake,
                position=practice.position,
                exercise=practice.exercise,
                version=practice.version,
                step=practice.step,
                card_id=card_id,
                acts=before.acts + 1 if before and goes_on else 0,
            )
        if before is None or goes_on:
            return None
        return replace(self.scene(before, place_of(before), now), ending=Ending.LEFT)

    async def tap(
        self, chat_id: int, message_id: int, stage: int, action: str, now: datetime
    ) -> SessionView | Miss:
        """Do what a button says, if its message still stands at the stage that it shows."""
        async with self._database.write() as connection:
            session = await sessions.of_chat(connection, chat_id)
            if session is None or session.message_id != message_id:
                return Miss.OVER
            if not self.knows(session):
                return self.ended(session, now, Ending.LEFT)
            place = self.place(session, now) if session.seen_at else place_of(session)
            if place.stage != stage:
                return Miss.OLD
            if action == "stop":
                await sessions.end(connection, session.subscriber_id, message_id)
                return self.ended(session, now, Ending.STOPPED)
            turned = acted(self.course(session), place, action, now)
            if turned is None:
                return Miss.OLD
            touched = replace(session, touched_at=now, seen_at=None, acts=session.acts + 1)
            row, scene = self.moved(touched, turned, now, LEAST_GAP)
            await sessions.move(connection, [row])
        return await self.counted(scene)

    async def stop(
        self, chat_id: int, now: datetime, ending: Ending, exercise: str | None = None
    ) -> SessionView | None:
        """End what goes on: one exercise, or any; return what to show."""
        async with self._database.write() as connection:
            session = await sessions.of_chat(connection, chat_id)
            if session is None or exercise not in (None, session.exercise):
                return None
            await sessions.end(connection, session.subscriber_id, session.message_id)
        return self.ended(session, now, ending)

    async def turn(self, now: datetime, limit: int = EDITS_A_SECOND) -> list[SessionView]:
        """Take up to `limit` sessions whose message wants to change; return what to show."""
        async with self._database.read() as connection:
            first = await sessions.next_wake(connection)
        if first is None or first > now:
            return []
        async with self._database.write() as connection:
            woken = await sessions.take_woken(connection, now, limit)
            running = await sessions.count_running(connection)
            gap = max(LEAST_GAP, running / EDITS_A_SECOND)
            turned = [self._turned(session, now, gap) for session in woken]
            await sessions.move(connection, [row for row, _scene in turned])
        return [await self.counted(scene) for _row, scene in turned]

    async def shown(self, scene: SessionView, outcome: Outcome, now: datetime) -> None:
        """Write down what came of an edit: an ending that shows is over, so is a lost message."""
        over = isinstance(outcome, Lost | Refused) or (scene.ending and isinstance(outcome, Sent))
        if isinstance(outcome, Later):
            wait = timedelta(seconds=outcome.seconds) if outcome.seconds else RETRY
            async with self._database.write() as connection:
                await sessions.postpone(
                    connection, scene.subscriber_id, scene.message_id, scene.at, now + wait
                )
        elif over:
            async with self._database.write() as connection:
                await sessions.end(connection, scene.subscriber_id, scene.message_id)

    def _turned(
        self, session: Session, now: datetime, gap: float
    ) -> tuple[dict[str, Any], SessionView]:
        """Decide what a session that woke becomes."""
        woke = session.wake_at or now
        if session.paused_at is None and now - woke >= LEFT_ALONE:
            session = replace(session, paused_at=woke)  # the bot slept, and so did the person
        place = place_of(session)
        if not self.knows(session) or (place.paused_at and now - place.paused_at >= LEFT_ALONE):
            return _row(session, place, now + RETRY), self.ended(session, now, Ending.LEFT)
        return self.moved(session, self.place(session, now), now, gap)

    def place(self, session: Session, now: datetime) -> Playhead:
        """Return where a session is now.

        On the whole screen each stage follows the last one to the second, as its page shows it,
        but only as long as the page is heard of.
        """
        course, place = self.course(session), place_of(session)
        if session.seen_at is None:
            return go_on(course, place, now)
        if place.paused_at is None and now - session.seen_at >= QUIET:
            place = replace(place, paused_at=session.seen_at)
        return run_on(course, place, now)

    def moved(
        self, session: Session, place: Playhead, now: datetime, gap: float
    ) -> tuple[dict[str, Any], SessionView]:
        """Return the row and the scene of a session at a place."""
        course = self.course(session)
        wake = next_change(course, place, now, gap)
        if wake and session.seen_at and session.message_id == NO_MESSAGE:
            wake = max(session.seen_at + QUIET, now + RETRY)  # there is nothing to draw
        if wake is None:
            wake = now + RETRY  # at the end, until it shows
            if place.paused_at:
                redraw = place.paused_at + REDRAW
                wake = redraw if now < redraw else place.paused_at + LEFT_ALONE
        return _row(session, place, wake), self.scene(session, place, now)

    def knows(self, session: Session) -> bool:
        """Return whether content/ still has the exercise and the version."""
        exercise = self._library.exercises.get(session.exercise)
        return exercise is not None and session.version in (None, *exercise.sheet.versions)

    def is_same(self, session: Session, practice: Practice, day: date) -> bool:
        """Return whether a session is of this exercise, version and day."""
        shown = (session.exercise, session.version, session.day)
        return self.knows(session) and shown == (practice.exercise, practice.version, day)

    def _goes_on(self, session: Session, scene: SessionView) -> bool:
        is_bare = session.message_id == NO_MESSAGE
        return is_bare and self.is_same(session, scene.practice, scene.day)

    def practice(self, session: Session) -> Practice:
        """Return what is practised, with what follows from the person."""
        kept = Practice(session.position, session.exercise, session.version, session.step)
        return fitted(self._library, trainee_of(self._library, session.owner), kept, session.day)

    def course(self, session: Session) -> Timeline:
        return timeline_of(self._library, self.practice(session), session.owner.language)

    def ended(self, session: Session, now: datetime, ending: Ending) -> SessionView:
        return replace(self.scene(session, place_of(session), now), ending=ending)

    def scene(self, session: Session, place: Playhead, now: datetime) -> SessionView:
        course = self.course(session) if self.knows(session) else ()
        seen = view(course, place, now) if course else View(0, 0)
        is_done = bool(course) and course[seen.stage].act == Act.DONE
        return SessionView(
            session.subscriber_id,
            session.owner.chat_id,
            session.message_id,
            session.owner.language,
            self.practice(session),
            session.day,
            now,
            course,
            seen,
            paused=place.paused_at is not None,
            ending=Ending.DONE if is_done else None,
            card_id=session.card_id,
            acts=session.acts,
        )

    async def counted(self, scene: SessionView) -> SessionView:
        """Count the day at the end of its own exercise."""
        if scene.ending != Ending.DONE:
            return scene
        chat, day, exercise = scene.chat_id, scene.day, scene.practice.exercise or ""
        told = await self._practices.responses(chat, day, exercise)
        if not (told.is_todays and await self._practices.is_current(chat, day, scene.at)):
            return replace(scene, responses=told)
        completed = await self._practices.done(chat, exercise, scene.at, day)
        responses = await self._practices.responses(chat, day, exercise)
        return replace(scene, completed=completed, responses=responses)


def acted(course: Timeline, place: Playhead, action: str, now: datetime) -> Playhead | None:
    """Return where a tap leads; None where it means nothing any more."""
    is_paused = place.paused_at is not None
    match action:
        case "pause" if not is_paused:
            return pause(course, place, now)
        case "resume" if is_paused:
            return resume(place, now)
        case "back":
            return turn_to(course, place, place.stage - 1, now)
        case "skip":
            return turn_to(course, place, place.stage + 1, now)
        case "enough" if course[min(place.stage, len(course) - 1)].extra:
            return turn_to(course, place, len(course), now)
    return None


def place_of(session: Session) -> Playhead:
    return Playhead(session.stage, session.stage_at, session.paused_at)


def _row(session: Session, place: Playhead, wake: datetime) -> dict[str, Any]:
    return {
        "key": session.subscriber_id,
        "new_stage": place.stage,
        "new_stage_at": place.stage_at,
        "new_paused_at": place.paused_at,
        "new_touched_at": session.touched_at,
        "new_wake_at": wake,
        "new_acts": session.acts,
        "new_seen_at": session.seen_at,
    }
