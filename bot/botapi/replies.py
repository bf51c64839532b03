"""The line in which replies wait: for their chat, for the pace, and for the end of a pause.

Telegram's limit concerns bulk messages, it is said, so replies go straight out at first: only a
few at a time, and more while Telegram takes them. Once it has answered 429, each waits for a slot
that is reserved beside those of the deliveries. The next turn belongs to whoever asked for least
lately, so one question passes any number of people who flood the bot.
"""

import asyncio
import heapq
import logging
import time
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from types import TracebackType
from typing import Self

from telegram.error import RetryAfter

from bot.botapi.chat_pace import ChatPace
from bot.botapi.demand import Demand, is_flood
from bot.botapi.notices import Notices
from bot.botapi.window import Pass, Window
from bot.services.delivery.slots import SLACK, ReplyPace

MOST_A_CHAT = 20
"""Replies of one chat that may wait; more are dropped."""

SLOTS_AT_ONCE = 5
RESERVE_AGAIN = 0.05
"""Seconds after which slots are asked for again where replies have had their share."""

LONGEST_WAIT = 1.0
"""Seconds to wait for a change before looking again, in case none is reported."""

Notice = Callable[[], Awaitable[object]]

log = logging.getLogger(__name__)


class LineFullError(Exception):
    """Too many replies wait for one chat: this one is dropped."""


class Replies:
    """The line of one process."""

    def __init__(self, pace: ReplyPace, chats: ChatPace) -> None:
        self.demand = Demand()
        self._pace = pace
        self._chats = chats
        self._line: list[tuple[float, int, Turn]] = []
        self._cooling: list[tuple[float, int, Turn]] = []
        self._number = 0
        self._waiting: Counter[int] = Counter()
        self._moments: deque[float] = deque()
        self._changed = asyncio.Event()
        self._window = Window(self._changed)
        self._reserving: asyncio.Task[None] | None = None
        self._usher: asyncio.Task[None] | None = None
        self._notices = Notices()
        self._notifying: set[asyncio.Task[None]] = set()

    def turn(self, chat_id: int, notice: Notice | None = None) -> "Turn":
        """Return a context for each attempt to send a reply; its place in line stays the same.

        `notice` sends a line to somebody who has waited for long, and will.
        """
        self._number += 1
        return Turn(self, chat_id, self._number, notice)

    async def join(self, turn: "Turn") -> None:
        """Wait until a reply may leave."""
        if self._is_free(turn.chat_id):
            self._start(turn)
            return
        if self._waiting[turn.chat_id] >= MOST_A_CHAT:
            raise LineFullError
        self._waiting[turn.chat_id] += 1
        turn.go = asyncio.get_running_loop().create_future()
        self._put(turn)
        self._wake()
        try:
            await turn.go
        except BaseException:
            turn.go.cancel()
            raise
        finally:
            self._waiting[turn.chat_id] -= 1
            if not self._waiting[turn.chat_id]:
                del self._waiting[turn.chat_id]

    def _is_free(self, chat_id: int) -> bool:
        """Return whether a reply to a chat may leave without a place in line."""
        is_clear = not self._line and self._window.has_room
        return is_clear and self._pace.replies_are_free and not self._wait_of(chat_id)

    def _wait_of(self, chat_id: int) -> float:
        strict = not self._pace.replies_are_free
        return self._chats.wait(chat_id, time.monotonic(), strict=strict)

    def _start(self, turn: "Turn") -> None:
        self._chats.count(turn.chat_id, time.monotonic())
        turn.passing = self._window.enter()

    def end(self, turn: "Turn", error: BaseException | None) -> None:
        """Take note that an attempt is over."""
        now = time.monotonic()
        self._chats.arrived(turn.chat_id, now)
        if error is None and not turn.is_notice:
            self._notices.served(turn.chat_id)
            self.demand.serve(turn.chat_id)
        if isinstance(error, RetryAfter):
            self._window.narrow()
        elif error is None and self._line:
            self._window.widen(now)
        else:
            self._window.narrow(now)
        if turn.passing is not None:
            turn.passing.give_back()

    def _wake(self) -> None:
        self._changed.set()
        if self._usher is None or self._usher.done():
            self._usher = asyncio.create_task(self._let_in())

    async def _let_in(self) -> None:
        """Give turns until nobody waits."""
        while self._line or self._cooling:
            self._changed.clear()
            try:
                await self._next()
            except Exception:  # whoever waits must not wait for ever
                log.exception("giving a turn failed; retrying in 1 s")
                await asyncio.sleep(1)
        self._notices.forget()

    async def _next(self) -> None:
        """Give one turn, or wait for what keeps everybody from one."""
        self._bring_back_rested()
        if (left := await self._pace.left()) > 0:
            self._moments.clear()
            await asyncio.sleep(left)
        elif not self._line:
            rested_at = self._cooling[0][0] if self._cooling else 0.0
            await self._change(rested_at - time.monotonic())
        elif self._pace.replies_are_free:
            if self._window.has_room:
                self._give_turn()
            else:
                await self._change(LONGEST_WAIT)
        else:
            self._reserve_ahead()
            await (self._keep_moment() if self._moments else self._change(LONGEST_WAIT))

    def _reserve_ahead(self) -> None:
        """Reserve more slots before the last ones have passed: a database takes its time."""
        is_reserving = self._reserving is not None and not self._reserving.done()
        ahead = len(self._moments)
        if is_reserving or ahead >= SLOTS_AT_ONCE:
            return
        now = time.monotonic()
        first = [one for one in (self._pop() for _ in range(ahead + SLOTS_AT_ONCE)) if one]
        for turn in first:
            self._put(turn)
        following = first[ahead:]
        people = sum(not is_flood(turn.place, now) for turn in following)
        if following:
            reserving = self._reserve(people or 1, is_flood=not people)
            self._reserving = asyncio.create_task(reserving)

    async def _reserve(self, count: int, *, is_flood: bool) -> None:
        """Reserve slots; where there are none, let a moment pass before the next try."""
        try:
            slots = await self._pace.reserve_replies(count, is_flood=is_flood)
        except Exception as error:  # noqa: BLE001  # the database may be away for a while
            log.warning("reserving slots failed (%s); retrying in 1 s", type(error).__name__)
            slots = None
            await asyncio.sleep(1)
        if slots is None:
            await asyncio.sleep(RESERVE_AGAIN)
        else:
            begin = time.monotonic() + slots.wait
            self._moments.extend(begin + number * slots.spacing for number in range(slots.count))
        self._changed.set()

    async def _keep_moment(self) -> None:
        """Give a turn at the next reserved moment, unless that was missed."""
        moment = self._moments[0]
        await asyncio.sleep(moment - time.monotonic())
        if self._pace.is_held:
            return
        self._moments.popleft()
        if time.monotonic() - moment <= SLACK:
            self._bring_back_rested()
            self._give_turn()

    async def _change(self, seconds: float) -> None:
        """Wait until something changes, at most so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, seconds)):
                await self._changed.wait()

    def _give_turn(self) -> None:
        """Let the first leave whose chat may get a message."""
        while turn := self._pop():
            if wait := self._wait_of(turn.chat_id):
                heapq.heappush(self._cooling, (time.monotonic() + wait, turn.number, turn))
                continue
            self._start(turn)
            turn.go.set_result(None)
            if waiting := self._notices.next_for(self._line, time.monotonic()):
                task = asyncio.create_task(self._notify(waiting))
                self._notifying.add(task)
                task.add_done_callback(self._notifying.discard)
            return

    def _put(self, turn: "Turn") -> None:
        if not turn.is_notice:
            turn.place = self.demand.place(turn.chat_id, turn.since)
        heapq.heappush(self._line, (turn.place, turn.number, turn))

    def _pop(self) -> "Turn | None":
        """Take out the first in line; chats that asked for more meanwhile go back."""
        while self._line:
            place, _, turn = heapq.heappop(self._line)
            if turn.go.done():  # whoever waited was cancelled
                continue
            if turn.is_notice or self.demand.place(turn.chat_id, turn.since) <= place:
                return turn
            self._put(turn)
        return None

    async def _notify(self, waiting: "Turn") -> None:
        """Tell somebody that their reply will take a while; at once, or it would be no use."""
        if waiting.notice is None:
            return
        turn = self.turn(waiting.chat_id)
        turn.is_notice = True
        try:
            async with turn:
                await waiting.notice()
        except Exception as error:  # noqa: BLE001  # the reply itself will follow
            log.debug("a notice was not sent: %s", type(error).__name__)

    def _bring_back_rested(self) -> None:
        now = time.monotonic()
        while self._cooling and self._cooling[0][0] <= now:
            _, _, turn = heapq.heappop(self._cooling)
            self._put(turn)


class Turn:
    """A reply's turn: entered when it may leave, left when its outcome is known."""

    def __init__(self, replies: Replies, chat_id: int, number: int, notice: Notice | None) -> None:
        self.chat_id = chat_id
        self.number = number
        self.since = time.monotonic()
        self.place = 0.0
        self.notice = notice
        self.is_notice = False
        self.go: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.passing: Pass | None = None
        self._replies = replies

    @property
    def has_notice(self) -> bool:
        """Return whether its chat can be told that it has to wait."""
        return self.notice is not None

    async def __aenter__(self) -> Self:
        """Wait for the turn; raise LineFullError where too many wait for the chat."""
        await self._replies.join(self)
        return self

    async def __aexit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """End the turn."""
        self._replies.end(self, error)
