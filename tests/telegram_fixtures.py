"""Fixtures for the tests of botapi and chat: a Telegram for each test, and the bot's way to it."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.coach.library import Library
from bot.sandbox import Sandbox
from bot.store.database import Database
from tests.chat.town import Household, Outbox, Town, bot_of


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    """Start a sandbox where it is noon, and a bot that has logged in there."""
    sandbox = Sandbox()
    # At night a Done may be yesterday's, so a test must not depend on the hour it runs at.
    tomorrow = sandbox.clock() + timedelta(days=1)
    sandbox.clock.skip_to(tomorrow.replace(hour=12, minute=0))
    url = await sandbox.start()
    async with bot_of(url, sandbox.token) as bot:
        yield Town(sandbox, url, bot)
    await sandbox.stop()


@pytest.fixture
def outbox(town: Town, sqlite: Database, library: Library) -> Outbox:
    return Outbox.open(town, sqlite, library)


@pytest.fixture
async def household(town: Town, sqlite: Database, library: Library) -> Household:
    return await Household.settled(town, sqlite, library)


@pytest.fixture(autouse=True)
def _timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Opt in to what PTB will do anyway: its warning is an error here."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
