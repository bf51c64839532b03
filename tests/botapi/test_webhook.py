"""The webhook is set by the bot, kept as it should be, and each update is taken once."""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest

from bot.botapi import webhook
from bot.botapi.polling import TokenRefusedError
from bot.botapi.updates import ALLOWED_UPDATES
from bot.botapi.webhook import (
    CONNECTIONS,
    WebhookRefusedError,
    WebhookUpdates,
    keep_webhook,
    path_of,
    remove_webhook,
    secret_of,
)
from bot.sandbox.hook import Hook
from tests.botapi.polls import until
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
    monkeypatch.setattr(webhook, "CHECK_SECONDS", 0.05)


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
        "Telegram could not deliver to the webhook: Connection refused (0 updates pending)"
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
            WebhookRefusedError, match=r"^Telegram does not accept WEBHOOK_URL: .*\.$"
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


# --- stored before it is reported as received ----------------------------------------------


async def test_an_update_is_reported_as_received_once_it_is_stored() -> None:
    is_stored = asyncio.Event()
    taken: list[Sequence[dict[str, Any]]] = []

    async def take(raws: Sequence[dict[str, Any]]) -> None:
        taken.append(raws)
        await is_stored.wait()

    update = {"update_id": 1, "message": MESSAGE}
    brought = asyncio.create_task(WebhookUpdates(take).receive(update))
    await until(lambda: taken)
    assert not brought.done()
    is_stored.set()

    assert await brought is True
    assert taken == [[update]]


async def test_an_update_that_cannot_be_stored_stays_at_telegram(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def take(_raws: Sequence[dict[str, Any]]) -> None:
        raise OSError("away")

    assert await WebhookUpdates(take).receive({"update_id": 1, "message": MESSAGE}) is False
    assert caplog.messages == ["storing an update failed (OSError); Telegram keeps it"]
