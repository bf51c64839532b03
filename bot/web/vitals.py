"""The signs of life of this process: what it counts, what must not fall silent, what is ready."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, Self

from aiohttp import web

from bot.services.statistics import Backlog
from bot.watchdog import Pulse, Watchdog, end_process
from bot.web import health
from bot.web.metrics import Metrics

LOOP_SILENCE, TICK_SILENCE, UPDATES_SILENCE = 60, 120, 180
"""Seconds after which a restart helps: each is well beyond what a slow call may take."""

READY_SILENCE = 45
"""Seconds after which readiness is in doubt: sooner, so that replicas take over first."""

DATABASE_SECONDS = 3


class Vitals:
    """One object for all of it, since every part of the bot gives a sign now and then."""

    def __init__(self, watchdog: Watchdog) -> None:
        self.metrics = Metrics()
        self.loop = watchdog.watch("the event loop", LOOP_SILENCE)
        self.tick = watchdog.watch("the delivery tick", TICK_SILENCE)
        self.updates = watchdog.watch("the fetching of updates", UPDATES_SILENCE)
        self.telegram = watchdog.watch("Telegram")  # an outage, which no restart mends

    @classmethod
    @contextmanager
    def watched(cls) -> Iterator[Self]:
        """Let a watchdog look after them."""
        watchdog = Watchdog(end_process)
        vitals = cls(watchdog)
        watchdog.start()
        try:
            yield vitals
        finally:
            watchdog.stop()

    def on_answer(self, method: str, status: int) -> None:
        """Note an answer of Telegram."""
        self.metrics.answered(method, status)
        if status < 500:
            self.telegram.beat()

    def silence_of_telegram(self) -> float:
        """Return the seconds since Telegram's last good answer."""
        return self.telegram.quiet

    async def keep_beating(self) -> None:
        """Show that the event loop goes round."""
        while True:
            self.loop.beat()
            await asyncio.sleep(1)

    def routes(
        self,
        database: Callable[[], Coroutine[Any, Any, None]],
        backlog: Callable[[], Awaitable[Backlog]],
        *,
        delivers: bool,
        answers: bool,
    ) -> list[web.RouteDef]:
        """Return health and metrics; what this process does not do, it need not be ready for.

        `database` asks the database, and raises where that has no good answer.
        """

        checks = {"database": _answering(database), "telegram": _check(self.telegram)}
        if delivers:
            checks["tick"] = _check(self.tick)
        if answers:
            checks["updates"] = _check(self.updates)
        return [*health.routes(checks), *self.metrics.routes(backlog)]


def _check(pulse: Pulse) -> health.Check:
    async def check() -> str:
        if pulse.quiet <= READY_SILENCE:
            return "" if pulse.has_begun else "not yet"
        return f"no sign of life for {pulse.quiet:.0f} s"

    return check


def _answering(database: Callable[[], Coroutine[Any, Any, None]]) -> health.Check:
    """Ask the database, one question at a time and each to its end.

    A question that was cut short could leave SQLite locked behind it.
    """
    asking: set[asyncio.Task[None]] = set()

    async def check() -> str:
        if not asking:
            asking.add(asyncio.create_task(database()))
        (question,) = asking
        await asyncio.wait(asking, timeout=DATABASE_SECONDS)
        if not question.done():
            return "does not answer"
        asking.discard(question)
        return "cannot be used" if question.exception() else ""

    return check
