"""Every room of the full-screen page, in three languages, light and dark."""

import os
from pathlib import Path

import pytest
from playwright.async_api import Browser, Frame

from tests.browser.screen import app_of, start_button, subscribed, until, until_done

FURTHER = [("en", "light"), ("hi", "light"), ("ar", "dark"), ("hi", "dark")]
"""What only the slow run looks at: every run sees both directions and both looks."""


@pytest.mark.parametrize(
    ("language", "look"),
    [
        *(("en", "dark"), ("ar", "light")),
        *(pytest.param(*one, marks=pytest.mark.slow) for one in FURTHER),
    ],
)
async def test_every_room_can_be_read_by_everybody(
    browser: Browser, url: str, language: str, look: str
) -> None:
    """Without PSOAS_AXE, which names axe.min.js of npm's axe-core, only widths are checked."""
    async with subscribed(browser, url, language, color_scheme=look) as page:
        await start_button(page).click()
        frame = await app_of(page)
        direction = await frame.evaluate("document.documentElement.dir")
        assert direction == ("rtl" if language == "ar" else "ltr")
        for room in ("today", "exercises", "progress", "settings"):
            await frame.get_by_test_id(f"tab-{room}").click()
            await page.wait_for_timeout(300)
            await reads_well(frame, f"{language}-{look}-{room}")
        await frame.get_by_test_id("tab-today").click()
        await frame.get_by_test_id("begin").click()
        await frame.get_by_test_id("coach").wait_for()
        for act in ("ready", "step", "hold", "change"):
            await until(frame, act)
            await page.wait_for_timeout(500)
            await reads_well(frame, f"{language}-{look}-{act}")
        await until_done(frame)
        await page.wait_for_timeout(700)
        await reads_well(frame, f"{language}-{look}-after")


def _source(path: str) -> str:
    return Path(path).read_text(encoding="utf-8")


async def reads_well(frame: Frame, name: str) -> None:
    if folder := os.environ.get("PSOAS_SCREENSHOTS"):
        await frame.page.screenshot(path=f"{folder}/{name}.png")
    wide = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    assert await frame.evaluate(wide), name
    if axe := os.environ.get("PSOAS_AXE"):
        await frame.evaluate(_source(axe))
        found = await frame.evaluate("axe.run().then(({violations}) => violations)")
        told = [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found]
        assert told == [], name


async def test_a_film_is_whole_whatever_its_shape(browser: Browser, url: str) -> None:
    """The stopwatch stands in a corner, where a wide film was cut off."""
    async with subscribed(browser, url) as page:
        await start_button(page).click()
        frame = await app_of(page)
        await frame.get_by_test_id("tab-exercises").click()
        await frame.get_by_text("Floor bridge").first.click()
        film = frame.locator(".figure video").first
        await film.wait_for()
        # Not `wait_for_function`: what it asks twice is evaluated, and the page forbids that.
        await film.evaluate(
            "(film) => film.videoWidth ||"
            " new Promise((done) => film.addEventListener('loadedmetadata', done))"
        )
        await page.wait_for_timeout(1500)
        await reads_well(frame, "film")

        own, shown, box = await film.evaluate(
            "(film) => [film.videoWidth / film.videoHeight,"
            " film.clientWidth / film.clientHeight,"
            " film.parentElement.clientWidth / film.parentElement.clientHeight]"
        )
    assert (shown, box) == (pytest.approx(own, rel=0.01), pytest.approx(own, rel=0.01))
