"""A Telegram of its own for each test, and the bot's own way to it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import app
from bot.coach.library import Library
from bot.sandbox import Sandbox
from bot.store.database import Database
from tests.chat.square import TOPIC, Square
from tests.chat.town import Household, Outbox, Town, bot_of


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    """Start a sandbox, and a bot that has logged in there."""
    sandbox = Sandbox()
    url = await sandbox.start()
    async with bot_of(url, sandbox.token) as bot:
        yield Town(sandbox, url, bot)
    await sandbox.stop()


@pytest.fixture
async def sqlite(tmp_path: Path) -> AsyncIterator[Database]:
    async with app.opened(f"sqlite:///{tmp_path / 'test.db'}") as database:
        yield database


@pytest.fixture
def outbox(town: Town, sqlite: Database, library: Library) -> Outbox:
    return Outbox.open(town, sqlite, library)


@pytest.fixture
async def household(town: Town, sqlite: Database, library: Library) -> Household:
    return await Household.settled(town, sqlite, library)


@pytest.fixture
def square(household: Household) -> Square:
    return Square.open(household, "supergroup", TOPIC)


@pytest.fixture(autouse=True)
def _timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Opt in to what PTB will do anyway: its warning is an error here."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
