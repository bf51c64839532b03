"""Broadcasts: an operator's message to everybody, drafted, confirmed, sent in chunks, stopped."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import broadcasts, deliveries
from bot.store.broadcasts import UNDER_WAY, UNSAID, Broadcast, Phase
from bot.store.database import Database
from bot.store.deliveries import OPEN, DeliveryKind, NewDelivery, State

__all__ = ["Broadcasts", "Draft", "Phase", "Report"]

CHUNK = 500
"""How many deliveries are written at once, and how many may be due before more are written."""

ASKED_FOR = timedelta(hours=1)
"""How long after /broadcast an operator's next message is taken for its text."""

TOLD_EVERY = timedelta(seconds=4)


@dataclass(frozen=True)
class Draft:
    """A broadcast that waits for its confirmation, and how many people it would reach."""

    id: int
    text: str
    people: int


@dataclass(frozen=True)
class Report:
    """The progress of a broadcast, and the message that shows it."""

    id: int
    chat_id: int
    message_id: int | None
    phase: Phase
    unsent: int
    sent: int
    unconfirmed: int
    failed: int


class Broadcasts:
    """An operator's use cases, and the tick that queues the messages."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def ask(self, operator: int, now: datetime) -> int:
        """Take the operator's next message for the text of a broadcast; return its id."""
        async with self._database.write() as connection:
            return await broadcasts.add(
                connection, made_by=operator, text="", state=Phase.ASKED, created_at=now
            )

    async def stop_asking(self, operator: int) -> None:
        """Take the operator's next message for a text no longer; a draft stays."""
        async with self._database.write() as connection:
            await broadcasts.withdraw(connection, operator, Phase.ASKED)

    async def cancel(self, operator: int) -> None:
        """Drop what the operator has not sent yet."""
        async with self._database.write() as connection:
            await broadcasts.withdraw(connection, operator, *UNSAID)

    async def is_asked(self, operator: int, now: datetime) -> bool:
        """Return whether the operator's next message is the text of a broadcast."""
        async with self._database.read() as connection:
            return await broadcasts.is_asked(connection, operator, now - ASKED_FOR)

    async def draft(self, operator: int, text: str, now: datetime) -> Draft:
        """Store a text until it is confirmed, replacing an earlier draft."""
        async with self._database.write() as connection:
            people = await broadcasts.count_audience(connection, now)
            values = {"made_by": operator, "text": text, "total": people, "created_at": now}
            key = await broadcasts.add(connection, state=Phase.DRAFT, **values)
        return Draft(key, text, people)

    async def send(self, key: int, message_id: int | None, now: datetime) -> Report | None:
        """Start to send a draft; return None if it is a draft no longer."""
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
        """Drop a draft, or the question for its text; return False if it is neither by now."""
        async with self._database.write() as connection:
            return await broadcasts.change(connection, key, *UNSAID, state=Phase.STOPPED)

    async def stop(self, key: int) -> Report | None:
        """Stop a broadcast and delete its unsent messages; return None if it is over already.

        One that everybody has got by now has finished.
        """
        async with self._database.write() as connection:
            report = await self._report(connection, key)
            phase = Phase.STOPPED if report and report.unsent else Phase.FINISHED
            stopped = await broadcasts.change(connection, key, *UNDER_WAY, state=phase)
        if not stopped:
            return None
        # On its own, or it could wait for a settlement that waits for the row above.
        async with self._database.write() as connection:
            await broadcasts.drop_unsent(connection, key)
            return await self._report(connection, key)

    async def advance(self, now: datetime) -> list[Report]:
        """Queue the next messages of each broadcast; return the reports that are due."""
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
        """Queue messages for the next people, unless enough are waiting already."""
        async with self._database.write() as connection:
            one = await broadcasts.take(connection, key)
            if one is None or await broadcasts.count_due(connection, now, CHUNK) >= CHUNK:
                return
            people = await broadcasts.audience(connection, one.created_at, one.cursor, CHUNK)
            what = DeliveryKind.BROADCAST, str(key), now.date(), now
            rows = [NewDelivery.waiting(person, *what) for person in people]
            await deliveries.insert_new_rows(connection, rows)
            phase = Phase.WRITING if len(people) == CHUNK else Phase.LEAVING
            cursor = people[-1] if people else one.cursor
            await broadcasts.change(connection, key, Phase.WRITING, cursor=cursor, state=phase)

    async def _heard(self, one: Broadcast, now: datetime) -> Report | None:
        """Return a report unless the last one is recent; finish a broadcast that is all sent."""
        if one.told_at is not None and one.told_at > now - TOLD_EVERY:
            return None
        async with self._database.write() as connection:
            if not await broadcasts.take_report(connection, one.id, now - TOLD_EVERY, now):
                return None
            report = await self._report(connection, one.id)
            if report and report.phase == Phase.LEAVING and not report.unsent:
                await broadcasts.change(connection, one.id, Phase.LEAVING, state=Phase.FINISHED)
                report = await self._report(connection, one.id)
            return report

    async def _report(self, connection: AsyncConnection, key: int) -> Report | None:
        one = await broadcasts.by_id(connection, key)
        return _report(one, await broadcasts.counts(connection, key)) if one else None


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
        unsent=waiting + unwritten,
        sent=sent,
        unconfirmed=unconfirmed,
        failed=written - waiting - sent - unconfirmed,
    )
