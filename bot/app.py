"""The only wiring: everything is built and joined here, started in order, stopped in reverse."""

import asyncio
import gc
import logging
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from typing import Any

from aiohttp import web
from telegram.ext import ExtBot

from bot.botapi import polling
from bot.botapi.messenger import Messenger
from bot.botapi.polling import keep_in_touch, keep_time, until_reachable
from bot.botapi.sender import Sender
from bot.botapi.transport import (
    AiohttpRequest,
    Gate,
    Listen,
    OnAnswer,
    date_at,
    ignore_answer,
    ignore_dates,
)
from bot.chat import big_screen, profile
from bot.chat.alarm_ticker import AlarmTicker
from bot.chat.cards.check import check_cards
from bot.chat.lost_chats import LostChats
from bot.chat.request import Services
from bot.chat.session_display import SessionDisplay
from bot.clock import Clock, ClockGuard, trusting
from bot.coach import library as libraries
from bot.coach.languages import DEFAULT_LANGUAGE
from bot.coach.library import Library
from bot.incoming import Incoming
from bot.miniapp.app import PATH, MiniApp
from bot.outgoing import alongside, delivering, showing_sessions
from bot.services.delivery.deliveries import Deliveries
from bot.services.delivery.file_ids import FileIds
from bot.services.delivery.healing import Healing
from bot.services.delivery.pace import SharedPace
from bot.services.operators.alarms import Alarms
from bot.services.operators.archive import Archive
from bot.services.operators.broadcasts import Broadcasts
from bot.services.operators.ownership import Ownership
from bot.services.operators.readiness import Readiness
from bot.services.operators.roles import ALARMS, POLLING, Role
from bot.services.operators.statistics import Statistics
from bot.services.people.answers import Answers
from bot.services.people.groups import Groups
from bot.services.people.moves import Moves
from bot.services.people.practice import Practices
from bot.services.people.preferences import Preferences
from bot.services.people.programme_links import key_of
from bot.services.people.programmes import Programmes
from bot.services.people.progress import Progress
from bot.services.people.screens import Screens
from bot.services.people.sessions import Sessions
from bot.services.people.subscriptions import Subscriptions
from bot.services.recovery import Recovery
from bot.services.updates import Updates
from bot.settings import Settings
from bot.store import migrations
from bot.store.database import Database
from bot.web.server import listening
from bot.web.vitals import Vitals

NextDelivery = Callable[[], Awaitable[datetime | None]]

log = logging.getLogger(__name__)


def load_content(settings: Settings, *, thoroughly: bool = False) -> Library:
    """Read and check the content folder, the length of every card included.

    That takes half a second for each language. So a start looks only at English, which gives way
    last; `psoas-bot check` looks thoroughly, at all of them.
    """
    library = libraries.load(settings.content)
    check_cards(library, library.languages.codes if thoroughly else (DEFAULT_LANGUAGE,))
    return library


async def run(
    settings: Settings,
    token: str,
    stopping: asyncio.Event,
    *,
    clock: Clock | None = None,
    on_ready: Callable[[NextDelivery], None] | None = None,
) -> None:
    """Run the bot until `stopping` is set; raise what a person has to mend."""
    library = load_content(settings)
    guard = trusting(clock) if clock else ClockGuard()
    async with AsyncExitStack() as stack:
        vitals = stack.enter_context(Vitals.watched())
        await stack.enter_async_context(alongside(vitals.keep_beating()))
        database = await stack.enter_async_context(opened(settings.database))
        await Ownership(database, bot_id_of(token)).take()
        incoming = Incoming(settings, token, vitals)
        routes = [*_vital_routes(settings, database, vitals, guard), *incoming.routes()]
        miniapp = MiniApp(settings.app_root, token, library) if settings.app_root else None
        routes += miniapp.routes() if miniapp else []
        await stack.enter_async_context(listening(settings.address, routes))
        rate, stars = settings.send_rate, settings.paid_broadcast
        pace = SharedPace(database, bot_id_of(token), rate, daily_stars=stars)
        await pace.prepare()
        bot = _bot(settings, token, vitals.on_answer, guard.listen, pace)
        stack.push_async_callback(bot.shutdown)
        if not await _before(stopping, until_reachable(bot)):
            return
        sender = Sender(bot, FileIds(database, bot.id), pace)
        services = _services(settings, database, library, sender, guard)
        if miniapp:
            miniapp.open(services)
            stack.push_async_callback(miniapp.close)
        recovery = Recovery(database, services.deliveries.worker)
        with database.explained():
            await stack.enter_async_context(recovery.present())
        if settings.delivery == "on":
            healing = Healing(database)
            await stack.enter_async_context(delivering(pace, healing, services, vitals, guard))
        await stack.enter_async_context(showing_sessions(services.session_display))
        alarms = AlarmTicker(
            Alarms(services.statistics, _role(ALARMS, database, services), lambda: guard.error),
            services.messenger,
            services.admins,
            guard,
        )
        await stack.enter_async_context(alongside(alarms.keep()))
        await stack.enter_async_context(alongside(keep_time(bot, lambda: guard.is_agreed)))
        receive = await stack.enter_async_context(
            incoming.opened(
                bot,
                services,
                Updates(database, bot.id, services.deliveries.worker),
                _role(POLLING, database, services),
                alarms.conflict,
            )
        )
        introduction = profile.introduce(
            bot, library.languages, settings.admins, _app_url(settings)
        )
        await stack.enter_async_context(alongside(introduction))
        if on_ready is not None:
            on_ready(services.deliveries.next_instant)
        tune_interpreter()
        log.info("ready as @%s", bot.username)
        await _before(stopping, receive(), keep_in_touch(bot, vitals.silence_of_telegram))
        log.info("stopping")


def _vital_routes(
    settings: Settings, database: Database, vitals: Vitals, clock: Clock
) -> list[web.RouteDef]:
    """Return health and metrics, as far as this process has something to say."""
    statistics = Statistics(database)
    return vitals.routes(
        Readiness(database, clock).check,
        lambda: statistics.backlog(clock()),
        delivers=settings.delivery == "on",
        answers=settings.updates != "off",
    )


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


def _role(name: str, database: Database, services: Services) -> Role | None:
    """Return a role that one of several replicas has; a file of SQLite has one process.

    There a role would only keep a restarted process waiting for the one that died.
    """
    if database.is_sqlite:
        return None
    bot_id = services.messenger.bot_id
    return Role(database, bot_id, name, services.deliveries.worker, services.clock)


def _app_url(settings: Settings) -> str | None:
    """Return the address of the page for the whole screen, if there is one."""
    return f"{settings.app_root}{PATH}" if settings.app_root else None


def _services(
    settings: Settings,
    database: Database,
    library: Library,
    sender: Sender,
    clock: Clock,
) -> Services:
    """Join everything that a handler may call."""
    subscriptions = Subscriptions(database, settings.default_time)
    groups = Groups(database)
    messenger = Messenger(
        sender,
        on_gone=LostChats(subscriptions, library.languages, clock).block,
        on_moved=subscriptions.migrate,
        dress=big_screen.dressing(app_url) if (app_url := _app_url(settings)) else None,
    )
    practices = Practices(database, library)
    sessions = Sessions(database, library, practices)
    return Services(
        library=library,
        subscriptions=subscriptions,
        preferences=Preferences(database),
        practices=practices,
        groups=groups,
        progress=Progress(database, library),
        programmes=Programmes(database, library, key_of(sender.bot.token)),
        deliveries=Deliveries(database, library),
        messenger=messenger,
        archive=Archive(database),
        clock=clock,
        answers=Answers(database, library),
        moves=Moves(database, library),
        contact=settings.contact,
        session_display=SessionDisplay(sessions, messenger, library, clock),
        screens=Screens(database, practices, sessions),
        broadcasts=Broadcasts(database),
        statistics=Statistics(database),
        admins=settings.admins,
    )


@asynccontextmanager
async def opened(database_url: str) -> AsyncIterator[Database]:
    """Open the database, with its tables up to date."""
    database = Database(database_url)
    try:
        await database.check()
        with database.explained():
            await migrations.upgrade(database)
        yield database
    finally:
        await database.close()


async def belongs_to_another(database_url: str, token: str) -> bool:
    """Return whether a database holds people whom this bot did not bring there.

    To the sandbox, they would all be gone: it would take them for people who blocked the bot.
    """
    async with opened(database_url) as database:
        return await Ownership(database, bot_id_of(token)).is_anothers()


def bot_id_of(token: str) -> int:
    """Return the bot's Telegram id, with which its token begins."""
    return int(token.partition(":")[0])


def _bot(
    settings: Settings,
    token: str,
    on_answer: OnAnswer = ignore_answer,
    listen: Listen = ignore_dates,
    gate: Gate | None = None,
) -> ExtBot[None]:
    root = settings.bot_api_url
    return ExtBot(
        token,
        base_url=f"{root}/bot",
        base_file_url=f"{root}/file/bot",
        request=AiohttpRequest(on_answer=on_answer, listen=listen, gate=gate),
        get_updates_request=AiohttpRequest(1, on_answer, listen),  # or PTB opens one on httpx
    )


async def introduced(settings: Settings, token: str) -> str:
    """Return the bot's name as Telegram tells it; raise what a person has to mend."""
    bot = _bot(settings, token)
    request = bot.request
    await request.initialize()
    try:
        return await polling.user_name(bot)
    finally:
        await request.shutdown()


async def telegrams_time(settings: Settings) -> datetime | None:
    """Return what time it is at Telegram, if it says so."""
    return await date_at(settings.bot_api_url)


async def _before(stopping: asyncio.Event, *works: Coroutine[Any, Any, None]) -> bool:
    """Run works until one ends (True) or the stop comes first (False); raise what it raises."""
    tasks = [asyncio.create_task(work) for work in works]
    stop = asyncio.create_task(stopping.wait())
    try:
        await asyncio.wait((*tasks, stop), return_when=asyncio.FIRST_COMPLETED)
        ended = [task for task in tasks if task.done()]
        for task in ended:
            task.result()
        return bool(ended)
    finally:
        for one in (*tasks, stop):
            one.cancel()
        await asyncio.gather(*tasks, stop, return_exceptions=True)
