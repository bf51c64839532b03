"""Attempts at handling an update, over which each of its writes is committed once.

A handler commits one or more transactions and then answers. If the process dies in between,
another attempt runs the whole handler again, for the answer: the transactions that an earlier
attempt committed are rolled back at their end, and only those after them are committed.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.many import among
from bot.store.tables import inbox

# Built once: each update has an attempt.
_COUNT = (
    inbox.update()
    .where(
        inbox.c.bot_id == sa.bindparam("of_bot"),
        inbox.c.update_id == sa.bindparam("of_update"),
        inbox.c.worker == sa.bindparam("of_worker"),
        sa.not_(inbox.c.done),
    )
    .values(writes=inbox.c.writes + 1)
)

_OF_MANY = sa.and_(
    inbox.c.bot_id == sa.bindparam("of_bot"),
    inbox.c.worker == sa.bindparam("of_worker"),
    sa.not_(inbox.c.done),
)
# Locked in order, as whoever renews leases does it.
_IN_ORDER = (
    sa.select(inbox.c.update_id)
    .where(_OF_MANY, among(inbox.c.update_id, "of_updates"))
    .order_by(inbox.c.update_id)
    .with_for_update()
)
_COUNT_MANY = (
    inbox.update()
    .where(_OF_MANY, inbox.c.update_id.in_(_IN_ORDER.scalar_subquery()))
    .values(writes=inbox.c.writes + 1)
)

_current: ContextVar["Attempt | None"] = ContextVar("attempt", default=None)


class TakenOverError(BaseException):
    """Another worker has the update by now; no handler may catch this and answer."""


class AwayError(BaseException):
    """The database is away: the handler runs again soon; none may catch this and answer."""


class NotOursError(Exception):
    """Of several updates whose writes share a transaction, another worker has one by now."""


class Attempt:
    """One run of an update's handler by one worker; after `is_last`, no other follows."""

    def __init__(
        self,
        bot_id: int,
        update_id: int,
        worker: str,
        committed: int,
        *,
        is_last: bool = True,
    ) -> None:
        self.is_last = is_last
        self._row: dict[str, Any] = {"of_bot": bot_id, "of_update": update_id, "of_worker": worker}
        self._to_skip = committed
        self.is_over = False

    @property
    def is_repeating(self) -> bool:
        """Return whether the next write was committed by an earlier attempt."""
        return bool(self._to_skip)

    @property
    def row(self) -> tuple[int, str, int]:
        """Return the bot, the worker and the update."""
        return self._row["of_bot"], self._row["of_worker"], self._row["of_update"]

    async def count_write(self, connection: AsyncConnection) -> bool:
        """Count the write in its own transaction; return False if an earlier attempt did it.

        Raise TakenOverError if the update is another worker's, as it is after this process was
        frozen for longer than its lease.
        """
        if self._to_skip:
            self._to_skip -= 1
            return False
        counted = await connection.execute(_COUNT, self._row)
        if not counted.rowcount:
            raise TakenOverError
        return True


async def count_together(connection: AsyncConnection, attempts: Collection[Attempt]) -> None:
    """Count a write of several attempts, none of which is repeating; all are one worker's."""
    if attempts:
        bots, workers, updates = zip(*(one.row for one in attempts), strict=True)
        wanted = {"of_bot": bots[0], "of_worker": workers[0], "of_updates": updates}
        if (await connection.execute(_COUNT_MANY, wanted)).rowcount != len(updates):
            raise NotOursError


def current() -> Attempt | None:
    """Return the attempt that this code is part of, if any.

    A task that a handler left behind belongs to no attempt.
    """
    attempt = _current.get()
    return None if attempt is None or attempt.is_over else attempt


def stop_for_another() -> None:
    """Raise AwayError if the attempt under way is not the last one."""
    attempt = current()
    if attempt is not None and not attempt.is_last:
        raise AwayError


@contextmanager
def under(attempt: Attempt) -> Iterator[None]:
    """Count the writes of the code within as those of an attempt."""
    token = _current.set(attempt)
    try:
        yield
    finally:
        attempt.is_over = True
        _current.reset(token)
