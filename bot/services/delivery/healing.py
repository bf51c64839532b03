"""Rows that a wrong clock wrote, put right once the time is known."""

import logging
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.coach.schedule import LATE_LIMIT, local_day
from bot.services.delivery import policy
from bot.services.people.trainees import due_after
from bot.store import clock_errors, subscribers
from bot.store.database import Database
from bot.store.subscribers import Change, Status, Subscriber

AT_ONCE = 200

FURTHEST_ZONE = timedelta(hours=14)
"""How far ahead of UTC a local time may be: no day after that has begun anywhere."""

FURTHEST_DUE = timedelta(days=16)
"""More than the longest time between two exercises, pauses apart."""

LONGEST_WAIT = timedelta(hours=1)
"""More than a lease, or the wait before a repeat, may take."""

log = logging.getLogger(__name__)


class Healing:
    """Finds and mends what lies in a future that no right clock can have written."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def heal(self, now: datetime) -> int:
        """Mend the rows of everybody, some at a time; return how many people it was."""
        latest, furthest = (now + FURTHEST_ZONE).date(), now + FURTHEST_DUE
        count, last = 0, 0
        while True:
            async with self._database.write(repeatable=True) as connection:
                ahead = clock_errors.Ahead(latest, furthest, after=last)
                people = await clock_errors.people_ahead(connection, ahead, AT_ONCE)
                for person in people:
                    await _heal(connection, person, now)
            if not people:
                break
            count, last = count + len(people), people[-1].id
        async with self._database.write(repeatable=True) as connection:
            await clock_errors.wake(connection, now + LONGEST_WAIT, now, now + policy.REPEAT_AFTER)
        if count:
            log.warning("put %s subscribers right whose days lay in the future", count)
        return count


async def _heal(connection: AsyncConnection, person: Subscriber, now: datetime) -> None:
    """Take back days that have not begun, and plan the next one anew; today's may be overdue."""
    today, since = local_day(person.zone, now), now - LATE_LIMIT
    last_day = await clock_errors.take_back_days(connection, person.id, today, since)
    shown = person.shown_day
    change: Change = {
        "last_day": last_day,
        "shown_day": today if shown and shown > today else shown,
        "created_at": min(person.created_at, now),
        "next_day": None,
        "next_due_at": None,
    }
    if person.state == Status.ACTIVE:
        due = due_after(person._replace(**change), since)
        change["next_day"], change["next_due_at"] = (due.day, due.at) if due else (None, None)
    await subscribers.change(connection, person.id, **change)
