"""What follows from a send: a chat that moved, a person who is gone, the wait for a retry."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.delivery.outcome import Later, Lost, Moved, Outcome, Unsent
from bot.store import lost_chats
from bot.store.subscribers import Status

BACKOFF = (5, 15, 60, 180, 600)
"""Seconds before the next try, by tries so far."""


async def follow(
    connection: AsyncConnection, results: Iterable[tuple[int, Outcome]], now: datetime
) -> None:
    """Re-key the chats that moved; block the people who can't be reached until they return."""
    lost = []
    # By id: two workers that lock the same rows in different orders would deadlock.
    for subscriber_id, outcome in sorted(results, key=lambda one: one[0]):
        if isinstance(outcome, Moved):
            await lost_chats.migrate(connection, subscriber_id, outcome.chat_id)
        elif isinstance(outcome, Lost):
            lost.append(subscriber_id)
    await lost_chats.lose(connection, lost, Status.BLOCKED, now)


def wait(tries: int, outcome: Later | Unsent) -> timedelta:
    """Return how long what did not arrive waits, after so many tries."""
    if isinstance(outcome, Unsent):
        return timedelta()
    backoff = BACKOFF[max(min(tries, len(BACKOFF)) - 1, 0)]
    return timedelta(seconds=backoff if outcome.seconds is None else outcome.seconds)
