"""Somebody who handles updates, and notes in which order."""

import asyncio
from collections import Counter, defaultdict
from contextlib import nullcontext
from datetime import UTC, datetime

from telegram import Chat, Message, Update

from bot.botapi.inbox import (
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
