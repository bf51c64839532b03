"""`psoas-bot` as an operator runs it: a process of its own, in a folder, with few settings."""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from bot.sandbox.server import TOKEN

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 20.0
"""Seconds to wait for a process to say or do something before a test gives up."""


def run_all(programs: Iterable["Program"]) -> None:
    """Run programs that end by themselves, each to its end; their folders hold how."""
    runs = [
        {
            "folder": str(program.folder),
            "environment": program.environment,
            "arguments": program.arguments,
        }
        for program in programs
    ]
    subprocess.run(
        [sys.executable, "-m", "tests.flows.forks"],
        cwd=ROOT,
        input=json.dumps(runs),
        text=True,
        check=True,
        timeout=2 * PATIENCE,
    )


class Program:
    """One run of the program, or several after each other in the same folder."""

    def __init__(self, folder: Path, *arguments: str, **settings: str) -> None:
        self.folder = folder
        self.arguments = arguments
        self.settings = settings
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def out(self) -> str:
        """Everything said on stdout so far."""
        return (self.folder / "stdout").read_text(encoding="utf-8")

    @property
    def err(self) -> str:
        """Everything said on stderr so far."""
        return (self.folder / "stderr").read_text(encoding="utf-8")

    @property
    def code(self) -> int:
        """The exit code of a run that has ended."""
        if self.process is not None:
            return int(self.process.returncode)
        return int((self.folder / "code").read_text(encoding="utf-8"))

    @property
    def is_running(self) -> bool:
        """Say whether the process lives."""
        return self.process is not None and self.process.poll() is None

    @property
    def environment(self) -> dict[str, str]:
        """Its whole environment: nothing of this process's own."""
        return {"PATH": os.defpath, "PYTHONPATH": str(ROOT)} | self.settings

    def start(self) -> None:
        """Start the process."""
        command = [sys.executable, "-m", "bot", *self.arguments]
        out, err = self.folder / "stdout", self.folder / "stderr"
        with out.open("ab") as stdout, err.open("ab") as stderr:
            self.process = subprocess.Popen(  # noqa: S603
                command, cwd=self.folder, env=self.environment, stdout=stdout, stderr=stderr
            )

    def kill(self) -> None:
        """End the process as a power cut does."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    async def stop(self, how: signal.Signals = signal.SIGTERM) -> tuple[int, float]:
        """Ask the process to stop; return its exit code and the seconds this took."""
        assert self.process is not None
        self.process.send_signal(how)
        began = time.monotonic()
        return await self.ended(), time.monotonic() - began

    async def ended(self) -> int:
        """Wait until the process has ended; return its exit code."""
        assert self.process is not None
        return await asyncio.to_thread(self.process.wait, PATIENCE)

    async def says(self, pattern: str, times: int = 1) -> str:
        """Wait until stdout or stderr holds a pattern; return what it matched last."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            found = re.findall(pattern, self.out + self.err)
            if len(found) >= times:
                return str(found[-1])
            assert self.is_running, f"it ended: {self.err}"
            await asyncio.sleep(0.02)
        raise AssertionError(f"{pattern!r} was not said: {self.out}{self.err}")

    async def is_ready(self, times: int = 1) -> None:
        """Wait until the bot says that it is ready."""
        await self.says("ready as @", times)

    def keeps_its_secret(self, token: str = TOKEN) -> bool:
        """Say whether no part of the token that matters has been printed."""
        return token.partition(":")[2] not in self.out + self.err
