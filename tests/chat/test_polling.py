"""Updates are fetched for ever: nothing but a refused token ends it, and nothing in silence."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Self

import pytest
from telegram import Update
from telegram.error import NetworkError, RetryAfter

from bot import app
from bot.chat import polling
from bot.chat.inbox import Answered
from bot.chat.polling import Poller, TokenRefusedError, until_reachable
from bot.chat.router import ALLOWED_UPDATES
from bot.clock import wall_clock
from bot.sandbox import people
from bot.services.roles import POLLING, Role
from tests.chat.town import Town, bot_of

PATIENCE = 5.0


class Reader:
    """Take updates and note them."""

    def __init__(self) -> None:
        self.read: list[str] = []
        self.is_slow = False
        self.unanswered: list[Answered] = []

    async def take(self, update: Update) -> Answered:
        assert update.message
        self.read.append(update.message.text or "")
        answered: Answered = asyncio.get_running_loop().create_future()
        if not self.is_slow:
            answered.set_result(None)
        self.unanswered.append(answered)
        return answered


class Fetching:
    """A poll under way."""

    def __init__(self, town: Town, reader: Reader, task: asyncio.Task[None]) -> None:
        self.town, self.reader, self.task = town, reader, task
        self._alice = town.person("Alice")

    @classmethod
    @asynccontextmanager
    async def begun(cls, town: Town, role: Role | None = None) -> AsyncIterator[Self]:
        reader = Reader()
        task = asyncio.create_task(Poller(town.bot, role).run(reader.take))
        try:
            yield cls(town, reader, task)
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError, TokenRefusedError):
                await task

    def say(self, text: str) -> None:
        people.say(self.town.sandbox.world, self._alice, {"text": text})

    async def hears(self, *wanted: str) -> None:
        await until(lambda: self.reader.read == list(wanted) or self.task.done())
        assert not self.task.done()


async def until(happened: Callable[[], Any]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not happened():
            await asyncio.sleep(0.01)


@pytest.fixture
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody wait for half a minute."""
    monkeypatch.setattr(polling, "FIRST_WAIT", 0.02)
    monkeypatch.setattr(polling, "LONGEST_WAIT", 0.05)
    monkeypatch.setattr(polling, "STAND_BY_SECONDS", 0.05)


# --- what works -----------------------------------------------------------------------------


async def test_each_update_is_taken_once_and_in_order(town: Town) -> None:
    async with Fetching.begun(town) as fetching:
        for text in ("one", "two", "three"):
            fetching.say(text)
        await fetching.hears("one", "two", "three")
        fetching.say("four")
        await fetching.hears("one", "two", "three", "four")


async def test_what_was_taken_is_acknowledged_and_the_rest_waits(town: Town) -> None:
    async with Fetching.begun(town) as fetching:
        fetching.say("one")
        await fetching.hears("one")
        await until(lambda: not len(town.sandbox.world.updates))


async def test_an_update_is_acknowledged_only_after_it_was_answered(town: Town) -> None:
    async with Fetching.begun(town) as fetching:
        fetching.reader.is_slow = True
        fetching.say("one")
        fetching.say("two")
        await fetching.hears("one", "two")
        fetching.reader.unanswered[1].set_result(None)
        fetching.say("three")
        await fetching.hears("one", "two", "three")
        assert len(town.sandbox.world.updates) == 3

        fetching.reader.unanswered[0].set_result(None)
        await until(lambda: len(town.sandbox.world.updates) == 1)
        fetching.reader.unanswered[2].set_result(None)
        await until(lambda: not len(town.sandbox.world.updates))
        assert fetching.reader.read == ["one", "two", "three"]


async def test_what_a_process_that_died_had_not_answered_comes_again(town: Town) -> None:
    async with Fetching.begun(town) as fetching:
        fetching.reader.is_slow = True
        fetching.say("one")
        fetching.say("two")
        await fetching.hears("one", "two")
        fetching.reader.unanswered[0].set_result(None)
        await until(lambda: len(town.sandbox.world.updates) == 1)
    async with Fetching.begun(town) as fetching:
        await fetching.hears("two")


async def test_a_hundred_that_nobody_answers_do_not_hide_what_comes_after(town: Town) -> None:
    async with Fetching.begun(town) as fetching:
        fetching.reader.is_slow = True
        for number in range(130):
            fetching.say(str(number))
        await fetching.hears(*map(str, range(130)))


async def test_at_the_end_the_last_answers_are_acknowledged(town: Town) -> None:
    reader, poller = Reader(), Poller(town.bot)
    people.say(town.sandbox.world, town.person("Alice"), {"text": "one"})
    reader.is_slow = True
    task = asyncio.create_task(poller.run(reader.take))
    await until(lambda: reader.read)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await poller.finish()
    assert len(town.sandbox.world.updates) == 1

    reader.unanswered[0].set_result(None)
    await poller.finish()

    assert not len(town.sandbox.world.updates)


@pytest.mark.usefixtures("short_waits")
async def test_a_webhook_that_was_left_behind_is_removed(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    await town.bot.set_webhook("https://example.org/hook")
    async with Fetching.begun(town) as fetching:
        fetching.say("one")
        await fetching.hears("one")

    assert caplog.messages[0] == "a webhook was set for this bot; it is removed, since we poll"


async def test_only_the_kinds_that_are_answered_are_asked_for(town: Town) -> None:
    async with Fetching.begun(town) as fetching:
        fetching.say("one")
        await fetching.hears("one")

        assert town.sandbox.world.updates._wanted == set(ALLOWED_UPDATES)


# --- what fails -----------------------------------------------------------------------------


@pytest.mark.parametrize(("status", "words"), [(401, "Unauthorized"), (404, "Not Found")])
async def test_a_refused_token_ends_it(town: Town, status: int, words: str) -> None:
    town.refuse(status, words, "getUpdates")
    async with Fetching.begun(town) as fetching:
        with pytest.raises(TokenRefusedError):
            await fetching.task


@pytest.mark.usefixtures("short_waits")
async def test_another_process_is_named_and_fetching_goes_on(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    town.refuse(409, "Conflict: terminated by other getUpdates request", "getUpdates")
    async with Fetching.begun(town) as fetching:
        fetching.say("one")
        await fetching.hears("one")

    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert record.getMessage().startswith("another process polls with this token")


@pytest.mark.usefixtures("short_waits")
@pytest.mark.parametrize(
    "fault",
    [
        {"status": 500},
        {"status": 502, "body": "<html>"},
        {"drop": "before"},
        {"body": "junk"},
        {"body": '{"ok": true}'},
    ],
    ids=str,
)
async def test_trouble_of_the_network_passes(
    town: Town, fault: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    town.fault(method="getUpdates", times=2, **fault)
    async with Fetching.begun(town) as fetching:
        fetching.say("one")
        await fetching.hears("one")

    assert len(caplog.records) == 2
    assert all("no updates from Telegram" in message for message in caplog.messages)


@pytest.mark.usefixtures("short_waits")
async def test_an_answer_that_was_lost_brings_its_updates_again(town: Town) -> None:
    town.fault(method="getUpdates", drop="after")
    async with Fetching.begun(town) as fetching:
        fetching.say("one")
        await fetching.hears("one")


def test_waits_double_up_to_half_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    waits, wait = [], 1
    for _ in range(7):
        waits.append(polling._told(NetworkError("lost"), wait))
        wait = min(wait * 2, polling.LONGEST_WAIT)

    assert waits == [1, 2, 4, 8, 16, 30, 30]
    assert [told.rpartition("in ")[2] for told in caplog.messages[:3]] == ["1 s", "2 s", "4 s"]


def test_a_pause_that_telegram_asks_for_is_kept() -> None:
    assert polling._told(RetryAfter(7), 1) == 8


@pytest.mark.usefixtures("short_waits")
@pytest.mark.parametrize(
    "poison",
    [{"message": {"message_id": 1}}, {"message": "hello"}, {"callback_query": {"id": "1"}}],
    ids=str,
)
async def test_an_update_that_nobody_can_read_is_stepped_over(
    town: Town, poison: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    async with Fetching.begun(town) as fetching:
        fetching.say("one")
        await fetching.hears("one")
        for kind, content in poison.items():
            town.sandbox.world.updates.push(kind, content)
        fetching.say("two")
        await fetching.hears("one", "two")

    assert any("stepped over" in message for message in caplog.messages)


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
    assert caplog.messages[0].endswith("trying again in 0.02 s")


async def test_a_wrong_token_is_said_at_once(town: Town) -> None:
    bot = bot_of(town.url, "123456:another-token-of-the-right-length")
    with pytest.raises(TokenRefusedError):
        await until_reachable(bot)
    await bot.shutdown()


# --- one of several replicas ----------------------------------------------------------------


@pytest.mark.usefixtures("short_waits")
async def test_a_second_replica_stands_by_until_the_first_gives_up(
    town: Town, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with app.opened(f"sqlite:///{tmp_path / 'x.db'}") as database:
        first, second = (
            Role(database, town.bot.id, POLLING, worker, wall_clock) for worker in ("a", "b")
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
        "no updates are fetched: another replica does it, this one stands by",
        "updates are fetched again",
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

    assert caplog.messages == ["no updates are fetched: the database does not answer (OSError)"]


# --- in touch -------------------------------------------------------------------------------


async def test_a_replica_that_stands_by_learns_that_its_token_is_gone(
    town: Town, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(polling, "TOUCH_SECONDS", 0.01)
    town.fault(method="getMe", body='{"ok": true, "result": true}')
    town.fault(method="getMe", status=502)
    town.refuse(401, "Unauthorized", "getMe")

    with pytest.raises(TokenRefusedError):
        await polling.keep_in_touch(town.bot, lambda: 60)

    assert caplog.messages == ["Telegram cannot be reached (the server answered 502)"]


async def test_who_hears_from_telegram_need_not_ask(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "TOUCH_SECONDS", 0.01)
    asked = len(town.calls("getMe"))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await polling.keep_in_touch(town.bot, lambda: 0)

    assert len(town.calls("getMe")) == asked
