"""The PostgreSQL of the tests is a real one, and it leaves nothing behind."""

import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from pwd import getpwall

import asyncpg
import pytest
from sqlalchemy import make_url

from tests import postgres as module
from tests.postgres import LocalPostgres, Postgres, reachable, wheel

ROOT = Path(__file__).parent.parent


@pytest.fixture
def own() -> Iterator[LocalPostgres]:
    server = LocalPostgres()
    yield server
    if server._root.exists():
        server.close()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Lend a folder that `nobody` can enter; pytest's own are closed."""
    with tempfile.TemporaryDirectory(dir=module.PLACE) as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


async def ask(url: str, question: str) -> object:
    """Answer one question over a connection of its own."""
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    connection = await asyncpg.connect(plain)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


def modes(path: Path) -> dict[Path, int]:
    """Note who may enter a folder and every folder above it."""
    return {folder: stat.S_IMODE(folder.stat().st_mode) for folder in (path, *path.parents)}


def commands() -> list[str]:
    """List the command lines of all processes of this machine."""
    found = []
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found.append(line.read_text(errors="replace").replace("\0", " "))
        except OSError:  # it ended meanwhile
            continue
    return found


async def test_a_fresh_database_is_postgresql_and_empty(postgres: Postgres) -> None:
    url = postgres.fresh()
    assert url.startswith("postgresql+asyncpg://")
    assert str(await ask(url, "SELECT version()")).startswith("PostgreSQL")
    tables = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'"
    assert await ask(url, tables) == 0


async def test_two_fresh_databases_know_nothing_of_each_other(postgres: Postgres) -> None:
    one, other = postgres.fresh(), postgres.fresh()
    await ask(one, "CREATE TABLE note ()")
    assert await ask(one, "SELECT to_regclass('note')::text") == "note"
    assert await ask(other, "SELECT to_regclass('note')::text") is None


async def test_an_old_database_goes_when_its_turn_comes(
    own: LocalPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "KEPT", 2)
    for _ in range(4):
        newest = own.fresh()
    count = "SELECT count(*) FROM pg_database WHERE datname LIKE 'test%'"
    assert await ask(newest, count) == 2


async def test_a_restart_cuts_connections_and_keeps_what_was_written(own: LocalPostgres) -> None:
    url = own.fresh()
    await ask(url, "CREATE TABLE note AS SELECT 'here' AS text")
    plain = make_url(url).set(drivername="postgresql").render_as_string()
    connection = await asyncpg.connect(plain)
    own.restart()
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
        await connection.fetchval("SELECT 1")
    connection.terminate()
    assert await ask(url, "SELECT text FROM note") == "here"


async def test_a_server_named_in_the_environment_is_used_and_left_clean(
    own: LocalPostgres,
) -> None:
    guest = Postgres(own.url.replace("+asyncpg", ""))
    assert await ask(guest.fresh(), "SELECT 1") == 1
    guest.close()
    count = "SELECT count(*) FROM pg_database WHERE datname LIKE 'test%'"
    assert await ask(own.url, count) == 0


async def test_nothing_is_left_behind() -> None:
    users, above = getpwall(), modes(wheel())

    server = LocalPostgres()
    root = server._root
    assert await ask(server.fresh(), "SHOW listen_addresses") == ""
    assert any(str(root) in command for command in commands())
    server.close()

    assert not root.exists()
    assert not any(str(root) in command for command in commands())
    assert getpwall() == users
    assert modes(wheel()) == above


@pytest.mark.slow
def test_tests_that_are_killed_leave_nothing_behind_either(open_folder: Path) -> None:
    open_folder.chmod(0o777)
    script = (
        "import pathlib, tests.postgres as module;"
        f"module.PLACE = pathlib.Path({str(open_folder)!r});"
        "module.LocalPostgres(); print('started', flush=True); input()"
    )
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    ) as tests:
        assert tests.stdout
        assert tests.stdout.readline() == b"started\n"
        tests.kill()

    until = time.monotonic() + 10
    while time.monotonic() < until and any(open_folder.iterdir()):
        time.sleep(0.1)
    assert list(open_folder.iterdir()) == []
    assert not any(str(open_folder) in command for command in commands())


def test_a_start_that_fails_is_explained_and_cleaned_up(
    monkeypatch: pytest.MonkeyPatch, open_folder: Path
) -> None:
    monkeypatch.setattr(module, "PLACE", open_folder)
    monkeypatch.setitem(module.SETTINGS, "max_connections", "none")
    with pytest.raises(RuntimeError, match="max_connections"):
        LocalPostgres()
    assert list(open_folder.iterdir()) == []


@pytest.mark.slow
@pytest.mark.skipif(not module._is_root(), reason="an ordinary user reaches their own files")
def test_binaries_that_nobody_can_reach_are_copied(tmp_path: Path, open_folder: Path) -> None:
    tmp_path.chmod(0o700)
    (tmp_path / "home").symlink_to(wheel())

    copy = reachable(tmp_path / "home", open_folder)

    assert copy.is_relative_to(open_folder)
    as_nobody = module._as_nobody(open_folder)
    module._checked([copy / "bin" / "initdb", "--version"], **as_nobody)
