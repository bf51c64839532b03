"""The wiring of updates: polled or brought, through one inbox to their handlers."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from aiohttp import web
from telegram import Update
from telegram.ext import ExtBot

from bot.chat import router
from bot.chat.inbox import Answered, Inbox
from bot.chat.polling import Poller, Take
from bot.chat.turn import House
from bot.chat.webhook import Doorway, keep_webhook, path_of, remove_webhook, secret_of
from bot.services.roles import Role
from bot.settings import Settings
from bot.web.vitals import Vitals
from bot.web.webhook import Webhook

DRAIN_SECONDS = 2

Work = Callable[[], Coroutine[Any, Any, None]]


class Incoming:
    """Where updates come in, as the setting UPDATES says."""

    def __init__(self, settings: Settings, token: str, vitals: Vitals) -> None:
        self._way = settings.updates
        self._vitals = vitals
        self._secret = secret_of(token)
        self._path = path_of(int(token.partition(":")[0]))
        self._url = f"{settings.webhook_url}{self._path}"
        self._door = Webhook(self._path, self._secret)

    def routes(self) -> list[web.RouteDef]:
        """Return what is served for it; the door stays closed until updates can be answered."""
        return self._door.routes() if self._way == "webhook" else []

    @asynccontextmanager
    async def opened(
        self,
        bot: ExtBot[None],
        house: House,
        role: Role | None,
        on_conflict: Callable[[], Awaitable[None]],
    ) -> AsyncIterator[Work]:
        """Be ready to answer; yield the work that lets updates in, for ever."""
        if self._way != "off":
            self._vitals.updates.beat()
        async with AsyncExitStack() as stack:
            poller = Poller(bot, role, self._vitals.updates.beat, on_conflict)
            stack.push_async_callback(poller.finish)  # after the drain, with all it answered
            take = await stack.enter_async_context(self._answering(bot, house))
            if self._way == "polling":
                await remove_webhook(bot)
                yield lambda: poller.run(take)
            elif self._way == "webhook":
                self._door.open(Doorway(bot, take).bring)
                stack.callback(self._door.close)
                alive = self._vitals.updates.beat
                yield lambda: keep_webhook(bot, self._url, self._secret, alive)
            else:
                yield _nothing

    @asynccontextmanager
    async def _answering(self, bot: ExtBot[None], house: House) -> AsyncIterator[Take]:
        """Let updates be handled; give those under way a moment at the end."""
        application = router.build(bot, house)
        await application.initialize()

        async def on_flood(update: Update) -> None:
            await router.slow_down(house, update)

        inbox, metrics = Inbox(application.process_update, on_flood), self._vitals.metrics
        metrics.count_waiting(lambda: inbox.depth)

        async def take(update: Update) -> Answered:
            began = time.monotonic()
            metrics.took(router.kind_of(update))
            answered = await inbox.put(update)
            answered.add_done_callback(lambda _: metrics.replied(time.monotonic() - began))
            return answered

        try:
            yield take
        finally:
            await inbox.drain(DRAIN_SECONDS)
            await house.group_pace.close()


async def _nothing() -> None:
    await asyncio.Event().wait()
