"""The course of the day: what goes wrong when, and what is printed at its end.

Everything is to scale. A million people at Telegram's 30 messages a second are, on a clock that
runs 60 times faster, 16,667 people at 30 messages in a second of this machine: their queues are
as long in minutes of the day. So by default pace, its windows and `retry_after` are just what they
are in production, in seconds of the machine; other numbers of people scale Telegram's limits too.
Time-outs, leases and restarts take seconds of the machine, and each such second counts as a minute
of the day: lateness below a few minutes is this machine's and not the bot's.
"""

import asyncio
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import quantiles
from typing import Any

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.deliveries import State
from bot.store.tables import IS_EXERCISE, deliveries, subscribers
from tests.bench.databases import PostgresServer, seed_rows
from tests.bench.day.clock import BEGIN, END, FastClock
from tests.bench.day.people import Crowd, Day, crowd
from tests.bench.day.replicas import Replica, replicas
from tests.bench.day.verdict import LEDGER, Verdict, hours, judge
from tests.bench.machine import TOKEN, Sink, started
from tests.bench.report import goal, say, show

MILLION = 1_000_000
FASTER = 60.0
PEOPLE = round(MILLION / FASTER)
RATES = (30.0, 1000.0)
LIMIT, OURS = 30, 25
"""Of Telegram's 30 messages a second, the product's default takes 25; so it does of a thousand."""

REPLICAS = 3
STARTING = 30.0
"""Seconds of the machine before BEGIN, for the replicas to start."""

LATENCY = 0.05
PAUSE = 2.0
RESTARTS = (timedelta(hours=4, minutes=10), timedelta(hours=8, minutes=10))
"""When PostgreSQL is restarted: ten past seven by most clocks in India, and in Central Europe."""

DRAINING = 600.0
"""Seconds of the machine after END in which what is still due may leave."""


HOURS = ("hour", "due", "sent", "longest queue")
SHOWN = 20
"""Days of each kind of fault that are printed."""


@dataclass
class Scene:
    """What the events of the day act upon."""

    clock: FastClock
    telegram: Sink
    place: PostgresServer
    url: str
    bots: list[Replica]
    in_flight: set[Day] = field(default_factory=set)

    def kill(self, number: int) -> None:
        """Kill a replica, note what it may have been sending, and start it again."""
        self.bots[number].kill()
        self.in_flight |= asyncio.run(_in_flight(self.url))
        self.bots[number].start()


def run(
    *,
    people: int = PEOPLE,
    rates: Sequence[float] = RATES,
    faster: float = FASTER,
    logs: Path | None = None,
) -> None:
    """Live through the day once at each rate, and print what came of it."""
    scale = people * faster / MILLION
    say(
        f"{people:,} people for a million, on a clock that runs {faster:g} times faster: each"
        f" second of this machine is {faster:g} of the day, and carries {scale:.3g} times as many"
        " messages as Telegram's limit says. Time-outs, leases, retry_after, ticks and restarts"
        " take seconds of this machine."
    )
    everybody = crowd(people)
    for rate in rates:
        before = _cpu()
        with _folder(logs) as folder:
            _live(everybody, rate, scale, faster, folder)
        say(f"  {_cpu() - before:.0f} CPU seconds of replicas, PostgreSQL and stand-in")


def _live(everybody: Crowd, rate: float, scale: float, faster: float, folder: Path) -> None:
    with ExitStack() as stack:
        place = stack.enter_context(_server())
        url = place.fresh()
        asyncio.run(seed_rows(url, everybody.rows))
        telegram = stack.enter_context(_telegram())
        telegram.ask("set", latency=LATENCY, limit=round(rate * scale))
        moved = {str(old): new for old, new in everybody.moved.items()}
        telegram.ask("expect", blocked=list(everybody.blocked), moved=moved)
        clock = FastClock(time.time() + STARTING, faster)
        settings = _settings(telegram, url, clock, rate, scale)
        bots = stack.enter_context(replicas(REPLICAS, folder, settings))
        scene = Scene(clock, telegram, place, url, bots)
        for at, act in _events(scene):
            time.sleep(max(0.0, clock.moment(at) - time.time()))
            act()
        left = _drain(scene)
        tape = telegram.ask("tape")
        verdict = judge(everybody, clock, tape["sent"], asyncio.run(_read(url, LEDGER)))
        _report(everybody, verdict, scene, rate, tape | {"left": left})


def _settings(
    telegram: Sink, url: str, clock: FastClock, rate: float, scale: float
) -> dict[str, str]:
    """Return a replica's environment."""
    return {
        "BOT_TOKEN": TOKEN,
        "BOT_API_URL": telegram.url,
        "DATABASE_URL": url,
        "PAID_BROADCAST": str(MILLION) if rate > LIMIT else "0",
        "LOG_FORMAT": "json",
        "ORIGIN": repr(clock.origin),
        "FASTER": repr(clock.faster),
        "RATE": repr(rate * scale * OURS / LIMIT),
        "SCALE": repr(scale),
    }


def _events(scene: Scene) -> Iterator[tuple[datetime, Callable[[], Any]]]:
    """Return what happens when, in order; the last is the end."""
    events: list[tuple[datetime, Callable[[], Any]]] = [(END, lambda: None)]
    for hour in range(round((END - BEGIN) / timedelta(hours=1))):
        at = BEGIN + timedelta(hours=hour)
        events.append((at + timedelta(minutes=20), partial(scene.kill, hour % REPLICAS)))
        pause = partial(scene.telegram.ask, "pause", seconds=PAUSE)
        events.append((at + timedelta(minutes=40), pause))
    events += [(BEGIN + one, scene.place.restart) for one in RESTARTS]
    return iter(sorted(events, key=lambda event: event[0]))


def _drain(scene: Scene) -> int:
    """Wait until nothing of the day is left to send; return how much still is."""
    until = time.time() + DRAINING
    while (left := asyncio.run(_left(scene.url))) and time.time() < until:
        time.sleep(2)
    return left


def _report(everybody: Crowd, verdict: Verdict, scene: Scene, rate: float, end: Any) -> None:
    late = [one.total_seconds() / 60 for one in verdict.late.values()]
    if len(late) < 2:
        say(f"only {len(late)} of {len(everybody.due):,} arrived")
        return
    hundredths = quantiles(late, n=100)
    first = {new: old for old, new in everybody.moved.items()}
    in_flight = {(first.get(chat, chat), day) for chat, day in scene.in_flight}
    show(
        f"At {rate:g} messages a second, by the hour (UTC)",
        HOURS,
        hours(everybody, verdict),
    )
    late_columns = ("sent", "late p50 min", "p99", "most", "silent repeats", "other messages")
    repeats = len(verdict.silently_twice)
    row = (len(late), hundredths[49], hundredths[98], max(late), repeats, verdict.others)
    show("What arrived", late_columns, [row])
    say(f"{end['pauses']} pauses with {end['refused']} sends refused; {verdict.unknown} unknown")
    for what, days in (
        ("lost", verdict.lost),
        ("too late to be sent", verdict.missed),
        ("twice aloud", verdict.aloud_twice),
        ("repeated without having been in flight at a kill", verdict.silently_twice - in_flight),
        ("sent though not due", verdict.unasked),
    ):
        goal(what, len(days), most=0)
        for key in sorted(days)[:SHOWN]:
            say(f"    {key[0]} {key[1]} due {everybody.due.get(key)} {verdict.state(key)}")
    goal("left at the end", end["left"], most=0)
    say("  errors that were logged, most of them while PostgreSQL restarted:")
    for event, count in sum((one.errors() for one in scene.bots), Counter[str]()).most_common():
        say(f"    {count} times {event[:100]}")


def _cpu() -> float:
    """Return the CPU seconds of processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@contextmanager
def _folder(logs: Path | None) -> Iterator[Path]:
    """Lend a folder for the replicas' logs; the one that is named is kept."""
    if logs:
        logs.mkdir(parents=True, exist_ok=True)
        yield logs
        return
    with tempfile.TemporaryDirectory(prefix="psoas-day-") as folder:
        yield Path(folder)


@contextmanager
def _server() -> Iterator[PostgresServer]:
    place = PostgresServer()
    try:
        yield place
    finally:
        place.close()


@contextmanager
def _telegram() -> Iterator[Sink]:
    command = [sys.executable, "-m", "tests.bench.day.telegram"]
    with started(command, stdout=subprocess.PIPE) as process:
        assert process.stdout
        yield Sink(f"http://127.0.0.1:{int(process.stdout.readline())}")


async def _left(url: str) -> int:
    """Count the people who are due, and the exercises that are open, of before END.

    Other messages wait for as long as any exercise is due, and the next day's are by then.
    """
    people = sa.select(sa.func.count()).where(subscribers.c.next_due_at < END)
    open_ = sa.select(sa.func.count()).where(
        deliveries.c.due_at < END, deliveries.c.wake_at.is_not(None), IS_EXERCISE
    )
    ((due,),), ((sending,),) = await _read(url, people), await _read(url, open_)
    return int(due + sending)


async def _in_flight(url: str) -> set[Day]:
    """Return the days whose sending has begun, and not ended so far as the ledger knows."""
    days = sa.select(subscribers.c.chat_id, deliveries.c.day).join(
        deliveries, deliveries.c.subscriber_id == subscribers.c.id
    )
    begun = deliveries.c.state.in_((State.SENDING, State.UNCONFIRMED))
    rows = await _read(url, days.where(begun, deliveries.c.wake_at.is_not(None)))
    return {(chat, day) for chat, day in rows}


async def _read(url: str, query: sa.Select[Any]) -> list[Any]:
    database = Database(url)
    try:
        async with database.read() as connection:
            return list(await connection.execute(query))
    finally:
        await database.close()
