"""A million subscribers: the start, the memory, the idle CPU and the claim."""

import asyncio
import time
from typing import Any

from tests.bench.databases import KINDS, Server, seed, server, wake
from tests.bench.machine import Sink, bot, contend, cpu_of, memory_of, sink
from tests.bench.report import goal, show

IDLE_SECONDS = 30
PATIENCE = 120.0
FAST = {"SEND_RATE": 1000, "PAID_BROADCAST": 100_000}
COLUMNS = (
    "database", "people", "seeding s", "first send s", "idle CPU", "server idle", "MiB before",
    "MiB after", "broadcast/s", "claim 500 ms", "worst ms",
)  # fmt: skip


def run(*, quick: bool) -> None:
    """Measure on each database, and print."""
    people, due = (100_000, 2_000) if quick else (1_000_000, 10_000)
    found = {}
    for kind in KINDS:
        with sink() as telegram, server(kind) as place:
            found[kind] = _measure(telegram, place, people, due)
    rows = [(kind, people, *one.values()) for kind, one in found.items()]
    show(f"{people:,} subscribers, a broadcast of {due:,}", COLUMNS, rows)
    for kind, one in found.items():
        goal(f"{kind}, seconds from start to first send", one["first"], most=3)
        goal(f"{kind}, MiB after the broadcast", one["after"], most=150)
        goal(f"{kind}, idle CPU in per cent", 100 * one["idle_share"], most=1)
        goal(f"{kind}, ms for a claim of 500", one["claim"], most=50)


def _measure(telegram: Sink, place: Server, people: int, due: int) -> dict[str, Any]:
    url = place.fresh()
    begin = time.monotonic()
    asyncio.run(seed(url, 1, later=people - 1, history=True))
    seeding = time.monotonic() - begin
    telegram.ask("set", latency=0.05)
    begin = time.monotonic()
    with bot(telegram.url, url, **FAST) as process:
        first = _until(telegram, 1)["first"] - begin
        time.sleep(3)  # the start is over: menu, pictures
        idle, server_idle = _idle(process.pid, place.pid)
        before = memory_of(process.pid)
        asyncio.run(wake(url, due, above=1))
        rate = due / _until(telegram, 1 + due)["seconds_busy"]
        time.sleep(2)
        after = memory_of(process.pid)
    claims = _claims(url, due)
    return {
        "seeding": seeding,
        "first": first,
        "idle_share": idle,
        "server_idle": server_idle,
        "before": before,
        "after": after,
        "rate": rate,
        "claim": claims["median"] * 1000,
        "worst": claims["worst"] * 1000,
    }


def _idle(pid: int, server_pid: int | None) -> tuple[float, float | None]:
    """Return the share of a core that bot and database take while nothing is due."""
    pids = [one for one in (pid, server_pid) if one]
    before = [cpu_of(one) for one in pids]
    time.sleep(IDLE_SECONDS)
    shares = [(cpu_of(one) - old) / IDLE_SECONDS for one, old in zip(pids, before, strict=True)]
    return shares[0], shares[1] if server_pid else None


def _until(telegram: Sink, sends: int) -> dict[str, Any]:
    """Wait until so many have arrived."""
    begin = None
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        stats: dict[str, Any] = telegram.ask("stats")
        if begin is None and stats["sends"] > 1:
            begin = time.monotonic(), stats["sends"]
        if stats["sends"] >= sends:
            busy = time.monotonic() - begin[0] if begin else 0.0
            return stats | {"seconds_busy": busy or 1.0}
        time.sleep(0.05)
    raise RuntimeError(f"only {stats['sends']} of {sends} arrived")


def _claims(url: str, due: int) -> dict[str, Any]:
    """Make the next ones due, and claim them without sending."""
    asyncio.run(wake(url, due, above=1 + due))
    return contend("claim", url="", count=due, database=url)
