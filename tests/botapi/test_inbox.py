"""Updates: in order within a chat, at once across chats, bounded everywhere."""

import asyncio
import logging

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import CallbackQuery, Chat, Message, Update, User

from bot.botapi.inbox import (
    A_CHAT,
    AT_ONCE,
    MOST_WAITING,
    Inbox,
)
from tests.botapi.clerk import ALICE, BOB, THEN, Clerk


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
