"""The only wiring: everything is built and joined here, started in order, stopped in reverse."""

import asyncio
import gc
import logging
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from telegram import Update
from telegram.ext import ExtBot

from bot.chat import polling, profile, router
from bot.chat.announcer import Announcer
from bot.chat.cards.check import check_cards
from bot.chat.guide import Guide
from bot.chat.inbox import Inbox
from bot.chat.messenger import Messenger
from bot.chat.notices import Notices
from bot.chat.polling import poll, until_reachable
from bot.chat.post import Post
from bot.chat.transport import AiohttpRequest, date_at
from bot.chat.turn import House
from bot.clock import Clock, wall_clock
from bot.coach import library as libraries
from bot.coach.library import Library
from bot.coach.programme import key_of
from bot.services.answers import Answers
from bot.services.archive import Archive
from bot.services.broadcasts import Broadcasts
from bot.services.courier import Courier
from bot.services.delivery import Deliveries
from bot.services.groups import Groups
from bot.services.guidance import Guidance
from bot.services.media import Shelf
from bot.services.moves import Moves
from bot.services.notes import Notes
from bot.services.pace import SharedPace
from bot.services.practice import Practices
from bot.services.programmes import Programmes
from bot.services.progress import Progress
from bot.services.roles import POLLING, Role
from bot.services.subscriptions import Subscriptions
from bot.settings import Settings
from bot.store import migrations
from bot.store.database import Database
from bot.web import health

TICK_SECONDS = 1
FORGET_SECONDS = 3600
ANNOUNCE_SECONDS = 2
PRUNE_SECONDS = 60
NOTE_SENDERS = 16
DRAIN_SECONDS = 2

NextDelivery = Callable[[], Awaitable[datetime | None]]

log = logging.getLogger(__name__)


class ListenError(Exception):
    """The address to listen on is taken or not ours; the text is one sentence."""


def load_content(settings: Settings) -> Library:
    """Read and check the content folder, the length of every card included."""
    library = libraries.load(settings.content)
    check_cards(library)
    return library


async def run(
    settings: Settings,
    token: str,
    stopping: asyncio.Event,
    *,
    clock: Clock = wall_clock,
    on_ready: Callable[[NextDelivery], None] | None = None,
) -> None:
    """Run the bot until `stopping` is set; raise what a person has to mend."""
    library = load_content(settings)
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(opened(settings.database))
        await stack.enter_async_context(_listening(settings, database))
        bot = _bot(settings, token)
        stack.push_async_callback(bot.shutdown)
        if not await _before(stopping, until_reachable(bot)):
            return
        house = _house(settings, database, library, bot, clock)
        notes = Notes(database)
        if settings.delivery == "on":
            await stack.enter_async_context(_delivering(settings, database, house, notes))
        await stack.enter_async_context(_guiding(house.guide))
        inbox = await stack.enter_async_context(_answering(bot, house))
        await stack.enter_async_context(_alongside(profile.introduce(bot, settings.admins)))
        if on_ready is not None:
            on_ready(lambda: _next_instant(house, notes))
        tune_interpreter()
        log.info("ready as @%s", bot.username)
        if settings.updates == "polling":
            role = _polling_role(database, house)
            if role is not None:
                stack.push_async_callback(role.give_up)
            await _before(stopping, poll(bot, inbox.put, role))
        else:
            await stopping.wait()
        log.info("stopping")


async def _next_instant(house: House, notes: Notes) -> datetime | None:
    """Return when the next message goes out by itself."""
    instants = (await house.deliveries.next_instant(), await notes.next_instant())
    return min((instant for instant in instants if instant), default=None)


def tune_interpreter() -> None:
    """Spare the garbage collector what lives as long as the process, and hand over in time.

    Measured: full collections stopped the loop for 55 to 110 ms each, and a fifth of the CPU
    of a broadcast went there. SQLite works in a thread, which waits at each step until the loop
    hands over: with Python's 5 ms in place of half a one, a broadcast waited most of its time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    sys.setswitchinterval(0.0005)


def _polling_role(database: Database, house: House) -> Role | None:
    """Return the role that one of several replicas has; a file of SQLite has one process.

    There a role would only keep a restarted process waiting for the one that died.
    """
    if database.is_sqlite:
        return None
    bot_id = house.messenger.bot.id
    return Role(database, bot_id, POLLING, house.deliveries.worker, house.clock)


def _house(
    settings: Settings, database: Database, library: Library, bot: ExtBot[None], clock: Clock
) -> House:
    """Join everything that a handler may call."""
    subscriptions = Subscriptions(database, settings.default_time)
    groups = Groups(database)
    messenger = Messenger(
        Post(bot, Shelf(database, bot.id)),
        library,
        on_gone=lambda chat: subscriptions.block(chat, clock()),
        on_moved=subscriptions.migrate,
        on_topic_gone=groups.leave_topic,
    )
    practices = Practices(database, library)
    return House(
        library=library,
        subscriptions=subscriptions,
        practices=practices,
        groups=groups,
        progress=Progress(database, library),
        programmes=Programmes(subscriptions, library, key_of(bot.token)),
        deliveries=Deliveries(database, library),
        messenger=messenger,
        archive=Archive(database),
        clock=clock,
        answers=Answers(database),
        moves=Moves(database, library),
        contact=settings.contact,
        guide=Guide(Guidance(database, library, practices), messenger, library, clock),
        broadcasts=Broadcasts(database),
        admins=settings.admins,
    )


@asynccontextmanager
async def opened(database_url: str) -> AsyncIterator[Database]:
    """Open the database, with its tables up to date."""
    database = Database(database_url)
    try:
        await database.check()
        await migrations.upgrade(database)
        yield database
    finally:
        await database.close()


def _bot(settings: Settings, token: str) -> ExtBot[None]:
    root = settings.bot_api_url
    return ExtBot(
        token,
        base_url=f"{root}/bot",
        base_file_url=f"{root}/file/bot",
        request=AiohttpRequest(),
        get_updates_request=AiohttpRequest(connections=1),  # or PTB opens one on httpx
    )


async def introduced(settings: Settings, token: str) -> str:
    """Return the bot's name as Telegram tells it; raise what a person has to mend."""
    bot = _bot(settings, token)
    request = bot.request
    await request.initialize()
    try:
        return await polling.introduced(bot)
    finally:
        await request.shutdown()


async def telegrams_time(settings: Settings) -> datetime | None:
    """Return what time it is at Telegram, if it says so."""
    return await date_at(settings.bot_api_url)


def _senders(settings: Settings) -> int:
    """Return how many sends may be under way: the rate times a second of Telegram's time."""
    return max(16, min(256, int(settings.send_rate)))


@asynccontextmanager
async def _delivering(
    settings: Settings, database: Database, house: House, notes: Notes
) -> AsyncIterator[None]:
    """Let two couriers work at one pace, one for exercises and one for notes, woken by a clock."""
    bot_id = house.messenger.bot.id
    pace = SharedPace(database, bot_id, settings.send_rate, daily_stars=settings.paid_broadcast)
    await pace.prepare()
    courier = Courier(
        house.deliveries, house.messenger, pace, house.clock, senders=_senders(settings)
    )
    note_courier = Courier(
        notes, Notices(house.messenger), pace, house.clock, senders=NOTE_SENDERS
    )
    announcer = Announcer(house.broadcasts, house.messenger, house.clock)
    scheduler = AsyncIOScheduler(timezone="UTC")
    _tick(scheduler, courier.tick, TICK_SECONDS)
    _tick(scheduler, note_courier.tick, TICK_SECONDS)
    _tick(scheduler, announcer.tick, ANNOUNCE_SECONDS)
    _tick(scheduler, lambda: notes.prune(house.clock()), PRUNE_SECONDS)
    _tick(scheduler, lambda: house.groups.forget(house.clock()), FORGET_SECONDS)
    courier.start()
    note_courier.start()
    scheduler.start()
    try:
        async with _alongside(_keep_ticking(scheduler)):
            yield
    finally:
        scheduler.shutdown(wait=False)
        await asyncio.gather(courier.stop(), note_courier.stop())


@asynccontextmanager
async def _guiding(guide: Guide) -> AsyncIterator[None]:
    """Let guided exercises go on, looked after every second."""
    scheduler = AsyncIOScheduler(timezone="UTC")
    _tick(scheduler, guide.tick, TICK_SECONDS)
    scheduler.start()
    try:
        async with _alongside(_keep_ticking(scheduler)):
            yield
    finally:
        scheduler.shutdown(wait=False)
        await guide.stop()


def _tick(scheduler: AsyncIOScheduler, work: Callable[[], Awaitable[Any]], seconds: int) -> None:
    """Do some work every so many seconds."""

    async def tick() -> None:
        # Only the end of the scheduler cancels a tick, and it would log that as a fault.
        with suppress(asyncio.CancelledError):
            await work()

    # None of the three defaults fits: they drop a tick that is a second late.
    scheduler.add_job(
        tick,
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
async def _answering(bot: ExtBot[None], house: House) -> AsyncIterator[Inbox]:
    """Let updates be handled; give those under way a moment at the end."""
    application = router.build(bot, house)
    await application.initialize()

    async def on_flood(update: Update) -> None:
        await router.slow_down(house, update)

    inbox = Inbox(application.process_update, on_flood)
    try:
        yield inbox
    finally:
        await inbox.drain(DRAIN_SECONDS)
        await house.group_pace.close()


@asynccontextmanager
async def _listening(settings: Settings, database: Database) -> AsyncIterator[None]:
    """Serve the health pages, where an address is set."""
    if settings.address is None:
        yield
        return

    async def ready() -> bool:
        with suppress(Exception):
            await database.check()
            return True
        return False

    runner = web.AppRunner(health.application(ready), access_log=None)
    await runner.setup()
    host, port = settings.address
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError:
        await runner.cleanup()
        raise ListenError(listen_complaint(host, port)) from None
    try:
        yield
    finally:
        await runner.cleanup()


def listen_complaint(host: str, port: int) -> str:
    """Say what to do about an address that cannot be listened on."""
    return f"{host}:{port} is taken or not ours to listen on; set LISTEN to another, host:port."


@asynccontextmanager
async def _alongside(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Do something that nobody waits for."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _before(stopping: asyncio.Event, work: Coroutine[Any, Any, None]) -> bool:
    """Run work until it ends (True) or the stop comes first (False); raise what it raises."""
    task = asyncio.create_task(work)
    stop = asyncio.create_task(stopping.wait())
    try:
        await asyncio.wait((task, stop), return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            task.result()
            return True
        return False
    finally:
        for one in (task, stop):
            one.cancel()
        await asyncio.gather(task, stop, return_exceptions=True)
