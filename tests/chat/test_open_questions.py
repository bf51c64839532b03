"""What the next message answers, and for how long."""

from datetime import time, timedelta

import pytest

from tests.chat.town import Household


async def test_after_an_unreadable_time_of_a_reminder_the_next_one_is_the_reminders(
    household: Household,
) -> None:
    alice = await household.subscriber("Alice", time=time(8))
    await household.hears(alice, "/nudge 2030h please")
    await household.hears(alice, "20:30")
    person = await household.services.subscriptions.require(alice.id)
    assert (person.time, person.nudge) == (time(8), time(20, 30))


async def test_after_a_pause_into_the_past_the_next_date_is_the_pauses(
    household: Household,
) -> None:
    alice = await household.subscriber("Alice")
    await household.hears(alice, "/pause 2020-01-01")
    await household.hears(alice, "3 days")
    assert (await household.services.subscriptions.require(alice.id)).paused_until


@pytest.mark.parametrize(
    ("language", "text"),
    [
        *(("en", "next Monday"), ("en", "on Monday"), ("en", "back on Monday")),
        *(("es", "el próximo lunes"), ("es", "el lunes que viene"), ("es", "el lunes")),
        *(("de", "nächsten Montag"), ("de", "kommenden Montag"), ("de", "am Montag")),
        *(("ru", "в следующий понедельник"), ("ru", "в понедельник")),
        *(("ar", "يوم الاثنين القادم"), ("hi", "अगले सोमवार"), ("hi", "agle monday")),
        *(("pt-br", "na próxima segunda"), ("pt-br", "segunda-feira que vem")),
    ],
)
async def test_a_weekday_ends_the_pause_that_was_asked_about_whatever_else_it_may_mean(
    household: Household, language: str, text: str
) -> None:
    alice = await household.subscriber("Alice", language=language, language_chosen=True)
    before = await household.services.subscriptions.require(alice.id)
    await household.tapped(alice, "1:until")
    await household.hears(alice, text)
    person = await household.services.subscriptions.require(alice.id)
    assert person.paused_until
    assert person.paused_until.weekday() == 0
    assert person.weekdays == before.weekdays


@pytest.mark.parametrize(("days", "zone"), [(0, "Europe/Paris"), (1, "Europe/London")])
async def test_a_question_is_open_until_the_day_is_over(
    household: Household, days: int, zone: str
) -> None:
    alice = await household.subscriber("Alice")
    await household.tapped(alice, "1:city")
    clock = household.town.sandbox.clock
    clock.skip_to(clock() + timedelta(days=days, hours=1))
    await household.hears(alice, "Nice")
    assert (await household.services.subscriptions.require(alice.id)).zone == zone


async def test_a_time_written_weeks_after_the_question_for_a_reminder_moves_the_exercise(
    household: Household,
) -> None:
    alice = await household.subscriber("Alice", time=time(8))
    await household.tapped(alice, "1:nudges")
    clock = household.town.sandbox.clock
    clock.skip_to(clock() + timedelta(days=14))
    await household.hears(alice, "06:30")
    person = await household.services.subscriptions.require(alice.id)
    assert (person.time, person.nudge) == (time(6, 30), None)
