"""/stats for operators alone, with its picture; alarms come to each of them."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from PIL import Image

from bot.chat.cards.admin import alarm_card
from bot.chat.chart import FAILED, SENT, chart
from bot.chat.lookout import Lookout
from bot.chat.words import words_for
from bot.coach.library import Library
from bot.services.alarms import Alarm, Alarms, Trouble
from bot.services.statistics import Day
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

    assert said.splitlines()[:3] == [
        "How it goes",
        "Active: 1",
        "New: 1 today, 1 in 7 days",
    ]
    assert "photo" in list(boss.posts.values())[-1].body


async def test_nobody_else_learns_that_there_is_such_a_command(staffed: Household) -> None:
    staffed.town.person("Boss")
    alice = await staffed.subscriber("Alice")

    assert await staffed.hears(alice, "/stats") == await staffed.hears(alice, "/nonsense")


@pytest.mark.parametrize("trouble", Trouble)
def test_every_trouble_has_words(trouble: Trouble) -> None:
    text = alarm_card(words_for("en"), Alarm(trouble, 12, 345)).text

    assert text.startswith("⚠️ ")
    assert "{" not in text


async def test_an_alarm_comes_to_each_operator_once(staffed: Household) -> None:
    boss, deputy = staffed.town.person("Boss"), staffed.town.person("Deputy")
    alarms = Alarms(staffed.house.statistics, None)
    lookout = Lookout(
        alarms, staffed.house.messenger, [boss.id, deputy.id], staffed.town.sandbox.clock
    )
    await lookout.look()
    assert texts(boss) == []

    await lookout.conflict()
    await lookout.conflict()

    for one in (boss, deputy):
        (said,) = texts(one)
        assert said.startswith("⚠️ Another process fetches updates")


async def test_without_operators_nobody_looks(staffed: Household) -> None:
    alarms = Alarms(staffed.house.statistics, None)
    lookout = Lookout(alarms, staffed.house.messenger, [], staffed.town.sandbox.clock)

    await lookout.keep()  # ends at once
    await lookout.conflict()


# --- the picture ----------------------------------------------------------------------------


def colours(days: list[Day]) -> dict[str, int]:
    """Count the pixels of each bar's colour."""
    image = Image.open(BytesIO(chart(days))).convert("RGB")
    found = image.getcolors(image.width * image.height) or []
    by_name = {"#{:02x}{:02x}{:02x}".format(*rgb): n for n, rgb in found if isinstance(rgb, tuple)}
    return {name: by_name.get(name, 0) for name in (SENT, FAILED)}


def test_the_bars_are_as_long_as_the_numbers() -> None:
    monday = date(2026, 11, 23)
    found = colours([Day(monday, sent=300, failed=100), Day(monday + timedelta(1), sent=150)])

    assert found[SENT] / found[FAILED] == pytest.approx(450 / 100, rel=0.05)


@pytest.mark.parametrize("days", [[], [Day(date(2026, 11, 23))] * 14], ids=["none", "empty"])
def test_days_without_deliveries_have_no_bars(days: list[Day]) -> None:
    assert colours(days) == {SENT: 0, FAILED: 0}
