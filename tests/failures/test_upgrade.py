"""The step from the version that had another ledger, whose processes can't work beside this one.

Measured when they did: it went on, failed once a second, and lost 21 of 500 updates.
"""

import asyncio
import io
import os
import subprocess
import sys
import tarfile
import time
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from bot.errors import TEMPORARY
from bot.store import migrations
from bot.store.database import Database
from bot.store.tables import inbox
from tests.failures.crowd import Crowd, People, journal, keep_journal
from tests.failures.ledger import FIRST
from tests.failures.runs import Run
from tests.failures.scene import Scene
from tests.flows.program import ROOT
from tests.flows.telegram import DAYLIT
from tests.postgres import Postgres

pytestmark = pytest.mark.slow

BEFORE = "6e0471a"
"""The last commit of the version before."""

REVISION = "0002"
PEOPLE, TAPS = 2_000, 500

AT_A_TIME = 10
"""Unanswered updates: with a hundred, the version before gave some up to see what followed."""

PATIENCE = 180
"""Seconds to wait for one version's part: plenty, since two of them may share a busy core."""


class OldRun(Run):
    """A process of the version before, from its own files."""

    def __init__(self, folder: Path, home: Path, **settings: str) -> None:
        super().__init__(folder, **settings)
        self.home = home

    def start(self) -> None:
        """Start the process."""
        environment = {"PATH": os.defpath, "PYTHONPATH": str(self.home)} | self.settings
        out, err = self.folder / "stdout", self.folder / "stderr"
        with out.open("ab") as stdout, err.open("ab") as stderr:
            self.process = subprocess.Popen(  # ours
                [sys.executable, "-m", "bot"],
                cwd=self.folder,
                env=environment,
                stdout=stdout,
                stderr=stderr,
            )
        self._starts += 1


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Unpack the version before from the history."""
    command = ["git", "-C", str(ROOT), "archive", BEFORE, "bot", "content"]
    found = subprocess.run(command, check=False, capture_output=True)  # noqa: S603
    if found.returncode:
        pytest.skip(f"the history does not go back to {BEFORE}")
    folder = tmp_path_factory.mktemp("before")
    with tarfile.open(fileobj=io.BytesIO(found.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return folder


@pytest.fixture
def database_url(postgres: Postgres) -> str:
    """Several processes need PostgreSQL."""
    return postgres.fresh()


@pytest.fixture
async def telegram() -> AsyncIterator[Crowd]:
    """Open a Telegram to which people talk."""
    crowd = Crowd()
    await crowd.open()
    yield crowd
    await crowd.close()


@pytest.fixture
def old(tmp_path: Path, telegram: Crowd, database_url: str, home: Path) -> Iterator[OldRun]:
    """Return a process of the version before, that has not started."""
    own = {"BOT_API_URL": telegram.url, "DATABASE_URL": database_url, "SEND_RATE": "100"}
    run = OldRun(tmp_path / "old", home, **own)
    yield run
    run.kill()


async def fill_old(database: Database, count: int, first: int, ahead: timedelta) -> range:
    """Write people into tables of the version before; return their chats."""
    due = datetime.now(UTC) + ahead
    local = due.astimezone(ZoneInfo(DAYLIT))
    one = {
        "state": "active",
        "language": "en",
        "wall": local.time().replace(second=0, microsecond=0),
        "zone": DAYLIT,
        "zone_told": True,
        "weekdays": "0 1 2 3 4 5 6",
        "equipment": "",
        "position": 0,
        "next_day": local.date(),
        "next_due_at": due,
        "created_at": due,
    }
    chats = range(first, first + count)
    async with database.write() as connection:
        await connection.run_sync(migrations.bring_to, REVISION)
        tables = await connection.run_sync(migrations.tables_of)
        rows = [one | {"chat_id": chat} for chat in chats]
        await connection.execute(tables.tables["subscribers"].insert(), rows)
    return chats


class Tappers:
    """People who each press "Too hard" once, some of them at a time."""

    def __init__(self, telegram: Crowd, chats: range) -> None:
        day = datetime.now(UTC).astimezone(ZoneInfo(DAYLIT))
        self._data = f"1:hard:lunge:{day:%Y%m%d}"
        self._telegram = telegram
        self.people = People(telegram, chats, self._data)
        self._rest = list(self.people.all)

    async def tap(self, count: int) -> None:
        """Let so many more of them press the button, as fast as a few at a time are answered."""
        some, self._rest = self._rest[:count], self._rest[count:]
        for person in some:
            while len(self._telegram.waiting) >= AT_A_TIME:
                await asyncio.sleep(0.02)
            self.people.tap(person, self._data)
            await asyncio.sleep(0.02)

    async def faults(self, database: Database) -> dict[str, list[int]]:
        """Return the chats whose tap had no effect, more than one, or no answer."""
        told = await journal(database)
        chats = [one.chat for one in self.people.all]
        taps = {one.chat: one.taps for one in self.people.all}
        found = {
            "lost": [chat for chat in chats if not told.get(chat)],
            "twice": [chat for chat in chats if len(told.get(chat, [])) > 1],
            "unanswered": [chat for chat in chats if not self._telegram.answered[taps[chat][0]]],
        }
        return {name: chats for name, chats in found.items() if chats}


async def settle(telegram: Crowd, database: Database) -> None:
    """Wait until Telegram has got rid of every update, and each is handled."""
    waiting = sa.select(inbox.c.update_id).where(sa.not_(inbox.c.done)).limit(1)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        async with database.read() as connection:
            if not telegram.waiting and await connection.scalar(waiting) is None:
                return
        await asyncio.sleep(0.2)
    raise AssertionError(f"{len(telegram.waiting)} updates wait at Telegram")


async def test_stopping_the_old_version_and_starting_the_new_one_loses_nothing(
    scene: Scene, telegram: Crowd, old: OldRun
) -> None:
    database = scene.ledger.database
    people = await fill_old(database, PEOPLE, FIRST, timedelta())
    chats = await fill_old(database, TAPS, FIRST + PEOPLE, timedelta(days=1))
    await keep_journal(database)
    tappers = Tappers(telegram, chats)
    old.start()
    await old.is_up()

    await tappers.tap(TAPS // 2)
    await old.reaches(telegram, PEOPLE // 4, PATIENCE)
    too_early = scene.launch()
    code = await too_early.ended()
    await tappers.tap(TAPS // 4)
    was_working = old.is_running
    await old.stop()
    by_the_old = telegram.reached
    in_flight = {chat for chat, _worker in await scene.ledger.sending()}
    new = scene.launch(SEND_RATE="100")
    await new.is_up()
    await tappers.tap(TAPS // 4)
    await settle(telegram, database)
    await new.reaches(telegram, PEOPLE, PATIENCE)
    await scene.ledger.settles(scene.clock, wanted=PEOPLE)

    repeated = telegram.repeated() & set(people)
    faults = await tappers.faults(database)
    scene.report(
        f"{by_the_old} chats reached by the old version, {telegram.reached} in the end, in flight"
        f" at its stop {len(in_flight)}, repeated {len(repeated)}; faults of {TAPS} taps: {faults}"
    )
    assert (code, was_working) == (TEMPORARY, True)
    assert too_early.err.count("\n") == 1
    assert "stop all of its processes, then start this version." in too_early.err
    assert not telegram.missing(people)
    assert repeated <= in_flight
    assert not telegram.loud_repeats() & set(people)
    assert faults == {}
