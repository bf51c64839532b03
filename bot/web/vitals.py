"""Metrics, watchdog and readiness of this process, in one object."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, Self

from aiohttp import web

from bot.services.delivery.protocols import Observer
from bot.services.operators.statistics import Backlog
from bot.watchdog import Pulse, Watchdog, end_process
from bot.web import health
from bot.web.metrics import Metrics

LOOP_SILENCE, TICK_SILENCE, UPDATES_SILENCE = 60, 120, 180
"""Seconds after which a restart helps: each is well beyond what a slow call may take."""

READY_SILENCE = 45
"""Seconds after which readiness is in doubt: sooner, so that replicas take over first."""

DATABASE_SECONDS = 3

FRESH_SECONDS = 5
"""How long an answer of the database holds: a check writes, and anybody may ask for one."""


class TickWatch(Observer):
    """Take each step of delivery as a sign of life."""

    def __init__(self, pulse: Pulse) -> None:
        self._pulse = pulse

    def stepped(self, ahead: float) -> None:
        """Give a sign of life; `ahead` is a silence to come that is meant."""
        self._pulse.beat(ahead)


class Vitals:
    """What every part of the bot reports to: counters, and the pulses that the watchdog checks."""

    def __init__(self, watchdog: Watchdog) -> None:
        self.metrics = Metrics()
        self.loop = watchdog.watch("the event loop", LOOP_SILENCE)
        self.tick = watchdog.watch("the delivery tick", TICK_SILENCE)
        self.updates = watchdog.watch("the fetching of updates", UPDATES_SILENCE)
        self.telegram = watchdog.watch("Telegram")  # an outage, which no restart mends

    @classmethod
    @contextmanager
    def watched(cls) -> Iterator[Self]:
        """Run a watchdog over them."""
        watchdog = Watchdog(end_process)
        vitals = cls(watchdog)
        watchdog.start()
        try:
            yield vitals
        finally:
            watchdog.stop()

    def on_answer(self, method: str, status: int) -> None:
        """Record an answer of Telegram."""
        self.metrics.answered(method, status)
        if status < 500:
            self.telegram.beat()

    def silence_of_telegram(self) -> float:
        """Return the seconds since Telegram's last good answer."""
        return self.telegram.silence

    async def keep_beating(self) -> None:
        """Show every second that the event loop is running."""
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
    """Return a check that returns what is wrong, or an empty text."""

    async def check() -> str:
        if pulse.silence <= READY_SILENCE:
            return "" if pulse.has_begun else "not yet"
        return f"no sign of life for {pulse.silence:.0f} s"

    return check


def _answering(database: Callable[[], Coroutine[Any, Any, None]]) -> health.Check:
    """Ask the database, one question at a time, each to its end, and not too often.

    A question that was cut short could leave SQLite locked behind it.
    """
    question: asyncio.Task[None] | None = None
    asked_at = 0.0

    async def check() -> str:
        nonlocal question, asked_at
        now = asyncio.get_running_loop().time()
        if question is None or (question.done() and now - asked_at >= FRESH_SECONDS):
            question, asked_at = asyncio.create_task(database()), now
        await asyncio.wait([question], timeout=DATABASE_SECONDS)
        if not question.done():
            return "does not answer"
        return "cannot be used" if question.exception() else ""

    return check
