"""A group on the chat page: its posts, who speaks and taps there, and inline mode."""

import os
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.chromium import opened
from tests.browser.test_chat_page import (
    BOT,
    DESK,
    LONDON,
    add_person,
    button,
    last,
    say,
    url,
)

GROUP_PICTURE = "PSOAS_GROUP_SCREENSHOT"
__all__ = ["url"]


@pytest.fixture(scope="module")
async def page(browser: Browser, url: str) -> AsyncIterator[Page]:
    """Open the page as Alice, who runs a group with a topic that Bob is in, too."""
    async with opened(browser, url, viewport=DESK, **LONDON) as page:
        await add_person(page, "Bob")
        await add_person(page, "Alice")
        await page.get_by_test_id("add-group").click()
        await page.get_by_test_id("group-topic").check()
        await page.get_by_test_id("group-add").click()
        await expect(button(page, "join")).to_be_visible()
        yield page
        await page.get_by_test_id("block").click()


async def speak_as(page: Page, name: str) -> None:
    """Choose who writes and taps from now on."""
    await page.get_by_test_id("speakers").get_by_role("button", name=name).click()


async def test_an_admin_subscribes_and_a_member_does_the_days_exercise(page: Page) -> None:
    await say(page, f"/start@{BOT}")
    await expect(last(page)).to_contain_text("What time is it where you are?")
    await last(page).get_by_role("button", name="London").click()
    await expect(last(page)).not_to_contain_text("What time is it where you are?")

    await page.get_by_test_id("skip").click()
    await expect(last(page)).to_contain_text("Floor bridge")
    await speak_as(page, "Bob")
    await button(page, "count").click()

    await expect(button(page, "count")).to_contain_text("1")
    await expect(last(page).get_by_test_id("author")).to_contain_text("Psoas")
    picture = os.environ.get(GROUP_PICTURE)
    await page.screenshot(path=picture)


async def test_what_others_say_has_their_name_above_it(page: Page) -> None:
    await speak_as(page, "Bob")
    await say(page, "hello")
    await expect(last(page).get_by_test_id("author").locator("b")).to_have_text("")

    await speak_as(page, "Alice")

    await expect(last(page).get_by_test_id("author")).to_contain_text("Bob")


async def test_a_card_found_by_the_bots_name_is_sent_to_the_group(page: Page) -> None:
    await page.get_by_test_id("input").fill(f"@{BOT} kettlebell")
    offers = page.get_by_test_id("offer")
    await expect(offers).to_have_count(1)

    await offers.first.click()

    await expect(last(page)).to_contain_text(f"via @{BOT}")
    await expect(last(page)).to_contain_text("Kettlebell swing")
    await expect(page.get_by_test_id("input")).to_have_value("")


async def test_a_name_that_fits_nothing_leads_to_the_private_chat(page: Page) -> None:
    await page.get_by_test_id("input").fill(f"@{BOT} zzzzzz")
    await page.get_by_test_id("offer").filter(has_text="See all").click()

    await expect(page.get_by_test_id("bot-name")).not_to_have_text("Hip club")
    await expect(last(page)).to_contain_text("Hello!")
    await page.get_by_test_id("group").click()
    await expect(page.get_by_test_id("bot-name")).to_have_text("Hip club")
