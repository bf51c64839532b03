"""The process: its parts are started in order here, and stopped in reverse."""

import asyncio
import gc
import logging
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from telegram.ext import ExtBot

from bot.botapi import polling
from bot.botapi.polling import keep_in_touch, keep_time, until_reachable
from bot.botapi.sender import Sender
from bot.botapi.transport import date_at
from bot.chat import profile
from bot.chat.alarm_ticker import AlarmTicker
from bot.chat.cards.check import check_cards
from bot.chat.services import Services
from bot.clock import Clock, ClockGuard, trusting
from bot.coach import library as libraries
from bot.coach.languages import DEFAULT_LANGUAGE
from bot.coach.library import Library
from bot.incoming import Incoming, Work
from bot.miniapp.app import MiniApp
from bot.outgoing import alongside, delivering, showing_sessions
from bot.services.delivery.file_ids import FileIds
from bot.services.delivery.healing import Healing
from bot.services.delivery.pace import SharedPace
from bot.services.operators.alarms import Alarms
from bot.services.operators.ownership import Ownership
from bot.services.operators.roles import ALARMS, POLLING
from bot.services.recovery import Recovery
from bot.services.updates import Updates
from bot.settings import Settings, bot_id_of
from bot.store import migrations
from bot.store.database import Database
from bot.web.server import listening
from bot.web.vitals import Vitals
from bot.wiring import app_url_of, build_bot, build_services, role_of, vital_routes

NextDelivery = Callable[[], Awaitable[datetime | None]]

log = logging.getLogger(__name__)


def load_content(settings: Settings, *, thoroughly: bool = False) -> Library:
    """Read and check the content folder, the length of every card included.

    Writing every card takes a quarter of a second for each language. So a start looks only at
    English, which gives way last, and only in a folder of the operator's own: our own has been
    tested. `psoas-bot check` looks thoroughly, at all languages.
    """
    own = settings.content_dir is None
    library = own_library(settings.content) if own else libraries.load(settings.content)
    if thoroughly:
        check_cards(library, library.languages.codes)
    elif not own:
        check_cards(library, (DEFAULT_LANGUAGE,))
    return library


@cache
def own_library(root: Path) -> Library:
    """Read the content that comes with the bot once, since it takes a second; a fork has it."""
    return libraries.load(root)


@dataclass(frozen=True)
class Process:
    """What each step of the start needs; whatever a step opens, `stack` closes, the last first."""

    settings: Settings
    token: str
    library: Library
    guard: ClockGuard
    vitals: Vitals
    database: Database
    stack: AsyncExitStack
    incoming: Incoming
    miniapp: MiniApp | None


async def run(
    settings: Settings,
    token: str,
    stopping: asyncio.Event,
    *,
    clock: Clock | None = None,
    on_ready: Callable[[NextDelivery], None] | None = None,
) -> None:
    """Run the bot until `stopping` is set; raise OperatorError where somebody has to act."""
    library = load_content(settings)
    guard = trusting(clock) if clock else ClockGuard()
    async with AsyncExitStack() as stack:
        process = await _open_process(settings, token, library, guard, stack)
        bot, pace = await _connect(process)
        if not await _run_until_stopped(stopping, until_reachable(bot)):
            return
        services, recovery = await _start_services(process, bot, pace)
        receive = await _start_receiving(process, bot, services, recovery)
        if on_ready is not None:
            on_ready(services.deliveries.next_instant)
        tune_interpreter()
        log.info("ready as @%s", bot.username)
        silence = process.vitals.silence_of_telegram
        await _run_until_stopped(stopping, receive(), keep_in_touch(bot, silence))
        log.info("stopping")


async def _open_process(
    settings: Settings, token: str, library: Library, guard: ClockGuard, stack: AsyncExitStack
) -> Process:
    """Open the database and what answers to HTTP; it tells at once how far the start is."""
    vitals = stack.enter_context(Vitals.watched())
    await stack.enter_async_context(alongside(vitals.keep_beating()))
    database = await stack.enter_async_context(migrated_database(settings.database))
    await Ownership(database, bot_id_of(token)).take()
    incoming = Incoming(settings, token, vitals)
    routes = [*vital_routes(settings, database, vitals, guard), *incoming.routes()]
    miniapp = MiniApp(settings.app_root, token, library) if settings.app_root else None
    routes += miniapp.routes() if miniapp else []
    await stack.enter_async_context(listening(settings.address, routes))
    return Process(settings, token, library, guard, vitals, database, stack, incoming, miniapp)


async def _connect(process: Process) -> tuple[ExtBot[None], SharedPace]:
    """Build the client of the Bot API, and the pace that all its calls keep."""
    rate, stars = process.settings.send_rate, process.settings.paid_broadcast
    pace = SharedPace(process.database, bot_id_of(process.token), rate, daily_stars=stars)
    await pace.prepare()
    vitals, guard = process.vitals, process.guard
    bot = build_bot(process.settings, process.token, vitals.on_answer, guard.listen, pace)
    process.stack.push_async_callback(bot.shutdown)
    return bot, pace


async def _start_services(
    process: Process, bot: ExtBot[None], pace: SharedPace
) -> tuple[Services, Recovery]:
    """Join the services, and start what they do by themselves: deliveries and sessions."""
    database, stack, guard = process.database, process.stack, process.guard
    sender = Sender(bot, FileIds(database, bot.id), pace)
    services = build_services(process.settings, database, process.library, sender, guard)
    if process.miniapp:
        process.miniapp.open(services)
        stack.push_async_callback(process.miniapp.close)
    recovery = Recovery(database, services.deliveries.worker)
    with database.operator_errors():
        await stack.enter_async_context(recovery.registered())
    if process.settings.delivery == "on":
        healing = Healing(database)
        await stack.enter_async_context(delivering(pace, healing, services, process.vitals, guard))
    await stack.enter_async_context(showing_sessions(services.session_display))
    return services, recovery


async def _start_receiving(
    process: Process, bot: ExtBot[None], services: Services, recovery: Recovery
) -> Work:
    """Open the way in for updates, with alarms and the profile beside it; return its work."""
    database, stack, guard = process.database, process.stack, process.guard
    alarms = AlarmTicker(
        Alarms(services.statistics, role_of(ALARMS, database, services), lambda: guard.error),
        services.messenger,
        services.operators,
        guard,
    )
    await stack.enter_async_context(alongside(alarms.keep()))
    await stack.enter_async_context(alongside(keep_time(bot, lambda: guard.is_agreed)))
    worker = services.deliveries.worker
    updates = Updates(database, bot.id, worker, lambda: recovery.is_alone)
    polling_role = role_of(POLLING, database, services)
    receive = await stack.enter_async_context(
        process.incoming.opened(bot, services, updates, polling_role, alarms.conflict)
    )
    settings, languages = process.settings, process.library.languages
    introduction = profile.introduce(bot, languages, settings.operators, app_url_of(settings))
    await stack.enter_async_context(alongside(introduction))
    return receive


def tune_interpreter() -> None:
    """Spare the garbage collector what lives as long as the process, and hand over in time.

    Measured: full collections stopped the loop for 55 to 110 ms each, and a fifth of the CPU
    of a broadcast went there. SQLite works in a thread, which waits at each step until the loop
    hands over: with Python's default of 5 ms instead of 0.5 ms, a broadcast waited most of its
    time. With a first generation of 50,000 instead of 10,000, up to 42,000 parts of statements
    that were built and dropped waited for the collector.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
    sys.setswitchinterval(0.0005)


@asynccontextmanager
async def migrated_database(database_url: str) -> AsyncIterator[Database]:
    """Open the database, with its tables up to date."""
    database = Database(database_url)
    try:
        await database.check()
        with database.operator_errors():
            await migrations.upgrade(database)
        yield database
    finally:
        await database.close()


async def belongs_to_another(database_url: str, token: str) -> bool:
    """Return whether a database holds the subscribers of another bot.

    To the sandbox, they would all be gone: it would take them for people who blocked the bot.
    """
    async with migrated_database(database_url) as database:
        return await Ownership(database, bot_id_of(token)).is_anothers()


async def user_name_of(settings: Settings, token: str) -> str:
    """Return the bot's name as Telegram tells it; raise TokenRefusedError or UnreachableError."""
    bot = build_bot(settings, token)
    request = bot.request
    await request.initialize()
    try:
        return await polling.user_name(bot)
    finally:
        await request.shutdown()


async def telegrams_time(settings: Settings) -> datetime | None:
    """Return what time it is at Telegram, if it says so."""
    return await date_at(settings.bot_api_url)


async def _run_until_stopped(stopping: asyncio.Event, *works: Coroutine[Any, Any, None]) -> bool:
    """Run works until one ends (True) or the stop comes first (False); raise what it raises."""
    tasks = [asyncio.create_task(work) for work in works]
    stop = asyncio.create_task(stopping.wait())
    try:
        await asyncio.wait((*tasks, stop), return_when=asyncio.FIRST_COMPLETED)
        ended = [task for task in tasks if task.done()]
        for task in ended:
            task.result()
        return bool(ended)
    except BaseException:
        stopping.set()  # the stop that begins here may not last longer than any other
        raise
    finally:
        for one in (*tasks, stop):
            one.cancel()
        await asyncio.gather(*tasks, stop, return_exceptions=True)
