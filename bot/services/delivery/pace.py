"""How fast one bot may send: one pace for deliveries and replies, shared by all its workers.

Deliveries always reserve evenly spaced slots. Replies go straight out, as Telegram's limit of 30
a second is said to concern bulk messages only. Once Telegram answers 429, every worker pauses for
as long as it says; from then on replies reserve slots too, and get more room step by step.
"""

import asyncio
import logging
import time
from collections.abc import Sequence
from datetime import date
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.delivery.slots import PAID_SLACK, SLACK, Slots
from bot.store import pace
from bot.store.database import Database
from bot.store.pace import Shares

FREE_RATE = 25.0
"""Messages a second in the free lane where there is a paid one: Telegram's 30 less replies."""

FREE_LIMIT = 30
"""How many messages Telegram accepts in any one second for free."""

TOTAL_RATE = 28.0
"""Deliveries and replies a second once replies reserve slots: evenly spaced, 28 cause no 429."""

FLOOD_RATE = 1.0
"""Replies a second to people who flood the bot while deliveries are due."""

WIDENING, WIDENING_SECONDS = 1.25, 60.0
"""By how much the room for replies grows, and how often, while no 429 comes."""

WIDE_SECONDS = 600.0
"""After which without a 429 replies reserve nothing again."""

LOOK_SECONDS, SQLITE_LOOK_SECONDS = 0.1, 1.0
"""How old may be what this worker knows of pauses that others were asked for.

A file of SQLite is meant for one process, and each look takes CPU from its replies.
"""

PATIENCE_TO_LOOK = 1.0
"""Seconds to wait for the database; then a reply leaves on what is known."""

FREE_AT_ONCE = 5
"""How many of the deliveries claimed together may take the free lane if there is a paid one.

The free lane sends them in 0.2 s.
"""

MESSAGES_A_STAR = 10
"""Telegram takes 0.1 Star for each message of a paid broadcast."""

log = logging.getLogger(__name__)


class Pace(Protocol):
    """The rate in messages a second, and the right to send."""

    rate: float
    patience: float
    slack: float

    @property
    def is_held(self) -> bool:
        """Return whether Telegram asked this bot to pause."""
        ...

    async def reserve(self, count: int, day: date) -> Sequence[Slots]:
        """Reserve at most `count` slots, at least one; `day` is the one whose budget pays."""
        ...


class SharedPace:
    """The pace in the database, shared by every worker of one token."""

    patience = 0.1
    """How many seconds ahead slots are taken: a pause or a crash finds few sends in flight."""

    def __init__(
        self, database: Database, bot_id: int, rate: float, *, daily_stars: int = 0
    ) -> None:
        self.rate = rate
        self.slack = SLACK if rate <= FREE_LIMIT else PAID_SLACK
        self._database = database
        self._bot_id = bot_id
        self._over_at = float("-inf")
        self._looked_at = float("-inf")
        self._fresh_for = SQLITE_LOOK_SECONDS if database.is_sqlite else LOOK_SECONDS
        self._looking: asyncio.Task[None] | None = None
        self._budget = daily_stars * MESSAGES_A_STAR if rate > FREE_RATE else 0
        self._free = FREE_RATE if self._budget else rate
        self._paid_spacing = 1 / (rate - self._free) if self._budget else 0.0

    async def prepare(self) -> None:
        """Insert the bot's rows if they are missing."""
        async with self._database.write(repeatable=True) as connection:
            await pace.prepare(connection, self._bot_id)

    @property
    def is_held(self) -> bool:
        """Return whether Telegram asked this bot to pause."""
        return time.monotonic() < self._over_at

    @property
    def replies_are_free(self) -> bool:
        """Return whether replies need no slots."""
        return time.monotonic() - self._over_at >= WIDE_SECONDS

    async def left(self) -> float:
        """Return how many seconds of a pause are left, whichever worker was asked for it."""
        if time.monotonic() - self._looked_at >= self._fresh_for:
            if self._looking is None or self._looking.done():
                self._looking = asyncio.create_task(self._look())
            # Many wait for one look, and a look that was cut short could leave SQLite locked.
            await asyncio.wait([self._looking], timeout=PATIENCE_TO_LOOK)
        return max(0.0, self._over_at - time.monotonic())

    async def _look(self) -> None:
        now = time.monotonic()
        try:
            async with self._database.read() as connection:
                left = await pace.look(connection, self._bot_id)
        except Exception as error:  # noqa: BLE001  # others log an outage of the database
            log.debug("cannot look for pauses (%s); relying on known ones", type(error).__name__)
        else:
            if left is not None:
                self._over_at = max(self._over_at, time.monotonic() + left)
        self._looked_at = now

    async def reserve(self, count: int, day: date) -> Sequence[Slots]:
        """Reserve slots: a few free ones if they come soon, beside paid ones within the budget."""
        async with self._database.write(repeatable=True, urgent=True) as connection:
            slots = await self._mixed(connection, count, day) if self._budget else []
            if not slots:
                wait = await pace.reserve(connection, self._bot_id, count, self._shares(1.0))
                slots = [Slots(count, wait or 0.0, 1 / self._free)]
        return slots

    async def _mixed(self, connection: AsyncConnection, count: int, day: date) -> list[Slots]:
        """Reserve what there is in both lanes."""
        soon, few, slots = self.patience, min(count, FREE_AT_ONCE), []
        wait = await pace.reserve(connection, self._bot_id, few, self._shares(1.0), within=soon)
        if wait is not None:
            slots.append(Slots(few, wait, 1 / self._free))
            count -= few
        if count:
            spacing, budget = self._paid_spacing, pace.Budget(day, self._budget)
            wait = await pace.reserve_paid(
                connection, self._bot_id, count * spacing, count, budget
            )
            if wait is not None:
                slots.append(Slots(count, wait, spacing, paid=True))
        return slots

    async def reserve_replies(self, count: int, *, is_flood: bool) -> Slots | None:
        """Reserve slots for replies, or None for now: deliveries keep half of them while due."""
        steps = max(0.0, time.monotonic() - self._over_at) // WIDENING_SECONDS
        shares = self._shares(WIDENING**steps)
        async with self._database.write(repeatable=True, urgent=True) as connection:
            wait = await pace.reserve_replies(
                connection, self._bot_id, count, shares, is_flood=is_flood
            )
        return None if wait is None else Slots(count, wait, 1 / shares.total)

    def _shares(self, width: float) -> Shares:
        """Return the shares, with so many times the room for replies."""
        total = max(TOTAL_RATE, self._free)
        return Shares(total * width, self._free, total * width / 2, FLOOD_RATE * width)

    async def hold(self, seconds: float) -> None:
        """Stop all sends of every worker of this bot for a number of seconds."""
        over_at = time.monotonic() + seconds
        if over_at <= self._over_at + 0.01:  # as known already, but for the time it took to say so
            return
        self._over_at = over_at
        async with self._database.write(repeatable=True, urgent=True) as connection:
            await pace.prepare(connection, self._bot_id)  # without the row no slot is given
            await pace.hold(connection, self._bot_id, seconds)
