"""The day's card on a phone: film, words and both rows of buttons on one screen."""

import json
from collections.abc import AsyncIterator
from datetime import date

import pytest
from aiohttp import ClientSession, FormData
from playwright.async_api import Browser, Page, expect

from bot.botapi.message import HtmlMessage
from bot.chat.cards.card import length
from bot.chat.cards.exercise import practice_card
from bot.chat.words import translator_for
from bot.coach.library import Library
from bot.coach.positions import DAYS_A_WEEK
from bot.coach.trainee import Practice
from bot.sandbox import Sandbox
from bot.services.people.responses import Responses
from tests.browser.chromium import opened

_ = translator_for("en")
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
LOADED = "() => [...document.querySelectorAll('video')].at(-1).videoWidth > 0"
DAY = date(2026, 11, 23)
HIDDEN = """() => {
  const card = [...document.querySelectorAll('[data-testid=message]')].at(-1);
  const scroll = document.querySelector('#scroll');
  scroll.scrollTop = scroll.scrollHeight;
  return scroll.getBoundingClientRect().top - card.getBoundingClientRect().top;
}"""


@pytest.fixture(scope="module")
async def sandbox() -> AsyncIterator[tuple[Sandbox, str]]:
    """Start a sandbox in which no bot runs."""
    sandbox = Sandbox()
    url = await sandbox.start()
    yield sandbox, url
    await sandbox.stop()


@pytest.fixture(scope="module")
async def page(browser: Browser, sandbox: tuple[Sandbox, str]) -> AsyncIterator[Page]:
    """Open the page on a phone, and press Start."""
    async with opened(browser, sandbox[1], **PHONE) as page:
        await page.get_by_test_id("start").click()
        await expect(page.get_by_test_id("message")).to_have_count(1)
        yield page


async def send(sandbox: tuple[Sandbox, str], card: HtmlMessage) -> None:
    """Send a card as the bot does."""
    box, url = sandbox
    (person,) = box.world.chats
    assert card.picture is not None
    assert card.markup is not None
    form = FormData({"chat_id": str(person), "caption": card.text, "parse_mode": "HTML"})
    form.add_field("reply_markup", json.dumps(card.markup.to_dict()))
    form.add_field("animation", card.picture.content, filename=card.picture.name)
    address = f"{url}/bot{box.token}/sendAnimation"
    async with ClientSession() as http, http.post(address, data=form) as answer:
        assert (await answer.json())["ok"]


def longest(library: Library, slug: str, version: str | None) -> HtmlMessage:
    """Return the card of the week in which an exercise has most to say."""
    weeks = len(library.routine.weeks) + 1
    practices = (Practice(week * DAYS_A_WEEK, slug, version) for week in range(weeks))
    responses = Responses(is_todays=True)
    cards = [practice_card(_, library, one, DAY, responses=responses) for one in practices]
    return max(cards, key=lambda card: length(card.text))


async def test_every_card_fits_one_screen_of_a_phone(
    sandbox: tuple[Sandbox, str], page: Page, library: Library
) -> None:
    over = {}
    for slug, exercise in library.exercises.items():
        for version in (None, *exercise.sheet.versions):
            seen = await page.get_by_test_id("message").count()
            await send(sandbox, longest(library, slug, version))
            await expect(page.get_by_test_id("message")).to_have_count(seen + 1)
            await page.wait_for_function(LOADED)
            if (hidden := await page.evaluate(HIDDEN)) > 0:
                over[f"{slug}, {version}"] = hidden

    assert over == {}
