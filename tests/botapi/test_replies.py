"""The line of replies: nothing waits without need, and what must wait goes in a fair order."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest
from telegram.error import RetryAfter

from bot.botapi.chat_pace import ChatPace
from bot.botapi.replies import MOST_A_CHAT, LineFullError, Replies
from bot.botapi.window import FIRST_WIDTH, NARROW_AFTER, Window
from bot.services.delivery.slots import Slots

ALICE, BOB, CARL = 1001, 1002, 1003


class Pace:
    """A pace that is set by hand."""

    def __init__(self, *, replies_are_free: bool = True, spacing: float = 0.02) -> None:
        self.replies_are_free = replies_are_free
        self.spacing = spacing
        self.over_at = 0.0
        self.is_full = False
        self.reserved: list[tuple[int, bool]] = []
        self._next_at = 0.0

    @property
    def is_held(self) -> bool:
        return time.monotonic() < self.over_at

    async def left(self) -> float:
        return max(0.0, self.over_at - time.monotonic())

    async def reserve_replies(self, count: int, *, is_flood: bool) -> Slots | None:
        if self.is_full:
            return None
        self.reserved.append((count, is_flood))
        now = time.monotonic()
        begin = max(now, self._next_at)
        self._next_at = begin + count * self.spacing
        return Slots(count, begin - now, self.spacing)


class Office:
    """Sends replies, each of which takes a while, and keeps their order."""

    def __init__(self, pace: Pace, seconds: float = 0.0) -> None:
        self.pace = pace
        self.replies = Replies(pace, ChatPace())
        self.sent: list[int] = []
        self.times: list[float] = []
        self.most = self._now = 0
        self._seconds = seconds

    async def send(self, chat: int, notice: Callable[[], Awaitable[object]] | None = None) -> None:
        async with self.replies.turn(chat, notice):
            self.sent.append(chat)
            self.times.append(time.monotonic())
            self._now += 1
            self.most = max(self.most, self._now)
            await asyncio.sleep(self._seconds)
            self._now -= 1

    def begin(self, *chats: int) -> list[asyncio.Task[None]]:
        return [asyncio.create_task(self.send(chat)) for chat in chats]


async def test_a_reply_leaves_at_once_and_reserves_nothing() -> None:
    office = Office(Pace())
    await office.send(ALICE)

    assert office.sent == [ALICE]
    assert office.pace.reserved == []


async def test_few_leave_at_once_and_more_where_they_get_through() -> None:
    office = Office(Pace(), 0.02)
    await asyncio.gather(*office.begin(*range(1, 9)))
    first = office.most
    await asyncio.gather(*office.begin(*range(100, 300)))

    assert first <= FIRST_WIDTH + 1
    assert office.most > 2 * FIRST_WIDTH


async def test_a_refusal_makes_the_line_narrow_again() -> None:
    office = Office(Pace())
    office.replies._window.width = 100
    with pytest.raises(RetryAfter):
        async with office.replies.turn(ALICE):
            raise RetryAfter(1)

    assert office.replies._window.width == FIRST_WIDTH


async def test_a_window_that_nobody_waited_for_is_narrow_again() -> None:
    window = Window(asyncio.Event())
    window.widen(0)
    window.narrow(NARROW_AFTER)
    width = window.width
    window.narrow(NARROW_AFTER + 1)

    assert width > FIRST_WIDTH == window.width


async def test_a_refused_reply_keeps_its_place() -> None:
    office = Office(Pace(replies_are_free=False))
    now = time.monotonic()
    for chat in (ALICE, BOB):
        office.replies.demand.count(chat, now)
    turn = office.replies.turn(ALICE)
    with pytest.raises(RetryAfter):
        async with turn:
            raise RetryAfter(1)

    assert office.replies.demand.place(ALICE, 0) == office.replies.demand.place(BOB, 0)
    async with turn:
        pass
    assert office.replies.demand.place(ALICE, 0) > office.replies.demand.place(BOB, 0)


async def test_once_it_is_tight_each_waits_for_a_slot_in_order_of_arrival() -> None:
    office = Office(Pace(replies_are_free=False))
    chats = list(range(1, 13))
    for chat in chats:
        office.replies.demand.count(chat, time.monotonic())
    await asyncio.gather(*office.begin(*chats))

    assert office.sent == chats
    assert office.times[-1] - office.times[0] > 10 * office.pace.spacing


async def test_a_question_passes_a_flood_that_came_before_it() -> None:
    office = Office(Pace(replies_are_free=False))
    now = time.monotonic()
    for _ in range(20):
        office.replies.demand.count(ALICE, now)
        office.replies.demand.count(BOB, now)
    office.pace.over_at = now + 0.2
    tasks = office.begin(ALICE, BOB)
    await asyncio.sleep(0.1)
    office.replies.demand.count(CARL, time.monotonic())
    await asyncio.gather(*tasks, *office.begin(CARL))

    assert office.sent[0] == CARL
    assert (1, False) in office.pace.reserved
    assert (1, True) in office.pace.reserved


async def test_who_begins_to_flood_while_in_line_goes_back() -> None:
    office = Office(Pace(replies_are_free=False))
    now = time.monotonic()
    office.pace.over_at = now + 0.1
    office.replies.demand.count(ALICE, now)
    office.replies.demand.count(BOB, now + 0.01)
    tasks = office.begin(ALICE, BOB)
    await asyncio.sleep(0.05)
    for _ in range(10):
        office.replies.demand.count(ALICE, now)
    await asyncio.gather(*tasks)

    assert office.sent == [BOB, ALICE]


async def test_nothing_leaves_during_a_pause() -> None:
    office = Office(Pace(replies_are_free=False))
    office.pace.over_at = over_at = time.monotonic() + 0.3
    await asyncio.gather(*office.begin(*range(1, 6)))

    assert min(office.times) >= over_at


async def test_no_slots_for_now_is_no_end() -> None:
    office = Office(Pace(replies_are_free=False))
    office.pace.is_full = True
    (task,) = office.begin(ALICE)
    await asyncio.sleep(0.2)
    assert office.sent == []
    office.pace.is_full = False
    await task

    assert office.sent == [ALICE]


async def test_a_chat_that_rests_keeps_nobody_waiting() -> None:
    office = Office(Pace(replies_are_free=False))
    await asyncio.gather(*office.begin(ALICE, ALICE, BOB))

    assert office.sent == [ALICE, BOB, ALICE]
    assert office.times[2] - office.times[0] >= 1


async def test_too_many_replies_for_one_chat_are_dropped() -> None:
    office = Office(Pace(replies_are_free=False))
    office.pace.is_full = True
    tasks = office.begin(*[ALICE] * MOST_A_CHAT)
    await asyncio.sleep(0.01)
    with pytest.raises(LineFullError):
        await office.send(ALICE)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    office.pace.is_full = False
    await office.send(BOB)

    assert office.sent == [BOB]


async def test_a_slow_answer_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.botapi.window.UNDER_WAY_SECONDS", 0.05)
    office = Office(Pace(), 0.5)
    began = time.monotonic()
    await asyncio.gather(*office.begin(*range(1, 10)))

    assert office.times[-1] - began < 0.5
