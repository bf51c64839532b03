"""Logging in, standing by beside another replica, and staying in touch with Telegram."""

import asyncio
import logging

import pytest

from bot.botapi import polling
from bot.botapi.polling import TokenRefusedError, until_reachable
from bot.clock import wall_clock
from bot.services.operators.roles import POLLING, Role
from bot.store.database import Database
from tests.botapi.polls import Fetching, until
from tests.chat.town import Town, bot_of

# --- logging in -----------------------------------------------------------------------------


@pytest.mark.usefixtures("short_waits")
async def test_logging_in_waits_until_telegram_answers(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    town.fault(method="getMe", status=502)
    bot = bot_of(town.url, town.sandbox.token)
    await until_reachable(bot)
    await bot.shutdown()

    assert bot.username == "psoas_sandbox_bot"
    assert caplog.messages[0].endswith("retrying in 0.02 s")


async def test_a_wrong_token_is_said_at_once(town: Town) -> None:
    bot = bot_of(town.url, "123456:another-token-of-the-right-length")
    with pytest.raises(TokenRefusedError):
        await until_reachable(bot)
    await bot.shutdown()


# --- one of several replicas ----------------------------------------------------------------


@pytest.mark.usefixtures("short_waits")
async def test_a_second_replica_stands_by_until_the_first_gives_up(
    town: Town, sqlite: Database, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = (
        Role(sqlite, town.bot.id, POLLING, worker, wall_clock) for worker in ("a", "b")
    )
    assert await first.hold()
    caplog.set_level(logging.INFO)
    async with Fetching.begun(town, second) as fetching:
        fetching.say("one")
        await until(lambda: caplog.messages)
        await asyncio.sleep(0.12)
        assert fetching.reader.read == []
        await first.give_up()
        await fetching.hears("one")

    assert caplog.messages[:2] == [
        "not fetching updates: another replica does; this one is on standby",
        "fetching updates again",
    ]


class Adrift(Role):
    """A role whose database is away the first few times."""

    def __init__(self) -> None:
        self._answers = iter([OSError("away"), OSError("away"), None])

    async def hold(self) -> bool:
        if error := next(self._answers, None):
            raise error
        return True


@pytest.mark.usefixtures("short_waits")
async def test_while_the_database_is_away_updates_wait_at_telegram(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    async with Fetching.begun(town, Adrift()) as fetching:
        fetching.say("one")
        await fetching.hears("one")

    assert caplog.messages == ["not fetching updates: the database does not answer (OSError)"]


# --- in touch -------------------------------------------------------------------------------


async def test_a_replica_that_stands_by_learns_that_its_token_is_gone(
    town: Town, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(polling, "CHECK_SECONDS", 0.01)
    town.fault(method="getMe", body='{"ok": true, "result": true}')
    town.fault(method="getMe", status=502)
    town.refuse(401, "Unauthorized", "getMe")

    with pytest.raises(TokenRefusedError):
        await polling.keep_in_touch(town.bot, lambda: 60)

    assert caplog.messages == ["Telegram cannot be reached (the server answered 502)"]


async def test_who_hears_from_telegram_need_not_ask(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "CHECK_SECONDS", 0.01)
    asked = len(town.calls("getMe"))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await polling.keep_in_touch(town.bot, lambda: 0)

    assert len(town.calls("getMe")) == asked
