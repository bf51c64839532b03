"""Commands and taps, one by one and many at once, beside bots of other libraries.

Some of these answer /start and have no database; others do what /today and Done do, two reads and
a write, in a database of their own on the same server.
"""

import asyncio
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from subprocess import Popen
from typing import Any

from bot.store.database import parse_url
from tests.bench import aiogram_peer
from tests.bench.cards import DONE
from tests.bench.contenders import card
from tests.bench.crowd import COMMANDERS, SPEAKERS
from tests.bench.databases import KINDS, Server, seed, server
from tests.bench.machine import CLIENT, Sink, bot, cpu_of, pin, sink, started
from tests.bench.peers import days
from tests.bench.report import goal, show

LATENCIES = (0.0, 0.05)
TRIP = LATENCIES[-1]
CROWD = 200
"""People who write at once, where it is measured how long the last of them waits."""

COLUMNS = (
    *("bot", "latency ms", "median ms", "p99 ms", f"p99 of {CROWD}"),
    *("burst/s", "unanswered", "CPU ms/update"),
)
PEERS = ("PTB as it comes, 256", "aiogram")
SAME = ("/today", DONE)
"""What ours and the peers with a database do alike."""

Results = dict[tuple[str, str, float], dict[str, Any]]


@dataclass(frozen=True)
class Load:
    """How many ask one by one, and how many at once."""

    single: int
    burst: int


def run(*, quick: bool) -> None:
    """Measure all bots in interleaved rounds, and print medians."""
    load, rounds = (Load(100, 300), 1) if quick else (Load(300, 2_000), 3)
    measured = defaultdict(list)
    with ExitStack() as stack:
        telegram = stack.enter_context(sink())
        places = {kind: stack.enter_context(server(kind)) for kind in KINDS}
        for _ in range(rounds):
            for title, commands, process in _bots(telegram, places):
                for latency in LATENCIES:
                    telegram.ask("set", latency=latency)
                    for command in commands:
                        one = _measure(telegram, process, command, latency, load)
                        measured[title, command, latency].append(one)
    results = {key: _medians(one) for key, one in measured.items()}
    rows = [
        (f"{title}, {command}", f"{1000 * latency:.0f}", *one.values())
        for (title, command, latency), one in results.items()
    ]
    title = f"Commands, one by one ({load.single}), {CROWD} and {load.burst:,} at once"
    show(title, COLUMNS, rows)
    _goals(results)


def _bots(
    telegram: Sink, places: dict[str, Server]
) -> Iterator[tuple[str, Sequence[str], Popen[bytes]]]:
    """Run one bot after the other; yield what it can do."""
    for kind, place in places.items():
        url = place.fresh()
        asyncio.run(seed(url, 0, commanders=True))
        with bot(telegram.url, url) as process:
            yield f"ours, {kind}", ("/help", *SAME), process
    ptb = [sys.executable, "-W", "ignore", "-m"]
    aiogram = [str(aiogram_peer.python()), "-m"]
    simple = ([*ptb, "tests.bench.bots"], [*aiogram, "tests.bench.aiogram_peer", "answer"])
    for title, command in zip(PEERS, simple, strict=True):
        with _peer([*command, telegram.url]) as process:
            yield title, ("/start",), process
    same = ([*ptb, "tests.bench.peers.ptb"], [*aiogram, "tests.bench.peers.aiogram_bot"])
    for kind, place in places.items():
        for title, command in zip(PEERS, same, strict=True):
            with _peer([*command, _order(telegram, place)]) as process:
                yield f"{title}, {kind}", SAME, process


def _order(telegram: Sink, place: Server) -> str:
    """Fill a database of a peer; return what the peer is to do."""
    url = parse_url(place.fresh()).render_as_string(hide_password=False)
    asyncio.run(days.seed(url, range(COMMANDERS, COMMANDERS + SPEAKERS)))
    text, markup = card()
    shown = markup.to_dict()
    done = {"inline_keyboard": shown["inline_keyboard"][1:]}
    return json.dumps(days.Order(telegram.url, url, text, shown, done)._asdict())


@contextmanager
def _peer(command: Sequence[str | Path]) -> Iterator[Popen[bytes]]:
    with started(command) as process:
        pin(CLIENT, process.pid)
        yield process


def _measure(
    telegram: Sink, process: Popen[bytes], command: str, latency: float, load: Load
) -> dict[str, Any]:
    """Let people ask; each waits for a round trip that the stand-in doesn't see.

    Half of it is the update's way to the bot, and half the answer's way back.
    """
    _ask(telegram, "one_by_one", command, 10)
    alone = _ask(telegram, "one_by_one", command, load.single)
    crowd = _ask(telegram, "at_once", command, CROWD)
    before = cpu_of(process.pid)
    burst = _ask(telegram, "at_once", command, load.burst)
    cpu = cpu_of(process.pid) - before
    waits = [1000 * (latency + wait) for wait in alone["waits"]]
    return {
        "median": median(waits),
        "p99": _p99(waits),
        "crowd": _p99([1000 * (latency + wait) for wait in crowd["waits"]]),
        "burst": (load.burst - burst["unanswered"]) / burst["seconds"],
        "unanswered": sum(one["unanswered"] for one in (alone, crowd, burst)),
        "cpu": 1000 * cpu / load.burst,
    }


def _p99(waits: list[float]) -> float:
    return quantiles(waits, n=100, method="inclusive")[98]


def _ask(telegram: Sink, how: str, command: str, count: int) -> dict[str, Any]:
    answer: dict[str, Any] = telegram.ask(how, text=command, count=count)
    telegram.ask("stop")
    return answer


def _medians(rounds: list[dict[str, Any]]) -> dict[str, Any]:
    return {name: median(one[name] for one in rounds) for name in rounds[0]}


def _goals(results: Results) -> None:
    """Compare ours with others, and with the way to Telegram and back."""
    for latency in LATENCIES:
        our = results["ours, sqlite", "/help", latency]
        for title in PEERS:
            ratio = our["burst"] / results[title, "/start", latency]["burst"]
            goal(f"{1000 * latency:.0f} ms, /help in a burst, times {title}", ratio, least=1)
    for kind in KINDS:
        for command in SAME:
            _beside(results, kind, command)
        for command in ("/help", *SAME):
            one, name = results[f"ours, {kind}", command, TRIP], f"{kind}, {command}"
            goal(f"{name}, p99 of {CROWD} in round trips", one["crowd"] / 1000 / TRIP, most=1.5)
            goal(f"{name}, p99 of one, ms above a trip", one["p99"] - 1000 * TRIP, most=5)
            goal(f"{name}, unanswered", one["unanswered"], most=0)


def _beside(results: Results, kind: str, command: str) -> None:
    """Compare ours with the better of the peers that do the same."""
    for latency in LATENCIES:
        our = results[f"ours, {kind}", command, latency]
        peers = [results[f"{title}, {kind}", command, latency] for title in PEERS]
        name = f"{kind}, {1000 * latency:.0f} ms, {command} beside the better peer"
        best = max(peer["burst"] for peer in peers)
        goal(f"{name}, times burst/s", our["burst"] / best, least=3)
        least = min(peer["cpu"] for peer in peers)
        goal(f"{name}, times less CPU", least / our["cpu"], least=3)
