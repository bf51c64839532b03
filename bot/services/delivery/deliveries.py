"""The ledger's use cases for one worker: claim what is due, let it depart, settle the outcome.

Every function takes `now` and leaves the ledger (store/deliveries) in a state whose promise
holds if the process dies on the next line.
"""

import asyncio
import logging
import time
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.coach.library import Library
from bot.services.delivery import (
    aftermath,
    message_times,
    occasional_questions,
    parcels,
    planning,
    policy,
)
from bot.services.delivery.outcome import Outcome, Sent
from bot.services.delivery.parcels import Parcel
from bot.services.delivery.planning import Plan, Planner, UnreadableError
from bot.services.delivery.policy import CONFIRMED_BY_TOUCH, POLICIES
from bot.services.delivery.transitions import after_wake, ended, settled
from bot.store import answers, deliveries, other_deliveries, sending, subscribers
from bot.store import due as due_people
from bot.store.database import Database
from bot.store.deliveries import State
from bot.store.due import DueRow
from bot.store.sending import Receipt

MESSAGES_AT_ONCE = 25
"""How many deliveries other than exercises are claimed at once."""

KEPT = timedelta(days=14)
PRUNED_AT_ONCE = 500
"""How long closed rows other than exercises are kept, and how many are deleted at once."""

PLANNING_SECONDS = 0.003
"""How long to plan before waiting replies get their turn.

A time and not a number of plans: people who are alike are planned once and cost nothing.
"""

log = logging.getLogger(__name__)


class Deliveries:
    """What one worker does with the ledger; the courier carries what it claims."""

    def __init__(self, database: Database, library: Library) -> None:
        self._database = database
        self._library = library
        self._planner = Planner(library)
        self.worker = str(uuid4())
        self._is_busy = False

    async def next_instant(self) -> datetime | None:
        """Return when the next delivery wants a worker, if ever."""
        async with self._database.read() as connection:
            instants = await sending.next_instants(connection)
        return min((instant for instant in instants if instant), default=None)

    async def claim(self, now: datetime, limit: int) -> list[Parcel]:
        """Take up to `limit` deliveries whose time has come, under a lease: exercises first."""
        if self._is_busy:
            return await self._claim_exercises(now, limit)
        # Look before asking for a writer's place, of which SQLite has one.
        async with self._database.read() as connection:
            following = await sending.next_instants(connection)
            is_exercise_due = _is_past(following.exercise, now)
            is_other_due = _is_past(following.other, now)
            if is_other_due and not is_exercise_due:  # it waits until claimed exercises have left
                is_other_due = not await sending.is_an_exercise_claimed(connection)
        if is_exercise_due:
            return await self._claim_exercises(now, limit)
        if is_other_due:
            return await self._claim_messages(now, min(limit, MESSAGES_AT_ONCE))
        return []

    async def _claim_exercises(self, now: datetime, limit: int) -> list[Parcel]:
        async with self._database.write() as connection:
            again = await self._wake_exercises(connection, now, limit)
            due, unreadable = await due_people.take_due(connection, now, limit - len(again))
            plans = await planning.with_done(connection, await self._plans(due, now, unreadable))
            until = now + policy.LEASE
            rows = [row for one in plans for row in planning.rows(one, self.worker, until, now)]
            owners = [one.subscriber_id for one in again] + [row.id for row in due]
            alarmed = await answers.unasked_emergencies(connection, owners, now)
            for one in plans:
                after_emergency = one.due_row.id in alarmed
                rows += message_times.after_delivery(one, now, after_emergency=after_emergency)
            rows += await occasional_questions.after_exercises(
                connection, self._library, plans, now
            )
            ids = await deliveries.insert_new_rows(connection, rows)
            await due_people.move_on(connection, [planning.advance(one) for one in plans])
            await due_people.set_aside(connection, unreadable)
            fresh = [planning.parcel_of_plan(one, ids, now) for one in plans]
            claimed = again + [one for one in fresh if one is not None]
            parcels.ask_after_emergency(claimed, alarmed)
            await parcels.tell_counts(connection, claimed)
        if unreadable:
            log.error("subscribers that cannot be read are set aside: %s", unreadable)
        self._is_busy = len(due) + len(again) >= limit
        return claimed

    async def _wake_exercises(
        self, connection: AsyncConnection, now: datetime, limit: int
    ) -> list[Parcel]:
        """Take up open exercises whose wait or lease is over."""
        woken = await sending.take_woken(connection, now, limit, exercises=True)
        ids = [addressed.delivery.subscriber_id for addressed in woken]
        people = await subscribers.by_ids(connection, ids)
        changes = [after_wake(addressed, now, self.worker) for addressed in woken]
        await sending.mark(connection, changes)
        claimed = [
            (one, change.repeated)
            for one, change in zip(woken, changes, strict=True)
            if change.state == State.CLAIMED
        ]
        library, found = self._library, []
        for one, repeated in claimed:
            person = people.get(one.delivery.subscriber_id)
            parcel = parcels.parcel_of_exercise(library, one, person, now, repeated=repeated)
            parcel.card_before = await parcels.card_before(connection, one.delivery)
            found.append(parcel)
        return found

    async def _claim_messages(self, now: datetime, limit: int) -> list[Parcel]:
        async with self._database.write() as connection:
            woken = await sending.take_woken(connection, now, limit, exercises=False)
            changes = [after_wake(addressed, now, self.worker) for addressed in woken]
            await sending.mark(connection, changes)
        return [
            parcels.parcel_of_other(addressed)
            for addressed, change in zip(woken, changes, strict=True)
            if change.state == State.CLAIMED
        ]

    async def _plans(
        self, due: Sequence[DueRow], now: datetime, unreadable: dict[int, str]
    ) -> list[Plan]:
        """Return a plan for each; add to `unreadable` those who cannot be planned, and why."""
        plans, begin = [], time.monotonic()
        for due_row in due:
            try:
                plans.append(self._planner.plan(due_row, now))
            except UnreadableError as error:
                unreadable[due_row.id] = str(error)
            if time.monotonic() - begin > PLANNING_SECONDS:
                await asyncio.sleep(0)
                begin = time.monotonic()
        return plans

    async def depart(self, leaving: Sequence[Parcel], now: datetime) -> list[Parcel]:
        """Mark parcels as sending just before they go; drop those that are ours no more."""
        if not leaving:
            return []
        until = now + policy.LEASE
        async with self._database.write(urgent=True) as connection:
            ids = [parcel.delivery_id for parcel in leaving]
            ours = await sending.depart(connection, ids, self.worker, until)
            departing = [one for one in leaving if one.delivery_id in ours]
            unread = [one for one in departing if POLICIES[one.kind].is_looked_up]
            if unread:
                gone = await parcels.look_up(connection, self._library, unread)
                await sending.mark(connection, [ended(one.delivery_id) for one in gone])
                departing = [one for one in departing if one not in gone]
        for one in departing:
            one.lease_until = until
            one.tries += 1
        return departing

    async def settle(self, results: Sequence[tuple[Parcel, Outcome]], now: datetime) -> None:
        """Write down what came of each parcel."""
        receipts = [
            Receipt(parcel.delivery_id, now, outcome.message_id)
            for parcel, outcome in results
            if isinstance(outcome, Sent)
        ]
        changes = [settled(parcel, outcome, now) for parcel, outcome in results]
        async with self._database.write() as connection:
            await aftermath.follow(
                connection, [(parcel.subscriber_id, outcome) for parcel, outcome in results], now
            )
            await sending.lock(connection, [parcel.delivery_id for parcel, _ in results])
            await sending.mark_sent(connection, receipts, self.worker)
            await sending.mark(connection, [one for one in changes if one], self.worker)

    async def confirm(self, chat_id: int, day: date) -> None:
        """Take a day's delivery as arrived: the person touched it.

        Hardly any is unconfirmed, so look before asking for the writer's place.
        """
        async with self._database.read(quick=True) as connection:
            if not await deliveries.is_unconfirmed(connection, chat_id, CONFIRMED_BY_TOUCH, day):
                return
        async with self._database.write(repeatable=True) as connection:
            if person := await subscribers.by_chat(connection, chat_id):
                await deliveries.confirm(connection, person.id, CONFIRMED_BY_TOUCH, day)

    async def prune(self, now: datetime) -> int:
        """Delete some of the old messages; return how many."""
        async with self._database.write() as connection:
            return await other_deliveries.prune(connection, now - KEPT, PRUNED_AT_ONCE)


def _is_past(instant: datetime | None, now: datetime) -> bool:
    return instant is not None and instant <= now
