"""The only wiring: everything is built and joined here, started in order, stopped in reverse."""

import asyncio
import gc
import logging
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from aiohttp import web
from telegram.ext import ExtBot

from bot.chat import polling, profile
from bot.chat.cards.check import check_cards
from bot.chat.guide import Guide
from bot.chat.lookout import Lookout
from bot.chat.messenger import Messenger
from bot.chat.polling import keep_in_touch, until_reachable
from bot.chat.post import Post
from bot.chat.transport import AiohttpRequest, OnAnswer, date_at, unheard
from bot.chat.turn import House
from bot.clock import Clock, wall_clock
from bot.coach import library as libraries
from bot.coach.library import Library
from bot.coach.programme import key_of
from bot.incoming import Incoming
from bot.outgoing import alongside, delivering, guiding
from bot.services.alarms import Alarms
from bot.services.answers import Answers
from bot.services.archive import Archive
from bot.services.broadcasts import Broadcasts
from bot.services.delivery import Deliveries
from bot.services.groups import Groups
from bot.services.guidance import Guidance
from bot.services.media import Shelf
from bot.services.moves import Moves
from bot.services.notes import Notes
from bot.services.practice import Practices
from bot.services.programmes import Programmes
from bot.services.progress import Progress
from bot.services.roles import ALARMS, POLLING, Role
from bot.services.statistics import Statistics
from bot.services.subscriptions import Subscriptions
from bot.settings import Settings
from bot.store import archive, migrations, pace
from bot.store.database import Database
from bot.web.metrics import CountedDeliveries
from bot.web.server import listening
from bot.web.vitals import Vitals

NextDelivery = Callable[[], Awaitable[datetime | None]]

log = logging.getLogger(__name__)


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
        vitals = stack.enter_context(Vitals.watched())
        await stack.enter_async_context(alongside(vitals.keep_beating()))
        database = await stack.enter_async_context(opened(settings.database))
        incoming = Incoming(settings, token, vitals)
        routes = [*_vital_routes(settings, database, vitals, clock), *incoming.routes()]
        await stack.enter_async_context(listening(settings.address, routes))
        bot = _bot(settings, token, vitals.on_answer)
        stack.push_async_callback(bot.shutdown)
        if not await _before(stopping, until_reachable(bot)):
            return
        counted = CountedDeliveries(vitals.metrics, vitals.tick.beat, database, library)
        house = replace(_house(settings, database, library, bot, clock), deliveries=counted)
        notes = Notes(database)
        if settings.delivery == "on":
            await stack.enter_async_context(delivering(settings, database, house, notes, vitals))
        await stack.enter_async_context(guiding(house.guide))
        alarms = Alarms(house.statistics, _role(ALARMS, database, house))
        lookout = Lookout(alarms, house.messenger, house.admins, clock)
        await stack.enter_async_context(alongside(lookout.keep()))
        receive = await stack.enter_async_context(
            incoming.opened(bot, house, _role(POLLING, database, house), lookout.conflict)
        )
        await stack.enter_async_context(alongside(profile.introduce(bot, settings.admins)))
        if on_ready is not None:
            on_ready(lambda: _next_instant(house, notes))
        tune_interpreter()
        log.info("ready as @%s", bot.username)
        await _before(stopping, receive(), keep_in_touch(bot, vitals.silence_of_telegram))
        log.info("stopping")


async def _next_instant(house: House, notes: Notes) -> datetime | None:
    """Return when the next message goes out by itself."""
    instants = (await house.deliveries.next_instant(), await notes.next_instant())
    return min((instant for instant in instants if instant), default=None)


def _vital_routes(
    settings: Settings, database: Database, vitals: Vitals, clock: Clock
) -> list[web.RouteDef]:
    """Return health and metrics, as far as this process has something to say."""
    statistics = Statistics(database)
    return vitals.routes(
        database.check,
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


def _role(name: str, database: Database, house: House) -> Role | None:
    """Return a role that one of several replicas has; a file of SQLite has one process.

    There a role would only keep a restarted process waiting for the one that died.
    """
    if database.is_sqlite:
        return None
    bot_id = house.messenger.bot.id
    return Role(database, bot_id, name, house.deliveries.worker, house.clock)


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
        statistics=Statistics(database),
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


async def belongs_to_another(database_url: str, token: str) -> bool:
    """Say whether a database holds people whom this bot did not bring there.

    To the sandbox, they would all be gone: it would take them for people who blocked the bot.
    """
    async with opened(database_url) as database, database.read() as connection:
        bots = await pace.bots(connection)
        own = int(token.partition(":")[0])
        return bots != {own} and await archive.is_used(connection)


def _bot(settings: Settings, token: str, on_answer: OnAnswer = unheard) -> ExtBot[None]:
    root = settings.bot_api_url
    return ExtBot(
        token,
        base_url=f"{root}/bot",
        base_file_url=f"{root}/file/bot",
        request=AiohttpRequest(on_answer=on_answer),
        get_updates_request=AiohttpRequest(1, on_answer),  # or PTB opens one on httpx
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
