"""Long polling: a refused token ends it with an error; every other failure is retried."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any, Protocol

from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.botapi import raw
from bot.botapi.errors import seconds_of
from bot.botapi.transport import PausedError
from bot.botapi.updates import ALLOWED_UPDATES
from bot.errors import OperatorError, TemporaryError
from bot.stop_times import ACKNOWLEDGE_SECONDS

FIRST_WAIT, LONGEST_WAIT = 1, 30  # seconds after a failure, doubled each time
POLL_SECONDS = 10
FULL = 100  # the most updates that Telegram returns at once
CHECK_SECONDS = 15
STAND_BY_SECONDS = 5
DOUBT_SECONDS = 1
CONFLICT_WAITS = (1, 2, 5, 10, 30)
"""Seconds after each conflict with another process that polls; the last for all later ones."""

CONFLICTS_TO_REPORT = 4
"""Conflicts after which operators are told."""

QUIET_SECONDS = 120
"""After which a conflict is the first one again."""

Take = Callable[[Sequence[dict[str, Any]]], Awaitable[object]]
"""Stores updates; raises if it could not."""

log = logging.getLogger(__name__)


class TokenRefusedError(OperatorError):
    """Telegram does not accept the token."""

    def __init__(self) -> None:
        super().__init__(
            "Telegram refused BOT_TOKEN; ask @BotFather for the right one with /token."
        )


class UnreachableError(TemporaryError):
    """Telegram does not answer; the text is one sentence."""


class NotStoredError(Exception):
    """A batch of updates could not be stored; the text is the name of the error."""


class PollingRight(Protocol):
    """The right to poll, which one of several replicas has."""

    async def hold(self) -> bool:
        """Take or keep it; return False while another replica has it."""
        ...

    async def give_up(self) -> None:
        """Let another replica poll."""
        ...


async def user_name(bot: ExtBot[None]) -> str:
    """Return the bot's user name; raise TokenRefusedError or UnreachableError."""
    try:
        return (await bot.get_me()).username or ""
    except (InvalidToken, EndPointNotFound):
        raise TokenRefusedError from None
    except TelegramError as error:
        raise UnreachableError(f"Telegram cannot be reached: {error}.") from None


async def until_reachable(bot: ExtBot[None]) -> None:
    """Log in to Telegram, trying again until it answers."""
    wait = FIRST_WAIT
    while True:
        try:
            await bot.initialize()
        except InvalidToken:
            raise TokenRefusedError from None
        except TelegramError as error:
            log.warning("Telegram cannot be reached (%s); retrying in %s s", error, wait)
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)
        else:
            return


async def keep_in_touch(bot: ExtBot[None], silence: Callable[[], float]) -> None:
    """Call Telegram whenever it has been silent for a while; never return.

    A replica on standby makes no other calls, so it would not learn that its token was revoked.
    """
    while True:
        await asyncio.sleep(CHECK_SECONDS)
        if silence() >= CHECK_SECONDS:
            try:
                await raw.call(bot, "getMe")  # the answer itself does not matter
            except (InvalidToken, EndPointNotFound):
                raise TokenRefusedError from None
            except TelegramError as error:
                log.warning("Telegram cannot be reached (%s)", error)


async def keep_time(bot: ExtBot[None], is_agreed: Callable[[], bool]) -> None:
    """Ask Telegram what time it is while that is in doubt; never return.

    Every answer has a date, which the transport passes on.
    """
    while True:
        if not is_agreed():
            with suppress(TelegramError):
                await raw.call(bot, "getMe")
        await asyncio.sleep(DOUBT_SECONDS)


class Poller:
    """Fetch updates for ever; of several replicas, only one does.

    Telegram drops the updates before the offset that it is given. The offset moves on when a
    batch is stored, with the next fetch: what a process could not store, Telegram keeps.
    """

    def __init__(
        self,
        bot: ExtBot[None],
        right: PollingRight | None = None,
        alive: Callable[[float], None] = lambda _ahead: None,
        on_conflict: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._bot = bot
        self._right = right
        self._alive = alive
        self._on_conflict = on_conflict
        self._conflicts = _Conflicts()
        self._offset: int | None = None
        self._sent_offset: int | None = None

    async def run(self, take: Take) -> None:
        """Fetch updates and pass them on; raise TokenRefusedError if the token is refused."""
        wait = FIRST_WAIT
        while True:
            if self._right is not None:
                await _until_held(self._right, self._alive)
            try:
                updates = await self._fetch(POLL_SECONDS)
                self._alive(0)
                await self._store(updates, take)
            except (InvalidToken, EndPointNotFound):  # both mean 401
                raise TokenRefusedError from None
            except (TelegramError, NotStoredError) as error:
                seconds = await self._seconds_after(error, wait)
                self._alive(seconds)
                await asyncio.sleep(seconds)
                wait = min(wait * 2, LONGEST_WAIT)
            else:
                wait = FIRST_WAIT

    async def finish(self) -> None:
        """Acknowledge what was stored since the last fetch, then let another replica poll."""
        if self._offset != self._sent_offset:
            with suppress(TelegramError, TimeoutError):
                async with asyncio.timeout(ACKNOWLEDGE_SECONDS):
                    await self._fetch(0, limit=1)
        if self._right is not None:
            await self._right.give_up()

    async def _fetch(self, seconds: int, limit: int = FULL) -> list[dict[str, Any]]:
        """Fetch updates; wait up to `seconds` for the first."""
        offset = self._offset
        updates: list[dict[str, Any]] = await raw.call(
            self._bot,
            "getUpdates",
            offset=offset,
            timeout=seconds,
            limit=limit,
            allowed_updates=ALLOWED_UPDATES,
            read_timeout=POLL_SECONDS + 10,
        )
        self._sent_offset = offset
        return updates

    async def _store(self, updates: list[dict[str, Any]], take: Take) -> None:
        """Pass on a batch, and move the offset past it once it is stored."""
        if not updates:
            return
        try:
            await take(updates)
        except Exception as error:
            raise NotStoredError(type(error).__name__) from error
        self._offset = updates[-1]["update_id"] + 1

    async def _seconds_after(self, error: Exception, wait: float) -> float:
        """Log why polling failed, and do what helps; return the seconds to wait."""
        if isinstance(error, PausedError):
            return error.seconds
        if isinstance(error, RetryAfter):
            return int(seconds_of(error)) + 1
        if not isinstance(error, Conflict):
            what = "storing" if isinstance(error, NotStoredError) else "fetching"
            log.warning("%s updates failed (%s); retrying in %s s", what, error, wait)
            return wait
        if "webhook" in str(error).lower():
            with suppress(TelegramError):
                await self._bot.delete_webhook()
                log.warning("a webhook was set for this bot and blocked polling; removed it")
            return FIRST_WAIT
        return await self._seconds_after_conflict()

    async def _seconds_after_conflict(self) -> float:
        """Try again soon at first: another process may have fetched by mistake, and only once."""
        count = self._conflicts.count()
        seconds = CONFLICT_WAITS[min(count, len(CONFLICT_WAITS)) - 1]
        log.error(
            "another process polls with this token; retrying in %s s."
            " Stop the other process, or give it its own token.",
            seconds,
        )
        if count >= CONFLICTS_TO_REPORT and self._on_conflict is not None:
            await self._on_conflict()
        return seconds


class _Conflicts:
    """Counts conflicts; after a while without any, it starts again."""

    def __init__(self) -> None:
        self._count = 0
        self._last = 0.0

    def count(self) -> int:
        """Count one more; return how many there were."""
        now = asyncio.get_running_loop().time()
        self._count = self._count + 1 if now - self._last < QUIET_SECONDS else 1
        self._last = now
        return self._count


async def _until_held(right: PollingRight, alive: Callable[[float], None]) -> None:
    """Wait until this replica may poll; without a database, updates wait at Telegram."""
    logged = ""
    while reason := await _why_not_held(right):
        if reason != logged:
            log.warning("not fetching updates: %s", reason)
        logged = reason
        alive(STAND_BY_SECONDS)
        await asyncio.sleep(STAND_BY_SECONDS)
    if logged:
        log.info("fetching updates again")


async def _why_not_held(right: PollingRight) -> str:
    """Return why this replica may not poll; an empty text if it may."""
    try:
        return "" if await right.hold() else "another replica does; this one is on standby"
    except Exception as error:  # noqa: BLE001  # no failure of the database ends polling
        return f"the database does not answer ({type(error).__name__})"
