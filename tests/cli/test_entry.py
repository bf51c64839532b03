"""A signal ends the process, whatever hangs."""

import signal
import subprocess
import sys

import pytest

from tests.flows.program import ROOT

PROGRAM = """
import asyncio, sys, threading
from bot.cli import entry

entry.STOP_SECONDS = {seconds}

async def work(stopping):
    print("up", flush=True)
    {begin}
    {end}

entry.until_stopped(work)
"""


def stopped(
    end: str, seconds: float = 0.5, begin: str = "await stopping.wait()"
) -> tuple[int, str]:
    """Run a program until it is up, and stop it; return its exit code and its last words."""
    command = [sys.executable, "-c", PROGRAM.format(begin=begin, end=end, seconds=seconds)]
    with subprocess.Popen(  # noqa: S603  # ours
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"
        process.send_signal(signal.SIGTERM)
        _, words = process.communicate(timeout=20)
    return process.returncode, words


def test_a_stop_ends_in_good_order() -> None:
    assert stopped("pass", seconds=15) == (0, "")


@pytest.mark.parametrize(
    "end",
    [
        "await asyncio.Event().wait()",
        "threading.Event().wait()",
        "threading.Thread(target=threading.Event().wait).start()",  # Python waits for it
    ],
)
def test_a_stop_that_hangs_ends_with_what_it_hung_on(end: str) -> None:
    code, words = stopped(end)

    assert code == 1
    assert words.startswith("Timeout (0:00:00.5")
    assert "Thread 0x" in words


def test_a_stop_that_an_error_began_may_not_hang_either() -> None:
    code, words = stopped("await asyncio.Event().wait()", begin="stopping.set()")

    assert code == 1
    assert "Thread 0x" in words
