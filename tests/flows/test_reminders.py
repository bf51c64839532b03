"""What comes beside the day's exercise: a reminder that done takes back, a word to everybody."""

import asyncio
import signal
from zoneinfo import ZoneInfo

from tests.flows.conftest import Launch
from tests.flows.telegram import DAYLIT, Telegram
from tests.flows.town import Person, Town

LONDON = ZoneInfo("Europe/London")
NUDGE = "Today's exercise is still here"
PEOPLE = 12


async def test_a_nudge_comes_once_and_done_takes_it_back(town: Town, alice: Person) -> None:
    await alice.begins()
    await alice.say("/nudge 20:00")

    await town.skip()
    exercise = await alice.receives()
    await town.skip()
    nudge = await alice.receives()
    await town.skip()
    next_day = await alice.receives()
    await alice.tap(next_day, "done")
    await town.skip()
    day_after = await alice.receives()

    assert "done" in exercise.does
    assert nudge.title == NUDGE
    assert nudge.at.astimezone(LONDON).hour == 20
    assert nudge.at.date() == exercise.at.date()
    assert "done" in next_day.does
    assert day_after.title != NUDGE
    assert (day_after.at.date() - next_day.at.date()).days == 1


async def test_a_broadcast_goes_on_after_a_restart_and_reaches_everybody_once(
    launch: Launch, telegram: Telegram, database_url: str
) -> None:
    operator = await telegram.arrive("Olga")
    settings = {"DATABASE_URL": database_url, "ADMIN_IDS": str(operator.id), "SEND_RATE": "4"}
    program = launch(**telegram.settings, **settings)
    await program.is_ready()
    people = [await telegram.arrive(f"Person {number}") for number in range(PEOPLE)]
    for person in people:
        await person.begins(DAYLIT)
        await person.news()

    preview, question = await operator.say("/broadcast Good <news>!")
    progress = await operator.choose(question, "Send it")
    while not await reached(people):
        await asyncio.sleep(0.1)
    code, _seconds = await program.stop(signal.SIGTERM)
    before = await reached(people)
    program.start()
    await program.is_ready(times=2)
    async with asyncio.timeout(30):
        while not (await operator.again(progress)).text.startswith("The broadcast has finished"):
            await asyncio.sleep(0.2)

    assert (preview.text, code) == ("Good <news>!", 0)
    assert f"It will go to {PEOPLE} people" in question.text
    assert 0 < before < PEOPLE
    assert [[one.text for one in await person.news()] for person in people] == [
        ["Good <news>!"]
    ] * PEOPLE
    assert f"Sent: {PEOPLE}" in (await operator.again(progress)).text


async def reached(people: list[Person]) -> int:
    """Count those to whom something has come."""
    found = [await person.messages() for person in people]
    return sum(messages[-1].text == "Good <news>!" for messages in found)
