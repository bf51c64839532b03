"""`psoas-bot` as an operator runs it: a process of its own, in a folder, with few settings."""

import asyncio
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

from bot.sandbox.server import TOKEN
from tests.flows.forks import Fork, forks

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 60.0
"""Seconds to wait for a process before a test fails: plenty, since a busy machine is slow."""


class Program:
    """One run of the program, or several after each other in the same folder."""

    def __init__(self, folder: Path, *arguments: str, **settings: str) -> None:
        self.folder = folder
        self.arguments = arguments
        self.settings = settings
        self.process: subprocess.Popen[bytes] | Fork | None = None

    @property
    def out(self) -> str:
        """Everything written to stdout so far."""
        return (self.folder / "stdout").read_text(encoding="utf-8")

    @property
    def err(self) -> str:
        """Everything written to stderr so far."""
        return (self.folder / "stderr").read_text(encoding="utf-8")

    @property
    def code(self) -> int:
        """The exit code of a run that has ended."""
        assert self.process is not None
        code = self.process.poll()
        assert code is not None, "it is running"
        return code

    @property
    def is_running(self) -> bool:
        """Whether the process is running."""
        return self.process is not None and self.process.poll() is None

    @property
    def environment(self) -> dict[str, str]:
        """Its whole environment: nothing of this process's own but what measures coverage."""
        measured = {name: value for name, value in os.environ.items() if "COVERAGE" in name}
        return {"PATH": os.defpath, "PYTHONPATH": str(ROOT)} | measured | self.settings

    def start(self) -> None:
        """Start it as a fork of a process that has imported the bot: a tenth of the CPU."""
        for name in ("stdout", "stderr"):
            (self.folder / name).touch()
        self.process = forks().start(self.folder, self.arguments, self.environment)

    def execute(self) -> None:
        """Start it as an operator does, with an interpreter of its own."""
        command = [sys.executable, "-m", "bot", *self.arguments]
        out, err = self.folder / "stdout", self.folder / "stderr"
        with out.open("ab") as stdout, err.open("ab") as stderr:
            self.process = subprocess.Popen(  # noqa: S603
                command, cwd=self.folder, env=self.environment, stdout=stdout, stderr=stderr
            )

    def kill(self) -> None:
        """Kill the process, as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def finish(self) -> None:
        """Wait until it ends by itself."""
        assert self.process is not None
        self.process.wait(PATIENCE)

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
        """Wait until stdout or stderr contains a pattern; return its last match."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            found = re.findall(pattern, self.out + self.err)
            if len(found) >= times:
                return str(found[-1])
            assert self.is_running, f"it ended: {self.err}"
            await asyncio.sleep(0.02)
        raise AssertionError(f"{pattern!r} was not said: {self.out}{self.err}")

    async def is_ready(self, times: int = 1) -> None:
        """Wait until the bot logs that it is ready."""
        await self.says("ready as @", times)

    def keeps_its_secret(self, token: str = TOKEN) -> bool:
        """Return whether the secret part of the token has never been printed."""
        return token.partition(":")[2] not in self.out + self.err
