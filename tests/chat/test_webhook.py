"""The webhook is set by the bot, kept as it should be, and each update is taken once."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
from telegram import Update

from bot.chat import webhook
from bot.chat.inbox import Answered
from bot.chat.polling import TokenRefusedError
from bot.chat.router import ALLOWED_UPDATES
from bot.chat.webhook import (
    CONNECTIONS,
    Doorway,
    WebhookRefusedError,
    keep_webhook,
    path_of,
    remove_webhook,
    secret_of,
)
from bot.sandbox.hook import Hook
from tests.chat.test_polling import until
from tests.chat.town import Town

TOKEN = "1000000042:SANDBOX-a-token-for-your-machine-00"
URL = "https://bot.example.org/webhook/42"
MESSAGE = {
    "message_id": 1,
    "date": 1,
    "chat": {"id": 7, "type": "private"},
    "text": "hello",
}


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "FIRST_WAIT", 0.02)
    monkeypatch.setattr(webhook, "LONGEST_WAIT", 0.05)
    monkeypatch.setattr(webhook, "LOOK_SECONDS", 0.05)


@asynccontextmanager
async def kept(town: Town, url: str = URL) -> AsyncIterator[asyncio.Task[None]]:
    """Look after the webhook for a while."""
    signs: list[float] = []
    task = asyncio.create_task(keep_webhook(town.bot, url, secret_of(TOKEN), signs.append))
    try:
        yield task
        assert signs or task.done()
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError, TokenRefusedError, WebhookRefusedError):
            await task


# --- set, kept, removed ---------------------------------------------------------------------


async def test_it_is_set_with_its_secret_and_left_alone_while_it_is_right(town: Town) -> None:
    async with kept(town):
        await until(lambda: len(town.calls("getWebhookInfo")) > 2)

    (call,) = town.calls("setWebhook")
    assert call == {
        "url": URL,
        "secret_token": secret_of(TOKEN),
        "allowed_updates": ALLOWED_UPDATES,
        "max_connections": CONNECTIONS,
    }


@pytest.mark.parametrize(
    "change",
    [
        {"url": "https://other.example.org/"},
        {"max_connections": 40},
        {"last_error": ("Wrong response from the webhook: 403 Forbidden", 1)},
    ],
    ids=str,
)
async def test_it_is_set_again_where_it_has_changed(town: Town, change: dict[str, Any]) -> None:
    async with kept(town):
        await until(lambda: len(town.calls("setWebhook")) == 1)
        hook = Hook(URL, secret_of(TOKEN), CONNECTIONS)
        for name, value in change.items():
            setattr(hook, name, value)
        town.sandbox.world.bring_to(hook)
        await until(lambda: len(town.calls("setWebhook")) == 2)


async def test_other_kinds_of_updates_are_asked_for_again(town: Town) -> None:
    async with kept(town):
        await until(lambda: len(town.calls("setWebhook")) == 1)
        town.sandbox.world.updates.want(["message"])
        await until(lambda: len(town.calls("setWebhook")) == 2)


async def test_what_telegram_complains_about_is_said_once(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    async with kept(town):
        await until(lambda: town.calls("setWebhook"))
        town.sandbox.world.hook.last_error = ("Connection refused", 1)
        await until(lambda: caplog.messages)
        looks = len(town.calls("getWebhookInfo"))
        await until(lambda: len(town.calls("getWebhookInfo")) > looks + 2)

    assert caplog.messages == [
        "Telegram had trouble with the webhook: Connection refused (0 updates wait)"
    ]


async def test_trouble_of_the_network_passes(town: Town) -> None:
    town.fault(method="getWebhookInfo", status=502, times=2)
    town.fault(method="setWebhook", drop="before")
    town.fault(method="getWebhookInfo", body='{"ok": true, "result": true}')
    async with kept(town):
        await until(lambda: town.sandbox.world.hook.url)


async def test_a_refused_token_ends_it(town: Town) -> None:
    town.refuse(401, "Unauthorized", "getWebhookInfo")
    async with kept(town) as task:
        with pytest.raises(TokenRefusedError):
            await task


async def test_an_address_that_telegram_does_not_take_ends_it_with_a_sentence(town: Town) -> None:
    async with kept(town, "http://bot.example.org/webhook/42") as task:
        with pytest.raises(
            WebhookRefusedError, match=r"^Telegram does not take WEBHOOK_URL: .*\.$"
        ):
            await task


async def test_who_polls_removes_it_and_drops_nothing(town: Town) -> None:
    await town.bot.set_webhook(URL)
    town.sandbox.world.updates.push("message", MESSAGE)
    await remove_webhook(town.bot)
    await remove_webhook(town.bot)

    assert (town.sandbox.world.hook.url, len(town.sandbox.world.updates)) == ("", 1)
    assert len(town.calls("deleteWebhook")) == 1


async def test_an_answer_that_makes_no_sense_keeps_nobody_from_polling(town: Town) -> None:
    town.fault(method="getWebhookInfo", body='{"ok": true, "result": true}')

    await remove_webhook(town.bot)

    assert town.calls("deleteWebhook") == []


def test_the_address_and_the_secret_give_nothing_away() -> None:
    secret = secret_of(TOKEN)

    assert path_of(42) == "/webhook/42"
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret)
    assert secret == secret_of(TOKEN) != secret_of(TOKEN + "x")
    assert TOKEN.partition(":")[2] not in secret


# --- taken once -----------------------------------------------------------------------------


class Desk:
    """Take updates, and answer them when told to."""

    def __init__(self, town: Town) -> None:
        self.taken: list[int] = []
        self.answered: list[Answered] = []
        self.doorway = Doorway(town.bot, self.take)

    async def take(self, update: Update) -> Answered:
        self.taken.append(update.update_id)
        self.answered.append(asyncio.get_running_loop().create_future())
        return self.answered[-1]

    def brings(self, number: int) -> asyncio.Task[bool]:
        return asyncio.create_task(self.doorway.bring({"update_id": number, "message": MESSAGE}))


async def test_what_is_brought_twice_is_taken_once_and_both_wait(town: Town) -> None:
    desk = Desk(town)
    first, again = desk.brings(1), desk.brings(1)
    await until(lambda: desk.taken)
    await asyncio.sleep(0.02)
    assert not first.done()
    assert not again.done()

    desk.answered[0].set_result(None)

    assert [await first, await again, await desk.brings(1)] == [True, True, True]
    assert desk.taken == [1]


async def test_an_update_that_we_stopped_before_is_not_answered(town: Town) -> None:
    desk = Desk(town)
    brought = desk.brings(1)
    await until(lambda: desk.taken)
    desk.answered[0].cancel()

    assert await brought is False


async def test_who_hangs_up_takes_nothing_with_them(town: Town) -> None:
    desk = Desk(town)
    first = desk.brings(1)
    await until(lambda: desk.taken)
    first.cancel()
    again = desk.brings(1)
    await asyncio.sleep(0.02)
    desk.answered[0].set_result(None)

    assert await again is True
    assert desk.taken == [1]


async def test_an_update_that_nobody_can_read_is_stepped_over(town: Town) -> None:
    desk = Desk(town)

    assert await desk.doorway.bring({"update_id": 1, "message": "hello"}) is True
    assert desk.taken == []


async def test_memory_of_what_was_taken_is_bounded(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "REMEMBERED", 3)
    desk = Desk(town)
    for number in range(10):
        brought = desk.brings(number)
        while number not in desk.taken:
            await asyncio.sleep(0)
        desk.answered[-1].set_result(None)
        await brought

    assert list(desk.doorway._taken) == [7, 8, 9]
