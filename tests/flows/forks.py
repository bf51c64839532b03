"""Start the program many times for the price of one import: each run is a process of its own."""

import gc
import json
import os
import select
import subprocess
import sys
import tempfile
import threading
import time
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
REAP_SECONDS = 0.02


class Fork:
    """One forked run, with the methods of `subprocess.Popen` that the tests use."""

    def __init__(self, pid: int, code: Path) -> None:
        self.pid = pid
        self._code = code

    def poll(self) -> int | None:
        """Return the exit code; None while the run goes on."""
        return int(self._code.read_text()) if self._code.exists() else None

    def wait(self, timeout: float = 10) -> int:
        """Wait until the run has ended; return its exit code."""
        until = time.monotonic() + timeout
        while (code := self.poll()) is None:
            if time.monotonic() > until:
                raise subprocess.TimeoutExpired(f"process {self.pid}", timeout)
            time.sleep(REAP_SECONDS)
        return code

    def send_signal(self, number: int) -> None:
        """Send a signal, unless the run has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill the process."""
        self.send_signal(9)


class Forks:
    """A process that has imported the bot and read its content, and forks its runs."""

    def __init__(self) -> None:
        self._codes = Path(tempfile.mkdtemp(prefix="codes"))
        self._server = subprocess.Popen(  # noqa: S603  # ours
            [sys.executable, "-m", "tests.flows.forks", str(self._codes)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self, folder: Path, arguments: tuple[str, ...], environment: dict[str, str]) -> Fork:
        """Start a run in a folder, where its stdout and stderr are appended to two files."""
        run = {"folder": str(folder), "arguments": arguments, "environment": environment}
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        print(json.dumps(run), file=self._server.stdin, flush=True)
        pid = int(self._server.stdout.readline())
        return Fork(pid, self._codes / str(pid))


@cache
def forks() -> Forks:
    """Return the one process that forks; it ends with the one that started it."""
    return Forks()


def serve(codes: Path) -> None:
    """Fork a run for each line of stdin until it closes; write each exit code to a file."""
    while True:
        readable, _, _ = select.select([sys.stdin], [], [], REAP_SECONDS)
        if readable:
            if not (line := read_line()):
                return
            child = os.fork()
            if child == 0:
                become(json.loads(line))
            (codes / str(child)).unlink(missing_ok=True)  # the number of an earlier run
            os.write(sys.stdout.fileno(), b"%d\n" % child)
        reap(codes)


def read_line() -> bytes:
    """Return the next line, unbuffered since select() looks past buffers; empty at the end."""
    line = b""
    while not line.endswith(b"\n") and (part := os.read(sys.stdin.fileno(), select.PIPE_BUF)):
        line += part
    return line


def reap(codes: Path) -> None:
    """Write the exit codes of the runs that have ended."""
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:  # none is left
            return
        if pid == 0:
            return
        unfinished = codes / f"{pid}.new"
        unfinished.write_text(str(os.waitstatus_to_exitcode(status)))
        unfinished.rename(codes / str(pid))


def become(run: dict[str, Any]) -> None:
    """Turn this process into the program, as a shell does."""
    from bot import cli  # noqa: PLC0415  # whoever only starts runs needs none of it

    os.chdir(run["folder"])
    os.environ.clear()
    os.environ.update(run["environment"])
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, name in ((1, "stdout"), (2, "stderr")):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
    sys.argv = ["psoas-bot", *run["arguments"]]
    try:
        cli.main()
    except SystemExit as end:
        for thread in threading.enumerate():
            if thread is not threading.current_thread():
                thread.join()
        sys.stdout.flush()
        sys.stderr.flush()
        # To take the interpreter apart costs half a second of each run.
        os._exit(int(end.code or 0))


if __name__ == "__main__":
    # What commands import only when they need it: here, once for all runs.
    import alembic.command  # noqa: F401
    import typer.rich_utils  # noqa: F401
    import uvloop  # noqa: F401

    from bot import app, cli, log  # noqa: F401
    from bot.chat.words import translator_for
    from bot.cli import check, files, in_sandbox  # noqa: F401
    from bot.settings import CHECKOUT_CONTENT

    for language in app.own_library(CHECKOUT_CONTENT).languages.codes:
        translator_for(language)
    gc.freeze()  # a fork would copy whatever the collector touches
    serve(Path(sys.argv[1]))
