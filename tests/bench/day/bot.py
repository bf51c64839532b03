"""`python -m tests.bench.day.bot`: the bot, unchanged, on a clock that runs faster.

A real process has no setting for that: no operator could want it, and one who set it by mistake
would send a month of exercises in a night. What is here is `bot.cli` with one argument more, the
clock, by which the app decides what is due, and three quantities set so that they stay what they
are in seconds of this machine. Telegram and PostgreSQL run no faster, so neither may the
time-outs, leases and waits that are about them.

ORIGIN and FASTER say how the clock runs. RATE replaces SEND_RATE, which ends at a thousand;
SCALE is how many messages of this run stand for one of the product's constants of pace.
"""

import os
import time
from datetime import datetime
from typing import Any

from bot import app
from bot.cli import entry
from bot.services.delivery import aftermath, courier, pace, policy
from bot.services.operators import roles
from tests.bench.day.clock import FastClock

OF_THE_MACHINE: tuple[tuple[Any, str], ...] = (
    (policy, "LEASE"),
    (courier, "MARGIN"),
    (roles, "TERM"),
)
"""How long a worker may be silent: counted by the app's clock, but a matter of real seconds.

REPEAT_AFTER isn't among them, since it waits for a person.
"""

OF_PACE = ("FREE_RATE", "TOTAL_RATE", "FLOOD_RATE")


def slow_down(faster: float) -> None:
    """Let what is counted by the fast clock, but meant in real seconds, last as long as ever."""
    for module, name in OF_THE_MACHINE:
        setattr(module, name, getattr(module, name) * faster)
    steps: Any = tuple(seconds * faster for seconds in aftermath.BACKOFF)
    aftermath.BACKOFF = steps


def widen(scale: float) -> None:
    """Scale Telegram's limits, as the pace knows them."""
    for name in OF_PACE:
        setattr(pace, name, getattr(pace, name) * scale)
    limit: Any = pace.FREE_LIMIT * scale
    pace.FREE_LIMIT = limit


def main() -> None:
    """Run until stopped."""
    clock = FastClock(float(os.environ["ORIGIN"]), float(os.environ["FASTER"]))
    slow_down(clock.faster)
    widen(float(os.environ["SCALE"]))
    found = entry.set_up()
    settings = found.model_copy(update={"send_rate": float(os.environ["RATE"])})
    token = settings.token()
    assert token

    def now() -> datetime:
        return clock.at(time.time())

    entry.until_stopped(lambda stopping: app.run(settings, token, stopping, clock=now))


if __name__ == "__main__":
    main()
