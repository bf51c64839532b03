"""A session's row, read as what somebody sees of it: where it is, and what its message shows."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property

from bot.coach.fitting import fitted
from bot.coach.library import Library
from bot.coach.session import (
    Act,
    Playhead,
    StageLeft,
    Timeline,
    advance_when_seen,
    advance_with_clock,
    next_change,
    pause,
    resume,
    stage_left,
    timeline_of,
    turn_to,
)
from bot.coach.trainee import Practice
from bot.services.people.completed import Completed
from bot.services.people.responses import Responses
from bot.services.people.trainees import trainee_of
from bot.store.sessions import Session

LEAST_GAP = 1.5
"""Seconds between two edits of one message that nobody asked for."""

LEFT_ALONE = timedelta(minutes=30)
"""After so long in a pause, or asleep with the bot, nobody comes back."""

REDRAW = timedelta(seconds=2)
"""A pause is drawn once more: another replica's countdown may have come after it."""

RETRY = timedelta(seconds=10)
"""When an ending, or an edit that failed for now, is shown again."""

PAGE_SILENCE = timedelta(seconds=75)
"""After so long without a word from the full-screen page, its session pauses."""

NO_MESSAGE = 0
"""The message of a session that only the full-screen page shows."""


class Ending(StrEnum):
    """How a session ended."""

    DONE = "done"
    STOPPED = "stopped"
    HURT = "hurt"
    ABANDONED = "left"


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
    stage_left: StageLeft
    paused: bool = False
    ending: Ending | None = None
    card_id: int | None = None
    completed: Completed | None = None
    responses: Responses | None = None
    acts: int = 0


@dataclass(frozen=True)
class Guided:
    """A session with what is practised; `timeline` is empty where content/ no longer has it."""

    session: Session
    practice: Practice
    timeline: Timeline

    @cached_property
    def stored_playhead(self) -> Playhead:
        """Return the playhead that the row keeps."""
        return Playhead(self.session.stage, self.session.stage_at, self.session.paused_at)

    def is_of(self, practice: Practice, day: date) -> bool:
        """Return whether it is a session of this exercise, version and day."""
        session = self.session
        shown = (session.exercise, session.version, session.day)
        return bool(self.timeline) and shown == (practice.exercise, practice.version, day)

    def playhead_at(self, now: datetime) -> Playhead:
        """Return where it is now.

        On the full-screen page each stage follows the last one to the second, but only as long as
        the page is heard of.
        """
        playhead, seen_at = self.stored_playhead, self.session.seen_at
        if seen_at is None:
            return advance_when_seen(self.timeline, playhead, now)
        if playhead.paused_at is None and now - seen_at >= PAGE_SILENCE:
            playhead = replace(playhead, paused_at=seen_at)
        return advance_with_clock(self.timeline, playhead, now)

    def acted(self, playhead: Playhead, action: str, now: datetime) -> Playhead | None:
        """Return where a tap leads; None where it means nothing any more."""
        timeline, is_paused = self.timeline, playhead.paused_at is not None
        match action:
            case "pause" if not is_paused:
                return pause(timeline, playhead, now)
            case "resume" if is_paused:
                return resume(playhead, now)
            case "back":
                return turn_to(timeline, playhead, playhead.stage - 1, now)
            case "skip":
                return turn_to(timeline, playhead, playhead.stage + 1, now)
            case "enough" if timeline[min(playhead.stage, len(timeline) - 1)].is_optional:
                return turn_to(timeline, playhead, len(timeline), now)
        return None

    def moved(self, playhead: Playhead, now: datetime, gap: float) -> tuple[Session, SessionView]:
        """Return the row and the view of the session at a playhead."""
        wake = next_change(self.timeline, playhead, now, gap)
        seen_at = self.session.seen_at
        if wake and seen_at and self.session.message_id == NO_MESSAGE:
            wake = max(seen_at + PAGE_SILENCE, now + RETRY)  # there is nothing to draw
        if wake is None:
            wake = now + RETRY  # at the end: again until the message shows it
            if playhead.paused_at:
                redraw = playhead.paused_at + REDRAW
                wake = redraw if now < redraw else playhead.paused_at + LEFT_ALONE
        return self.waking(playhead, wake), self.view_at(playhead, now)

    def waking(self, playhead: Playhead, wake: datetime) -> Session:
        """Return the row of the session at a playhead, whose message changes at an instant."""
        return replace(
            self.session,
            stage=playhead.stage,
            stage_at=playhead.stage_at,
            paused_at=playhead.paused_at,
            wake_at=wake,
        )

    def ended(self, now: datetime, ending: Ending) -> SessionView:
        """Return the end of the session."""
        return replace(self.view_at(self.stored_playhead, now), ending=ending)

    def view_at(self, playhead: Playhead, now: datetime) -> SessionView:
        """Return what the session shows at a playhead."""
        session, timeline = self.session, self.timeline
        seen = stage_left(timeline, playhead, now) if timeline else StageLeft(0, 0)
        is_done = bool(timeline) and timeline[seen.stage].act == Act.DONE
        return SessionView(
            session.subscriber_id,
            session.owner.chat_id,
            session.message_id,
            session.owner.language,
            self.practice,
            session.day,
            now,
            timeline,
            seen,
            paused=playhead.paused_at is not None,
            ending=Ending.DONE if is_done else None,
            card_id=session.card_id,
            acts=session.acts,
        )


def guided(library: Library, session: Session) -> Guided:
    """Read a session, with what follows from the person."""
    kept = Practice(session.position, session.exercise, session.version, session.step)
    practice = fitted(library, trainee_of(library, session.owner), kept, session.day)
    exercise = library.exercises.get(session.exercise)
    is_known = exercise is not None and session.version in (None, *exercise.sheet.versions)
    timeline = timeline_of(library, practice, session.owner.language) if is_known else ()
    return Guided(session, practice, timeline)
