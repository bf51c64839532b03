"""A change to a subscriber's row, with the next delivery and the reminders that follow from it."""

from datetime import datetime
from typing import Unpack

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.delivery.message_times import follow_change
from bot.services.people.trainees import due_after
from bot.store import subscribers
from bot.store.subscribers import Change, Status, Subscriber


class NotSubscribedError(LookupError):
    """The chat has no subscription."""


async def found_in(connection: AsyncConnection, chat_id: int) -> Subscriber:
    """Return the subscriber of a chat; raise NotSubscribedError if there is none."""
    found = await subscribers.by_chat(connection, chat_id)
    if found is None:
        raise NotSubscribedError
    return found


async def write_change(
    connection: AsyncConnection,
    person: Subscriber,
    now: datetime,
    *,
    today_too: bool = False,
    **values: Unpack[Change],
) -> Subscriber:
    """Write a change and the next delivery that follows from it."""
    changed, due = person._replace(**values), None
    if changed.state == Status.ACTIVE:
        due = due_after(changed, now, today_too=today_too)
        values["left_at"] = None
    elif person.state == Status.ACTIVE:
        values["left_at"] = now
    values["quarantined"] = None  # the row was just read, so it is no longer set aside
    values["next_day"] = due.day if due else None
    values["next_due_at"] = due.at if due else None
    await subscribers.change(connection, person.id, **values)
    await follow_change(connection, person, changed, now)
    return person._replace(**values)
