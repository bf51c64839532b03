"""Long polling that never dies in silence: a refused token ends it, everything else is retried."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from telegram import Update
from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.chat.messenger import seconds_of
from bot.chat.reading import read
from bot.chat.router import ALLOWED_UPDATES
from bot.services.roles import Role

FIRST_WAIT, LONGEST_WAIT = 1, 30  # seconds after trouble, doubled each time
POLL_SECONDS = 10
STAND_BY_SECONDS = 5

log = logging.getLogger(__name__)


class TokenRefusedError(Exception):
    """Telegram does not know the token."""


class UnreachableError(Exception):
    """Telegram does not answer; the text is one sentence."""


async def introduced(bot: ExtBot[None]) -> str:
    """Ask Telegram once who we are; raise TokenRefusedError or UnreachableError."""
    try:
        return (await bot.get_me()).username or ""
    except (InvalidToken, EndPointNotFound):
        raise TokenRefusedError from None
    except TelegramError as error:
        raise UnreachableError(f"Telegram cannot be reached: {error}.") from None


async def until_reachable(bot: ExtBot[None]) -> None:
    """Ask Telegram who we are, again and again until it answers; log in on the way."""
    wait = FIRST_WAIT
    while True:
        try:
            await bot.initialize()
        except InvalidToken:
            raise TokenRefusedError from None
        except TelegramError as error:
            log.warning("Telegram cannot be reached (%s); trying again in %s s", error, wait)
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)
        else:
            return


async def poll(
    bot: ExtBot[None], take: Callable[[Update], Awaitable[None]], role: Role | None = None
) -> None:
    """Fetch updates for ever, as the only one of several replicas, where there are several.

    Raise TokenRefusedError when the token is taken away.
    """
    offset, wait = None, FIRST_WAIT
    while True:
        if role is not None:
            await _until_ours(role)
        try:
            # Lower case, as PTB warns of methods that it has: its own loses a whole batch, and
            # for ever, to one update that it cannot read.
            updates = await bot.do_api_request(
                "getupdates",
                api_kwargs={
                    "offset": offset,
                    "timeout": POLL_SECONDS,
                    "allowed_updates": ALLOWED_UPDATES,
                },
                read_timeout=POLL_SECONDS + 10,
            )
        except (InvalidToken, EndPointNotFound):  # PTB's two words for 401
            raise TokenRefusedError from None
        except TelegramError as error:
            await asyncio.sleep(_told(error, wait))
            wait = min(wait * 2, LONGEST_WAIT)
            continue
        wait = FIRST_WAIT
        for raw in updates:
            if update := read(bot, raw):
                await take(update)
            offset = raw["update_id"] + 1


async def _until_ours(role: Role) -> None:
    """Wait until no other replica polls; while the database is away, updates wait at Telegram."""
    told = ""
    while reason := await _why_not_ours(role):
        if reason != told:
            log.warning("no updates are fetched: %s", reason)
        told = reason
        await asyncio.sleep(STAND_BY_SECONDS)
    if told:
        log.info("updates are fetched again")


async def _why_not_ours(role: Role) -> str:
    try:
        return "" if await role.hold() else "another replica does it, this one stands by"
    except Exception as error:  # noqa: BLE001  # whatever ails the database, it is not the end
        return f"the database does not answer ({type(error).__name__})"


def _told(error: TelegramError, wait: int) -> int:
    """Log a fault of polling in words that name the cause; return the seconds to wait."""
    if isinstance(error, Conflict):
        log.error(
            "another process polls with this token, or a webhook is set for it; this one waits"
            " %s s. Stop the other one, or give it a token of its own.",
            LONGEST_WAIT,
        )
        return LONGEST_WAIT
    if isinstance(error, RetryAfter):
        return int(seconds_of(error)) + 1
    log.warning("no updates from Telegram (%s); trying again in %s s", error, wait)
    return wait
