"""Updates that Telegram brings: the webhook is set, kept, and removed by the bot itself.

It is removed where updates are polled (a webhook would keep them all), and never at a stop:
other replicas may be serving it, and what comes meanwhile waits at Telegram for a day.
"""

import asyncio
import hashlib
import hmac
import logging
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from telegram import WebhookInfo
from telegram.error import BadRequest, EndPointNotFound, InvalidToken, TelegramError
from telegram.ext import ExtBot

from bot.chat.inbox import Answered
from bot.chat.polling import FIRST_WAIT, LONGEST_WAIT, Take, TokenRefusedError
from bot.chat.reading import read
from bot.chat.router import ALLOWED_UPDATES

LOOK_SECONDS = 60
"""How often the webhook is looked after: another process may have changed it."""

CONNECTIONS = 100
"""Telegram's most: an update keeps its connection until it is answered."""

REMEMBERED = 1_000
"""Updates of which this process still knows that it took them."""

log = logging.getLogger(__name__)


class WebhookRefusedError(Exception):
    """Telegram does not take the address; the text is one sentence."""


def path_of(bot_id: int) -> str:
    """Return where Telegram knocks: no secret, since addresses get into the logs of proxies."""
    return f"/webhook/{bot_id}"


def secret_of(token: str) -> str:
    """Return what Telegram must show: the same in every replica, and no way back to the token."""
    return hmac.new(token.encode(), b"psoas-bot webhook", hashlib.sha256).hexdigest()


class Doorway:
    """Take each update that Telegram brings once, and wait until it is answered.

    Only then does Telegram hear that all is well: if this process dies before, it brings the
    update again, here or to another replica. It brings a chat's next update only after the one
    before, so that a chat is answered in order by however many replicas.
    """

    def __init__(self, bot: ExtBot[None], take: Take) -> None:
        self._bot = bot
        self._take = take
        self._taken: OrderedDict[int, asyncio.Task[Answered | None]] = OrderedDict()

    async def bring(self, raw: dict[str, Any]) -> bool:
        """Answer an update; say False where we stop before that."""
        number = raw["update_id"]
        if number not in self._taken:
            self._taken[number] = asyncio.create_task(self._pass_on(raw))
        # Brought again while it is under way, for instance by an impatient proxy: wait along.
        answered = await asyncio.shield(self._taken[number])
        self._forget_old_ones()
        if answered is None:
            return True
        await asyncio.wait([answered])
        return not answered.cancelled()

    async def _pass_on(self, raw: dict[str, Any]) -> Answered | None:
        update = read(self._bot, raw)
        return await self._take(update) if update else None

    def _forget_old_ones(self) -> None:
        while len(self._taken) > REMEMBERED:
            self._taken.popitem(last=False)


async def keep_webhook(
    bot: ExtBot[None], url: str, secret: str, alive: Callable[[float], None]
) -> None:
    """Set the webhook, and set it again where it has changed, for ever.

    Raise TokenRefusedError when the token is taken away, WebhookRefusedError when Telegram
    does not take the address.
    """
    wait, told = FIRST_WAIT, ""
    while True:
        try:
            info = await _info(bot)
            if _differs(info, url):
                await _set(bot, url, secret)
        except (InvalidToken, EndPointNotFound):  # PTB's two words for 401
            raise TokenRefusedError from None
        except TelegramError as error:
            log.warning("the webhook cannot be looked after (%s); again in %s s", error, wait)
            seconds = wait
            wait = min(wait * 2, LONGEST_WAIT)
        else:
            told = _complain(info, told)
            seconds, wait = LOOK_SECONDS, FIRST_WAIT
        alive(seconds)
        await asyncio.sleep(seconds)


async def _info(bot: ExtBot[None]) -> WebhookInfo:
    try:
        return await bot.get_webhook_info()
    except (AttributeError, LookupError, TypeError, ValueError):  # what is no answer to PTB
        raise TelegramError("the answer makes no sense") from None


def _differs(info: WebhookInfo, url: str) -> bool:
    """Say whether to set it. Its secret is not shown: that we refuse Telegram tells of another."""
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
        raise WebhookRefusedError(f"Telegram does not take WEBHOOK_URL: {error}.") from None
    log.info("the webhook is set to %s", url)


def _complain(info: WebhookInfo, told: str) -> str:
    """Say once what Telegram complains about; return what was said."""
    complaint = info.last_error_message or ""
    if complaint and f"{complaint}{info.last_error_date}" != told:
        log.warning(
            "Telegram had trouble with the webhook: %s (%s updates wait)",
            complaint,
            info.pending_update_count,
        )
    return complaint and f"{complaint}{info.last_error_date}"


async def remove_webhook(bot: ExtBot[None]) -> None:
    """Remove a webhook before polling; where Telegram has no ear for it, polling finds it."""
    with suppress(TelegramError):
        info = await _info(bot)
        if info.url:
            await bot.delete_webhook()
            log.info("the webhook that was set is removed, since this bot polls")
