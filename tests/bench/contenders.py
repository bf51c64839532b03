"""Ours and others as senders: each runs alone, as `python -m tests.bench.contenders NAME ORDER`.

Others run as their manuals show them. Ours runs the whole path: claim, choose, render, send,
settle, on the real schema and content.
"""

import asyncio
import json
import logging
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import aiohttp
import sqlalchemy as sa
import uvloop
from telegram import InlineKeyboardMarkup
from telegram.constants import ParseMode
from telegram.ext import Application, CallbackContext, ExtBot

from bot import app
from bot.botapi.messenger import Messenger
from bot.botapi.sender import Sender
from bot.botapi.transport import Encoded, Gate, HttpRequest, OnAnswer
from bot.chat.cards.exercise import practice_card
from bot.chat.carriers import ParcelCarrier
from bot.chat.words import translator_for
from bot.clock import wall_clock
from bot.coach.library import load
from bot.coach.trainee import Practice
from bot.services.delivery.courier import Courier
from bot.services.delivery.deliveries import Deliveries
from bot.services.delivery.delivery_log import DeliveryLog
from bot.services.delivery.file_ids import FileIds
from bot.services.delivery.outcome import Outcome, Sent
from bot.services.delivery.pace import SharedPace
from bot.services.delivery.parcels import Parcel
from bot.services.delivery.protocols import Observer
from bot.settings import CHECKOUT_CONTENT
from bot.store.tables import deliveries
from bot.web.vitals import TickWatch, Vitals
from tests.bench.machine import CLIENT, TOKEN, Meter, cpu_of, pin

PATIENCE = 60
"""Seconds that a job queue gets for the few hundred that are due in one minute."""

START = 4
"""Seconds from building a job queue to the minute at which all are due."""


@dataclass(frozen=True)
class Order:
    """What to send where; not every contender looks at everything."""

    url: str
    count: int
    in_flight: int = 64
    rate: float | None = None
    database: str = ""
    server: int | None = None


class Countdown(Observer):
    """Tell when so many deliveries are sent, and measure the second half by itself.

    Nothing is rendered yet when the first half begins; a process that has run for a day is like
    the second.
    """

    def __init__(self, count: int) -> None:
        self.left = count
        self.done = asyncio.Event()
        self.second, self._count = Meter(), count
        self._rest = 0

    def settled(self, results: Sequence[tuple[Parcel, Outcome]], now: datetime) -> None:
        """Count what was sent."""
        self.left -= sum(isinstance(outcome, Sent) for _, outcome in results)
        if not self._rest and self.left <= self._count / 2:
            self._rest = self.left
            self.second.begin()
        if self.left <= 0:
            self.second.end()
            self.done.set()

    def second_half(self) -> dict[str, float]:
        """Return messages a second and CPU seconds per 1,000 of the second half."""
        part = max(1, self._rest)
        rate = part / (self.second.seconds or 1.0)
        return {"second_rate": rate, "second_cpu": 1000 * self.second.cpu / part}


async def ours(order: Order, meter: Meter) -> dict[str, Any]:
    """Deliver what is due as bot/app.py does, at a rate that never holds anything back."""
    library = load(CHECKOUT_CONTENT)
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(app.migrated_database(order.database))
        vitals = stack.enter_context(Vitals.watched())
        ledger, countdown = Deliveries(database, library), Countdown(order.count)
        pace = SharedPace(database, int(TOKEN.partition(":")[0]), 1e6)
        await pace.prepare()
        bot = _our_bot(order.url, vitals.on_answer, pace)
        await bot.initialize()
        sender = Sender(bot, FileIds(database, bot.id), pace)
        messenger = Messenger(sender, on_gone=_never, on_moved=_never)
        carrier = ParcelCarrier(messenger, library, _never)
        courier = Courier(ledger, carrier, pace, wall_clock, senders=order.in_flight)
        courier.report_to(TickWatch(vitals.tick), vitals.metrics, DeliveryLog(), countdown)
        app.tune_interpreter()
        before = cpu_of(order.server) if order.server else 0.0
        meter.begin()
        courier.start()
        await courier.tick()
        await countdown.done.wait()
        meter.end()
        after = cpu_of(order.server) if order.server else 0.0
        await courier.stop()
        await bot.shutdown()
        async with database.read() as connection:
            sent = sa.select(sa.func.count()).where(deliveries.c.state == "sent")
            told = {"sent": await connection.scalar(sent), "server_cpu": after - before}
        return told | countdown.second_half()


async def _never(*_: object) -> None:
    raise AssertionError("nobody is gone in a benchmark")


def _our_bot(url: str, on_answer: OnAnswer, gate: Gate | None = None) -> ExtBot[None]:
    requests = HttpRequest(on_answer=on_answer, gate=gate), HttpRequest(1, on_answer)
    return ExtBot(
        TOKEN, base_url=f"{url}/bot", request=requests[0], get_updates_request=requests[1]
    )


async def claim(order: Order, meter: Meter) -> dict[str, Any]:
    """Claim 500 again and again among all the others; nothing is sent."""
    async with app.migrated_database(order.database) as database:
        ledger = Deliveries(database, load(CHECKOUT_CONTENT))
        times = []
        meter.begin()
        for _ in range(order.count // 500):
            begin = time.perf_counter()
            parcels = await ledger.claim(wall_clock(), 500)
            times.append(time.perf_counter() - begin)
            assert len(parcels) == 500
        meter.end()
    return {"first": times[0], "median": statistics.median(times), "worst": max(times)}


async def ceiling(order: Order, meter: Meter) -> dict[str, Any]:
    """Post ready-made bodies with bare aiohttp from a fixed set of workers: the most there is."""
    text, markup = card()
    parameters = {"text": text, "parse_mode": "HTML", "reply_markup": markup.to_dict()}
    letter = Encoded.of(parameters)
    url, headers = f"{order.url}/bot{TOKEN}/sendMessage", {"Content-Type": "application/json"}
    connector = aiohttp.TCPConnector(limit=order.in_flight)
    async with aiohttp.ClientSession(connector=connector) as session:

        async def work(chats: Iterator[int]) -> None:
            for chat in chats:
                if order.rate:
                    moment = begin + chat / order.rate
                    await asyncio.sleep(max(0.0, moment - time.monotonic()))
                async with session.post(url, data=letter.to(chat), headers=headers) as answer:
                    await answer.read()

        meter.begin()
        begin = time.monotonic()
        chats = iter(range(1, order.count + 1))
        await asyncio.gather(*(work(chats) for _ in range(order.in_flight)))
        meter.end()
    return {}


async def ptb(order: Order, meter: Meter) -> dict[str, Any]:
    """Gather send_message of python-telegram-bot as it comes, so many in flight."""
    text, markup = card()
    async with ExtBot(TOKEN, base_url=f"{order.url}/bot") as bot:

        async def send(chat: int) -> None:
            await bot.send_message(chat, text, parse_mode=ParseMode.HTML, reply_markup=markup)

        meter.begin()
        failed = await _gathered(send, order)
        meter.end()
    return {"failed": failed}


async def run_daily(order: Order, meter: Meter) -> dict[str, Any]:
    """Give everybody a run_daily job of python-telegram-bot, all at the same minute."""
    text, markup = card()
    bot = ExtBot(TOKEN, base_url=f"{order.url}/bot")
    application = Application.builder().bot(bot).updater(None).build()
    ended = 0

    async def send(context: CallbackContext[Any, Any, Any, Any]) -> None:
        nonlocal ended
        chat = context.job.chat_id if context.job and context.job.chat_id else 0
        try:
            await bot.send_message(chat, text, parse_mode=ParseMode.HTML, reply_markup=markup)
        finally:
            ended += 1

    async with application:
        await application.start()
        queue, at = application.job_queue, datetime.now(UTC) + timedelta(seconds=START)
        assert queue
        for chat in range(1, order.count + 1):
            queue.run_daily(send, at.timetz(), chat_id=chat)
        meter.begin()
        wait = (at - datetime.now(UTC)).total_seconds()
        await asyncio.sleep(wait)
        until = time.monotonic() + PATIENCE
        while ended < order.count and time.monotonic() < until:
            await asyncio.sleep(0.05)
        meter.end()
        meter.seconds -= wait
        await application.stop()
    return {"ended": ended}


async def _gathered(send: Callable[[int], Awaitable[None]], order: Order) -> int:
    """Send to everybody, one task each behind a semaphore; return how many failed."""
    places = asyncio.Semaphore(order.in_flight)

    async def one(chat: int) -> None:
        async with places:
            await send(chat)

    sends = (one(chat) for chat in range(1, order.count + 1))
    results = await asyncio.gather(*sends, return_exceptions=True)
    return sum(isinstance(result, Exception) for result in results)


def card() -> tuple[str, InlineKeyboardMarkup]:
    """Return the message that ours sends on the first day, for everybody else to send."""
    library = load(CHECKOUT_CONTENT)
    practice = Practice(0, library.routine.weeks[0].days[0].exercise)
    card = practice_card(translator_for("en"), library, practice, date(2026, 11, 22))
    assert isinstance(card.markup, InlineKeyboardMarkup)
    return card.text, card.markup


OWN_LOOP = {"ours": ours, "claim": claim, "ceiling": ceiling}
"""What runs on uvloop, as our process does; the ceiling gets it too."""

OTHERS_LOOP = {"ptb": ptb, "run_daily": run_daily}


def main(name: str, order: str) -> None:
    """Run one contender and print what it took."""
    pin(CLIENT)
    logging.basicConfig(level=logging.WARNING if name in OWN_LOOP else logging.CRITICAL)
    meter = Meter()
    contender = (OWN_LOOP | OTHERS_LOOP)[name](Order(**json.loads(order)), meter)
    runner = uvloop.run if name in OWN_LOOP else asyncio.run
    meter.report(**runner(contender))


if __name__ == "__main__":
    main(*sys.argv[1:])
