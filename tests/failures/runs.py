"""The bot as a process of its own that is killed, frozen and started again."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.failures.launcher import LOOK_EVERY
from tests.failures.telegram import TOKEN, Telegram
from tests.flows.program import ROOT, Program

SETTINGS = {"BOT_TOKEN": TOKEN, "SEND_RATE": "500", "PAID_BROADCAST": "1000000"}


class MachineClock:
    """The clock of the machine on which the bots of a test run, and Telegram's beside it."""

    def __init__(self, file: Path, telegram: Telegram) -> None:
        self.file = file
        self._telegram = telegram
        self._shown = 0.0
        self._write()

    async def passes(self, seconds: float) -> None:
        """Let time pass at once, here and at Telegram; return when every process has seen it."""
        self._telegram.ahead += seconds
        await self.jump(seconds)

    async def jump(self, seconds: float) -> None:
        """Put this machine's clock wrong; return when every process has seen it."""
        self._shown += seconds
        self._write()
        await asyncio.sleep(LOOK_EVERY * 2)

    def _write(self) -> None:
        fresh = self.file.with_suffix(".new")
        fresh.write_text(str(self._shown))
        fresh.replace(self.file)


class Run(Program):
    """The bot of these tests; every start of one run shares its folder and its log."""

    def __init__(self, folder: Path, **settings: str) -> None:
        folder.mkdir(exist_ok=True)
        super().__init__(folder, **SETTINGS | settings)
        self._starts = 0

    def start(self) -> None:
        """Start the process by way of the launcher."""
        environment = {"PATH": os.defpath, "PYTHONPATH": str(ROOT)} | self.settings
        command = [sys.executable, "-m", "tests.failures.launcher"]
        out, err = self.folder / "stdout", self.folder / "stderr"
        with out.open("ab") as stdout, err.open("ab") as stderr:
            self.process = subprocess.Popen(  # noqa: S603  # ours
                command, cwd=self.folder, env=environment, stdout=stdout, stderr=stderr
            )
        self._starts += 1

    async def is_up(self) -> None:
        """Wait until the latest start is ready."""
        await self.is_ready(self._starts)

    async def reaches(self, telegram: Telegram, people: int, patience: float = 60) -> None:
        """Wait until so many people have their message."""
        until = time.monotonic() + patience
        while telegram.reached < people:
            assert self.is_running, f"it ended: {self.err}"
            assert time.monotonic() < until, f"{telegram.reached} of {people}: {self.err[-2000:]}"
            await asyncio.sleep(0.005)

    def freeze(self) -> None:
        """Stop the process as a machine does that runs out of breath."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let the process go on as if nothing had been."""
        self._signal(signal.SIGCONT)

    def _signal(self, which: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(which)
