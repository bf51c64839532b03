"""/pause and /resume, as a person says and taps them."""

from datetime import timedelta

import pytest

from bot.coach.schedule import local_day
from tests.chat.town import Household, texts

NO_DAY = "I didn't get that day."
PAST = "That day is not ahead of us."
TOO_LONG = "A pause lasts a year at most."


async def test_a_pause_is_chosen_by_a_button_and_ended_by_one(household: Household) -> None:
    alice = await household.subscriber("Alice")
    await household.hears(alice, "/pause")
    await household.tapped(alice, "1:pause:7")
    assert texts(alice)[-1].startswith("Enjoy the break. I come back by myself: ")
    (status,) = await household.hears(alice, "/status")
    (settings,) = await household.hears(alice, "/settings")
    await household.tapped(alice, "1:resume")

    assert "A pause until " in status
    assert "A pause until " in settings
    (again,) = await household.hears(alice, "/status")
    assert "A pause" not in again


async def test_a_date_is_asked_for_and_written(household: Household) -> None:
    alice = await household.subscriber("Alice")
    day = local_day("Europe/London", household.town.sandbox.clock()) + timedelta(days=20)
    await household.tapped(alice, "1:until")

    assert texts(alice)[-1].startswith("On which day shall I come back?")
    assert (await household.hears(alice, "perhaps next spring"))[0].startswith(NO_DAY)
    (answer,) = await household.hears(alice, f"until {day:%d %B}")
    assert f" {day.day} {day:%b}, " in answer


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        ("/pause soon", NO_DAY),
        ("/pause until 32 December", NO_DAY),
        ("/pause 2020-01-01", PAST),
        ("/pause 2199-01-01", TOO_LONG),
        ("/pause 900 days", TOO_LONG),
    ],
)
async def test_a_pause_that_cannot_be_gets_one_sentence(
    household: Household, written: str, answer: str
) -> None:
    alice = await household.subscriber("Alice")

    (said,) = await household.hears(alice, written)
    assert said.startswith(answer)
    assert "A pause" not in (await household.hears(alice, "/status"))[0]


async def test_a_pause_taps_kindly_after_stop(household: Household) -> None:
    alice = await household.subscriber("Alice")
    await household.hears(alice, "/stop")

    for data in ("1:pause:3", "1:resume", "1:until"):
        assert (await household.tapped(alice, data))["answered"]
    found = await household.house.subscriptions.of(alice.id)
    assert found
    assert found.next_due_at is None
