"""How long people wait for a reply while a broadcast runs, beside a bot that has nothing to do."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from statistics import median, quantiles
from typing import Any

from tests.bench.databases import KINDS, Server, seed, server, wake
from tests.bench.machine import Sink, bot, sink
from tests.bench.report import goal, show

COMMAND = "/today"
ASKED_A_SECOND = 40
LONG = {"free rate, 28/s": {"SEND_RATE": 28}}
LONG |= {"paid, 1,000/s": {"SEND_RATE": 1000, "PAID_BROADCAST": 100_000}}
COLUMNS = ("database", "broadcast", "asked", "median ms", "p99 ms", "idle", "idle p99", "p99 ÷")


def run(*, quick: bool) -> None:
    """Measure on each database at the free and at the paid rate."""
    due = 2_000 if quick else 10_000
    asked = 60 if quick else 300
    results = []
    with ExitStack() as stack:
        telegram = stack.enter_context(sink())
        for kind in KINDS:
            place = stack.enter_context(server(kind))
            for name, settings in LONG.items():
                results.append((kind, name, _measure(telegram, place, settings, due, asked)))
    rows = [(kind, name, *one.values()) for kind, name, one in results]
    show(f"{COMMAND} while a broadcast of {due:,} runs, {ASKED_A_SECOND}/s asked", COLUMNS, rows)
    for kind, name, one in results:
        goal(f"{kind}, {name}: p99 beside idle", one["ratio"], most=2)


def _measure(
    telegram: Sink, place: Server, settings: dict[str, Any], due: int, asked: int
) -> dict[str, Any]:
    url = place.fresh()
    asyncio.run(seed(url, 0, later=due + 1, commanders=True))
    telegram.ask("set", latency=0.05)
    with bot(telegram.url, url, **settings):
        _ask(telegram, 40)
        idle = _ask(telegram, asked)
        asyncio.run(wake(url, due))
        while telegram.ask("stats")["sends"] < due / 100:
            time.sleep(0.05)
        with ThreadPoolExecutor(1) as pool:
            busy = pool.submit(_ask, telegram, asked).result()
        if telegram.ask("stats")["sends"] >= due:
            raise RuntimeError("the broadcast was over before the last command")
    return {
        "asked": asked,
        "median": median(busy),
        "p99": _p99(busy),
        "median_idle": median(idle),
        "p99_idle": _p99(idle),
        "ratio": _p99(busy) / _p99(idle),
    }


def _ask(telegram: Sink, count: int) -> list[float]:
    """Return the milliseconds each waited."""
    answer = telegram.ask("steadily", text=COMMAND, count=count, rate=ASKED_A_SECOND)
    telegram.ask("stop")
    if answer["unanswered"]:
        raise RuntimeError(f"{answer['unanswered']} of {count} commands got no reply")
    return [1000 * wait for wait in answer["waits"]]


def _p99(waits: list[float]) -> float:
    return quantiles(waits, n=100)[98]
