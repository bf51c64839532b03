"""The wiring of what goes out by itself: exercises and notes by two couriers, at one pace."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.chat.announcer import Announcer
from bot.chat.guide import Guide
from bot.chat.notices import Notices
from bot.chat.turn import House
from bot.clock import wall_clock
from bot.services.courier import Courier
from bot.services.notes import Notes
from bot.settings import Settings
from bot.store.database import Database
from bot.web.metrics import WatchedPace
from bot.web.vitals import Vitals

TICK_SECONDS = 1
ANNOUNCE_SECONDS = 2
PRUNE_SECONDS = 60
FORGET_SECONDS = 3600
NOTE_SENDERS = 16


@asynccontextmanager
async def delivering(
    settings: Settings, database: Database, house: House, notes: Notes, vitals: Vitals
) -> AsyncIterator[None]:
    """Let two couriers work at one pace, one for exercises and one for notes, woken by a clock."""
    rate, stars = settings.send_rate, settings.paid_broadcast
    alive, bot_id = vitals.tick.beat, house.messenger.bot.id
    pace = WatchedPace(alive, database, bot_id, rate, daily_stars=stars)
    await pace.prepare()
    courier = Courier(
        house.deliveries, house.messenger, pace, house.clock, senders=_senders(settings)
    )
    note_courier = Courier(
        notes, Notices(house.messenger), pace, house.clock, senders=NOTE_SENDERS
    )
    announcer = Announcer(house.broadcasts, house.messenger, house.clock)
    scheduler = AsyncIOScheduler(timezone="UTC")
    tick(scheduler, courier.tick, TICK_SECONDS)
    tick(scheduler, note_courier.tick, TICK_SECONDS)
    tick(scheduler, announcer.tick, ANNOUNCE_SECONDS)
    tick(scheduler, lambda: notes.prune(house.clock()), PRUNE_SECONDS)
    tick(scheduler, lambda: house.groups.forget(house.clock()), FORGET_SECONDS)
    courier.start()
    note_courier.start()
    scheduler.start()
    vitals.tick.beat()
    try:
        async with alongside(_keep_ticking(scheduler)):
            yield
    finally:
        scheduler.shutdown(wait=False)
        await asyncio.gather(courier.stop(), note_courier.stop())


@asynccontextmanager
async def guiding(guide: Guide) -> AsyncIterator[None]:
    """Let guided exercises go on, looked after every second."""
    scheduler = AsyncIOScheduler(timezone="UTC")
    tick(scheduler, guide.tick, TICK_SECONDS)
    scheduler.start()
    try:
        async with alongside(_keep_ticking(scheduler)):
            yield
    finally:
        scheduler.shutdown(wait=False)
        await guide.stop()


def _senders(settings: Settings) -> int:
    """Return how many sends may be under way: the rate times a second of Telegram's time."""
    return max(16, min(256, int(settings.send_rate)))


def tick(scheduler: AsyncIOScheduler, work: Callable[[], Awaitable[Any]], seconds: int) -> None:
    """Do some work every so many seconds."""

    async def step() -> None:
        # Only the end of the scheduler cancels a tick, and it would log that as a fault.
        with suppress(asyncio.CancelledError):
            await work()

    # None of the three defaults fits: they drop a tick that is a second late.
    scheduler.add_job(
        step,
        "interval",
        seconds=seconds,
        misfire_grace_time=None,
        coalesce=True,
        max_instances=1,
    )


async def _keep_ticking(scheduler: Any) -> None:
    """Bring the next ticks back to now where a clock that was put back has left them far ahead."""
    while True:
        await asyncio.sleep(TICK_SECONDS)
        now = wall_clock()
        for job in scheduler.get_jobs():
            if job.next_run_time > now + job.trigger.interval + timedelta(seconds=TICK_SECONDS):
                job.modify(next_run_time=now)


@asynccontextmanager
async def alongside(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Do something that nobody waits for."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
