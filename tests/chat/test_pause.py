"""/pause and /resume, as a person says and taps them."""

from datetime import timedelta

import pytest

from bot.coach.schedule import local_day
from tests.chat.town import Household, texts

NO_DAY = "I didn't understand that."
PAST = "That day has passed."
BEFORE_REST = 5
"""Where in the routine a rest day is next, once the exercise here has been shown."""

TOO_LONG = "A pause can last up to a year."


async def test_a_pause_is_chosen_by_a_button_and_ended_by_one(household: Household) -> None:
    alice = await household.subscriber("Alice")
    await household.hears(alice, "/pause")
    await household.tapped(alice, "1:pause:7")
    assert texts(alice)[-1].startswith("Enjoy your break. Your next exercise: ")
    (status,) = await household.hears(alice, "/status")
    (settings,) = await household.hears(alice, "/settings")
    await household.tapped(alice, "1:resume")

    assert "Paused until " in status
    assert "Paused until " in settings
    (again,) = await household.hears(alice, "/status")
    assert "Paused" not in again


async def test_resume_welcomes_back_only_whoever_had_paused(household: Household) -> None:
    alice = await household.subscriber("Alice")
    await household.hears(alice, "/pause 7 days")
    paused, not_paused = [(await household.hears(alice, "/resume"))[0] for _ in range(2)]

    assert paused.startswith("Good to have you back.")
    assert not_paused.startswith("You don't have a pause set.\n\nNext: ")


async def test_a_date_is_asked_for_and_written(household: Household) -> None:
    alice = await household.subscriber("Alice")
    day = local_day("Europe/London", household.town.sandbox.clock()) + timedelta(days=20)
    await household.tapped(alice, "1:until")

    assert texts(alice)[-1].startswith("When should I start again?")
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
    assert "Paused" not in (await household.hears(alice, "/status"))[0]


async def test_a_date_that_has_just_passed_is_asked_back(household: Household) -> None:
    alice = await household.subscriber("Alice")
    passed = local_day("Europe/London", household.town.sandbox.clock()) - timedelta(days=4)
    next_one = passed.replace(year=passed.year + 1)

    (asked,) = await household.hears(alice, f"/pause until {passed:%d %B}")
    assert asked.startswith("Did you mean ")
    assert str(next_one.year) in asked
    assert "Paused" not in (await household.hears(alice, "/status"))[0]

    await household.tapped(alice, f"1:pausing:{next_one}")
    assert "Paused until " in (await household.hears(alice, "/status"))[0]


async def test_a_pause_taps_kindly_after_stop(household: Household) -> None:
    alice = await household.subscriber("Alice")
    await household.hears(alice, "/stop")

    for data in ("1:pause:3", "1:resume", "1:until"):
        assert (await household.tapped(alice, data))["answered"]
    found = await household.services.subscriptions.find(alice.id)
    assert found
    assert found.next_due_at is None


async def test_a_pause_until_a_rest_day_says_so_as_the_status_does(household: Household) -> None:
    alice = await household.subscriber("Alice", position=BEFORE_REST)
    (paused,) = await household.hears(alice, "/pause 3 days")
    (status,) = await household.hears(alice, "/status")
    (back,) = await household.hears(alice, "/resume")
    assert "Next: rest day, " in paused
    assert paused in status
    assert back.startswith("Good to have you back.\n\nNext: rest day, ")
