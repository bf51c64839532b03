"""What this process counts, as Prometheus reads it: totals only, no person and no token.

Deliveries are counted a batch at a time and calls by their cached counters: at 4,000 messages
a second all of it takes about one part in a hundred of a core.
"""

import platform
from collections import Counter as Counts
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import cache, partial
from importlib.metadata import version
from typing import get_args

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

from bot.services.delivery.content import DailyExercise
from bot.services.delivery.outcome import Outcome, Sent
from bot.services.delivery.parcels import Parcel
from bot.services.delivery.policy import POLICIES
from bot.services.delivery.protocols import Observer
from bot.services.operators.statistics import Backlog

LATE_SECONDS = (1, 2, 5, 10, 30, 60, 300, 600, 1_800, 3_600, 21_600)
REPLY_SECONDS = (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30)
CLAIMED = (1, 5, 20, 50, 100, 200, 500)


class Metrics(Observer):
    """The counters of one process."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        counter, gauge = partial(Counter, registry=registry), partial(Gauge, registry=registry)
        histogram = partial(Histogram, registry=registry)
        deliveries = (
            "Deliveries by kind and outcome; unknown: no answer came, lost: blocked or gone"
        )
        self._deliveries = counter("psoas_deliveries", deliveries, ["kind", "outcome"])
        late = "How long after its time an exercise was sent"
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
        for kind in POLICIES:  # each is there from the start, at zero
            for outcome in get_args(Outcome):
                self._deliveries.labels(kind, outcome.__name__.lower())

    def settled(self, results: Sequence[tuple[Parcel, Outcome]], now: datetime) -> None:
        """Count what came of a batch of deliveries."""
        tally: Counts[tuple[str, str]] = Counts()
        for parcel, outcome in results:
            tally[parcel.kind, type(outcome).__name__.lower()] += 1
            if isinstance(outcome, Sent) and isinstance(parcel.content, DailyExercise):
                self._late.observe(max(0.0, (now - parcel.due_at).total_seconds()))
        for labels, count in tally.items():
            self._deliveries.labels(*labels).inc(count)

    def claimed(self, parcels: Sequence[Parcel]) -> None:
        """Count a claim that took something."""
        if parcels:
            self._claimed.observe(len(parcels))

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
