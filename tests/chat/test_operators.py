"""/stats for operators alone, with its picture; alarms come to each of them."""

from datetime import timedelta

import pytest

from bot.chat.alarm_ticker import AlarmTicker
from bot.chat.cards.operators import alarm_card
from bot.chat.words import translator_for
from bot.coach.library import Library
from bot.services.operators.alarms import Alarm, Alarms, Trouble
from bot.store.database import Database
from tests.chat.town import Household, Town, texts

ADMIN = 5_000_002


@pytest.fixture
async def staffed(town: Town, sqlite: Database, library: Library) -> Household:
    """Return a household in which the first to come is an operator."""
    return await Household.settled(town, sqlite, library, ADMIN)


async def test_an_operator_sees_how_it_goes(staffed: Household) -> None:
    boss = staffed.town.person("Boss")
    assert boss.id == ADMIN
    await staffed.subscriber("Alice")

    (said,) = await staffed.hears(boss, "/stats")

    assert said.splitlines()[:4] == [
        "Statistics",
        "People subscribed: 1",
        "Groups and channels: 0",
        "New: 1 today, 1 in 7 days",
    ]
    assert "photo" in list(boss.posts.values())[-1].body


async def test_nobody_else_learns_that_there_is_such_a_command(staffed: Household) -> None:
    staffed.town.person("Boss")
    alice = await staffed.subscriber("Alice")

    assert await staffed.hears(alice, "/broadcast") == await staffed.hears(alice, "/nonsense")
    assert await staffed.hears(alice, "/stats") == await staffed.hears(alice, "stats")


@pytest.mark.parametrize("trouble", Trouble)
def test_every_trouble_has_words(trouble: Trouble) -> None:
    text = alarm_card(translator_for("en"), Alarm(trouble, 12, 345)).text

    assert text.startswith("⚠️ ")
    assert "{" not in text


async def test_an_alarm_comes_to_each_operator_once(staffed: Household) -> None:
    boss, deputy = staffed.town.person("Boss"), staffed.town.person("Deputy")
    alarms = Alarms(staffed.services.statistics, None)
    alarm_ticker = AlarmTicker(
        alarms, staffed.services.messenger, [boss.id, deputy.id], staffed.town.sandbox.clock
    )
    await alarm_ticker.check()
    assert texts(boss) == []

    await alarm_ticker.conflict()
    await alarm_ticker.conflict()

    for one in (boss, deputy):
        (said,) = texts(one)
        assert said.startswith("⚠️ Another process is fetching updates")


@pytest.mark.parametrize(("refusals", "comes_again"), [(2, True), (1, False)])
async def test_an_alarm_that_reached_no_operator_comes_again(
    staffed: Household, refusals: int, comes_again: bool
) -> None:
    boss, deputy = staffed.town.person("Boss"), staffed.town.person("Deputy")
    clock = staffed.town.sandbox.clock
    alarms = Alarms(staffed.services.statistics, None)
    alarm_ticker = AlarmTicker(alarms, staffed.services.messenger, [boss.id, deputy.id], clock)
    for _ in range(refusals):
        staffed.town.refuse(400, "Bad Request: chat not found")
    await alarm_ticker.conflict()
    clock.skip_to(clock() + timedelta(minutes=10))
    await alarm_ticker.conflict()

    assert len(texts(boss)) == comes_again


async def test_without_operators_nobody_looks(staffed: Household) -> None:
    alarms = Alarms(staffed.services.statistics, None)
    alarm_ticker = AlarmTicker(alarms, staffed.services.messenger, [], staffed.town.sandbox.clock)

    await alarm_ticker.keep()  # ends at once
    await alarm_ticker.conflict()


# --- the picture ----------------------------------------------------------------------------
