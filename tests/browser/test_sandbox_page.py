"""The sandbox's page, without a bot: a conversation, and text that tries to be more than text."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.chromium import opened
from tests.sandbox.desk import Desk


@pytest.fixture
async def page(browser: Browser, desk: Desk) -> AsyncIterator[Page]:
    """Open the page as the person who is there from the start."""
    look = {"locale": "fr-FR", "timezone_id": "Europe/Berlin"}
    async with opened(browser, desk.url, **look) as page:
        await page.get_by_test_id("start").click()
        yield page


async def alex(desk: Desk) -> int:
    """Return the person the page begins with, once they have pressed Start."""
    [update] = await desk.updates(timeout=5)
    assert update["message"]["text"] == "/start"
    assert update["message"]["from"]["language_code"] == "fr"
    return int(update["message"]["chat"]["id"])


async def test_a_conversation_with_buttons(desk: Desk, page: Page) -> None:
    chat_id = await alex(desk)
    buttons = {"inline_keyboard": [[{"text": "Done", "callback_data": "done"}]]}
    sent = await desk.succeed("sendMessage", chat_id=chat_id, text="Kneel.", reply_markup=buttons)
    await page.get_by_test_id("inline-button").click()
    update = (await desk.updates(timeout=5))[-1]

    query_id = update["callback_query"]["id"]
    await desk.succeed("answerCallbackQuery", callback_query_id=query_id, text="Well done!")
    await desk.succeed(
        "editMessageText", chat_id=chat_id, message_id=sent["message_id"], text="Finished."
    )

    await expect(page.get_by_test_id("toast")).to_have_text("Well done!")
    await expect(page.get_by_test_id("message").last).to_contain_text("Finished.")
    await expect(page.get_by_test_id("inline-button")).to_have_count(0)


async def test_text_stays_text(desk: Desk, page: Page) -> None:
    chat_id = await alex(desk)
    attack = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    alarms: list[object] = []

    def raise_alarm(dialog: object) -> None:
        alarms.append(dialog)

    page.on("dialog", raise_alarm)

    await desk.succeed("sendMessage", chat_id=chat_id, text=attack)

    await expect(page.get_by_test_id("message").last).to_contain_text(attack)
    assert await page.locator("[data-testid=message] img").count() == 0
    assert alarms == []


async def test_instants_are_read_on_the_sandboxs_clock(desk: Desk, page: Page) -> None:
    chat_id = await alex(desk)
    unix = int(desk.sandbox.clock().timestamp()) + 7200
    text = f'<tg-time unix="{unix}" format="r">soon</tg-time>'
    await desk.succeed("sendMessage", chat_id=chat_id, text=text, parse_mode="HTML")
    message = page.get_by_test_id("message").last
    await expect(message).to_contain_text("dans 2 heures")

    await page.get_by_test_id("skip-hour").click()

    await expect(message).to_contain_text("dans 1 heure")


async def test_a_command_is_offered_while_typing(desk: Desk, page: Page) -> None:
    await alex(desk)
    commands = [{"command": name, "description": name} for name in ("today", "signs")]
    await desk.succeed("setMyCommands", commands=commands)
    await expect(page.get_by_test_id("menu")).to_be_visible()

    await page.get_by_test_id("input").press_sequentially("/to")
    await expect(page.get_by_test_id("command")).to_have_count(1)
    poll = asyncio.create_task(desk.updates(timeout=5, offset=-1))
    await page.get_by_test_id("input").press("Enter")
    await expect(page.get_by_test_id("message").last).to_contain_text("/today")

    await poll
