"""How long the Mini App's calls take with 500 sessions at once, and what deliveries lose by it."""

import asyncio
import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack, closing
from statistics import median, quantiles
from typing import Any

from tests.bench.databases import seed, server, wake
from tests.bench.machine import Sink, bot, sink, started
from tests.bench.phones import PRACTICE
from tests.bench.report import goal, show

DELIVERED = 300
COLUMNS = ("call", "n", "calls/s", "p50 ms", "p99 ms", "max ms", "CPU ms", "core")

Found = dict[str, dict[str, Any]]


def run(*, quick: bool) -> None:
    """Measure on SQLite at the free rate, and print."""
    phones = 100 if quick else 500
    with ExitStack() as stack:
        telegram = stack.enter_context(sink())
        place = stack.enter_context(server("sqlite"))
        url, port = place.fresh(), _port()
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
    _report(found)
    _goals(found, alone, beside)


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
        waits = [wait for each in one["waits"].values() for wait in each]
        cpu = 1000 * one["cpu"] / len(waits)
        share = f"{one['cpu'] / one['seconds']:.0%}"
        rate = f"{len(waits) / one['seconds']:.0f}"
        rows.append((name, len(waits), rate, *_summary(waits), cpu, share))
        if len(one["waits"]) > 1:
            rows += [
                (f"  {kind}", len(each), None, *_summary(each), None, None)
                for kind, each in one["waits"].items()
            ]
    show("The Mini App's calls, one at a time, and of all phones at once", COLUMNS, rows)


def _goals(found: Found, alone: float, beside: float) -> None:
    for name in (PRACTICE, *(name for name in found if name.startswith("all at once"))):
        waits = [wait for kind in found[name]["waits"].values() for wait in kind]
        goal(f"{name}, p99 of a call in ms", _summary(waits)[1], most=100)
    for name in ("alone: tell", "alone: tap"):
        one = found[name]
        count = sum(map(len, one["waits"].values()))
        goal(f"{name}, ms of CPU a call", 1000 * one["cpu"] / count, most=1.5)
    goal(f"deliveries beside it ({beside:.1f}/s), part of those alone", beside / alone, least=0.95)


def _summary(waits: list[float]) -> tuple[float, float, float]:
    """Return the median, the 99th percentile and the longest in milliseconds."""
    sorted_out = [1000 * wait for wait in waits]
    last = quantiles(sorted_out, n=100, method="inclusive")[98]
    return median(sorted_out), last, max(sorted_out)


def _port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


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
