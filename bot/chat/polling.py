"""Long polling that never dies in silence: a refused token ends it, everything else is retried."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from telegram import Update
from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.chat.inbox import Answered
from bot.chat.meaning import seconds_of
from bot.chat.reading import read
from bot.chat.router import ALLOWED_UPDATES
from bot.services.roles import Role

FIRST_WAIT, LONGEST_WAIT = 1, 30  # seconds after trouble, doubled each time
POLL_SECONDS = 10
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 0.5  # seconds between fetches while something is unanswered
FULL = 100  # updates that Telegram gives at once, at most
LAST_WORD_SECONDS = 0.5
TOUCH_SECONDS = 15
STAND_BY_SECONDS = 5

Take = Callable[[Update], Awaitable[Answered]]

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


async def keep_in_touch(bot: ExtBot[None], silence: Callable[[], float]) -> None:
    """Ask Telegram for a word where it has given none for a while; for ever.

    A replica that stands by would hear nothing at all, and not that its token is taken away.
    """
    while True:
        await asyncio.sleep(TOUCH_SECONDS)
        if silence() >= TOUCH_SECONDS:
            try:
                await bot.do_api_request("getme")  # as it comes: only that it comes matters
            except (InvalidToken, EndPointNotFound):
                raise TokenRefusedError from None
            except TelegramError as error:
                log.warning("Telegram cannot be reached (%s)", error)


class Poller:
    """Fetch updates for ever, as the only one of several replicas, where there are several.

    Telegram forgets what lies before the offset that it is told. So an offset never goes past
    an update that is still unanswered: after a crash it comes again. Until then Telegram shows
    it with every fetch, and what was taken already is passed over.
    """

    def __init__(
        self,
        bot: ExtBot[None],
        role: Role | None = None,
        alive: Callable[[float], None] = lambda _ahead: None,
        on_conflict: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._bot = bot
        self._role = role
        self._alive = alive
        self._on_conflict = on_conflict
        self._taken: dict[int, Answered] = {}
        self._offset: int | None = None
        self._told: int | None = None

    async def run(self, take: Take) -> None:
        """Fetch and pass on; raise TokenRefusedError when the token is taken away."""
        wait, pause = FIRST_WAIT, FIRST_PAUSE
        while True:
            if self._role is not None:
                await _until_ours(self._role, self._alive)
            if self._taken:
                await asyncio.wait(self._taken.values(), timeout=pause)
            try:
                updates = await self._fetch(0 if self._unanswered() else POLL_SECONDS)
            except (InvalidToken, EndPointNotFound):  # PTB's two words for 401
                raise TokenRefusedError from None
            except TelegramError as error:
                await self._mend(error)
                seconds = _told(error, wait)
                self._alive(seconds)
                await asyncio.sleep(seconds)
                wait = min(wait * 2, LONGEST_WAIT)
                continue
            self._alive(0)
            news = await self._take(updates, take)
            wait, pause = FIRST_WAIT, FIRST_PAUSE if news else min(2 * pause, LONGEST_PAUSE)

    async def finish(self) -> None:
        """Tell Telegram what was answered since the last fetch, then let another replica poll."""
        await self._acknowledge()
        if self._role is not None:
            await self._role.give_up()

    async def _acknowledge(self) -> None:
        self._unanswered()
        if self._offset != self._told:
            with suppress(TelegramError, TimeoutError):
                async with asyncio.timeout(LAST_WORD_SECONDS):
                    await self._fetch(0, limit=1)

    async def _fetch(self, seconds: int, limit: int = FULL) -> list[dict[str, Any]]:
        """Ask for updates, and wait some seconds for one to come."""
        self._told = self._offset
        # Lower case, as PTB warns of methods that it has: its own loses a whole batch, and
        # for ever, to one update that it cannot read.
        updates: list[dict[str, Any]] = await self._bot.do_api_request(
            "getupdates",
            api_kwargs={
                "offset": self._offset,
                "timeout": seconds,
                "limit": limit,
                "allowed_updates": ALLOWED_UPDATES,
            },
            read_timeout=POLL_SECONDS + 10,
        )
        return updates

    async def _take(self, updates: list[dict[str, Any]], take: Take) -> int:
        """Pass on what is new; return how much that was."""
        news = [raw for raw in updates if raw["update_id"] not in self._taken]
        for raw in news:
            update = read(self._bot, raw)
            self._taken[raw["update_id"]] = await take(update) if update else _answered()
        if len(updates) == FULL:
            # So many at once hide what comes after them: rather lose these than never look.
            self._offset = updates[-1]["update_id"] + 1
            self._taken.clear()
        return len(news)

    def _unanswered(self) -> bool:
        """Move the offset up to the first update that is unanswered; say whether there is one."""
        for number, answered in list(self._taken.items()):
            if not answered.done() or answered.cancelled():
                return True
            self._offset = number + 1
            del self._taken[number]
        return False

    async def _mend(self, error: TelegramError) -> None:
        """Remove a webhook, which keeps every update from those who poll; tell of a rival."""
        if not isinstance(error, Conflict):
            return
        if "webhook" in str(error).lower():
            with suppress(TelegramError):
                await self._bot.delete_webhook()
                log.warning("a webhook was set for this bot; it is removed, since we poll")
        elif self._on_conflict is not None:
            await self._on_conflict()


def _answered() -> Answered:
    done: Answered = asyncio.get_running_loop().create_future()
    done.set_result(None)
    return done


async def _until_ours(role: Role, alive: Callable[[float], None]) -> None:
    """Wait until no other replica polls; while the database is away, updates wait at Telegram."""
    told = ""
    while reason := await _why_not_ours(role):
        if reason != told:
            log.warning("no updates are fetched: %s", reason)
        told = reason
        alive(STAND_BY_SECONDS)
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
