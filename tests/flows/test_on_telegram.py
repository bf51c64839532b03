"""With a token, on each database: polling, a delivery on the second, kills and stops."""

import signal
import time
from pathlib import Path

from bot.chat.commands import COMMANDS
from tests.flows.conftest import Launch
from tests.flows.telegram import DAYLIT, Books, Telegram, seconds_since
from tests.flows.town import Person


async def subscribe(telegram: Telegram, name: str) -> Person:
    """Let somebody in and have them press Start."""
    person = await telegram.arrive(name)
    await person.begins(DAYLIT)
    return person


async def test_it_delivers_on_the_second_and_after_a_kill_never_again_that_day(
    launch: Launch, telegram: Telegram, database_url: str, books: Books
) -> None:
    program = launch(**telegram.settings, DATABASE_URL=database_url)
    await program.is_ready()
    alice, bob = await subscribe(telegram, "Alice"), await subscribe(telegram, "Bob")

    due = await books.make_due(alice, 0.3)
    await alice.receives()
    late = seconds_since(due)

    shown = (await telegram.ask("state"))["people"][0]
    assert 0 <= late < 2
    assert len(shown["commands"]) == len(COMMANDS)
    assert shown["description"].startswith("One short exercise a day")

    program.kill()
    await books.make_due(alice, 0)
    await books.make_due(bob, 0)
    program.start()
    await program.is_ready(times=2)

    assert await bob.receives()
    assert await alice.news() == []  # she would have come before him
    assert len(await books.states(alice)) == 1
    code, took = await program.stop(signal.SIGTERM)
    assert (code, took < 5) == (0, True)


async def test_trouble_on_the_way_delays_a_delivery_and_doubles_none(
    launch: Launch, telegram: Telegram, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'trouble.db'}"
    program = launch(**telegram.settings, DATABASE_URL=url)
    await program.is_ready()
    people = [await subscribe(telegram, name) for name in ("Alice", "Bob", "Charlie")]
    alice, bob, charlie = people
    await telegram.fault(chat_id=alice.id, status=429, parameters={"retry_after": 2})
    await telegram.fault(chat_id=bob.id, status=502, description="Bad Gateway")
    await telegram.fault(chat_id=charlie.id, drop="after")

    async with Books.opened(url) as books:
        for person in people:
            await books.make_due(person, 0.2)
        began = time.monotonic()
        in_time = [await one.receives() for one in (charlie, alice)]
        waited = time.monotonic() - began

        assert not any(said.silent for said in in_time)
        assert waited > 2
        assert await books.stands(charlie, "unconfirmed")
        assert await books.says(bob, "the server answered 502")

        await books.wake()

        assert not (await bob.receives()).silent
        assert (await charlie.receives()).silent
        assert [await books.stands(one, "sent") for one in people] == [True] * 3
    code, took = await program.stop(signal.SIGINT)
    assert (code, took < 5) == (0, True)
