"""`python -m tests.failures.launcher`: the bot as it is, in a world where time can be bent.

CLOCK names a file that holds by how many seconds the machine's clock is wrong; it is read
several times a second, so a test need not wait for what the bot does in minutes. HASTE=10
divides by ten every time after which the bot takes something for lost, all alike, so that
their proportions stay: the lease of two minutes becomes twelve seconds. FILE_LIMIT is the
most bytes that a file may have.
"""

import os
import resource
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import time_machine

from bot import cli
from bot.botapi import intake, polling, transport
from bot.services import updates
from bot.services.delivery import aftermath, courier, policy
from bot.services.operators import roles

LOOK_EVERY = 0.05

HASTENED: tuple[tuple[Any, str], ...] = (
    (policy, "LEASE"),
    (policy, "REPEAT_AFTER"),
    (courier, "MARGIN"),
    (transport, "READ_SECONDS"),
    (transport, "CONNECT_SECONDS"),
    (roles, "TERM"),
    (updates, "LEASE_SECONDS"),
    (intake, "RENEW_SECONDS"),
    (polling, "POLL_SECONDS"),
    (polling, "STAND_BY_SECONDS"),
)


def hasten(factor: float) -> None:
    """Divide every time-out, lease and wait."""
    for module, name in HASTENED:
        setattr(module, name, getattr(module, name) / factor)
    steps: Any = tuple(seconds / factor for seconds in aftermath.BACKOFF)
    aftermath.BACKOFF = steps


def follow(file: Path) -> None:
    """Let the clock be wrong by what a file says, from now on and whenever it changes."""
    wrong = float(file.read_text())
    travel = time_machine.travel(datetime.fromtimestamp(time.time() + wrong, UTC), tick=True)
    coordinates = travel.start()

    def watch() -> None:
        shown = wrong
        while True:
            told = float(file.read_text())
            coordinates.shift(told - shown)
            shown = told
            time.sleep(LOOK_EVERY)

    threading.Thread(target=watch, daemon=True).start()


if __name__ == "__main__":
    if factor := os.environ.get("HASTE"):
        hasten(float(factor))
    if clock_file := os.environ.get("CLOCK"):
        follow(Path(clock_file))
    if limit := os.environ.get("FILE_LIMIT"):
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    cli.main()
