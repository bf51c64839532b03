"""The webhook: the sandbox posts updates to the bot."""

import asyncio
import time
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.sandbox.updates import Updates

HEADER = "X-Telegram-Bot-Api-Secret-Token"
PATIENCE = ClientTimeout(total=50)  # seconds, as Telegram's
RETRY_SECONDS = 0.5  # sooner than Telegram, which doubles its waits up to a minute


@dataclass
class Hook:
    """The webhook and its state; updates are posted one at a time, each until it is accepted."""

    url: str = ""
    secret: str | None = None
    max_connections: int = 40
    last_error: tuple[str, int] | None = None
    _task: asyncio.Task[None] | None = None

    def begin(self, updates: Updates) -> None:
        """Post waiting updates to the webhook, and then each new one."""
        self._task = asyncio.create_task(self._run(updates))

    def end(self) -> None:
        """Stop posting updates."""
        if self._task is not None:
            self._task.cancel()

    @property
    def about(self) -> dict[str, Any]:
        """Describe it as getWebhookInfo does."""
        about = {"url": self.url, "has_custom_certificate": False}
        if self.url:
            about["max_connections"] = self.max_connections
        if self.last_error:
            about["last_error_message"], about["last_error_date"] = self.last_error
        return about

    async def _run(self, updates: Updates) -> None:
        async with ClientSession(timeout=PATIENCE) as http:
            while True:
                update = await updates.first()
                if trouble := await self._bring(http, update):
                    self.last_error = (trouble, int(time.time()))
                    await asyncio.sleep(RETRY_SECONDS)
                else:
                    updates.acknowledge(update["update_id"] + 1)

    async def _bring(self, http: ClientSession, update: dict[str, Any]) -> str:
        headers = {HEADER: self.secret} if self.secret else {}
        try:
            async with http.post(
                self.url, json=update, headers=headers, allow_redirects=False
            ) as answer:
                if answer.ok:
                    return ""
                return f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except (ClientError, TimeoutError):
            return "Connection refused"
