"""How long the Mini App's calls take with 500 sessions at once, and what deliveries lose by it."""

import asyncio
import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack
from statistics import median, quantiles
from typing import Any

from tests.bench.databases import seed, server, wake
from tests.bench.machine import Sink, bot, free_port, sink, started
from tests.bench.pages import peer_cpu
from tests.bench.phones import ALONE, AT_ONCE, IDLE, PRACTICE, PROBE
from tests.bench.report import goal, say, show

DELIVERED = 300
COLUMNS = ("call", "n", "calls/s", "p50 ms", "p99 ms", "max ms", "CPU ms", "core")

Found = dict[str, dict[str, Any]]


def run(*, quick: bool) -> None:
    """Measure on SQLite at the free rate, and print."""
    phones = 100 if quick else 500
    with ExitStack() as stack:
        telegram = stack.enter_context(sink())
        place = stack.enter_context(server("sqlite"))
        url, port = place.fresh(), free_port()
        asyncio.run(seed(url, 0, later=phones + 2 * DELIVERED))
        telegram.ask("set", latency=0.05)
        root = f"http://127.0.0.1:{port}"
        settings = {"LISTEN": f"127.0.0.1:{port}", "MINIAPP_URL": root}
        process = stack.enter_context(bot(telegram.url, url, **settings))
        _until_open(root)
        alone = _deliver(telegram, url, above=phones)
        order = {"url": root, "pid": process.pid, "phones": phones}
        order |= {"warming": 10, "seconds": 20} if quick else {}
        found, beside = _crowd(order, lambda: _deliver(telegram, url, above=phones + DELIVERED))
        peer = peer_cpu(place, 200 if quick else 1_000)
    _report(found)
    _goals(found, alone, beside)
    for kind, spent in peer.items():
        ours = _cpu(found, f"{ALONE} {kind}") or spent
        say(f"{kind}, ms of CPU a call: ours {ours:.2f}, aiohttp and aiogram {spent:.2f}")
        goal(f"{kind}, part of the CPU of aiohttp and aiogram", ours / spent, most=1 / 3)


def _crowd(order: dict[str, Any], deliver: Callable[[], float]) -> tuple[Found, float]:
    """Return what all phones saw, and at what rate deliveries went out beside them."""
    found, rate = {}, 0.0
    command = [sys.executable, "-m", "tests.bench.phones", json.dumps(order)]
    with started(command, stdout=subprocess.PIPE) as process:
        assert process.stdout
        for line in process.stdout:
            told = json.loads(line)
            if "waits" in told:
                found[told["name"]] = told
            elif told["name"] == PRACTICE:
                rate = deliver()
        if process.wait():
            raise RuntimeError("the phones failed")
    return found, rate


def _deliver(telegram: Sink, url: str, above: int) -> float:
    """Make some people due at once; return how many of them a second are sent to."""
    telegram.ask("set", latency=0.05)
    asyncio.run(wake(url, DELIVERED, above=above))
    until = time.monotonic() + 120
    while time.monotonic() < until:
        stats = telegram.ask("stats")
        if stats["sends"] >= DELIVERED:
            return float((stats["sends"] - 1) / stats["seconds"])
        time.sleep(0.2)
    raise RuntimeError(f"only {stats['sends']} of {DELIVERED} arrived")


def _report(found: Found) -> None:
    rows = []
    for name, one in found.items():
        calls = {kind: waits for kind, waits in one["waits"].items() if kind != PROBE}
        count = sum(map(len, calls.values()))
        share = f"{one['cpu'] / one['seconds']:.0%}"
        rows.append((name, count, count / one["seconds"], *_all(one), _cpu(found, name), share))
        for kind, waits in one["waits"].items() if len(calls) > 1 else ():
            rows.append((f"  {kind}", len(waits), None, *_summary(waits), None, None))
    show("The Mini App's calls, one at a time and of all phones at once", COLUMNS, rows)


def _goals(found: Found, alone: float, beside: float) -> None:
    for name in found:
        if name == PRACTICE or name.startswith(AT_ONCE):
            probe = _summary(found[name]["waits"][PROBE])[1]
            what = f"{name}, p99 of a call in ms (of {PROBE}: {probe:.0f})"
            goal(what, _all(found[name])[1] or 0, most=100)
    for kind in ("tell", "tap"):
        goal(f"{kind}, ms of CPU a call", _cpu(found, f"{ALONE} {kind}") or 0, most=1.5)
    goal(f"deliveries beside it ({beside:.1f}/s), part of those alone", beside / alone, least=0.95)


def _cpu(found: Found, name: str) -> float | None:
    """Return the milliseconds of CPU that a call takes beyond what an idle bot does."""
    one, idle = found[name], found[IDLE]
    count = sum(len(waits) for kind, waits in one["waits"].items() if kind != PROBE)
    spent = one["cpu"] - idle["cpu"] / idle["seconds"] * one["seconds"]
    return float(1000 * spent / count) if count else None


def _all(one: dict[str, Any]) -> tuple[float | None, ...]:
    """Return the summary of all calls of a while."""
    waits = [wait for kind, each in one["waits"].items() if kind != PROBE for wait in each]
    return _summary(waits) if waits else (None, None, None)


def _summary(waits: list[float]) -> tuple[float, float, float]:
    """Return the median, the 99th percentile and the longest in milliseconds."""
    sorted_out = [1000 * wait for wait in waits]
    last = quantiles(sorted_out, n=100, method="inclusive")[98]
    return median(sorted_out), last, max(sorted_out)


def _until_open(root: str) -> None:
    """Wait until the bot answers calls of the page."""
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{root}/app/api/today", timeout=5)  # noqa: S310  # ours
        except urllib.error.HTTPError as error:
            if error.code == 401:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise RuntimeError("the bot never answered")
