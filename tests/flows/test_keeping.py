"""An operator backs up and moves; a subscriber takes their data along and leaves."""

from pathlib import Path

from tests.flows.conftest import Launch
from tests.flows.program import Program
from tests.flows.telegram import DAYLIT, Books, Telegram
from tests.flows.town import Person


async def run(folder: Path, *arguments: str, **settings: str) -> Program:
    """Run a command to its end in a folder; fail with what it said."""
    program = Program(folder, *arguments, **settings)
    program.start()
    assert await program.ended() == 0, program.err
    return program


async def test_a_running_bot_is_backed_up_and_goes_on_from_the_copy(
    telegram: Telegram, launch: Launch, tmp_path: Path
) -> None:
    alice = await telegram.arrive("Alice")
    first = launch(**telegram.settings, DATABASE_URL=f"sqlite:///{tmp_path / 'old.db'}")
    await first.is_ready()
    await alice.begins()
    await run(tmp_path, "backup", "copy.gz", DATABASE_URL=f"sqlite:///{tmp_path / 'old.db'}")
    await first.stop()

    new = f"sqlite:///{tmp_path / 'new.db'}"
    restored = await run(tmp_path, "restore", "copy.gz", DATABASE_URL=new)
    assert "Restored " in restored.err
    second = launch(**telegram.settings, DATABASE_URL=new)
    await second.is_ready()

    assert "07:00" in (await alice.ask("/settings")).text


async def test_people_are_exported_and_imported_twice_to_the_same_end(
    telegram: Telegram, launch: Launch, tmp_path: Path, database_url: str
) -> None:
    alice = await telegram.arrive("Alice")
    old = f"sqlite:///{tmp_path / 'old.db'}"
    program = launch(**telegram.settings, DATABASE_URL=old)
    await program.is_ready()
    await alice.begins()
    await program.stop()

    await run(tmp_path, "subscribers", "export", "people.jsonl", DATABASE_URL=old)
    once = await run(tmp_path, "subscribers", "import", "people.jsonl", DATABASE_URL=database_url)
    twice = await run(tmp_path, "subscribers", "import", "people.jsonl", DATABASE_URL=database_url)

    assert "Added 1 subscribers; 0 were here already." in once.err
    assert "Added 0 subscribers; 1 were here already." in twice.err


async def test_status_says_how_things_stand_beside_the_running_bot(
    telegram: Telegram, launch: Launch, tmp_path: Path, database_url: str
) -> None:
    alice = await telegram.arrive("Alice")
    program = launch(**telegram.settings, DATABASE_URL=database_url)
    await program.is_ready()
    await alice.begins(zone=DAYLIT)
    async with Books.opened(database_url) as books:
        await books.make_due(alice, 0.1)
        await alice.receives()
        assert await books.stands(alice, "sent")

    said = (await run(tmp_path, "status", DATABASE_URL=database_url)).out

    assert "people    1 active" in said
    assert "24 hours  1 sent (0 late), 0 failed or missed" in said
    assert "due now   0" in said


async def test_check_asks_telegram_who_the_bot_is_and_what_time_it_is(
    telegram: Telegram, tmp_path: Path
) -> None:
    program = await run(tmp_path, "check", **telegram.settings)

    assert "✓ token: Telegram knows it as @" in program.out
    assert "✓ clock: as Telegram's" in program.out


async def test_a_subscriber_takes_their_data_and_leaves_no_trace(
    alice: Person,
) -> None:
    await alice.begins()
    (file,) = await alice.say("/mydata")
    assert "everything I keep" in file.text

    question = await alice.ask("/delete")
    gone = await alice.choose(question, "delete")

    assert "I've deleted everything" in gone.text
    assert (await alice.ask("/mydata")).text == "I don't keep anything about you."
    assert "Tap /start to begin." in (await alice.ask("/status")).text
