"""How much of Telegram's limit is used, and how often it is broken: 3,000 due at once."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Lock
from typing import Any

from tests.bench.databases import KINDS, Server, seed, server, wake
from tests.bench.machine import Sink, bot, sink
from tests.bench.report import goal, show

RATE = 28
LIMIT = 30
MIGRATING = Lock()
"""Alembic keeps its context in a global: one at a time opens a database."""

FIRST = 100
"""Who gets the first messages, with which the pictures are uploaded: not counted."""

SETTLING = 8
"""Seconds until every process of the others has started too: starting takes a whole core."""

COLUMNS = (
    "database",
    "processes",
    "sends/s",
    "of 28",
    "429",
    "most in 1 s",
    "longest gap s",
    "sink stall s",
)


def run(*, quick: bool) -> None:
    """Measure one and two processes on each database, all four at a time: they mostly wait."""
    due = 300 if quick else 3_000
    with ExitStack() as stack:
        places = {kind: stack.enter_context(server(kind)) for kind in KINDS}
        with ThreadPoolExecutor() as pool:
            waiting = [
                pool.submit(_measure, kind, _seeded(places[kind], due), count, due)
                for kind in KINDS
                for count in (1, 2)
            ]
            results = [one.result() for one in waiting]
    show(f"{due:,} due at once, SEND_RATE={RATE}, Telegram takes {LIMIT}", COLUMNS, _rows(results))
    for one in results:
        name = f"{one['kind']}, {one['processes']} processes"
        goal(f"{name}, part of the rate", one["rate"] / RATE, least=0.99)
        goal(f"{name}, refused", one["refused"], most=0)


def _rows(results: list[dict[str, Any]]) -> list[tuple[object, ...]]:
    return [
        (
            one["kind"],
            one["processes"],
            one["rate"],
            f"{one['rate'] / RATE:.1%}",
            one["refused"],
            one["worst_second"],
            one["longest_gap"],
            one["stall"],
        )
        for one in results
    ]


def _seeded(place: Server, due: int) -> str:
    url = place.fresh()
    asyncio.run(seed(url, FIRST, later=due))
    return url


def _measure(kind: str, url: str, processes: int, due: int) -> dict[str, Any]:
    with ExitStack() as stack:
        telegram = stack.enter_context(sink())
        telegram.ask("set", latency=0.05, limit=LIMIT)
        for number in range(processes):  # on a file of SQLite both would fetch updates
            updates = "off" if number else "polling"
            stack.enter_context(bot(telegram.url, url, SEND_RATE=RATE, UPDATES=updates))
        _until(telegram, FIRST)
        time.sleep(SETTLING)
        telegram.ask("set", latency=0.05, limit=LIMIT)
        with MIGRATING:
            asyncio.run(wake(url, due, above=FIRST))
        stats = _until(telegram, due)
    rate = (stats["sends"] - 1) / (stats["seconds"] or 1.0)
    return {"kind": kind, "processes": processes, "rate": rate, **stats}


def _until(telegram: Sink, sends: int) -> dict[str, Any]:
    until = time.monotonic() + 30 + 1.3 * sends / RATE
    while True:
        stats: dict[str, Any] = telegram.ask("stats")
        if stats["sends"] >= sends or time.monotonic() > until:
            return stats
        time.sleep(0.5)
