"""Ends a process in which something hangs, so that its supervisor restarts it.

An outage of Telegram or of the database doesn't count as a hang: each retry is a sign of life.
A blocked event loop does, and so do a call that never returns and a task that died unnoticed.
"""

import logging
import math
import os
import threading
from collections.abc import Callable

CHECK_SECONDS = 5.0
EXIT_CODE = 3
"""Not 2, which stands for a mistake in the settings, after which a restart would not help."""

LAST_WORDS = 2.0
"""Seconds to wait for the last log line, in case the log itself is what hangs."""

log = logging.getLogger(__name__)


class Pulse:
    """The signs of life of one thing; `silence` is for how many seconds it has given none.

    What has not begun cannot fall silent: the first beat is the beginning. The seconds are
    counted check by check, not read from a clock: a process that was stopped, or a machine that
    slept, wakes without having been silent.
    """

    def __init__(self, name: str, patience: float | None) -> None:
        self.name = name
        self.patience = patience
        self.silence = -math.inf

    def beat(self, ahead: float = 0.0) -> None:
        """Give a sign of life; `ahead` is a silence to come that is meant.

        Such a silence stands: a later sign of something else does not cut it short.
        """
        self.silence = min(self.silence, -ahead) if self.has_begun else -ahead

    @property
    def has_begun(self) -> bool:
        """Return whether there has been a sign of life at all."""
        return self.silence > -math.inf

    @property
    def is_too_silent(self) -> bool:
        """Return whether the silence has lasted too long."""
        return self.patience is not None and self.silence > self.patience


class Watchdog:
    """A thread that looks at every pulse, since a hung loop can look at none."""

    def __init__(self, end: Callable[[Pulse], None]) -> None:
        self._end = end
        self._pulses: list[Pulse] = []
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watchdog", daemon=True)

    def watch(self, name: str, patience: float | None = None) -> Pulse:
        """Watch one more thing; without a patience its silence is only counted."""
        pulse = Pulse(name, patience)
        self._pulses.append(pulse)
        return pulse

    def start(self) -> None:
        """Begin to check."""
        self._thread.start()

    def stop(self) -> None:
        """Check no more."""
        self._stopped.set()
        self._thread.join()

    def check(self, seconds: float = CHECK_SECONDS) -> None:
        """Let time have passed; end the process where a silence has lasted too long."""
        for pulse in self._pulses:
            pulse.silence += seconds
            if pulse.is_too_silent:
                self._end(pulse)

    def _run(self) -> None:
        while not self._stopped.wait(CHECK_SECONDS):
            self.check()


def end_process(pulse: Pulse) -> None:
    """Say why in one line, and end.

    At once, as a power cut would: what hangs cannot be trusted to stop in good order, and all
    that matters is in the database.
    """
    words = threading.Thread(target=_say, args=(pulse,), daemon=True)
    words.start()
    words.join(LAST_WORDS)
    os._exit(EXIT_CODE)


def _say(pulse: Pulse) -> None:
    log.critical(
        "%s has given no sign of life for %.0f s; exiting, so that the supervisor restarts us",
        pulse.name,
        pulse.silence,
    )
