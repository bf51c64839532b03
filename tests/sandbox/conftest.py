"""A fresh sandbox for each test."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession
from telegram import Bot

from bot.sandbox import Sandbox
from tests.sandbox.desk import Desk


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    """Start a sandbox in which Alice has opened the chat with the bot."""
    sandbox = Sandbox()
    url = await sandbox.start("127.0.0.1", 0)
    async with ClientSession() as http:
        running = Desk(sandbox, url, http, alice=0)
        person = {"name": "Alice", "language_code": "de", "started": True}
        running.alice = (await running.ask("people", person))["id"]
        yield running
    await sandbox.stop()


@pytest.fixture
async def bot(desk: Desk) -> AsyncIterator[Bot]:
    """Return python-telegram-bot's own Bot, talking to the sandbox."""
    token = desk.sandbox.token
    async with Bot(token, base_url=f"{desk.url}/bot", base_file_url=f"{desk.url}/file/bot") as bot:
        yield bot
