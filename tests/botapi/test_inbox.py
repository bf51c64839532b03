"""Updates: in order within a chat, at once across chats, bounded everywhere."""

import asyncio
import logging
from collections import Counter, defaultdict
from contextlib import nullcontext
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import CallbackQuery, Chat, Message, Update, User

from bot.botapi.inbox import (
    A_CHAT,
    A_CHAT_IN_A_CROWD,
    AT_ONCE,
    MOST_WAITING,
    Inbox,
    stepping_aside,
)

ALICE, BOB = 1001, 1002
THEN = datetime(2026, 11, 23, 8, tzinfo=UTC)


def message(number: int, chat: int) -> Update:
    said = Message(message_id=number, date=THEN, chat=Chat(chat, Chat.PRIVATE), text="hello")
    return Update(number, message=said)


class Clerk:
    """Handle updates and note what happened; who is told to wait, waits."""

    def __init__(self) -> None:
        self.handled: dict[int, list[int]] = defaultdict(list)
        self.floods: list[int] = []
        self.busy: Counter[int] = Counter()
        self.most_busy = 0
        self.doors: defaultdict[int, asyncio.Event] = defaultdict(_open_door)
        self.flood_door = _open_door()
        self.faults: set[int] = set()
        self.waits_for_telegram = False
        self.inbox = Inbox(self.handle, self.on_flood)

    async def handle(self, update: Update) -> None:
        assert update.effective_chat
        chat = update.effective_chat.id
        self.busy[chat] += 1
        assert self.busy[chat] == 1, "two updates of one chat at once"
        self.most_busy = max(self.most_busy, self.busy.total())
        try:
            async with stepping_aside() if self.waits_for_telegram else nullcontext():
                await self.doors[chat].wait()
            if update.update_id in self.faults:
                raise RuntimeError("a fault of ours")
            self.handled[chat].append(update.update_id)
        finally:
            self.busy[chat] -= 1

    async def on_flood(self, update: Update) -> None:
        await self.flood_door.wait()
        self.floods.append(update.update_id)

    async def put(self, chat: int, *numbers: int) -> None:
        for number in numbers:
            await self.inbox.put(message(number, chat))

    async def settle(self) -> None:
        """Let everything run that can run."""
        for _ in range(50):
            await asyncio.sleep(0)


def _open_door() -> asyncio.Event:
    door = asyncio.Event()
    door.set()
    return door


@pytest.fixture
def clerk() -> Clerk:
    return Clerk()


async def test_one_chat_is_answered_in_order(clerk: Clerk) -> None:
    await clerk.put(ALICE, 1, 2, 3, 4)
    await clerk.inbox.drain(5)

    assert clerk.handled == {ALICE: [1, 2, 3, 4]}


async def test_a_slow_chat_never_blocks_its_neighbour(clerk: Clerk) -> None:
    clerk.doors[ALICE].clear()
    await clerk.put(ALICE, 1, 2)
    await clerk.put(BOB, 3, 4)
    await clerk.settle()

    assert clerk.handled == {BOB: [3, 4]}
    clerk.doors[ALICE].set()
    await clerk.inbox.drain(5)
    assert clerk.handled[ALICE] == [1, 2]


async def test_chats_are_answered_at_once_up_to_a_limit(clerk: Clerk) -> None:
    for chat in range(AT_ONCE + 50):
        clerk.doors[chat].clear()
        await clerk.put(chat, chat)
    await clerk.settle()

    assert clerk.busy.total() == AT_ONCE
    for door in clerk.doors.values():
        door.set()
    await clerk.inbox.drain(5)
    assert len(clerk.handled) == AT_ONCE + 50
    assert clerk.most_busy == AT_ONCE


# --- a flood --------------------------------------------------------------------------------


async def test_a_flood_is_cut_and_answered_once(clerk: Clerk) -> None:
    clerk.doors[ALICE].clear()
    await clerk.put(ALICE, *range(100))
    await clerk.put(BOB, 500)
    await clerk.settle()
    clerk.doors[ALICE].set()
    await clerk.inbox.drain(5)

    assert clerk.handled == {ALICE: list(range(A_CHAT)), BOB: [500]}
    assert clerk.floods == [99]


async def test_after_a_flood_a_chat_is_answered_as_before(clerk: Clerk) -> None:
    await clerk.put(ALICE, *range(A_CHAT + 1))
    await clerk.settle()
    await clerk.put(ALICE, 50, 51)
    await clerk.inbox.drain(5)

    assert clerk.handled[ALICE] == [*range(A_CHAT), 50, 51]
    assert clerk.floods == [A_CHAT]


async def test_what_is_said_while_a_flood_is_answered_waits_its_turn(clerk: Clerk) -> None:
    clerk.flood_door.clear()
    await clerk.put(ALICE, *range(A_CHAT + 1))
    await clerk.settle()
    await clerk.put(ALICE, 50)
    await clerk.settle()

    assert clerk.handled[ALICE] == [*range(A_CHAT)]
    clerk.flood_door.set()
    await clerk.inbox.drain(5)
    assert clerk.handled[ALICE] == [*range(A_CHAT), 50]


async def test_who_waits_for_telegram_keeps_nobody_from_work(clerk: Clerk) -> None:
    clerk.waits_for_telegram = True
    for chat in range(2000, 2000 + 2 * AT_ONCE):
        clerk.doors[chat].clear()
        await clerk.put(chat, chat)
    await clerk.put(BOB, 1)
    await clerk.settle()
    assert clerk.handled == {BOB: [1]}
    for door in clerk.doors.values():
        door.set()
    await clerk.inbox.drain(5)

    assert len(clerk.handled) == 2 * AT_ONCE + 1


async def test_who_waited_for_telegram_goes_on_before_others_begin(clerk: Clerk) -> None:
    clerk.doors[ALICE].clear()
    clerk.waits_for_telegram = True
    await clerk.put(ALICE, 1)
    await clerk.settle()
    clerk.waits_for_telegram = False
    others = range(2000, 2000 + 2 * AT_ONCE)
    for chat in others:
        clerk.doors[chat].clear()
        await clerk.put(chat, chat)
    clerk.doors[ALICE].set()
    await clerk.settle()

    clerk.doors[others[0]].set()
    await clerk.settle()
    assert clerk.handled == {others[0]: [others[0]], ALICE: [1]}
    for door in clerk.doors.values():
        door.set()
    await clerk.inbox.drain(5)


async def test_a_flood_by_many_leaves_room_for_a_neighbour(clerk: Clerk) -> None:
    clerk.waits_for_telegram = True
    flooding = range(2000, 2130)
    for chat in flooding:
        clerk.doors[chat].clear()
    async with asyncio.timeout(5):
        for number in range(20):
            for chat in flooding:
                await clerk.put(chat, 100 * chat + number)
        await clerk.put(BOB, 1)
    await clerk.settle()

    assert clerk.handled == {BOB: [1]}
    assert clerk.inbox.depth < MOST_WAITING
    for door in clerk.doors.values():
        door.set()
    await clerk.inbox.drain(5)
    assert all(len(clerk.handled[chat]) >= A_CHAT_IN_A_CROWD for chat in flooding)
    assert len(clerk.floods) == len(flooding)


# --- faults ---------------------------------------------------------------------------------


async def test_a_fault_ends_no_chat(clerk: Clerk, caplog: pytest.LogCaptureFixture) -> None:
    clerk.faults = {1, 2}
    with caplog.at_level(logging.ERROR):
        await clerk.put(ALICE, 1, 2, 3)
        await clerk.inbox.drain(5)
    await clerk.put(ALICE, 4)
    await clerk.inbox.drain(5)

    assert clerk.handled[ALICE] == [3, 4]
    assert [record.getMessage() for record in caplog.records] == [
        "handling update 1 failed; going on with the next",
        "handling update 2 failed; going on with the next",
    ]


async def test_a_fault_in_the_answer_to_a_flood_ends_no_chat() -> None:
    async def fail(_update: Update) -> None:
        raise RuntimeError("a fault of ours")

    seen: list[int] = []

    async def handle(update: Update) -> None:
        seen.append(update.update_id)

    inbox = Inbox(handle, fail)
    for number in range(A_CHAT + 5):
        await inbox.put(message(number, ALICE))
    await inbox.drain(5)
    await inbox.put(message(90, ALICE))
    await inbox.drain(5)

    assert seen[-1] == 90


# --- bounds ---------------------------------------------------------------------------------


async def test_no_more_is_taken_while_too_many_wait(clerk: Clerk) -> None:
    for chat in range(MOST_WAITING):
        clerk.doors[chat].clear()
        await clerk.put(chat, chat)
    one_more = asyncio.create_task(clerk.put(MOST_WAITING + 1, 7))
    await clerk.settle()

    assert not one_more.done()
    clerk.doors[0].set()
    await clerk.settle()
    assert one_more.done()
    for door in clerk.doors.values():
        door.set()
    await clerk.inbox.drain(5)


async def test_draining_waits_for_what_is_under_way(clerk: Clerk) -> None:
    clerk.doors[ALICE].clear()
    await clerk.put(ALICE, 1, 2)
    asyncio.get_running_loop().call_later(0.02, clerk.doors[ALICE].set)
    await clerk.inbox.drain(5)

    assert clerk.handled[ALICE] == [1, 2]


async def test_draining_ends_what_takes_too_long(clerk: Clerk) -> None:
    clerk.doors[ALICE].clear()
    await clerk.put(ALICE, 1, 2)
    await clerk.settle()
    await clerk.inbox.drain(0.02)

    assert clerk.busy[ALICE] == 0, "the handler still ran after the drain"
    assert clerk.handled[ALICE] == []


async def test_draining_an_empty_inbox_ends_at_once(clerk: Clerk) -> None:
    await clerk.inbox.drain(60)


# --- whose turn it is -----------------------------------------------------------------------


async def test_updates_without_a_chat_go_by_their_person_or_by_themselves() -> None:
    seen: list[int] = []

    async def handle(update: Update) -> None:
        await asyncio.sleep(0)
        seen.append(update.update_id)

    inbox = Inbox(handle, handle)
    data = {"id": "1", "from": User(ALICE, "Alice", is_bot=False).to_dict(), "query": ""}
    for number in (1, 2):
        raw = {"update_id": number, "inline_query": {**data, "offset": ""}}
        await inbox.put(Update.de_json(raw, None))
    await inbox.put(Update(3))
    await inbox.drain(5)

    assert sorted(seen) == [1, 2, 3]
    assert seen.index(1) < seen.index(2)


async def test_a_groups_members_tap_without_waiting_for_each_other() -> None:
    seen: list[int] = []
    floods: list[int] = []

    async def handle(update: Update) -> None:
        await asyncio.sleep(0)
        seen.append(update.update_id)

    async def on_flood(update: Update) -> None:
        floods.append(update.update_id)

    inbox = Inbox(handle, on_flood)
    group = Message(message_id=1, date=THEN, chat=Chat(-100500, Chat.SUPERGROUP))
    for number in range(4 * A_CHAT):
        user = User(number, "Somebody", is_bot=False)
        tap = CallbackQuery(str(number), user, "1", message=group)
        await inbox.put(Update(number, callback_query=tap))
    await inbox.drain(5)

    assert sorted(seen) == list(range(4 * A_CHAT))
    assert floods == []


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 5), st.booleans()), max_size=120))
def test_any_crowd_is_answered_in_order_and_never_twice(crowd: list[tuple[int, bool]]) -> None:
    async def run() -> Clerk:
        clerk = Clerk()
        for number, (chat, pause) in enumerate(crowd):
            await clerk.put(chat, number)
            if pause:
                await clerk.settle()
        await clerk.inbox.drain(5)
        return clerk

    for numbers in asyncio.run(run()).handled.values():
        assert numbers == sorted(set(numbers))
