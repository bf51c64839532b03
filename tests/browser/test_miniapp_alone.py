"""The full-screen page without the server, without the network, and what it costs."""

import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientSession
from playwright.async_api import Browser, BrowserContext, Page, expect

from bot.sandbox import Sandbox
from bot.sandbox.people import add_person
from bot.sandbox.webapp import Launch, address
from tests.browser.screen import PHONE, seconds, until, until_done
from tests.flows.program import Program
from tests.flows.town import Person, Town


@asynccontextmanager
async def alone(
    browser: Browser, tmp_path: Path
) -> AsyncIterator[tuple[Page, Program, BrowserContext]]:
    """Open the page itself, with a Telegram that outlives the bot."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    sandbox = Sandbox()
    telegram = await sandbox.start()
    person = add_person(sandbox.world, "Alice", "en", standing="member")
    program = Program(
        tmp_path,
        BOT_TOKEN=sandbox.token,
        BOT_API_URL=telegram,
        DATABASE_URL=f"sqlite:///{tmp_path / 'bot.db'}",
        LISTEN=f"127.0.0.1:{port}",
        MINIAPP_URL=f"http://127.0.0.1:{port}",
    )
    program.start()
    try:
        await program.is_ready()
        async with ClientSession() as http:
            town = Town(telegram, http)
            await Person(town, person.id, "Alice").begins("Europe/London", "0700")
        form = Launch(url=f"http://127.0.0.1:{port}/app/")
        context = await browser.new_context(**PHONE)
        page = await context.new_page()
        await page.goto(address(sandbox.world, person, form))
        yield page, program, context
        await context.close()
    finally:
        program.kill()
        await sandbox.stop()


async def test_a_killed_server_is_back_at_the_right_second(
    browser: Browser, tmp_path: Path
) -> None:
    async with alone(browser, tmp_path) as (page, program, _):
        await page.get_by_test_id("begin").click()
        await until(page.main_frame, "hold")
        await page.wait_for_timeout(1000)
        program.kill()
        await page.get_by_test_id("pause").click()
        await page.get_by_test_id("pause").click()
        await expect(page.get_by_test_id("offline")).to_be_visible()
        program.start()
        await program.is_ready(times=2)
        await expect(page.get_by_test_id("offline")).to_be_hidden()
        shown = await seconds(page.main_frame)
        await page.reload()
        await expect(page.get_by_test_id("head")).to_have_text("Paused")

        assert abs(await seconds(page.main_frame) - shown) <= 1


async def test_without_a_network_it_goes_on_and_counts_once(
    browser: Browser, tmp_path: Path
) -> None:
    async with alone(browser, tmp_path) as (page, _, context):
        await page.get_by_test_id("begin").click()
        await page.get_by_test_id("coach").wait_for()
        await context.set_offline(True)
        await until_done(page.main_frame)
        await expect(page.get_by_test_id("after")).to_contain_text("Well done!")
        await expect(page.get_by_test_id("week")).to_have_count(0)
        await context.set_offline(False)

        await expect(page.get_by_test_id("after")).to_contain_text("That's today done.")
        await page.get_by_test_id("home").click()
        await expect(page.get_by_test_id("week").locator(".done")).to_have_count(1)


@pytest.mark.slow
async def test_a_session_in_real_time_takes_as_long_as_its_stages(
    browser: Browser, tmp_path: Path
) -> None:
    async with alone(browser, tmp_path) as (page, _, _):
        words = []
        page.on("request", lambda sent: words.append(sent.url.rpartition("/api/")[2]))
        async with page.expect_response("**/api/session") as answer:
            await page.get_by_test_id("begin").click()
        begin = time.monotonic()
        stages = (await (await answer.value).json())["stages"]
        planned = sum(stage["seconds"] for stage in stages)
        after = page.get_by_test_id("after")
        await expect(after).to_contain_text("That's today done.", timeout=600_000)
        took = time.monotonic() - begin

        heard = words.count("session/place")
        print(f"planned {planned} s, took {took:.1f} s, heard of {heard} times")  # noqa: T201
        assert abs(took - planned) < 2
        assert planned // 30 <= heard <= planned // 30 + 2
        await expect(page.get_by_test_id("week").locator(".done")).to_have_count(1)


async def test_the_first_view_is_small(browser: Browser, tmp_path: Path) -> None:
    async with alone(browser, tmp_path) as (page, _, context):
        session = await context.new_cdp_session(page)
        await session.send("Network.enable")
        sizes: dict[str, float] = {}
        kinds: dict[str, str] = {}
        session.on(
            "Network.responseReceived",
            lambda told: kinds.update({told["requestId"]: told["response"]["mimeType"]}),
        )
        session.on(
            "Network.loadingFinished",
            lambda told: sizes.update({told["requestId"]: told["encodedDataLength"]}),
        )
        await session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        await page.reload()
        await page.get_by_test_id("begin").wait_for()
        await page.wait_for_timeout(500)

        # What ends without having begun here is the film of the view before.
        sent = sum(
            size for one, size in sizes.items() if not kinds.get(one, "video").startswith("video")
        )
        print(f"first view: {sent / 1000:.1f} kB")  # noqa: T201  # a measurement
        assert 5_000 < sent < 60_000
