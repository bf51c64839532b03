"""A guided exercise as use cases: begin, tap, turn; the message follows what is written here.

Every place is kept in the database, so that any replica goes on with it. An ending stays there
until its message shows it; only then it is forgotten.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.coach import guided
from bot.coach.fitting import fitted
from bot.coach.guided import Act, Place, Timeline, View
from bot.coach.library import Library
from bot.coach.routine import Practice
from bot.services.outcome import Later, Lost, Outcome, Refused, Sent
from bot.services.people import trainee_of
from bot.services.practice import Practices
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
class Scene:
    """What a session's message is to show, as of `at`.

    An exercise that content/ no longer has leaves no timeline. `counted` says that its end
    counts for the day.
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
    counted: bool = False


class Guidance:
    """The sessions of all chats."""

    def __init__(self, database: Database, library: Library, practices: Practices) -> None:
        self._database = database
        self._library = library
        self._practices = practices

    async def prepare(
        self, chat_id: int, practice: Practice, day: date, now: datetime
    ) -> Scene | Miss:
        """Return the first scene, for a message that is not sent yet."""
        async with self._database.read() as connection:
            person = await subscribers.by_chat(connection, chat_id)
            session = await sessions.of_chat(connection, chat_id)
        if person is None:
            return Miss.STRANGER
        if session and self._practice(session) == practice and now - session.touched_at < TWICE:
            return Miss.BEGUN
        course = guided.timeline_of(self._library, practice, person.language)
        view = View(0, course[0].seconds)
        return Scene(person.id, chat_id, 0, person.language, practice, day, now, course, view)

    async def begin(self, scene: Scene, message_id: int, now: datetime) -> Scene | None:
        """Begin with the message that shows the first scene; return the end of one under way."""
        place = Place(0, now)
        practice = scene.practice
        async with self._database.write() as connection:
            await subscribers.change(connection, scene.subscriber_id, unanswered=0)
            before = await sessions.of_chat(connection, scene.chat_id)
            await sessions.open_one(
                connection,
                subscriber_id=scene.subscriber_id,
                message_id=message_id,
                day=scene.day,
                stage=0,
                stage_at=now,
                touched_at=now,
                wake_at=guided.next_change(scene.timeline, place, now, LEAST_GAP),
                position=practice.position,
                exercise=practice.exercise,
                form=practice.form,
                step=practice.step,
            )
        if before is None:
            return None
        return replace(self._scene(before, _place(before), now), ending=Ending.LEFT)

    async def tap(
        self, chat_id: int, message_id: int, stage: int, action: str, now: datetime
    ) -> Scene | Miss:
        """Do what a button says, if its message still stands at the stage that it shows."""
        async with self._database.write() as connection:
            session = await sessions.of_chat(connection, chat_id)
            if session is None or session.message_id != message_id:
                return Miss.OVER
            if not self._knows(session):
                return self._ended(session, now, Ending.LEFT)
            if session.stage != stage:
                return Miss.OLD
            if action == "stop":
                await sessions.end(connection, session.subscriber_id, message_id)
                return self._ended(session, now, Ending.STOPPED)
            place = _acted(self._course(session), _place(session), action, now)
            if place is None:
                return Miss.OLD
            touched = replace(session, touched_at=now)
            row, scene = self._moved(touched, place, now, LEAST_GAP)
            await sessions.move(connection, [row])
        return await self._counted(scene)

    async def stop(
        self, chat_id: int, now: datetime, ending: Ending, exercise: str | None = None
    ) -> Scene | None:
        """End what goes on: one exercise, or any; return what to show."""
        async with self._database.write() as connection:
            session = await sessions.of_chat(connection, chat_id)
            if session is None or exercise not in (None, session.exercise):
                return None
            await sessions.end(connection, session.subscriber_id, session.message_id)
        return self._ended(session, now, ending)

    async def turn(self, now: datetime, limit: int = EDITS_A_SECOND) -> list[Scene]:
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
        return [await self._counted(scene) for _row, scene in turned]

    async def shown(self, scene: Scene, outcome: Outcome, now: datetime) -> None:
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

    def _turned(self, session: Session, now: datetime, gap: float) -> tuple[dict[str, Any], Scene]:
        """Decide what a session that woke becomes."""
        woke = session.wake_at or now
        if session.paused_at is None and now - woke >= LEFT_ALONE:
            session = replace(session, paused_at=woke)  # the bot slept, and so did the person
        place = _place(session)
        if not self._knows(session) or (place.paused_at and now - place.paused_at >= LEFT_ALONE):
            return _row(session, place, now + RETRY), self._ended(session, now, Ending.LEFT)
        return self._moved(session, guided.go_on(self._course(session), place, now), now, gap)

    def _moved(
        self, session: Session, place: Place, now: datetime, gap: float
    ) -> tuple[dict[str, Any], Scene]:
        """Return the row and the scene of a session at a place."""
        course = self._course(session)
        wake = guided.next_change(course, place, now, gap)
        if wake is None:
            wake = now + RETRY  # at the end, until it shows
            if place.paused_at:
                redraw = place.paused_at + REDRAW
                wake = redraw if now < redraw else place.paused_at + LEFT_ALONE
        return _row(session, place, wake), self._scene(session, place, now)

    def _knows(self, session: Session) -> bool:
        """Say whether content/ still has the exercise and the form."""
        exercise = self._library.exercises.get(session.exercise)
        return exercise is not None and session.form in (None, *exercise.sheet.forms)

    def _practice(self, session: Session) -> Practice:
        """Return what is practised, with what follows from the person."""
        kept = Practice(session.position, session.exercise, session.form, session.step)
        return fitted(self._library, trainee_of(self._library, session.owner), kept, session.day)

    def _course(self, session: Session) -> Timeline:
        return guided.timeline_of(self._library, self._practice(session), session.owner.language)

    def _ended(self, session: Session, now: datetime, ending: Ending) -> Scene:
        return replace(self._scene(session, _place(session), now), ending=ending)

    def _scene(self, session: Session, place: Place, now: datetime) -> Scene:
        course = self._course(session) if self._knows(session) else ()
        view = guided.view(course, place, now) if course else View(0, 0)
        is_done = bool(course) and course[view.stage].act == Act.DONE
        return Scene(
            session.subscriber_id,
            session.owner.chat_id,
            session.message_id,
            session.owner.language,
            self._practice(session),
            session.day,
            now,
            course,
            view,
            paused=place.paused_at is not None,
            ending=Ending.DONE if is_done else None,
        )

    async def _counted(self, scene: Scene) -> Scene:
        """Count the day at the end of its own exercise."""
        if scene.ending != Ending.DONE:
            return scene
        chat, day, exercise = scene.chat_id, scene.day, scene.practice.exercise or ""
        told = await self._practices.told(chat, day, exercise)
        if not (told.is_todays and await self._practices.is_current(chat, day, scene.at)):
            return scene
        await self._practices.done(chat, exercise, scene.at, day)
        return replace(scene, counted=True)


def _acted(course: Timeline, place: Place, action: str, now: datetime) -> Place | None:
    """Return where a tap leads; None where it means nothing any more."""
    is_paused = place.paused_at is not None
    match action:
        case "pause" if not is_paused:
            return guided.pause(course, place, now)
        case "resume" if is_paused:
            return guided.resume(place, now)
        case "back":
            return guided.turn_to(course, place, place.stage - 1, now)
        case "skip":
            return guided.turn_to(course, place, place.stage + 1, now)
        case "enough" if course[min(place.stage, len(course) - 1)].extra:
            return guided.turn_to(course, place, len(course), now)
    return None


def _place(session: Session) -> Place:
    return Place(session.stage, session.stage_at, session.paused_at)


def _row(session: Session, place: Place, wake: datetime) -> dict[str, Any]:
    return {
        "key": session.subscriber_id,
        "new_stage": place.stage,
        "new_stage_at": place.stage_at,
        "new_paused_at": place.paused_at,
        "new_touched_at": session.touched_at,
        "new_wake_at": wake,
    }
