"""Processes on their cores, and what they take: the parts that every measurement needs."""

import json
import os
import resource
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CLIENT, OTHERS = 0, 1
"""The core of what is measured, and the core of everything else."""

ROOT = Path(__file__).parents[2]
TICKS = os.sysconf("SC_CLK_TCK")
TOKEN = "123456:" + "A" * 35


def pin(core: int, pid: int = 0) -> None:
    """Keep a process on a core, where the system can and there is more than one."""
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(pid, {core})


def hurry() -> None:
    """Let this process go before others, where it may: a late sink would see what never was."""
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, -10)


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def cpu_of(pid: int) -> float:
    """Return the CPU seconds that a process and its children have taken so far."""
    return sum(_own_cpu(each) for each in [pid, *_children(pid)])


def _own_cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    # user and system time, its own and of those children that have ended
    return sum(map(int, fields[11:15])) / TICKS


def _children(pid: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def memory_of(pid: int) -> float:
    """Return the resident megabytes of a process."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


@dataclass
class Meter:
    """Time and CPU of this process between `begin` and `end`, threads included."""

    seconds: float = 0.0
    cpu: float = 0.0

    def begin(self) -> None:
        """Start to count."""
        self._at = time.perf_counter(), time.process_time()

    def end(self) -> None:
        """Stop counting."""
        self.seconds = time.perf_counter() - self._at[0]
        self.cpu = time.process_time() - self._at[1]

    def report(self, **more: Any) -> None:
        """Print what was measured as the last line, for the process that reads it."""
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        values = {"seconds": self.seconds, "cpu": self.cpu, "peak": peak, **more}
        sys.stdout.write(json.dumps(values) + "\n")


class Sink:
    """The stand-in for Telegram, seen from outside its process."""

    def __init__(self, url: str) -> None:
        self.url = url

    def ask(self, what: str, **values: Any) -> Any:
        """Call one of the methods of sink.Telegram or sink.People."""
        request = urllib.request.Request(f"{self.url}/{what}", json.dumps(values).encode())  # noqa: S310
        with urllib.request.urlopen(request, timeout=600) as answer:  # noqa: S310  # ours
            return json.load(answer)


@contextmanager
def sink() -> Iterator[Sink]:
    """Run a sink on the other core."""
    command = [sys.executable, "-m", "tests.bench.sink", str(OTHERS)]
    with started(command, stdout=subprocess.PIPE) as process:
        assert process.stdout
        yield Sink(f"http://127.0.0.1:{int(process.stdout.readline())}")


@contextmanager
def started(command: Sequence[str | Path], **options: Any) -> Iterator[subprocess.Popen[bytes]]:
    """Run a process from the root of the checkout until the end of the block."""
    process = subprocess.Popen(command, cwd=ROOT, **options)  # noqa: S603  # ours
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()


@contextmanager
def bot(url: str, database: str, **settings: Any) -> Iterator[subprocess.Popen[bytes]]:
    """Run `python -m bot` as an operator would, with a sink for Telegram."""
    own = {"BOT_TOKEN": TOKEN, "BOT_API_URL": url, "DATABASE_URL": database}
    own |= {"MALLOC_ARENA_MAX": "2"}  # as in deploy/
    environment = own | {"LOG_LEVEL": "warning"} | {k: str(v) for k, v in settings.items()}
    command = [sys.executable, "-m", "bot"]
    with started(command, env=os.environ | environment) as process:
        pin(CLIENT, process.pid)
        yield process


def contend(name: str, patience: float = 300, **order: Any) -> dict[str, Any]:
    """Run a contender in a process of its own; return what it measured, nothing if it hung."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.bench.contenders", name]
    return measured([*command, json.dumps(order)], patience)


def measured(command: Sequence[str | Path], patience: float = 300) -> dict[str, Any]:
    """Run a process that prints what it measured as its last line."""
    try:
        done = subprocess.run(  # noqa: S603  # ours
            command, cwd=ROOT, timeout=patience, check=True, stdout=subprocess.PIPE
        )
    except subprocess.TimeoutExpired:
        return {}
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result
