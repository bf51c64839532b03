"""The whole process at the paid rate, as people run it, beside paced posts of bare aiohttp."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from statistics import median
from typing import Any

from tests.bench import mix
from tests.bench.databases import KINDS, Server, seed_mix, server, wake
from tests.bench.machine import Sink, bot, contend, cpu_of, sink
from tests.bench.report import goal, say, show

RATE = 1000
PAID = {"SEND_RATE": RATE, "PAID_BROADCAST": 100_000}
IN_FLIGHT = 256
REPLICAS = 3

FIRST = 500
"""Who gets the first messages, with which the pictures are uploaded: not counted."""

SETTLING = 3
"""Seconds until the first outcomes are written."""

COLUMNS = ("sender", "messages", "sends/s", "of the rate", "CPU s/1,000", "refused", "sink")


@dataclass(frozen=True)
class Entry:
    """One sender and how many messages it sends; ours has a database, and perhaps replicas."""

    title: str
    count: int
    kind: str | None = None
    replicas: int = 1


def run(*, quick: bool) -> None:
    """Measure all in interleaved rounds, and print medians."""
    entries = list(_entries(quick=quick))
    measured: dict[Entry, list[dict[str, Any]]] = {one: [] for one in entries}
    with ExitStack() as stack:
        places = {kind: stack.enter_context(server(kind)) for kind in KINDS}
        for _ in range(1 if quick else 3):
            for entry in entries:
                with sink() as telegram:
                    telegram.ask("set", latency=0.05)
                    measured[entry].append(_measure(telegram, entry, places))
    results = {entry: _medians(rounds) for entry, rounds in measured.items()}
    rows = [
        (
            entry.title,
            entry.count,
            one["rate"],
            f"{one['rate'] / RATE:.1%}",
            one["cpu"],
            one["refused"],
            f"{one['sink']:.0%}",
        )
        for entry, one in results.items()
    ]
    show(f"Deliveries at {RATE:,} a second", COLUMNS, rows)
    _goals(results)


def _entries(*, quick: bool) -> Iterator[Entry]:
    for count in (2_000,) if quick else (5_000, 30_000):
        for kind in KINDS:
            yield Entry(f"ours, {kind}", count, kind)
        yield Entry("aiohttp, ready bodies", count)
    title = f"ours, postgresql, {REPLICAS} processes that share the rate"
    yield Entry(title, count, "postgresql", REPLICAS)


def _measure(telegram: Sink, entry: Entry, places: dict[str, Server]) -> dict[str, Any]:
    if entry.kind:
        cpu = _ours(telegram, places[entry.kind], entry)
    else:
        order: dict[str, Any] = {"url": telegram.url, "count": entry.count, "rate": RATE}
        cpu = contend("ceiling", in_flight=IN_FLIGHT, **order)["cpu"]
    stats = telegram.ask("stats")
    return {
        "rate": (stats["sends"] - 1) / (stats["seconds"] or 1.0),
        "cpu": 1000 * cpu / entry.count,
        "refused": stats["refused"],
        "twice": stats["sends"] - entry.count,
        "sink": stats["cpu_share"],
    }


def _ours(telegram: Sink, place: Server, entry: Entry) -> float:
    """Let the processes deliver; return the CPU seconds that they took."""
    url = place.fresh()
    asyncio.run(seed_mix(url, FIRST, mix.LANGUAGES, later=entry.count))
    with ExitStack() as stack:
        runs = [
            stack.enter_context(
                bot(telegram.url, url, UPDATES="off" if number else "polling", **PAID)
            )
            for number in range(entry.replicas)
        ]
        _until(telegram, FIRST)
        time.sleep(SETTLING * entry.replicas)  # they start on one core
        telegram.ask("set", latency=0.05)
        before = sum(cpu_of(one.pid) for one in runs)
        asyncio.run(wake(url, entry.count, above=FIRST))
        _until(telegram, entry.count)
        time.sleep(SETTLING)
        return sum(cpu_of(one.pid) for one in runs) - before


def _until(telegram: Sink, sends: int) -> None:
    until = time.monotonic() + 60 + 10 * sends / RATE
    while (arrived := telegram.ask("stats")["sends"]) < sends:
        if time.monotonic() > until:
            raise RuntimeError(f"only {arrived} of {sends} arrived")
        time.sleep(0.2)


def _medians(rounds: list[dict[str, Any]]) -> dict[str, Any]:
    return {name: median(one[name] for one in rounds) for name in rounds[0]}


def _goals(results: dict[Entry, dict[str, Any]]) -> None:
    """Compare ours with aiohttp at the same number of messages."""
    bare = {entry.count: one for entry, one in results.items() if entry.kind is None}
    for entry, one in results.items():
        if entry.kind:
            say(f"{entry.title}, {entry.count:,}:")
            goal("part of the rate", one["rate"] / RATE, least=0.99)
            goal("sent twice", one["twice"], most=0)
            if entry.replicas == 1:
                goal("times the CPU of aiohttp", one["cpu"] / bare[entry.count]["cpu"], most=2.2)
