"""Arabic in the chat page: lines run from right to left, and commands keep their direction."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession
from playwright.async_api import Browser, Page, expect

from bot.sandbox import Sandbox
from tests.browser.chromium import opened

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
TEXT = "علامات الخطر العاجلة: \u2068/safety\u2069"


@pytest.fixture(scope="module")
async def page(browser: Browser) -> AsyncIterator[Page]:
    """Open the page on a phone, where the bot has said something in Arabic."""
    sandbox = Sandbox()
    url = await sandbox.start()
    async with (
        opened(browser, url, **PHONE) as page,
        ClientSession() as http,
    ):
        await page.get_by_test_id("start").click()
        await expect(page.get_by_test_id("message")).to_have_count(1)
        (person,) = sandbox.world.chats
        said = {"chat_id": person, "text": TEXT}
        await http.post(f"{url}/bot{sandbox.token}/sendMessage", json=said)
        await expect(page.get_by_test_id("message")).to_have_count(2)
        yield page
    await sandbox.stop()


async def test_a_line_of_arabic_begins_at_the_right(page: Page) -> None:
    words, command = page.locator(".words").last, page.locator(".words .command").last
    edge, slash = await words.bounding_box(), await command.bounding_box()

    assert await words.evaluate("node => getComputedStyle(node).direction") == "rtl"
    assert edge is not None
    assert slash is not None
    assert slash["x"] < edge["x"] + edge["width"] / 2
    assert await command.evaluate("node => getComputedStyle(node).direction") == "ltr"


async def test_the_clock_stands_where_the_last_line_ends(page: Page) -> None:
    bubble = await page.locator(".bubble").last.bounding_box()
    clock = await page.locator(".bubble .meta").last.bounding_box()

    assert bubble is not None
    assert clock is not None
    assert clock["x"] - bubble["x"] < bubble["width"] / 2
