"""Calls that somebody waits for: tried again where that cannot double anything."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from telegram.error import ChatMigrated, RetryAfter, TelegramError

from bot.botapi.errors import HARMLESS, mentions, outcome_of
from bot.botapi.inbox import stepping_aside
from bot.botapi.transport import ConnectError, PausedError, ServerError
from bot.services.delivery.outcome import Lost
from bot.services.delivery.slots import ReplyPace

TRIES = 3
"""Attempts at a call, unless it has a number of its own; edits are out of date soon."""

LONGEST_WAIT = 30.0
"""Seconds between two attempts at most."""

log = logging.getLogger(__name__)


class Retries:
    """Makes calls until they are carried out, or given up with a line in the log."""

    def __init__(
        self,
        pace: ReplyPace,
        *,
        on_gone: Callable[[int], Awaitable[None]],
        on_moved: Callable[[int, int], Awaitable[None]],
    ) -> None:
        self._pace = pace
        self._on_gone = on_gone
        self._on_moved = on_moved

    async def __call__(
        self, chat_id: int, call: Callable[[int], Awaitable[Any]], tries: int = TRIES
    ) -> Any:
        """Make a call, again if it was never carried out; log and return None after that."""
        failures = 0
        while failures < tries:
            try:
                async with stepping_aside():
                    await self._wait_for_pause()
                    return await call(chat_id)
            except PausedError:
                continue
            except RetryAfter:
                failures += 1
            except ChatMigrated as error:
                failures += 1
                await self._on_moved(chat_id, error.new_chat_id)
                chat_id = error.new_chat_id
            except (ConnectError, ServerError):
                await asyncio.sleep(min(2**failures, LONGEST_WAIT))
                failures += 1
            except TelegramError as error:
                await self._give_up(chat_id, error)
                return None
        log.warning("call given up after %s tries", tries)
        return None

    async def _wait_for_pause(self) -> None:
        """Wait until a pause that Telegram asked for is over."""
        while (left := await self._pace.left()) > 0:  # noqa: ASYNC110  # it may get longer
            await asyncio.sleep(left)

    async def _give_up(self, chat_id: int, error: TelegramError) -> None:
        if mentions(error, HARMLESS):
            return
        if isinstance(outcome_of(error), Lost):
            await self._on_gone(chat_id)
            return
        log.warning("call given up: %s", error)
