"""The first minutes: from Start to the first delivery."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.flows.town import Person, Town
from tests.flows.wording import GREETING, NOT_YET

LONDON, SEVEN = "Europe/London", "07:00"


async def test_start_brings_a_greeting_the_exercise_and_the_question(alice: Person) -> None:
    greeting, exercise, question = await alice.starts()

    assert greeting.text == GREETING
    assert exercise.title == "Lunge stretch"
    assert exercise.does[:2] == ["guide", "done"]
    assert {"later", "swap", "hurts", "more"} <= set(exercise.does)
    assert any(data == f"1:zone:{LONDON}" for data in question.buttons.values())


async def test_two_taps_settle_when_the_exercise_comes(town: Town, alice: Person) -> None:
    *_, question = await alice.starts()
    label = next(one for one, data in question.buttons.items() if data == f"1:zone:{LONDON}")

    hours = await alice.choose(question, label)
    settled = await alice.choose(hours, SEVEN)

    tomorrow = (await town.now()).astimezone(ZoneInfo(LONDON)) + timedelta(days=1)
    assert "07:00" in settled.title
    assert "London" in settled.title
    assert settled.instants == (tomorrow.replace(hour=7, minute=0, second=0, microsecond=0),)
    assert len(await alice.messages()) == 3


async def test_the_first_delivery_is_a_new_exercise(town: Town, alice: Person) -> None:
    _, shown, question = await alice.starts()
    await alice.press(question.id, f"1:zone:{LONDON}")
    await alice.press(question.id, "1:wall:0700")

    await town.skip()
    delivered = await alice.receives()

    assert delivered.title != shown.title
    assert (await alice.ask("/today")).text == delivered.text
    assert not delivered.silent


async def test_who_taps_an_hour_after_start_gets_the_next_exercise_tomorrow(
    town: Town, alice: Person
) -> None:
    _, shown, question = await alice.starts()
    await alice.press(question.id, f"1:zone:{LONDON}")
    await alice.press(question.id, "1:wall:2000")
    today = (await town.now()).date()

    await town.skip()

    assert (await alice.receives()).title != shown.title
    assert (await town.now()).date() > today


async def test_who_writes_an_hour_still_ahead_gets_todays_exercise_then(
    town: Town, alice: Person
) -> None:
    _, shown, question = await alice.starts()
    await alice.press(question.id, f"1:zone:{LONDON}")
    await alice.say("/time 20:00")
    today = (await town.now()).date()

    await town.skip()

    assert (await alice.receives()).title == shown.title
    assert (await town.now()).date() == today


async def test_who_only_presses_start_is_served_on_the_likely_clock(
    town: Town, alice: Person
) -> None:
    await alice.starts()

    await town.skip()

    await alice.receives()
    assert (await town.now()).strftime("%H:%M") in {"12:00", "13:00"}  # 08:00 in New York


@pytest.mark.parametrize(
    "command", ["/status", "/settings", "/time", "/time 07:30", "/timezone Lisbon", "/days"]
)
async def test_who_has_not_started_is_told_how(alice: Person, command: str) -> None:
    answer = await alice.ask(command)

    assert answer.text == NOT_YET


@pytest.mark.parametrize("command", ["/today", "/exercises", "/signs", "/safety"])
async def test_who_has_not_started_may_read_all(alice: Person, command: str) -> None:
    answer = await alice.ask(command)

    assert len(answer.text) > 200


async def test_the_muscle_is_shown_and_explained(alice: Person) -> None:
    picture, page = await alice.say("/about")

    assert picture.text.endswith("6. Thigh bone (femur)")
    assert "Is it behind my pain?" in page.text
    assert len(page.text) < 1000

    assert "Where it is" in (await alice.choose(page, "muscle")).text


async def test_the_likely_clocks_follow_the_language(town: Town) -> None:
    charlie = await town.arrive("Charlie", "de")

    *_, question = await charlie.starts()

    assert next(iter(question.buttons.values())) == "1:zone:Europe/Berlin"
