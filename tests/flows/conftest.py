"""One `psoas-bot sandbox` for all flows, and a quiet town in it for each test."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.sandbox import Sandbox
from tests.flows.program import Program
from tests.flows.telegram import Books, Telegram
from tests.flows.town import Person, Town

Launch = Callable[..., Program]


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """Start the sandbox on a database that tests can open."""
    folder = tmp_path_factory.mktemp("sandbox")
    url = f"sqlite:///{folder / 'flows.db'}"
    # Guided in the chat: the full-screen page has tests of its own.
    settings = {"LISTEN": "127.0.0.1:0", "DATABASE_URL": url, "MINIAPP_URL": "off"}
    program = Program(folder, "sandbox", **settings)
    program.start()
    yield program
    program.kill()
    assert program.keeps_its_secret()


@asynccontextmanager
async def visit(program: Program) -> AsyncIterator[tuple[Town, Books]]:
    """Come to town on a Monday noon; leave it quiet and without a fault in the log."""
    url = await program.says(r"http://[\d.]+:\d+")
    await program.is_ready()
    before = len(program.err)
    async with ClientSession() as http, Books.opened(program.settings["DATABASE_URL"]) as ledger:
        town = Town(url, http)
        await town.skip_to(monday_noon(await town.now()))
        yield town, ledger
        await town.leave()
        assert await ledger.is_quiet()
    log = program.err[before:]
    assert '"error"' not in log, log
    assert "Traceback" not in log, log


@pytest.fixture
async def visited(program: Program) -> AsyncIterator[tuple[Town, Books]]:
    """Come to town for one test."""
    async with visit(program) as visited:
        yield visited


@pytest.fixture
def town(visited: tuple[Town, Books]) -> Town:
    """Return the town."""
    return visited[0]


@pytest.fixture
def ledger(visited: tuple[Town, Books]) -> Books:
    """Return the sandbox's own database."""
    return visited[1]


def monday_noon(now: datetime) -> datetime:
    """Return noon of the next Monday, in UTC."""
    day = now + timedelta(days=7 - now.weekday())
    return day.replace(hour=12, minute=0, second=0, microsecond=0)


@pytest.fixture
async def alice(town: Town) -> Person:
    """Return somebody who has not met the bot."""
    return await town.arrive("Alice")


@pytest.fixture
async def bob(town: Town) -> Person:
    """Return somebody else."""
    return await town.arrive("Bob")


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    """Return a Telegram of this test alone, with nobody's bot in it."""
    sandbox = Sandbox()
    url = await sandbox.start()
    async with ClientSession() as http:
        yield Telegram(url, http, sandbox)
    await sandbox.stop()


@pytest.fixture
def launch(tmp_path: Path) -> Iterator[Launch]:
    """Return what starts `psoas-bot`, each time in a folder of its own; end all at the end."""
    programs: list[Program] = []

    def start(*arguments: str, **settings: str) -> Program:
        folder = tmp_path / f"run{len(programs)}"
        folder.mkdir()
        programs.append(Program(folder, *arguments, **settings))
        programs[-1].start()
        return programs[-1]

    yield start
    for program in programs:
        program.kill()
    assert all(program.keeps_its_secret() for program in programs)


@pytest.fixture
async def books(database_url: str) -> AsyncIterator[Books]:
    """Open the database of a bot."""
    async with Books.opened(database_url) as books:
        yield books
