"""Commands one by one and 2,000 at once, beside plain bots of python-telegram-bot and aiogram."""

import asyncio
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from statistics import median, quantiles
from subprocess import Popen
from typing import Any

from tests.bench import aiogram_peer
from tests.bench.databases import KINDS, Server, seed, server
from tests.bench.machine import CLIENT, Sink, bot, cpu_of, pin, sink, started
from tests.bench.report import goal, show

LATENCIES = (0.0, 0.05)
COLUMNS = ("bot", "latency ms", "median ms", "p99 ms", "burst/s", "unanswered", "CPU ms/update")
PEERS = ("PTB as it comes, 256", "aiogram")
OURS = {"ours, /help": "/help", "ours, /today": "/today"}

Results = dict[tuple[str, float], list[dict[str, Any]]]


def run(*, quick: bool) -> None:
    """Measure all bots in interleaved rounds, and print medians."""
    single, burst, rounds = (100, 300, 1) if quick else (300, 2_000, 3)
    results: Results = defaultdict(list)
    with ExitStack() as stack:
        telegram = stack.enter_context(sink())
        places = {kind: stack.enter_context(server(kind)) for kind in KINDS}
        for _ in range(rounds):
            for title, command, process in _bots(telegram, places):
                for latency in LATENCIES:
                    telegram.ask("set", latency=latency)
                    one = _measure(telegram, process, command, single, burst)
                    results[title, latency].append(one)
    middle = {key: _medians(one) for key, one in results.items()}
    rows = [
        (title, f"{latency * 1000:.0f}", *one.values()) for (title, latency), one in middle.items()
    ]
    show(f"Commands, one by one ({single}) and {burst:,} at once", COLUMNS, rows)
    _goals(middle)


def _bots(telegram: Sink, places: dict[str, Server]) -> Iterator[tuple[str, str, Popen[bytes]]]:
    """Run one bot after the other."""
    for kind, place in places.items():
        url = place.fresh()
        asyncio.run(seed(url, 0, commanders=True))
        with bot(telegram.url, url) as process:
            for title, command in OURS.items():
                yield f"{title}, {kind}", command, process
    ptb = [sys.executable, "-W", "ignore", "-m", "tests.bench.bots"]
    others = [str(aiogram_peer.python()), "-m", "tests.bench.aiogram_peer", "answer"]
    for title, peer in zip(PEERS, (ptb, others), strict=True):
        with _peer([*peer, telegram.url]) as process:
            yield title, "/start", process


@contextmanager
def _peer(command: list[str]) -> Iterator[Popen[bytes]]:
    with started(command) as process:
        pin(CLIENT, process.pid)
        yield process


def _measure(
    telegram: Sink, process: Popen[bytes], command: str, single: int, burst: int
) -> dict[str, Any]:
    _ask(telegram, "one_by_one", command, 10)
    waits = [1000 * wait for wait in _ask(telegram, "one_by_one", command, single)["waits"]]
    before = cpu_of(process.pid)
    answer = _ask(telegram, "at_once", command, burst)
    cpu = cpu_of(process.pid) - before
    return {
        "median": median(waits),
        "p99": quantiles(waits, n=100)[98],
        "burst": (burst - answer["unanswered"]) / answer["seconds"],
        "unanswered": answer["unanswered"],
        "cpu": 1000 * cpu / burst,
    }


def _ask(telegram: Sink, how: str, command: str, count: int) -> dict[str, Any]:
    answer: dict[str, Any] = telegram.ask(how, text=command, count=count)
    telegram.ask("stop")
    return answer


def _medians(rounds: list[dict[str, Any]]) -> dict[str, Any]:
    return {name: median(one[name] for one in rounds) for name in rounds[0]}


def _goals(results: dict[tuple[str, float], dict[str, Any]]) -> None:
    """Ours reads a database for each reply; it should still be ahead of both."""
    for latency in LATENCIES:
        our = results["ours, /help, sqlite", latency]
        for title in PEERS:
            ratio = our["burst"] / results[title, latency]["burst"]
            goal(f"{latency * 1000:.0f} ms, /help in a burst, times {title}", ratio, least=1)
