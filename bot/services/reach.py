"""What a send says about its subscriber: whose chat moved, who is lost, when to try again."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.outcome import Later, Lost, Moved, Outcome, Unsent
from bot.store import subscribers
from bot.store.subscribers import Standing

BACKOFF = (5, 15, 60, 180, 600)
"""Seconds before the next try, by tries so far."""


async def follow(
    connection: AsyncConnection, results: Iterable[tuple[int, Outcome]], now: datetime
) -> None:
    """Re-key the chats that moved; leave alone, until they return, those that can't be reached."""
    lost = []
    for subscriber_id, outcome in results:
        if isinstance(outcome, Moved):
            await subscribers.migrate(connection, subscriber_id, outcome.chat_id)
        elif isinstance(outcome, Lost):
            lost.append(subscriber_id)
    await subscribers.lose(connection, lost, Standing.BLOCKED, now)


def wait(tries: int, outcome: Later | Unsent) -> timedelta:
    """Return how long what did not arrive waits, after so many tries."""
    if isinstance(outcome, Unsent):
        return timedelta()
    backoff = BACKOFF[max(min(tries, len(BACKOFF)) - 1, 0)]
    return timedelta(seconds=backoff if outcome.seconds is None else outcome.seconds)
