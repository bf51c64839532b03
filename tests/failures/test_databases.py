"""A database that is away, locked or full while the day's messages go out."""

import asyncio
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.errors import TEMPORARY
from tests.failures.runs import Run
from tests.failures.scene import Scene
from tests.failures.telegram import FINE, Conduct
from tests.postgres import LocalPostgres, Postgres

pytestmark = pytest.mark.slow

PEOPLE = 1_000


@pytest.fixture
def own_server() -> Iterator[LocalPostgres]:
    """Start a PostgreSQL that nobody else uses."""
    server = LocalPostgres()
    yield server
    server.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of four megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:  # noqa: S603
        pytest.skip("only root may mount a disk")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)  # noqa: S603, S607


def fill_up(disk: Path) -> Path:
    """Leave no byte free; return the file that holds them."""
    file = disk / "filler"
    with file.open("wb", buffering=0) as filler:
        for size in (65536, 512, 1):
            try:
                while True:
                    filler.write(bytes(size))
            except OSError:
                continue
    return file


class TestPostgres:
    """The server goes away and comes back."""

    @pytest.fixture
    def database_url(self, own_server: Postgres) -> str:
        return own_server.fresh()

    async def test_a_restart_in_the_middle_loses_nobody(
        self, scene: Scene, own_server: LocalPostgres
    ) -> None:
        people = await scene.ledger.fill(PEOPLE)
        run = scene.launch(SEND_RATE="200")
        for part in (1, 2, 3):
            await run.reaches(scene.telegram, part * PEOPLE // 4)
            await asyncio.to_thread(own_server.restart)
        began = time.monotonic()
        await run.reaches(scene.telegram, PEOPLE * 9 // 10)
        took = time.monotonic() - began
        await scene.ledger.settles(scene.clock)

        assert run.is_running
        await scene.verdict(people, f"nine of ten {took:.1f} s after the last of 3 restarts")

    async def test_a_stop_while_the_server_is_away_is_clean(
        self, scene: Scene, own_server: LocalPostgres
    ) -> None:
        people = await scene.ledger.fill(PEOPLE)
        run = scene.launch(SEND_RATE="200")
        await run.reaches(scene.telegram, PEOPLE // 4)
        await asyncio.to_thread(own_server.stop)
        await asyncio.sleep(1)
        code, took = await run.stop()
        said = run.err
        await asyncio.to_thread(own_server.start)
        in_flight = {chat for chat, _worker in await scene.ledger.sending()}
        run.start()
        await scene.ledger.settles(scene.clock)

        note = f"code {code} after {took:.1f} s with {len(in_flight)} in flight"
        await scene.verdict(people, note, repeats=in_flight)
        assert (code, took < 5) == (0, True), said
        assert "Traceback (most recent call last)" not in said[said.index("stopping") :]

    async def test_a_start_while_the_server_is_away_says_so(
        self, scene: Scene, own_server: LocalPostgres
    ) -> None:
        own_server.stop()
        run = scene.launch()
        code = await run.ended()
        own_server.start()
        assert code == TEMPORARY
        assert_one_sentence(run, "cannot be reached")


class TestSqlite:
    """The file is locked, or there is no room for it to grow."""

    @pytest.fixture
    def database_url(self, small_disk: Path) -> str:
        return f"sqlite:///{small_disk / 'test.db'}"

    async def test_ten_seconds_of_a_locked_file_lose_nobody(
        self, scene: Scene, small_disk: Path
    ) -> None:
        people = await scene.ledger.fill(PEOPLE)
        run = scene.launch(SEND_RATE="200")
        await run.reaches(scene.telegram, PEOPLE // 4)
        other = sqlite3.connect(small_disk / "test.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await asyncio.sleep(10)
        other.close()
        began = time.monotonic()
        await run.reaches(scene.telegram, PEOPLE)
        took = time.monotonic() - began
        await scene.ledger.settles(scene.clock)

        await scene.verdict(people, f"all {took:.1f} s after the lock went")

    async def test_a_full_disk_holds_the_day_up_and_loses_nobody(
        self, scene: Scene, small_disk: Path
    ) -> None:
        people = await scene.ledger.fill(PEOPLE, ahead=60)
        run = scene.launch(SEND_RATE="200")
        await run.is_up()
        filler = fill_up(small_disk)
        await scene.clock.passes(60)
        await run.says("disk is full")
        await asyncio.sleep(5)
        meanwhile = scene.telegram.reached
        filler.unlink()
        began = time.monotonic()
        await run.reaches(scene.telegram, PEOPLE)
        took = time.monotonic() - began
        await scene.ledger.settles(scene.clock)

        await scene.verdict(people, f"{meanwhile} while full, all {took:.1f} s later")

    async def test_a_disk_that_fills_in_the_middle_loses_nobody(
        self, scene: Scene, small_disk: Path
    ) -> None:
        people = await scene.ledger.fill(PEOPLE)
        run = scene.launch(SEND_RATE="200")
        await run.reaches(scene.telegram, PEOPLE // 4)
        filler = fill_up(small_disk)
        await run.says("disk is full")
        run.kill()
        meanwhile = scene.telegram.reached
        in_flight = {chat for chat, _worker in await scene.ledger.sending()}
        filler.unlink()
        run.start()
        await scene.ledger.settles(scene.clock)

        note = f"killed while full with {meanwhile} sent and {len(in_flight)} in flight"
        await scene.verdict(people, note, repeats=in_flight)

    async def test_a_disk_that_fills_during_an_upload_repeats_nothing(
        self, scene: Scene, small_disk: Path
    ) -> None:
        scene.telegram.conduct = lambda _chat: Conduct(seconds=3)
        people = await scene.ledger.fill(1)
        run = scene.launch()
        while not scene.telegram.asked:
            await asyncio.sleep(0.05)
        filler = fill_up(small_disk)
        await run.says("disk is full")
        filler.unlink()
        scene.telegram.conduct = lambda _chat: FINE
        await scene.ledger.settles(scene.clock)

        await scene.verdict(people, "full while the picture was on its way")
        assert await scene.ledger.states() == {"sent": 1}

    async def test_a_start_on_a_full_disk_says_so(self, scene: Scene, small_disk: Path) -> None:
        fill_up(small_disk)
        run = scene.launch()
        assert await run.ended() == TEMPORARY
        assert_one_sentence(run, "cannot be written")


class TestSmallFile:
    """No file may grow beyond a size: what stands in for a full disk where one is not root."""

    @pytest.fixture
    def database_url(self, tmp_path: Path) -> str:
        return f"sqlite:///{tmp_path / 'test.db'}"

    async def test_a_file_that_may_not_grow_loses_nobody(self, scene: Scene) -> None:
        people = await scene.ledger.fill(PEOPLE, ahead=60)
        run = scene.launch(SEND_RATE="200", FILE_LIMIT="150000")
        await run.is_up()
        await scene.clock.passes(60)
        await run.says("disk I/O error|disk is full")
        await asyncio.sleep(3)
        assert run.is_running
        run.kill()
        meanwhile = scene.telegram.reached
        in_flight = {chat for chat, _worker in await scene.ledger.sending()}
        run.settings["FILE_LIMIT"] = ""
        run.start()
        await scene.ledger.settles(scene.clock)

        note = f"{meanwhile} under the limit, {len(in_flight)} in flight"
        await scene.verdict(people, note, repeats=in_flight)


def assert_one_sentence(run: Run, words: str) -> None:
    """See that the process ended with a sentence and no traceback."""
    assert words in run.err
    assert "Traceback" not in run.err, run.err
