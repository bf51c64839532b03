"""Notes as transactions: claim what is due, let it depart, settle what came of it.

The courier carries them as it carries deliveries, but after these: a note waits while an
exercise is due. What each state promises stands in store/notes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services import reach
from bot.services.delivery import LEASE
from bot.services.outcome import Later, Lost, Moved, Outcome, Refused, Sent, Unknown, Unsent
from bot.services.weeks import Week, week_of
from bot.store import broadcasts, deliveries, notes, subscribers
from bot.store.database import Database
from bot.store.notes import Kind, Note, State
from bot.store.subscribers import Standing

USEFUL_FOR = {
    Kind.NUDGE: timedelta(hours=1),
    Kind.WEEK: timedelta(hours=3),
    Kind.AWAY: timedelta(hours=12),
    Kind.BROADCAST: timedelta(days=2),
}
"""How late each kind may still go out."""

CLAIMED_AT_ONCE = 25
"""An exercise that comes due has no more notes before it."""

KEPT = timedelta(days=14)
PRUNED_AT_ONCE = 500
"""How long closed notes are kept, and how many of the older ones a tick deletes."""


@dataclass(frozen=True)
class Content:
    """All that a note's message depends on, but for whom it is."""

    kind: Kind
    language: str
    key: str
    text: str | None = None
    week: Week | None = None
    has_weeks: bool = True
    """False for who follows a trainer's list, which has none to go back to."""


@dataclass(slots=True)
class Slip:
    """One note on its way to one chat; it carries how far it is."""

    note_id: int
    subscriber_id: int
    chat_id: int
    content: Content
    paid: bool = False
    tries: int = 0
    lease_until: datetime | None = None


class Notes:
    """The ledger's use cases for one worker."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.worker = str(uuid4())

    async def next_instant(self) -> datetime | None:
        """Return when the next note wants a worker, if ever."""
        async with self._database.read() as connection:
            return await notes.next_wake(connection)

    async def claim(self, now: datetime, limit: int) -> list[Slip]:
        """Take up to `limit` notes whose time has come, unless an exercise is due."""
        async with self._database.read() as connection:
            if not _is_past(await notes.next_wake(connection), now) or await _is_busy(
                connection, now
            ):
                return []
        async with self._database.write() as connection:
            woken = await notes.take_woken(connection, now, min(limit, CLAIMED_AT_ONCE))
            changes = [self._recalled(note, now) for note in woken]
            await notes.mark(connection, changes)
        return [
            _slip(note)
            for note, row in zip(woken, changes, strict=True)
            if row["new_state"] == State.CLAIMED
        ]

    async def depart(self, slips: Sequence[Slip], now: datetime) -> list[Slip]:
        """Mark notes as sending just before they go; drop those that nobody wants any more."""
        if not slips:
            return []
        until = now + LEASE
        async with self._database.write() as connection:
            ids = [slip.note_id for slip in slips]
            ours = await notes.depart(connection, ids, self.worker, until)
            going = [slip for slip in slips if slip.note_id in ours]
            await _fill(connection, going)
        for slip in going:
            slip.lease_until, slip.tries = until, slip.tries + 1
        return going

    async def settle(self, results: Sequence[tuple[Slip, Outcome]], now: datetime) -> None:
        """Write down what came of each note."""
        async with self._database.write() as connection:
            await reach.follow(
                connection, [(slip.subscriber_id, outcome) for slip, outcome in results], now
            )
            sent = [slip.note_id for slip, outcome in results if isinstance(outcome, Sent)]
            await notes.mark_sent(connection, sent, now)
            settled = [_settled(slip, outcome, now) for slip, outcome in results]
            await notes.mark(connection, [row for row in settled if row], self.worker)

    async def prune(self, now: datetime) -> int:
        """Delete some of the old notes; return how many."""
        async with self._database.write() as connection:
            return await notes.prune(connection, now - KEPT, PRUNED_AT_ONCE)

    def _recalled(self, note: Note, now: datetime) -> dict[str, Any]:
        """Decide what an open note becomes, by the table in store/notes."""
        if note.state == State.SENDING:
            return _row(note.id, state=State.UNCONFIRMED, reason="no answer")
        if note.standing != Standing.ACTIVE:
            return _row(note.id, state=State.FAILED, reason="no longer subscribed")
        if note.kind == Kind.AWAY and not note.unanswered:
            return _row(note.id, state=State.STALE, reason="they are back already")
        if now - note.due_at > USEFUL_FOR[note.kind]:
            return _row(note.id, state=State.STALE, reason="too late")
        return _row(note.id, state=State.CLAIMED, wake_at=now + LEASE, worker=self.worker)


async def _is_busy(connection: AsyncConnection, now: datetime) -> bool:
    """Say whether an exercise is due, or claimed and still here: it goes first."""
    instants = (await subscribers.next_due(connection), await deliveries.next_wake(connection))
    is_due = any(_is_past(instant, now) for instant in instants)
    return is_due or await deliveries.is_any_claimed(connection)


def _is_past(instant: datetime | None, now: datetime) -> bool:
    return instant is not None and instant <= now


def _slip(note: Note) -> Slip:
    content = Content(note.kind, note.language, note.key, has_weeks=note.programme is None)
    return Slip(note.id, note.subscriber_id, note.chat_id, content, tries=note.tries)


async def _fill(connection: AsyncConnection, slips: Sequence[Slip]) -> None:
    """Look up what the notes say, as late as can be."""
    wanted = {int(s.content.key) for s in slips if s.content.kind == Kind.BROADCAST}
    texts = await broadcasts.texts(connection, sorted(wanted))
    for slip in slips:
        content = slip.content
        if content.kind == Kind.BROADCAST:
            slip.content = replace(content, text=texts.get(int(content.key)))
        elif content.kind == Kind.WEEK:
            day = date.fromisoformat(content.key)
            week = await week_of(connection, slip.subscriber_id, day)
            slip.content = replace(content, week=week)


def _settled(slip: Slip, outcome: Outcome, now: datetime) -> dict[str, Any] | None:
    """Return the row of a note that was not taken by Telegram."""
    key = slip.note_id
    match outcome:
        case Sent():
            return None
        case Unknown():
            return _row(key, state=State.UNCONFIRMED, reason=outcome.reason)
        case Later() | Unsent():
            wake = now + reach.wait(slip.tries, outcome)
            return _row(key, state=State.WAITING, wake_at=wake, reason=outcome.reason)
        case Moved():
            return _row(key, state=State.WAITING, wake_at=now, reason="chat has a new id")
        case Lost() | Refused():
            return _row(key, state=State.FAILED, reason=outcome.reason)


def _row(key: int, **new: Any) -> dict[str, Any]:
    blank = {"wake_at": None, "worker": None, "reason": None, "sent_at": None}
    return {"note": key} | {f"new_{name}": value for name, value in (blank | new).items()}
