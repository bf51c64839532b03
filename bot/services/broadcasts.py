"""What an operator says to everybody: asked for, shown, sent piece by piece, stopped."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import broadcasts, notes
from bot.store.broadcasts import UNDER_WAY, Broadcast, Phase
from bot.store.database import Database
from bot.store.notes import OPEN, Kind, State

__all__ = ["Broadcasts", "Draft", "Phase", "Report"]

CHUNK = 500
"""How many notes are written at once, and how many may be due before more are written."""

ASKED_FOR = timedelta(hours=1)
"""How long the next text of an operator is taken for the words asked for."""

TOLD_EVERY = timedelta(seconds=4)


@dataclass(frozen=True)
class Draft:
    """Words that are shown before they go out, and how many people they would go to."""

    id: int
    text: str
    people: int


@dataclass(frozen=True)
class Report:
    """How far a broadcast is, and the message that says so."""

    id: int
    chat_id: int
    message_id: int | None
    phase: Phase
    left: int
    sent: int
    unconfirmed: int
    failed: int


class Broadcasts:
    """The use cases of an operator, and the tick that writes the notes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def ask(self, operator: int, now: datetime) -> None:
        """Take the operator's next text for the words."""
        async with self._database.write() as connection:
            await broadcasts.add(
                connection, made_by=operator, text="", state=Phase.ASKED, created_at=now
            )

    async def is_asked(self, operator: int, now: datetime) -> bool:
        """Say whether it is."""
        async with self._database.read() as connection:
            return await broadcasts.is_asked(connection, operator, now - ASKED_FOR)

    async def draft(self, operator: int, text: str, now: datetime) -> Draft:
        """Keep words until they are confirmed, in place of an earlier draft."""
        async with self._database.write() as connection:
            people = await broadcasts.count_audience(connection, now)
            values = {"made_by": operator, "text": text, "total": people, "created_at": now}
            key = await broadcasts.add(connection, state=Phase.DRAFT, **values)
        return Draft(key, text, people)

    async def send(self, key: int, message_id: int | None, now: datetime) -> Report | None:
        """Let a draft go out, once; None where it is none any more."""
        async with self._database.write() as connection:
            people = await broadcasts.count_audience(connection, now)
            changed = await broadcasts.change(
                connection,
                key,
                Phase.DRAFT,
                state=Phase.WRITING,
                created_at=now,
                total=people,
                message_id=message_id,
                told_at=now,
            )
            return await self._report(connection, key) if changed else None

    async def discard(self, key: int) -> bool:
        """Take a draft back; say False where it is none any more."""
        async with self._database.write() as connection:
            return await broadcasts.change(connection, key, Phase.DRAFT, state=Phase.STOPPED)

    async def stop(self, key: int) -> Report | None:
        """End a broadcast under way and recall what has not gone out; None where it is over."""
        async with self._database.write() as connection:
            stopped = await broadcasts.change(connection, key, *UNDER_WAY, state=Phase.STOPPED)
        if not stopped:
            return None
        # On its own, or it could wait for a settlement that waits for the row above.
        async with self._database.write() as connection:
            await notes.recall(connection, key)
            return await self._report(connection, key)

    async def advance(self, now: datetime) -> list[Report]:
        """Write the next notes of what is under way; return what its operators should hear."""
        async with self._database.read() as connection:
            under_way = await broadcasts.under_way(connection)
        reports = []
        for one in under_way:
            if one.state == Phase.WRITING:
                await self._write_chunk(one.id, now)
            if report := await self._heard(one, now):
                reports.append(report)
        return reports

    async def _write_chunk(self, key: int, now: datetime) -> None:
        """Write notes for the next people, unless enough are due already."""
        async with self._database.write() as connection:
            one = await broadcasts.take(connection, key)
            if one is None or await notes.count_due(connection, now, CHUNK) >= CHUNK:
                return
            people = await broadcasts.audience(connection, one.created_at, one.cursor, CHUNK)
            note = {"kind": Kind.BROADCAST, "key": str(key), "due_at": now}
            rows = [{"subscriber_id": person, **note} for person in people]
            await notes.open_many(connection, rows)
            phase = Phase.WRITING if len(people) == CHUNK else Phase.LEAVING
            cursor = people[-1] if people else one.cursor
            await broadcasts.change(connection, key, Phase.WRITING, cursor=cursor, state=phase)

    async def _heard(self, one: Broadcast, now: datetime) -> Report | None:
        """Return how far one is, if its operator has not heard it lately; end it at its end."""
        if one.told_at is not None and one.told_at > now - TOLD_EVERY:
            return None
        async with self._database.write() as connection:
            if not await broadcasts.take_report(connection, one.id, now - TOLD_EVERY, now):
                return None
            report = await self._report(connection, one.id)
            if report and report.phase == Phase.LEAVING and not report.left:
                await broadcasts.change(connection, one.id, Phase.LEAVING, state=Phase.FINISHED)
                report = await self._report(connection, one.id)
            return report

    async def _report(self, connection: AsyncConnection, key: int) -> Report | None:
        one = await broadcasts.by_id(connection, key)
        return _report(one, await notes.counts(connection, key)) if one else None


def _report(one: Broadcast, counts: Mapping[State, int]) -> Report:
    waiting = sum(counts.get(state, 0) for state in OPEN)
    written = sum(counts.values())
    unwritten = max(0, one.total - written) if one.state == Phase.WRITING else 0
    sent, unconfirmed = counts.get(State.SENT, 0), counts.get(State.UNCONFIRMED, 0)
    return Report(
        id=one.id,
        chat_id=one.made_by,
        message_id=one.message_id,
        phase=one.state,
        left=waiting + unwritten,
        sent=sent,
        unconfirmed=unconfirmed,
        failed=written - waiting - sent - unconfirmed,
    )
