"""The exercise on the whole screen, on a phone, with the real bot behind it."""

from aiohttp import ClientSession
from playwright.async_api import Browser, Frame, Page, expect

from tests.browser.screen import app_of, seconds, start_button, subscribed, until
from tests.flows.town import Town

NOTES = {"ready": 392, "start": 659, "count": 440, "switch": 587, "end": 784}
"""A note of each bell, in Hz: what an ear hears of it."""


async def starts(page: Page) -> Frame:
    """Tap Start in the chat, and Start on the page."""
    await start_button(page).click()
    frame = await app_of(page)
    await frame.get_by_test_id("begin").click()
    await frame.get_by_test_id("coach").wait_for()
    return frame


async def test_a_session_from_start_to_done_by_a_fast_clock(browser: Browser, url: str) -> None:
    async with subscribed(browser, url) as page, ClientSession() as http:
        town = Town(url, http)
        await page.clock.install()
        frame = await starts(page)
        heads = set()
        for _ in range(200):
            if await frame.get_by_test_id("after").count():
                break
            heads.add(await frame.get_by_test_id("head").inner_text())
            await town.ask("clock", {"seconds": 2})
            await page.clock.fast_forward(2000)
            await page.wait_for_timeout(60)

        await expect(frame.get_by_test_id("after")).to_contain_text("That's today done.")
        await expect(frame.get_by_test_id("week").locator(".done")).to_have_count(1)
        heard = set(await frame.evaluate("notes"))
        await frame.get_by_test_id("feel-right").click()
        await expect(frame.get_by_test_id("after")).to_contain_text("I'll keep it as it is")
        await page.get_by_test_id("webapp-close").click()
        undo = page.get_by_test_id("message").locator('[data-data^="1:undone"]')
        await expect(undo).to_have_count(1)

    assert {"Get ready", "Step 1 of 6", "Hold", "Switch sides"} <= heads
    assert set(NOTES.values()) <= heard


async def test_nothing_sounds_before_a_tap_and_sound_can_stay_off(
    browser: Browser, url: str
) -> None:
    async with subscribed(browser, url) as page:
        await start_button(page).click()
        frame = await app_of(page)
        assert await frame.evaluate("notes") == []
        await frame.get_by_test_id("begin").click()
        await frame.get_by_test_id("sound").click()
        await until(frame, "hold")
        assert await frame.evaluate("notes.filter((note) => note === 659)") == []
        await frame.evaluate("location.reload()")
        await page.wait_for_timeout(500)
        again = await app_of(page)

        await expect(again.get_by_test_id("sound")).to_have_accessible_name("Turn sound on")


async def test_a_reload_in_mid_hold_comes_back_at_the_second(browser: Browser, url: str) -> None:
    async with subscribed(browser, url) as page:
        frame = await starts(page)
        await until(frame, "hold")
        head = await frame.get_by_test_id("head").inner_text()
        await page.wait_for_timeout(2500)
        before = await seconds(frame)

        await frame.evaluate("location.reload()")
        await page.wait_for_timeout(500)
        again = await app_of(page)

        await expect(again.get_by_test_id("head")).to_have_text("Paused")
        assert before - 1 <= await seconds(again) <= before < 15
        await again.get_by_test_id("pause").click()
        await expect(again.get_by_test_id("head")).to_have_text(head)


async def test_the_chats_header_goes_back_and_closes(browser: Browser, url: str) -> None:
    async with subscribed(browser, url) as page:
        frame = await starts(page)
        await page.get_by_test_id("webapp-back").click()
        await expect(frame.get_by_test_id("stopped")).to_be_visible()
        await frame.get_by_test_id("home").click()
        await frame.get_by_test_id("tab-exercises").click()
        await frame.get_by_test_id("search").fill("kettle")
        await expect(frame.get_by_test_id("row").filter(visible=True)).to_have_count(1)
        await frame.get_by_test_id("row").filter(visible=True).click()
        await expect(frame.locator("h1")).to_have_text("Kettlebell swing")
        await page.get_by_test_id("webapp-back").click()
        await expect(frame.get_by_test_id("search")).to_have_value("kettle")
        await page.get_by_test_id("webapp-close").click()

        await expect(page.get_by_test_id("webapp")).to_be_hidden()
        haptics = page.get_by_test_id("call").filter(has_text="web_app_trigger_haptic_feedback")
        assert await haptics.count() > 0


async def test_it_hurts_says_what_to_do(browser: Browser, url: str) -> None:
    async with subscribed(browser, url) as page:
        frame = await starts(page)
        await frame.get_by_test_id("hurts").click()

        await expect(frame.get_by_test_id("stopped")).to_contain_text("I won't send this until")
        urgent = frame.get_by_text("Back pain with a fever.")
        await expect(urgent).to_be_hidden()
        await frame.get_by_text("Urgent warning signs").click()
        await expect(urgent).to_be_visible()


async def test_the_session_pauses_while_nobody_can_see_it(browser: Browser, url: str) -> None:
    async with subscribed(browser, url) as page:
        frame = await starts(page)
        hide = "Object.defineProperty(document, 'hidden', {value: true, configurable: true});"
        await frame.evaluate(f"{hide} document.dispatchEvent(new Event('visibilitychange'))")

        await expect(frame.get_by_test_id("head")).to_have_text("Paused")


async def test_calm_people_see_pictures_that_stand_still(browser: Browser, url: str) -> None:
    async with subscribed(browser, url, reduced_motion="reduce") as page:
        frame = await starts(page)

        await expect(frame.locator("video")).to_have_count(0)
        await expect(frame.locator(".figure img")).to_have_count(1)
