"""Updates across sudden deaths: each is applied once, in order, and answered at least once."""

import asyncio
import os
import random
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from bot.store.tables import inbox
from tests.failures.crowd import Crowd, People, journal, keep_journal
from tests.failures.ledger import Ledger
from tests.failures.runs import Run
from tests.failures.scene import Scene
from tests.flows.telegram import DAYLIT
from tests.flows.test_webhook import free_port

pytestmark = pytest.mark.slow

PEOPLE = 60
A_SECOND = 25
KILLS = int(os.environ.get("KILLS", "20"))
SECONDS_UP = (0.2, 2.5)
PATIENCE = 120


@pytest.fixture
async def telegram() -> AsyncIterator[Crowd]:
    """Open a Telegram to which people talk."""
    crowd = Crowd()
    await crowd.open()
    yield crowd
    await crowd.close()


@pytest.mark.parametrize("way", ["polling", "webhook"])
async def test_twenty_kills_lose_no_update_and_apply_none_twice(
    way: str, engine: str, telegram: Crowd, scene: Scene
) -> None:
    ledger = scene.ledger
    chats = await ledger.fill(PEOPLE, ahead=86_400)
    await keep_journal(ledger.database)
    day = datetime.now(UTC).astimezone(ZoneInfo(DAYLIT)).strftime("%Y%m%d")
    people = People(telegram, chats, f"1:hard:lunge:{day}")
    replicas = 1 if engine == "sqlite" else 2
    urls = [f"http://127.0.0.1:{free_port()}" for _ in range(replicas)]
    runs = [scene.launch(**settings(way, url), LISTEN=url.removeprefix("http://")) for url in urls]
    for run in runs:
        await run.is_up()
    bringing = asyncio.create_task(telegram.call_webhooks(urls))
    if way == "polling":
        bringing.cancel()

    began = time.monotonic()
    talking = asyncio.create_task(talk(people))
    await kill_in_turn(runs)
    talking.cancel()
    stopped = time.monotonic()
    await settle(telegram, ledger)
    bringing.cancel()
    with suppress(asyncio.CancelledError):
        await bringing

    found = await journal(ledger.database)
    silent, unanswered, told = what_came_of(people, telegram, found)
    scene.report(
        f"{KILLS} kills in {stopped - began:.0f} s, {replicas} process(es); {told};"
        f" quiet after {time.monotonic() - stopped:.1f} s"
    )
    for one in people.all:
        assert found.get(one.chat, []) == one.changes
    assert silent == []
    assert unanswered == []


async def kill_in_turn(runs: Sequence[Run]) -> None:
    """Kill the processes one after the other, each when it has worked a while."""
    lot = random.Random()  # no secret
    for number in range(KILLS):
        await asyncio.sleep(lot.uniform(*SECONDS_UP))
        run = runs[number % len(runs)]
        run.kill()
        run.start()
        await run.is_up()


def what_came_of(
    people: People, telegram: Crowd, found: Mapping[int, list[str]]
) -> tuple[list[str], list[int], str]:
    """Return the taps and the people without an answer, and all that is to be reported."""
    changes = sum(len(one.changes) for one in people.all)
    twice = sum(max(0, len(found.get(one.chat, [])) - len(one.changes)) for one in people.all)
    lost = sum(max(0, len(one.changes) - len(found.get(one.chat, []))) for one in people.all)
    taps = [key for one in people.all for key in one.taps]
    silent = [key for key in taps if not telegram.answered[key]]
    again = sum(telegram.answered[key] - 1 for key in taps if telegram.answered[key])
    questions = sum(one.questions for one in people.all)
    unanswered = [
        one.chat for one in people.all if len(telegram.copies.get(one.chat, [])) < one.questions
    ]
    return (
        silent,
        unanswered,
        f"{changes} changes by {PEOPLE} people: {lost} lost, {twice} twice; {len(taps)} taps:"
        f" {len(silent)} without an answer, {again} answers repeated; {questions} questions:"
        f" {len(unanswered)} people without an answer;"
        f" {sum(telegram.deliveries.values()) - len(telegram.deliveries)}"
        " deliveries repeated by Telegram",
    )


def settings(way: str, url: str) -> dict[str, str]:
    """Return the settings of a bot that gets its updates this way."""
    return {"UPDATES": way} | ({"WEBHOOK_URL": url} if way == "webhook" else {})


async def talk(people: People) -> None:
    """Let people act at an even rate."""
    while True:
        people.act()
        await asyncio.sleep(1 / A_SECOND)


async def settle(telegram: Crowd, ledger: Ledger) -> None:
    """Wait until every update is taken and done."""
    waiting = sa.select(inbox.c.update_id).where(sa.not_(inbox.c.done))
    until = time.monotonic() + PATIENCE
    while telegram.waiting or await ledger._rows(waiting):
        assert time.monotonic() < until, f"{len(telegram.waiting)} wait at Telegram"
        await asyncio.sleep(0.2)
