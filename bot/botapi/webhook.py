"""Updates by webhook: the bot itself sets the webhook, checks it, and removes it.

It is removed before polling, which it would block. It is not removed when the bot stops: other
replicas may be serving it, and Telegram keeps what comes meanwhile for a day.
"""

import asyncio
import hashlib
import hmac
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from telegram import WebhookInfo
from telegram.error import BadRequest, EndPointNotFound, InvalidToken, TelegramError
from telegram.ext import ExtBot

from bot.botapi.polling import FIRST_WAIT, LONGEST_WAIT, Take, TokenRefusedError
from bot.botapi.updates import ALLOWED_UPDATES
from bot.errors import OperatorError

CHECK_SECONDS = 60
"""How often the webhook is checked: another process may have changed it."""

CONNECTIONS = 100
"""Telegram's maximum: each update keeps a connection until it is stored."""

log = logging.getLogger(__name__)


class WebhookRefusedError(OperatorError):
    """Telegram rejected the address; the text is one sentence."""


def path_of(bot_id: int) -> str:
    """Return the path of the webhook; no secret, because paths end up in logs of proxies."""
    return f"/webhook/{bot_id}"


def secret_of(token: str) -> str:
    """Return the secret that Telegram sends along: equal in all replicas, derived one-way."""
    return hmac.new(token.encode(), b"psoas-bot webhook", hashlib.sha256).hexdigest()


class WebhookUpdates:
    """Stores each update, and only then reports it as received.

    If it cannot be stored, or this process dies before that, Telegram delivers it again, here or
    to another replica.
    """

    def __init__(self, take: Take) -> None:
        self._take = take

    async def receive(self, raw: dict[str, Any]) -> bool:
        """Store an update; return False if Telegram should deliver it again."""
        try:
            await self._take([raw])
        except Exception as error:  # noqa: BLE001  # whatever it is, Telegram keeps the update
            log.warning("storing an update failed (%s); Telegram keeps it", type(error).__name__)
            return False
        return True


async def keep_webhook(
    bot: ExtBot[None], url: str, secret: str, alive: Callable[[float], None]
) -> None:
    """Set the webhook, and set it again whenever it was changed; never return.

    Raise TokenRefusedError if the token is refused, WebhookRefusedError if the address is.
    """
    wait, logged = FIRST_WAIT, ""
    while True:
        try:
            info = await _info(bot)
            if _differs(info, url):
                await _set(bot, url, secret)
        except (InvalidToken, EndPointNotFound):  # both mean 401
            raise TokenRefusedError from None
        except TelegramError as error:
            log.warning("checking the webhook failed (%s); retrying in %s s", error, wait)
            seconds = wait
            wait = min(wait * 2, LONGEST_WAIT)
        else:
            logged = _log_error(info, logged)
            seconds, wait = CHECK_SECONDS, FIRST_WAIT
        alive(seconds)
        await asyncio.sleep(seconds)


async def _info(bot: ExtBot[None]) -> WebhookInfo:
    try:
        return await bot.get_webhook_info()
    except (AttributeError, LookupError, TypeError, ValueError):  # PTB could not parse the answer
        raise TelegramError("the answer is malformed") from None


def _differs(info: WebhookInfo, url: str) -> bool:
    """Return whether to set it again.

    Telegram does not show the secret; a 403 from our own server means that it has another one.
    """
    return (
        info.url != url
        or set(info.allowed_updates or ()) != set(ALLOWED_UPDATES)
        or info.max_connections != CONNECTIONS
        or "403" in (info.last_error_message or "")
    )


async def _set(bot: ExtBot[None], url: str, secret: str) -> None:
    try:
        await bot.set_webhook(
            url,
            secret_token=secret,
            allowed_updates=ALLOWED_UPDATES,
            max_connections=CONNECTIONS,
        )
    except BadRequest as error:
        raise WebhookRefusedError(f"Telegram does not accept WEBHOOK_URL: {error}.") from None
    log.info("webhook set to %s", url)


def _log_error(info: WebhookInfo, logged: str) -> str:
    """Log the last error that Telegram reports, once; return what identifies it."""
    message = info.last_error_message or ""
    if message and f"{message}{info.last_error_date}" != logged:
        log.warning(
            "Telegram could not deliver to the webhook: %s (%s updates pending)",
            message,
            info.pending_update_count,
        )
    return message and f"{message}{info.last_error_date}"


async def remove_webhook(bot: ExtBot[None]) -> None:
    """Remove a webhook before polling; if that fails, polling will notice it."""
    with suppress(TelegramError):
        info = await _info(bot)
        if info.url:
            await bot.delete_webhook()
            log.info("removed the webhook, because this bot polls")
