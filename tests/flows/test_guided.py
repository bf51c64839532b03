"""Start: led to the end, and led on after the process died in the middle of a hold."""

import asyncio
import time
from pathlib import Path

from tests.flows.conftest import Launch
from tests.flows.telegram import DAYLIT, Telegram
from tests.flows.town import PATIENCE, Person, Said


async def begins_it(person: Person, asked: str = "/today") -> Said:
    """Ask for an exercise and begin it."""
    return await person.choose(await person.ask(asked), "Start")


async def shows(person: Person, message: Said, text: str, seconds: float = PATIENCE) -> Said:
    """Wait until a message shows a text."""
    until = time.monotonic() + seconds
    while text not in (now := await person.again(message)).text:
        assert time.monotonic() < until, f"{text!r} never showed: {now.text}"
        await asyncio.sleep(0.05)
    return now


async def skips(person: Person, message: Said, stages: range) -> None:
    """Go on from each of some stages, faster than the message changes."""
    for stage in stages:
        assert await person.press(message.id, f"1:guided:skip:{stage}") is None


async def test_an_exercise_is_led_to_its_end_and_counted(alice: Person) -> None:
    await alice.begins()
    led = await begins_it(alice)
    assert "Get ready" in led.text
    assert led.picture == "photo"

    await skips(alice, led, range(4))
    held = await shows(alice, led, "Switch sides")
    assert await alice.press(led.id, "1:guided:skip:2") == "That step is already over."
    await skips(alice, held, range(4, 13))
    done = await shows(alice, led, "That's today done.")

    assert list(done.buttons) == ["Too hard", "Just right", "Too easy", "It hurt"]
    assert "undone" in (await alice.ask("/today")).does


async def test_a_kill_in_the_middle_of_a_hold_does_not_end_it(
    launch: Launch, telegram: Telegram, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    program = launch(**telegram.settings, DATABASE_URL=url)
    await program.is_ready()
    alice = await telegram.arrive("Alice")
    await alice.begins(DAYLIT)
    led = await begins_it(alice, "/exercise lunge")  # whatever the day has, this has holds
    await skips(alice, led, range(3))
    await shows(alice, led, "Hold · 10 seconds left", 10)

    program.kill()
    program.start()
    await program.is_ready(times=2)
    # A slow machine may be back only while the sides change ("Next: right ..."), or after that.
    other_side = await shows(alice, led, "ight foot back")

    assert await alice.tap(other_side, "Stop") is None
    assert not (await shows(alice, led, "You stopped here,")).buttons
