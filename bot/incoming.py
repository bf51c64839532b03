"""The wiring of updates: by polling or webhook, through one inbox to their handlers."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from aiohttp import web
from telegram import Update
from telegram.ext import ExtBot

from bot.botapi.intake import Intake
from bot.botapi.polling import Poller, Take
from bot.botapi.updates import kind_of
from bot.botapi.webhook import WebhookUpdates, keep_webhook, path_of, remove_webhook, secret_of
from bot.chat import router
from bot.chat.services import Services
from bot.services.operators.roles import Role
from bot.services.updates import Updates
from bot.settings import Settings, bot_id_of
from bot.stop_times import UPDATE_SECONDS
from bot.web.vitals import Vitals
from bot.web.webhook import Webhook

Work = Callable[[], Coroutine[Any, Any, None]]


class Incoming:
    """Receives updates, in the way that the setting UPDATES names."""

    def __init__(self, settings: Settings, token: str, vitals: Vitals) -> None:
        self._way = settings.updates
        self._vitals = vitals
        self._secret = secret_of(token)
        self._path = path_of(bot_id_of(token))
        self._url = f"{settings.webhook_url}{self._path}"
        self._door = Webhook(self._path, self._secret)

    def routes(self) -> list[web.RouteDef]:
        """Return the webhook's route; it answers 503 until updates can be handled."""
        return self._door.routes() if self._way == "webhook" else []

    @asynccontextmanager
    async def opened(
        self,
        bot: ExtBot[None],
        services: Services,
        updates: Updates,
        role: Role | None,
        on_conflict: Callable[[], Awaitable[None]],
    ) -> AsyncIterator[Work]:
        """Prepare to handle updates; yield the coroutine function that receives them, for ever."""
        if self._way != "off":
            self._vitals.updates.beat()
        async with AsyncExitStack() as stack:
            poller = Poller(bot, role, self._vitals.updates.beat, on_conflict)
            stack.push_async_callback(poller.finish)
            take = await stack.enter_async_context(self._answering(bot, services, updates))
            if self._way == "polling":
                await remove_webhook(bot)
                yield lambda: poller.run(take)
            elif self._way == "webhook":
                self._door.open(WebhookUpdates(take).receive)
                stack.callback(self._door.close)
                alive = self._vitals.updates.beat
                yield lambda: keep_webhook(bot, self._url, self._secret, alive)
            else:
                yield _wait_for_ever

    @asynccontextmanager
    async def _answering(
        self, bot: ExtBot[None], services: Services, updates: Updates
    ) -> AsyncIterator[Take]:
        """Build the inbox and its handlers; at the end, give running updates a moment."""
        application = router.build(bot, services)
        await application.initialize()
        metrics = self._vitals.metrics

        async def on_flood(update: Update) -> None:
            await router.slow_down(services, update)

        intake = Intake(bot, updates, application.process_update, on_flood, metrics.replied)
        intake.on_request = services.messenger.requested
        metrics.count_waiting(lambda: intake.depth)

        async def take(raws: Sequence[dict[str, Any]]) -> None:
            for update in await intake.take(raws):
                metrics.took(kind_of(update))

        is_on = self._way != "off"
        keeping = asyncio.create_task(intake.keep() if is_on else _wait_for_ever())
        try:
            if is_on:
                await intake.start()
            yield take
        finally:
            await intake.close(UPDATE_SECONDS)
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)
            await services.group_pace.close()


async def _wait_for_ever() -> None:
    """Wait until the task is cancelled."""
    await asyncio.Event().wait()
