"""How fast and how cheaply one process on one core delivers, beside other ways to send."""

import asyncio
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from statistics import median
from typing import Any

from tests.bench import aiogram_peer, mix
from tests.bench.contenders import card
from tests.bench.databases import KINDS, Server, seed, seed_mix, server
from tests.bench.machine import Sink, contend, measured, sink
from tests.bench.report import goal, say, show

LATENCIES = (0.0, 0.05)
COLUMNS = (
    *("sender", "in flight", "n", "msg/s", "2nd half", "CPU s/1,000", "2nd half"),
    *("server CPU", "peak MiB", "sink"),
)


@dataclass(frozen=True)
class Entry:
    """One contender at one number in flight; ours has a database and a crowd to deliver to."""

    title: str
    name: str
    in_flight: int
    count: int
    kind: str | None = None
    languages: Mapping[str, int] | None = None


Results = dict[tuple[float, str], dict[str, Any]]


def run(*, quick: bool) -> None:
    """Measure all senders in interleaved rounds, and print medians."""
    with ExitStack() as stack:
        telegram = stack.enter_context(sink())
        places = {kind: stack.enter_context(server(kind)) for kind in KINDS}
        measured: dict[tuple[float, str], list[dict[str, Any]]] = defaultdict(list)
        for _ in range(1 if quick else 3):
            for latency in LATENCIES:
                for entry in _entries(quick=quick):
                    result = _measure(telegram, entry, places, latency)
                    measured[latency, entry.title].append(result)
    results = {key: _medians(rounds) for key, rounds in measured.items()}
    for latency in LATENCIES:
        _show(results, latency, quick=quick)
    _goals(results)


def _entries(*, quick: bool) -> Iterator[Entry]:
    many, some, few = (2_000, 500, 200) if quick else (20_000, 4_000, 1_000)
    for kind in KINDS:
        yield Entry(f"ours, {kind}", "ours", 256, many, kind, mix.LANGUAGES)
        yield Entry(f"  all in English, {kind}", "ours", 256, many, kind, mix.ALONE)
        yield Entry(f"  all much alike, {kind}", "ours", 256, many, kind)
    yield Entry("aiohttp, ready bodies, 256", "ceiling", 256, many)
    yield Entry("aiohttp, ready bodies, 64", "ceiling", 64, many)
    yield Entry("aiogram, 64", "aiogram", 64, some)
    yield Entry("aiogram, 256", "aiogram", 256, some)
    yield Entry("PTB send_message, 64", "ptb", 64, few)
    yield Entry("PTB run_daily", "run_daily", 0, few // 2)


def _measure(
    telegram: Sink, entry: Entry, places: dict[str, Server], latency: float
) -> dict[str, Any]:
    more: dict[str, Any] = {}
    if entry.kind:
        place = places[entry.kind]
        more = {"database": place.fresh(), "server": place.pid}
        asyncio.run(_fill(more["database"], entry))
    telegram.ask("set", latency=latency)
    order = {"url": telegram.url, "count": entry.count, "in_flight": entry.in_flight, **more}
    result = _aiogram(order) if entry.name == "aiogram" else contend(entry.name, **order)
    stats = telegram.ask("stats")
    if entry.kind and result.get("sent") != entry.count:
        raise RuntimeError(f"{entry.title}: {result} of {entry.count} are settled as sent")
    sends = stats["sends"]
    seconds = result.get("seconds", stats["seconds"]) or 1.0
    return {
        "sends": sends,
        "rate": sends / seconds,
        "cpu": 1000 * result["cpu"] / max(1, sends) if result else float("inf"),
        "second_rate": result.get("second_rate", 0.0),
        "second_cpu": result.get("second_cpu", 0.0),
        "server": 1000 * result.get("server_cpu", 0.0) / max(1, sends),
        "peak": result.get("peak", 0.0),
        "sink": stats["cpu_share"],
    }


async def _fill(url: str, entry: Entry) -> None:
    if entry.languages is None:
        await seed(url, entry.count)
    else:
        await seed_mix(url, entry.count, entry.languages)


def _aiogram(order: dict[str, Any]) -> dict[str, Any]:
    """Let aiogram send the same card, in its own environment."""
    text, markup = card()
    told = json.dumps(order | {"text": text, "markup": markup.to_dict()})
    return measured([aiogram_peer.python(), "-m", "tests.bench.aiogram_peer", "send", told])


def _medians(rounds: list[dict[str, Any]]) -> dict[str, Any]:
    return {name: median(one[name] for one in rounds) for name in rounds[0]}


def _show(results: Results, latency: float, *, quick: bool) -> None:
    rows = []
    for entry in _entries(quick=quick):
        one = results[latency, entry.title]
        count = f"{one['sends']:,.0f}/{entry.count:,}"
        flight = entry.in_flight or "all"
        served = one["server"] if entry.kind == "postgresql" else None
        rate, cpu = (one[name] if entry.kind else None for name in ("second_rate", "second_cpu"))
        cells = (one["rate"], rate, one["cpu"], cpu, served, one["peak"], f"{one['sink']:.0%}")
        rows.append((entry.title, flight, count, *cells))
    show(f"Delivery, {latency * 1000:.0f} ms", COLUMNS, rows)


def _goals(results: Results) -> None:
    for kind in KINDS:
        say(f"ours, {kind}:")
        for latency in LATENCIES:
            at, our = f"at {latency * 1000:.0f} ms", results[latency, f"ours, {kind}"]
            peer = {title: one for (when, title), one in results.items() if when == latency}
            best = max(peer["aiogram, 64"]["rate"], peer["aiogram, 256"]["rate"])
            ceiling = peer["aiohttp, ready bodies, 256"]["rate"]
            plain = peer["PTB send_message, 64"]["rate"]
            english = results[latency, f"  all in English, {kind}"]
            alike = results[latency, f"  all much alike, {kind}"]
            goal(f"{at}, times all in English", our["rate"] / english["rate"], least=0.9)
            warm = our["second_rate"] / english["second_rate"]
            goal(f"{at}, the second half, times all in English", warm, least=0.9)
            goal(f"{at}, times all much alike", our["rate"] / alike["rate"], least=0.6)
            goal(f"{at}, times PTB as it comes", our["rate"] / plain, least=12)
            goal(f"{at}, times the better aiogram", our["rate"] / best, least=3)
            part = (0.9 if kind == "postgresql" else 0.8) if latency else 0.6
            goal(f"{at}, part of the aiohttp ceiling", our["rate"] / ceiling, least=part)
            goal(f"{at}, CPU seconds per 1,000", our["cpu"], most=0.3)
