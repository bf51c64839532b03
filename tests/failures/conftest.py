"""A Telegram that misbehaves, a ledger, and processes that all end with their test."""

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from tests.failures.ledger import Ledger
from tests.failures.runs import MachineClock, Run
from tests.failures.scene import Scene
from tests.failures.telegram import TOKEN, Telegram


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    """Open a Telegram of this test alone."""
    telegram = Telegram()
    await telegram.open()
    yield telegram
    await telegram.close()


@pytest.fixture
async def ledger(database_url: str) -> AsyncIterator[Ledger]:
    """Open the database of this test."""
    ledger = Ledger(database_url)
    yield ledger
    await ledger.close()


@pytest.fixture
def clock(tmp_path: Path, telegram: Telegram) -> MachineClock:
    """Return the clock that all bots of this test go by."""
    return MachineClock(tmp_path / "clock", telegram)


@pytest.fixture
def launch(
    tmp_path: Path, telegram: Telegram, database_url: str, clock: MachineClock
) -> Iterator[Callable[..., Run]]:
    """Return what starts a bot on this test's Telegram and database; kill all at the end."""
    runs: list[Run] = []
    own = {"BOT_API_URL": telegram.url, "DATABASE_URL": database_url, "CLOCK": str(clock.file)}

    def start(**settings: str) -> Run:
        run = Run(tmp_path / f"run{len(runs)}", **own | settings)
        runs.append(run)
        run.start()
        return run

    yield start
    for run in runs:
        run.kill()
    assert all(run.keeps_its_secret(TOKEN) for run in runs)


@pytest.fixture
def report(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Return what prints a line of figures, whatever pytest captures."""
    plugins = request.config.pluginmanager
    terminal = plugins.get_plugin("terminalreporter")
    capture = plugins.get_plugin("capturemanager")

    def write(line: str) -> None:
        assert terminal is not None
        assert capture is not None
        with capture.global_and_fixture_disabled():
            terminal.ensure_newline()
            terminal.write_line(f"{request.node.name}: {line}")

    return write


@pytest.fixture
def scene(
    telegram: Telegram,
    ledger: Ledger,
    clock: MachineClock,
    launch: Callable[..., Run],
    report: Callable[[str], None],
) -> Scene:
    """Put it all together."""
    return Scene(telegram, ledger, clock, launch, report)
