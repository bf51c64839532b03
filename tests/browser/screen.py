"""The full-screen page on a phone: what a person taps and sees there."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import ClientSession
from playwright.async_api import Browser, Frame, Locator, Page, expect

from tests.browser.chromium import opened
from tests.flows.town import Town

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "locale": "en-GB",
    "timezone_id": "Europe/London",
}
EAR = """
window.notes = [];
const strike = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...at) {
  window.notes.push(Math.round(this.frequency.value));
  return strike.apply(this, at);
};
"""


@asynccontextmanager
async def subscribed(
    browser: Browser, url: str, language: str = "en", **look: Any
) -> AsyncIterator[Page]:
    """Open the chat as somebody new who has today's exercise."""
    async with opened(browser, url, **PHONE, **look) as page:
        await page.context.add_init_script(EAR)
        async with ClientSession() as http:
            town = Town(url, http)
            person = await town.arrive("Alice", language)
            await person.begins("Europe/London", "0700")
            await person.ask("/today")
        await page.locator("#open-people").click()
        await page.get_by_test_id("person").filter(has_text="Alice").last.click()
        yield page
        await person_leaves(page)


async def person_leaves(page: Page) -> None:
    if await page.get_by_test_id("webapp").is_visible():
        await page.get_by_test_id("webapp-close").click()
    await page.get_by_test_id("block").click()


def start_button(page: Page) -> Locator:
    return page.get_by_test_id("message").last.locator("button.app").first


async def app_of(page: Page) -> Frame:
    """Return the full-screen page, once it is drawn."""
    handle = await page.locator("iframe").element_handle()
    assert handle is not None
    frame = await handle.content_frame()
    assert frame is not None
    await frame.locator("h1").first.wait_for()
    return frame


async def until(frame: Frame, act: str) -> None:
    """Tap Next until a stage of a kind comes."""
    for _ in range(30):
        if await frame.get_by_test_id("coach").get_attribute("data-act") == act:
            return
        await frame.get_by_test_id("next").click()
    raise AssertionError(f"no {act} comes")


async def seconds(frame: Frame) -> int:
    """Return the seconds on the clock, once it shows any."""
    clock = frame.locator(".big")
    await expect(clock).to_have_text(re.compile(r"\d"))
    return int(await clock.inner_text())


async def until_done(frame: Frame) -> None:
    for _ in range(40):
        if await frame.get_by_test_id("after").count():
            return
        await frame.get_by_test_id("next").click()
