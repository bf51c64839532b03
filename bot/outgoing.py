"""The wiring of what goes out by itself: one courier, woken by a clock."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from bot.chat.broadcast_ticker import BroadcastTicker
from bot.chat.carriers import ParcelCarrier
from bot.chat.old_cards import OldCards
from bot.chat.services import Services
from bot.chat.session_display import SessionDisplay
from bot.clock import ClockGuard, wall_clock
from bot.services.delivery.courier import Courier
from bot.services.delivery.delivery_log import DeliveryLog
from bot.services.delivery.healing import Healing
from bot.services.delivery.pace import SharedPace
from bot.web.vitals import TickWatch, Vitals

TICK_SECONDS = 1
BROADCAST_SECONDS = 2
PRUNE_SECONDS = 60
FORGET_SECONDS = 3600

log = logging.getLogger(__name__)

Work = Callable[[], Awaitable[Any]]


@asynccontextmanager
async def delivering(
    pace: SharedPace, healing: Healing, services: Services, vitals: Vitals, guard: ClockGuard
) -> AsyncIterator[None]:
    """Let a courier deliver what is due, while it is known what time it is."""
    messenger = services.messenger
    carrier = ParcelCarrier(messenger, services.library, services.subscriptions.leave_topic)
    courier = Courier(
        services.deliveries, carrier, pace, services.clock, senders=_sender_count(pace.rate)
    )
    old_cards = OldCards(messenger)
    courier.report_to(TickWatch(vitals.tick), vitals.metrics, DeliveryLog(), old_cards)
    broadcasts = BroadcastTicker(services.broadcasts, messenger, services.clock)
    scheduler = AsyncIOScheduler(timezone="UTC")
    ticks: dict[int, tuple[Work, ...]] = {
        TICK_SECONDS: (_healing(guard, healing), courier.tick),
        BROADCAST_SECONDS: (broadcasts.tick,),
        PRUNE_SECONDS: (lambda: services.deliveries.prune(guard()),),
        FORGET_SECONDS: (lambda: services.group_dones.forget(guard()),),
    }
    for seconds, works in ticks.items():
        tick(scheduler, _when_agreed(guard, works, vitals.tick.beat), seconds)
    courier.start()
    scheduler.start()
    vitals.tick.beat()
    try:
        async with alongside(_keep_ticking(scheduler)):
            yield
    finally:
        scheduler.shutdown(wait=False)
        await courier.stop()
        old_cards.stop()


@asynccontextmanager
async def showing_sessions(display: SessionDisplay) -> AsyncIterator[None]:
    """Advance and show running sessions every second."""
    scheduler = AsyncIOScheduler(timezone="UTC")
    tick(scheduler, display.tick, TICK_SECONDS)
    scheduler.start()
    try:
        async with alongside(_keep_ticking(scheduler)):
            yield
    finally:
        scheduler.shutdown(wait=False)
        await display.stop()


def _when_agreed(guard: ClockGuard, works: Sequence[Work], beat: Callable[[], None]) -> Work:
    """Do works in turn, but only while it is known what time it is; a doubt is no hang."""

    async def step() -> None:
        for work in works:
            if not guard.is_agreed:
                beat()
                return
            await work()

    return step


def _healing(guard: ClockGuard, healing: Healing) -> Work:
    """Heal rows at the start, and again after each time in which the clock was in doubt."""
    healed = 0

    async def heal() -> None:
        nonlocal healed
        if healed != (number := guard.agreements):
            healed = number
            try:
                await healing.heal(guard())
            except Exception:  # deliveries need not wait for it
                log.exception(
                    "healing rows failed; retrying at the next start, or when the clock is next"
                    " agreed on"
                )

    return heal


def _sender_count(rate: float) -> int:
    """Return how many sends may be under way: the rate times a second of Telegram's time."""
    return max(16, min(256, int(rate)))


class Every(BaseTrigger):  # type: ignore[misc]  # APScheduler has no types
    """Fire at once, then every so many seconds from now on.

    APScheduler's own interval counts the runs that were missed one by one: after a clock that
    jumped a year ahead, 31 million.
    """

    def __init__(self, seconds: float) -> None:
        self.interval = timedelta(seconds=seconds)

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """Return an instant that is never in the past."""
        if previous_fire_time is None:
            return now
        following = previous_fire_time + self.interval
        return following if following > now else now + self.interval


def tick(scheduler: AsyncIOScheduler, work: Work, seconds: int) -> None:
    """Do some work every so many seconds."""

    async def step() -> None:
        # Only the end of the scheduler cancels a tick, and it would log that as a fault.
        with suppress(asyncio.CancelledError):
            await work()

    # None of the three defaults fits: they drop a tick that is a second late.
    scheduler.add_job(
        step,
        Every(seconds),
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
