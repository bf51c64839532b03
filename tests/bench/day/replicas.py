"""Three processes of the bot, each of which can be killed and started again."""

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import orjson

from tests.bench.machine import ROOT

NUMBERS = re.compile(r"0x[0-9a-f]+|\d+")


class Replica:
    """One process after another, with one log."""

    def __init__(self, log: Path, settings: Mapping[str, str]) -> None:
        self.log = log
        self._environment = os.environ | settings
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start a process."""
        command = [sys.executable, "-m", "tests.bench.day.bot"]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603  # ours
                command, cwd=ROOT, env=self._environment, stdout=log, stderr=log
            )

    def kill(self) -> None:
        """End it as a power cut would; raise if it had ended by itself."""
        assert self._process
        if (code := self._process.poll()) is not None:
            raise RuntimeError(f"a replica ended by itself with {code}: see {self.log}")
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """Ask it to end, and wait."""
        if self._process and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(15)

    def errors(self) -> Counter[str]:
        """Count the errors in its log by what they say, but for numbers and addresses."""
        told = (orjson.loads(one) for one in self.log.read_text().splitlines() if one[:1] == "{")
        return Counter(
            NUMBERS.sub("#", one["event"]) for one in told if one.get("level") == "error"
        )


@contextmanager
def replicas(count: int, folder: Path, settings: Mapping[str, str]) -> Iterator[list[Replica]]:
    """Run several until the end of the block."""
    all_of_them = [Replica(folder / f"replica{one}.log", settings) for one in range(count)]
    try:
        for one in all_of_them:
            one.start()
        yield all_of_them
    finally:
        for one in all_of_them:
            one.stop()
