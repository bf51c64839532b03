"""The chat page with the real bot behind it: what a person sees and taps."""

import os
import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from bot.chat.commands import COMMANDS
from tests.browser.chromium import opened
from tests.browser.running import running

DESK = {"width": 1180, "height": 900}
PHONE = {"width": 390, "height": 844}
LONDON = {"locale": "en-GB", "timezone_id": "Europe/London"}
BOT = "psoas_sandbox_bot"
README_PICTURE = "PSOAS_SCREENSHOT"


@pytest.fixture(scope="module")
async def url(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """Start the bot as README says: without a token it brings its sandbox along."""
    async with running(tmp_path_factory.mktemp("page"), MINIAPP_URL="off") as url:
        yield url


@pytest.fixture
async def page(browser: Browser, url: str) -> AsyncIterator[Page]:
    """Open the page on a desk, as somebody new."""
    async with opened(browser, url, viewport=DESK, **LONDON) as page:
        await add_person(page, "Alice")
        yield page
        await page.get_by_test_id("block").click()


async def add_person(page: Page, name: str) -> None:
    """Become somebody new."""
    await page.get_by_test_id("add-person").click()
    await page.get_by_test_id("person-name").fill(name)
    await page.get_by_test_id("person-add").click()
    await expect(page.get_by_test_id("person").last).to_have_attribute("aria-current", "true")


async def say(page: Page, text: str) -> None:
    """Type a message and send it."""
    await page.get_by_test_id("input").fill(text)
    await page.get_by_test_id("send").click()


def last(page: Page) -> Locator:
    """Return the newest message."""
    return page.get_by_test_id("message").last


def button(page: Page, does: str) -> Locator:
    """Return the first button under the newest message that does this."""
    return last(page).locator(f'[data-data^="1:{does}"]').first


async def tap(page: Page, label: str) -> None:
    """Press a button under the newest message by its label."""
    await last(page).get_by_test_id("inline-button").filter(has_text=label).click()


async def start(page: Page) -> None:
    """Press Start, have nothing to tell, and wait for the question about the clock."""
    await page.get_by_test_id("start").click()
    await expect(button(page, "screened")).to_be_visible()
    await tap(page, "No, show me my exercise")
    await expect(button(page, "zone")).to_be_visible()


async def begin(page: Page) -> None:
    """Press Start and choose clock and hour."""
    await start(page)
    await tap(page, "London")
    await expect(button(page, "wall")).to_be_visible()
    await tap(page, "07:00")
    await expect(last(page)).to_contain_text("07:00, London")


async def test_a_delivery_makes_a_good_picture(browser: Browser, url: str) -> None:
    """Stand first, while nobody else has come to the sandbox."""
    look = {"viewport": {"width": 900, "height": 1010}, "device_scale_factor": 2}
    async with opened(browser, url, **look, **LONDON) as page:
        await begin(page)
        await page.get_by_test_id("skip").click()
        await expect(last(page)).to_contain_text("Floor bridge")
        await page.wait_for_timeout(500)  # the film begins, and the scrolling ends

        picture = await page.screenshot(path=os.environ.get(README_PICTURE))
        await page.get_by_test_id("block").click()

    assert len(picture) > 50_000


async def test_an_empty_chat_says_what_the_bot_does(page: Page) -> None:
    await expect(page.get_by_test_id("description")).to_contain_text("psoas")
    await expect(page.get_by_test_id("start")).to_be_visible()


async def test_start_shows_the_exercise_as_a_moving_picture(page: Page) -> None:
    await start(page)

    exercise = page.get_by_test_id("message").filter(has_text="Lunge stretch")
    film = exercise.locator("video")
    await film.scroll_into_view_if_needed()
    moves = "film => film.videoWidth > 0 && !film.paused && film.currentTime > 0"
    await page.wait_for_function(moves, arg=await film.element_handle())


async def test_the_day_is_settled_delivered_and_done(page: Page) -> None:
    await begin(page)
    await expect(last(page).locator("time.instant")).to_contain_text(re.compile("07:00"))

    await page.get_by_test_id("skip").click()
    await expect(last(page)).to_contain_text("Floor bridge")
    await button(page, "done").click()

    await expect(page.get_by_test_id("toast")).to_contain_text("Well done!")
    await expect(button(page, "undone")).to_be_visible()
    await expect(page.get_by_test_id("clock")).to_contain_text("07:00")


async def test_a_heart_says_done_and_can_be_taken_back(page: Page) -> None:
    await begin(page)
    await page.get_by_test_id("skip").click()
    card = page.get_by_test_id("message").filter(has_text="Floor bridge").first
    heart, undo = card.get_by_test_id("heart"), card.locator('[data-data^="1:undone"]')
    await heart.click()
    await expect(undo).to_be_visible()
    await expect(heart).to_have_attribute("aria-pressed", "true")
    await expect(last(page)).to_contain_text("Well done!")

    await heart.click()
    await expect(undo).to_have_count(0)
    await expect(heart).to_have_attribute("aria-pressed", "false")


async def test_the_page_stays_at_the_end_while_a_card_with_a_film_is_edited(page: Page) -> None:
    await begin(page)
    await page.get_by_test_id("skip").click()
    await expect(last(page)).to_contain_text("Floor bridge")
    await page.wait_for_function("document.querySelector('video').videoWidth > 0")
    assert await is_at_the_end(page)

    await button(page, "later").click()
    await expect(button(page, "wait")).to_be_visible()

    assert await is_at_the_end(page)
    assert await inside(page, button(page, "wait"))


async def test_a_reader_further_up_stays_there_while_a_message_comes(page: Page) -> None:
    await begin(page)
    assert await is_at_the_end(page)
    await page.locator("#scroll").hover()
    await page.mouse.wheel(0, -400)
    await expect(page.locator("#down")).to_be_visible()

    await page.get_by_test_id("skip").click()

    await expect(last(page)).to_contain_text("Floor bridge")
    await expect(page.locator("#missed")).not_to_be_empty()
    assert not await page.evaluate("document.querySelector('#down').hidden")


async def test_a_link_to_the_bot_opens_in_the_same_chat(page: Page) -> None:
    await start(page)
    await say(page, f"https://t.me/{BOT}?start=ex_kettlebell-swing")

    await page.get_by_test_id("message").get_by_role("link").last.click()

    await expect(last(page)).to_contain_text("Kettlebell swing")
    assert len(page.context.pages) == 1


async def test_share_puts_the_words_where_they_can_be_sent(page: Page) -> None:
    await start(page)
    await say(page, "/exercise kettlebell")
    await expect(last(page)).to_contain_text("Kettlebell swing")

    await button(page, "more").click()
    await tap(page, "Share")

    await expect(page.get_by_test_id("input")).to_have_value(re.compile("start=ex_kettlebell"))
    assert len(page.context.pages) == 1


async def test_all_clocks_have_one_format_whatever_the_language(
    browser: Browser, url: str
) -> None:
    american = {"locale": "en-US", "timezone_id": "America/New_York"}
    async with opened(browser, url, viewport=DESK, **american) as page:
        await add_person(page, "Dora")
        await start(page)

        times = await page.locator(".meta time, .when").all_inner_texts()
        await page.get_by_test_id("block").click()

    assert all(re.fullmatch(r"(\d\d:\d\d)?", text) for text in times), times


async def is_at_the_end(page: Page) -> bool:
    """Return whether the chat comes to rest at its end, once its films are loaded."""
    lie_below = "node => node.scrollHeight - node.scrollTop - node.clientHeight"
    for _ in range(50):
        await page.wait_for_timeout(100)
        if float(await page.locator("#scroll").evaluate(lie_below)) < 2:
            return True
    return False


async def test_a_name_typed_finds_the_kettlebell_swing(page: Page) -> None:
    await start(page)

    await say(page, "ketlebell")

    await expect(last(page)).to_contain_text("Kettlebell swing")
    await button(page, "more").click()
    await button(page, "steps").click()
    await expect(last(page).locator("img")).to_be_visible()


async def test_a_sign_and_the_urgent_warning_signs_can_be_read(page: Page) -> None:
    await start(page)
    await say(page, "/signs")
    await expect(button(page, "sign:")).to_be_visible()

    await tap(page, "Lower-body pain")
    await expect(button(page, "exercise:")).to_be_visible()
    await button(page, "safety").click()

    await expect(button(page, "exercise:")).to_have_count(0)
    await expect(last(page)).to_contain_text("emergency")


async def test_the_menu_offers_every_command(page: Page) -> None:
    await start(page)

    await page.get_by_test_id("menu").click()
    await expect(page.get_by_test_id("command")).to_have_count(len(COMMANDS))
    await page.get_by_test_id("command").filter(has_text="/about").click()

    await expect(page.get_by_test_id("commands")).to_be_hidden()
    await expect(last(page)).to_contain_text("psoas")


async def test_a_second_person_has_a_chat_of_their_own(page: Page) -> None:
    await start(page)

    await add_person(page, "Bob")

    await expect(page.get_by_test_id("message")).to_have_count(0)
    await expect(page.get_by_test_id("start")).to_be_visible()
    await page.get_by_test_id("person").filter(has_text="Alice").last.click()
    await expect(button(page, "zone")).to_be_visible()


async def test_a_phone_shows_one_thing_at_a_time(browser: Browser, url: str) -> None:
    look = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
    async with opened(browser, url, **look, **LONDON) as page:
        await page.get_by_role("button", name="People", exact=True).click()
        await add_person(page, "Charlie")
        await page.get_by_test_id("person").filter(has_text="Charlie").click()
        await begin(page)

        width = await page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE["width"]
        assert await inside(page, page.get_by_test_id("send"))
        for one in await last(page).get_by_test_id("inline-button").all():
            await expect(one).to_be_in_viewport(ratio=1)
        await page.get_by_test_id("block").click()


async def inside(page: Page, part: Locator) -> bool:
    """Return whether a part lies wholly on the screen."""
    box = await part.bounding_box()
    assert box is not None
    size = page.viewport_size
    assert size is not None
    across = box["x"] >= 0 and box["x"] + box["width"] <= size["width"]
    return across and box["y"] >= 0 and box["y"] + box["height"] <= size["height"]
