"""Deliveries as transactions: claim what is due, let it depart, settle what came of it.

Every function takes `now` and leaves the ledger (store/deliveries) in a state whose promise
holds if the process dies on the next line.
"""

import asyncio
import time
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.coach.library import Library
from bot.services import occasions, reach
from bot.services.outcome import Later, Lost, Moved, Outcome, Refused, Sent, Unknown, Unsent
from bot.services.parcels import Parcel, Plan, Planner, is_over, moved, parcel, parcel_again, rows
from bot.store import deliveries, notes, subscribers
from bot.store.database import Database
from bot.store.deliveries import MOST_COPIES, Addressed, State
from bot.store.subscribers import Called, Standing

LEASE = timedelta(minutes=2)
"""How long a claim holds. Longer than any request may take, so that only the dead lose one."""

REPEAT_AFTER = timedelta(minutes=5)
"""How long an unconfirmed delivery waits for a touch before it is repeated."""

A_BREATH = 0.003
"""Seconds of planning after which the replies that wait get their turn.

Not so many plans: those who are alike take no time, and a turn of a busy loop may take long.
"""


class Deliveries:
    """The ledger's use cases for one worker."""

    def __init__(self, database: Database, library: Library) -> None:
        self._database = database
        self._library = library
        self._planner = Planner(library)
        self.worker = str(uuid4())
        self._is_busy = False

    async def next_instant(self) -> datetime | None:
        """Return when the next delivery wants a worker, if ever."""
        async with self._database.read() as connection:
            instants = (
                await subscribers.next_due(connection),
                await deliveries.next_wake(connection),
            )
        return min((instant for instant in instants if instant), default=None)

    async def claim(self, now: datetime, limit: int) -> list[Parcel]:
        """Take up to `limit` deliveries whose time has come, under a lease."""
        if not self._is_busy and not await self._is_due(now):
            return []
        async with self._database.write() as connection:
            recalled = await self._recall(connection, now, limit)
            due = await subscribers.take_due(connection, now, limit - len(recalled))
            plans = await self._plans(due, now)
            ids = await deliveries.open_many(
                connection, [row for one in plans for row in rows(one, self.worker, now + LEASE)]
            )
            await subscribers.move_on(connection, [moved(one) for one in plans])
            await notes.open_many(
                connection, [row for one in plans for row in occasions.after_delivery(one, now)]
            )
        self._is_busy = len(due) + len(recalled) >= limit
        fresh = [parcel(one, ids, now) for one in plans]
        return recalled + [one for one in fresh if one is not None]

    async def _plans(self, due: Sequence[Called], now: datetime) -> list[Plan]:
        plans, begin = [], time.monotonic()
        for called in due:
            plans.append(self._planner.plan(called, now))
            if time.monotonic() - begin > A_BREATH:
                await asyncio.sleep(0)
                begin = time.monotonic()
        return plans

    async def _is_due(self, now: datetime) -> bool:
        """Look before asking for a writer's place, of which SQLite has one."""
        instant = await self.next_instant()
        return instant is not None and instant <= now

    async def depart(self, parcels: Sequence[Parcel], now: datetime) -> list[Parcel]:
        """Mark parcels as sending just before they go; drop those that are ours no more."""
        if not parcels:
            return []
        until = now + LEASE
        async with self._database.write() as connection:
            ids = [parcel.delivery_id for parcel in parcels]
            ours = await deliveries.depart(connection, ids, self.worker, until)
        departing = [one for one in parcels if one.delivery_id in ours]
        for one in departing:
            one.lease_until = until
            one.tries += 1
        return departing

    async def settle(self, results: Sequence[tuple[Parcel, Outcome]], now: datetime) -> None:
        """Write down what came of each parcel."""
        async with self._database.write() as connection:
            await reach.follow(
                connection, [(parcel.subscriber_id, outcome) for parcel, outcome in results], now
            )
            await deliveries.mark_sent(
                connection,
                [
                    {"key": parcel.delivery_id, "sent_at": now, "message_id": outcome.message_id}
                    for parcel, outcome in results
                    if isinstance(outcome, Sent)
                ],
                self.worker,
            )
            open_rows = [_settled(parcel, outcome, now) for parcel, outcome in results]
            await deliveries.mark(connection, [row for row in open_rows if row], self.worker)

    async def confirm(self, chat_id: int, day: date) -> None:
        """Take a day's delivery as arrived: the person touched it."""
        async with self._database.write() as connection:
            if person := await subscribers.by_chat(connection, chat_id):
                await deliveries.confirm(connection, person.id, day)

    async def _recall(
        self, connection: AsyncConnection, now: datetime, limit: int
    ) -> list[Parcel]:
        """Take up open deliveries whose wait or lease is over."""
        woken = await deliveries.take_woken(connection, now, limit)
        ids = [addressed.delivery.subscriber_id for addressed in woken]
        people = await subscribers.by_ids(connection, ids)
        changes, parcels = [], []
        for addressed in woken:
            row = self._recalled(addressed, now)
            changes.append(row)
            if row["new_state"] == State.CLAIMED:
                person = people[addressed.delivery.subscriber_id]
                parcels.append(
                    parcel_again(self._library, addressed, person, now, silent=row["new_repeated"])
                )
        await deliveries.mark(connection, changes)
        return parcels

    def _recalled(self, addressed: Addressed, now: datetime) -> dict[str, Any]:
        """Decide what an open delivery becomes, by the table in store/deliveries."""
        delivery = addressed.delivery
        unconfirmed = delivery.state == State.UNCONFIRMED
        if delivery.state == State.SENDING:
            was_last = delivery.repeated and delivery.tries >= MOST_COPIES
            unconfirmed_now = _unconfirmed(now, final=was_last)
            return _row(delivery.id, **unconfirmed_now, repeated=delivery.repeated)
        is_gone = addressed.standing != Standing.ACTIVE
        is_late = is_over(delivery.due_at, addressed.zone, now)
        if delivery.sent_at and (is_gone or is_late):
            return _row(delivery.id, state=State.SENT)  # asked for later: it has come once
        if is_gone:
            final = State.UNCONFIRMED if unconfirmed else State.FAILED
            return _row(delivery.id, state=final, reason="no longer subscribed")
        if is_late:
            final = State.UNCONFIRMED if unconfirmed or delivery.repeated else State.MISSED
            return _row(delivery.id, state=final, reason="too late", repeated=delivery.repeated)
        return _row(
            delivery.id,
            state=State.CLAIMED,
            wake_at=now + LEASE,
            worker=self.worker,
            repeated=unconfirmed or delivery.repeated,
        )


def _settled(parcel: Parcel, outcome: Outcome, now: datetime) -> dict[str, Any] | None:
    """Return the row of a parcel that was not taken by Telegram."""
    key, repeated = parcel.delivery_id, parcel.silent
    match outcome:
        case Sent():
            return None
        case Unknown():
            return _row(
                key,
                **_unconfirmed(now, final=repeated),
                repeated=repeated,
                reason=outcome.reason,
            )
        case Later() | Unsent():
            return _row(
                key,
                state=State.WAITING,
                wake_at=now + reach.wait(parcel.tries, outcome),
                repeated=repeated,
                reason=outcome.reason,
            )
        case Moved():
            return _row(key, state=State.WAITING, wake_at=now, reason="chat has a new id")
        case Lost() | Refused():
            return _row(key, state=State.FAILED, reason=outcome.reason, repeated=repeated)


def _unconfirmed(now: datetime, *, final: bool) -> dict[str, Any]:
    return {"state": State.UNCONFIRMED, "wake_at": None if final else now + REPEAT_AFTER}


def _row(key: int, **new: Any) -> dict[str, Any]:
    blank = {"wake_at": None, "worker": None, "repeated": False, "reason": None}
    return {"key": key} | {f"new_{name}": value for name, value in (blank | new).items()}
