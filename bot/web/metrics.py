"""What this process counts, as Prometheus reads it: totals only, no person and no token.

Deliveries are counted a batch at a time and calls by their cached counters: at 4,000 messages
a second all of it takes about one part in a hundred of a core.
"""

import platform
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime
from functools import cache, partial
from importlib.metadata import version
from typing import Any, get_args

from aiohttp import web
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    ProcessCollector,
    generate_latest,
)

from bot.services.delivery import Deliveries
from bot.services.outcome import Outcome, Sent
from bot.services.pace import SharedPace, Slots
from bot.services.parcels import Parcel
from bot.services.statistics import Backlog
from bot.services.tidings import tell

LATE_SECONDS = (1, 2, 5, 10, 30, 60, 300, 600, 1_800, 3_600, 21_600)
REPLY_SECONDS = (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30)
CLAIMED = (1, 5, 20, 50, 100, 200, 500)


class Metrics:
    """The counters of one process."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        counter, gauge = partial(Counter, registry=registry), partial(Gauge, registry=registry)
        histogram = partial(Histogram, registry=registry)
        self._deliveries = counter(
            "psoas_deliveries",
            "Deliveries by what came of them: sent, unknown (no answer: unconfirmed), later,"
            " unsent, moved, lost (blocked, gone), refused",
            ["outcome"],
        )
        late = "How long after its time a delivery was sent"
        self._late = histogram("psoas_delivery_late_seconds", late, buckets=LATE_SECONDS)
        claimed = "Deliveries that one claim took"
        self._claimed = histogram("psoas_claimed_deliveries", claimed, buckets=CLAIMED)
        answers = "Answers of Telegram by method and status; 429 asks for a pause"
        self._answers = counter("psoas_telegram_answers", answers, ["method", "status"])
        self._updates = counter("psoas_updates", "Updates taken, by kind", ["kind"])
        replies = "From taking an update to its last answer"
        self._replies = histogram("psoas_reply_seconds", replies, buckets=REPLY_SECONDS)
        self._waiting = gauge("psoas_updates_waiting", "Updates taken and not yet answered")
        due = "Deliveries whose time has come, as far as it is worth counting"
        self._due = gauge("psoas_deliveries_due", due)
        overdue = "How long the oldest delivery that is due has waited"
        self._overdue = gauge("psoas_delivery_overdue_seconds", overdue)
        build = {"version": version("psoas-bot"), "python": platform.python_version()}
        Info("psoas_build", "What runs here", registry=registry).info(build)
        self._answer = cache(self._answers.labels)
        for outcome in get_args(Outcome):  # each is there from the start, at zero
            self._deliveries.labels(outcome.__name__.lower())

    def settled(self, results: Sequence[tuple[Parcel, Outcome]], now: datetime) -> None:
        """Count what came of a batch of deliveries."""
        tally: dict[str, int] = {}
        for parcel, outcome in results:
            name = type(outcome).__name__.lower()
            tally[name] = tally.get(name, 0) + 1
            if isinstance(outcome, Sent):
                self._late.observe(max(0.0, (now - parcel.due_at).total_seconds()))
        for name, count in tally.items():
            self._deliveries.labels(name).inc(count)

    def claimed(self, count: int) -> None:
        """Count a claim that took something."""
        if count:
            self._claimed.observe(count)

    def answered(self, method: str, status: int) -> None:
        """Count an answer of Telegram."""
        self._answer(method, status).inc()

    def took(self, kind: str) -> None:
        """Count an update."""
        self._updates.labels(kind).inc()

    def replied(self, seconds: float) -> None:
        """Count how long an update took."""
        self._replies.observe(seconds)

    def count_waiting(self, depth: Callable[[], int]) -> None:
        """Ask for the depth of the inbox with each reading."""
        self._waiting.set_function(depth)

    def routes(self, backlog: Callable[[], Awaitable[Backlog]]) -> list[web.RouteDef]:
        """Return `/metrics`; what is due is asked for with each reading."""

        async def show(_request: web.Request) -> web.Response:
            try:
                due = await backlog()
            except Exception:  # noqa: BLE001  # without a database the rest is all the more wanted
                due = Backlog(float("nan"), float("nan"))
            self._due.set(due.count)
            self._overdue.set(due.seconds)
            body = generate_latest(self.registry)
            return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})

        return [web.get("/metrics", show)]


class CountedDeliveries(Deliveries):
    """Deliveries that are counted and told, and that give a sign of life with each step.

    A database that refuses is no silence; one that never answers is.
    """

    def __init__(self, metrics: Metrics, alive: Callable[[], None], *arguments: Any) -> None:
        super().__init__(*arguments)
        self._metrics = metrics
        self._alive = alive

    async def claim(self, now: datetime, limit: int) -> list[Parcel]:
        """Take what is due, and count it."""
        try:
            parcels = await super().claim(now, limit)
        finally:
            self._alive()
        self._metrics.claimed(len(parcels))
        return parcels

    async def settle(self, results: Sequence[tuple[Parcel, Outcome]], now: datetime) -> None:
        """Write down what came of it, and count it."""
        try:
            await super().settle(results, now)
        finally:
            self._alive()
        self._metrics.settled(results, now)
        tell(results)


class WatchedPace(SharedPace):
    """A pace that tells how long it will be silent: Telegram may ask for an hour's pause."""

    def __init__(self, alive: Callable[[float], None], *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._alive = alive

    async def reserve(self, count: int, day: date) -> Slots:
        """Reserve slots, and say when the first of them comes."""
        slots = await super().reserve(count, day)
        self._alive(slots.wait + count * slots.spacing)
        return slots
