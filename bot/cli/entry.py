"""What every command begins with: the settings, and an event loop that a signal ends.

Imports stand inside the functions here and beside it: `--help` and a mistake in the settings
must not wait for all that a running bot needs.
"""

import os
import signal
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from bot.stop_times import STOP_SECONDS

if TYPE_CHECKING:
    import asyncio

    from bot.settings import Settings

PRIVATE = 0o077
"""Database, backups and exports hold what people told the bot: for their owner's eyes only."""


def set_up() -> "Settings":
    """Read the settings, set up the log, and create only private files from now on."""
    from bot.settings import load, misspelt, not_understood  # noqa: PLC0415

    os.umask(PRIVATE)
    found = load()
    set_up_log(found)
    for number in not_understood():
        _warn(f"ignoring line {number} of .env, which is not NAME=value")
    for warning in misspelt():
        _warn(warning)
    return found


def set_up_log(found: "Settings") -> None:
    """Let the log speak as the settings say."""
    from bot import log  # noqa: PLC0415

    log.set_up(found.log_level, found.log_format)


def _warn(warning: str) -> None:
    import logging  # noqa: PLC0415

    logging.getLogger(__name__).warning(warning)


def until_stopped(work: Callable[["asyncio.Event"], Coroutine[Any, Any, None]]) -> None:
    """Run until Ctrl-C or SIGTERM, on uvloop where there is one.

    Setting the event begins a stop. One that hangs ends the process and prints where each thread
    stands.
    """
    import asyncio  # noqa: PLC0415
    import faulthandler  # noqa: PLC0415

    class Stopping(asyncio.Event):
        """Limits the time from the moment it is set."""

        def set(self) -> None:
            if not self.is_set():
                faulthandler.dump_traceback_later(STOP_SECONDS, exit=True)
            super().set()

    async def begin() -> None:
        stopping = Stopping()
        for name in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(name, stopping.set)
        await work(stopping)

    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(begin())


def _loop_factory() -> Callable[[], "asyncio.AbstractEventLoop"] | None:
    try:
        import uvloop  # noqa: PLC0415  # not available everywhere
    except ImportError:
        return None
    return uvloop.new_event_loop
