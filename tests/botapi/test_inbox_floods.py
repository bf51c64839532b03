"""A flood of updates is cut and answered once, and leaves room for everybody else."""

import asyncio

from telegram import Update

from bot.botapi.inbox import (
    A_CHAT,
    A_CHAT_IN_A_CROWD,
    MOST_WAITING,
    Inbox,
)
from tests.botapi.clerk import ALICE, BOB, Clerk, message


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
