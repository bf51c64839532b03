"""One Chromium for all tests of a process, and one bot for the tests of a file."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser

from tests.browser.chromium import chromium
from tests.browser.running import running
from tests.sandbox.conftest import desk

__all__ = ["desk"]


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Start Chromium."""
    async with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
async def url(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """Start the bot as README says: its sandbox opens the page over the chat."""
    async with running(tmp_path_factory.mktemp("miniapp")) as url:
        yield url
