"""Updates are fetched for ever: nothing but a refused token ends it, and nothing in silence."""

import asyncio
import logging
from typing import Any

import pytest
from telegram.error import RetryAfter

from bot.botapi import polling
from bot.botapi.polling import Poller, TokenRefusedError
from bot.botapi.transport import PausedError
from bot.botapi.updates import ALLOWED_UPDATES
from bot.sandbox import people
from tests.botapi.polls import Fetching, Reader, until
from tests.chat.town import Town

# --- what works -----------------------------------------------------------------------------


async def test_each_update_is_taken_once_and_in_order(town: Town) -> None:
    async with Fetching.begun(town) as fetching:
        for text in ("one", "two", "three"):
            fetching.say(text)
        await fetching.hears("one", "two", "three")
        fetching.say("four")
        await fetching.hears("one", "two", "three", "four")


async def test_what_is_stored_is_acknowledged_at_once(town: Town) -> None:
    async with Fetching.begun(town) as fetching:
        fetching.say("one")
        await fetching.hears("one")
        await until(lambda: not len(town.sandbox.world.updates))


@pytest.mark.usefixtures("short_waits")
async def test_what_cannot_be_stored_stays_at_telegram_and_comes_again(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    async with Fetching.begun(town) as fetching:
        fetching.reader.failures = 2
        fetching.say("one")
        await until(lambda: caplog.messages)
        assert len(town.sandbox.world.updates) == 1
        await fetching.hears("one")

    assert caplog.messages == [
        "storing updates failed (OSError); retrying in 0.02 s",
        "storing updates failed (OSError); retrying in 0.04 s",
    ]


async def test_more_than_a_batch_is_taken_in_order(town: Town) -> None:
    texts = [str(number) for number in range(230)]
    for text in texts:
        people.say(town.sandbox.world, town.person("Alice"), {"text": text})
    async with Fetching.begun(town) as fetching:
        await fetching.hears(*texts)


async def test_at_the_end_what_was_stored_last_is_acknowledged(town: Town) -> None:
    reader, poller = Reader(), Poller(town.bot)
    people.say(town.sandbox.world, town.person("Alice"), {"text": "one"})
    task = asyncio.create_task(poller.run(reader.take))
    await until(lambda: reader.read)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

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

    assert caplog.messages[0] == "a webhook was set for this bot and blocked polling; removed it"


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


CONFLICT = "Conflict: terminated by other getUpdates request"


@pytest.fixture
def short_conflicts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "CONFLICT_WAITS", (0.01, 0.02, 0.05, 0.1, 0.3))


@pytest.mark.usefixtures("short_conflicts")
async def test_another_process_is_named_and_fetching_goes_on_a_moment_later(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    town.refuse(409, CONFLICT, "getUpdates")
    async with Fetching.begun(town) as fetching:
        fetching.say("one")
        await fetching.hears("one")

    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert record.getMessage().startswith(
        "another process polls with this token; retrying in 0.01"
    )


@pytest.mark.usefixtures("short_conflicts")
@pytest.mark.parametrize(("conflicts", "reports"), [(1, 0), (3, 0), (5, 2)])
async def test_operators_are_told_of_another_process_only_if_it_stays(
    town: Town, conflicts: int, reports: int
) -> None:
    told = []

    async def tell() -> None:
        told.append(1)

    for _ in range(conflicts):
        town.refuse(409, CONFLICT, "getUpdates")
    reader = Reader()
    people.say(town.sandbox.world, town.person("Alice"), {"text": "one"})
    task = asyncio.create_task(Poller(town.bot, on_conflict=tell).run(reader.take))
    await until(lambda: reader.read)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    assert len(told) == reports


def test_a_lone_conflict_costs_a_second_and_lasting_ones_half_a_minute() -> None:
    assert polling.CONFLICT_WAITS == (1, 2, 5, 10, 30)


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
    assert all("fetching updates failed" in message for message in caplog.messages)


@pytest.mark.usefixtures("short_waits")
async def test_an_answer_that_was_lost_brings_its_updates_again(town: Town) -> None:
    town.fault(method="getUpdates", drop="after")
    async with Fetching.begun(town) as fetching:
        fetching.say("one")
        await fetching.hears("one")


async def test_waits_double_up_to_the_longest(
    town: Town, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "FIRST_WAIT", 0.01)
    monkeypatch.setattr(polling, "LONGEST_WAIT", 0.03)
    town.fault(method="getUpdates", times=4, status=502)
    async with Fetching.begun(town) as fetching:
        fetching.say("one")
        await fetching.hears("one")

    assert [told.rpartition("in ")[2] for told in caplog.messages] == [
        *("0.01 s", "0.02 s", "0.03 s", "0.03 s")
    ]


async def test_a_pause_that_telegram_asks_for_is_kept(town: Town) -> None:
    assert await Poller(town.bot)._seconds_after(RetryAfter(7), 1) == 8


async def test_fetching_goes_on_as_soon_as_a_pause_ends(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    poller = Poller(town.bot)
    waits = [await poller._seconds_after(PausedError(left), 16) for left in (0.7, 0.2)]

    assert waits == [0.7, 0.2]
    assert caplog.messages == []
