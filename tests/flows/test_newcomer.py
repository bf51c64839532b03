"""The first minutes: from Start to the first delivery."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.flows.town import Person, Town

LONDON, SEVEN = "Europe/London", "07:00"


async def test_start_brings_a_greeting_the_exercise_and_the_question(alice: Person) -> None:
    greeting, exercise, question = await alice.say("/start")

    assert greeting.text.startswith("Hello! Once a day")
    assert exercise.title == "Lunge stretch"
    assert exercise.does == ["done", "steps", "more", "hurts"]
    assert question.title == "Which clock is yours?"
    assert any(data == f"1:zone:{LONDON}" for data in question.buttons.values())


async def test_two_taps_settle_when_the_exercise_comes(town: Town, alice: Person) -> None:
    *_, question = await alice.say("/start")
    label = next(one for one, data in question.buttons.items() if data == f"1:zone:{LONDON}")

    hours = await alice.choose(question, label)
    settled = await alice.choose(hours, SEVEN)

    tomorrow = (await town.now()).astimezone(ZoneInfo(LONDON)) + timedelta(days=1)
    assert hours.title == "When shall I come?"
    assert settled.title == "✓ Every day at 07:00, London time."
    assert settled.instants == (tomorrow.replace(hour=7, minute=0, second=0, microsecond=0),)
    assert len(await alice.messages()) == 3


async def test_the_first_delivery_is_a_new_exercise(town: Town, alice: Person) -> None:
    _, shown, question = await alice.say("/start")
    await alice.press(question.id, f"1:zone:{LONDON}")
    await alice.press(question.id, "1:wall:0700")

    await town.skip()
    delivered = await alice.receives()

    assert delivered.title != shown.title
    assert (await alice.ask("/today")).text == delivered.text
    assert not delivered.silent
    assert await alice.receives_nothing()


async def test_an_hour_still_ahead_brings_todays_exercise_today(town: Town, alice: Person) -> None:
    _, shown, question = await alice.say("/start")
    await alice.press(question.id, f"1:zone:{LONDON}")
    await alice.press(question.id, "1:wall:2000")
    today = (await town.now()).date()

    await town.skip()

    assert (await alice.receives()).text == shown.text
    assert (await town.now()).date() == today


async def test_who_only_presses_start_is_served_on_the_likely_clock(
    town: Town, alice: Person
) -> None:
    await alice.say("/start")

    await town.skip()

    await alice.receives()
    assert (await town.now()).strftime("%H:%M") in {"12:00", "13:00"}  # 08:00 in New York


@pytest.mark.parametrize(
    "command", ["/status", "/settings", "/time", "/time 07:30", "/timezone Lisbon", "/days"]
)
async def test_who_has_not_started_is_told_how(alice: Person, command: str) -> None:
    answer = await alice.ask(command)

    assert answer.text == "You get no daily exercise yet. /start begins with today's."


@pytest.mark.parametrize("command", ["/today", "/exercises", "/signs", "/safety", "/about"])
async def test_who_has_not_started_may_read_all(alice: Person, command: str) -> None:
    answer = await alice.ask(command)

    assert len(answer.text) > 200


async def test_the_likely_clocks_follow_the_language(town: Town) -> None:
    charlie = await town.arrive("Charlie", "de")

    *_, question = await charlie.say("/start")

    assert next(iter(question.buttons.values())) == "1:zone:Europe/Berlin"
