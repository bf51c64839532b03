"""What every command begins with: the settings, and a loop that a signal ends."""

import asyncio
import signal
from collections.abc import Callable, Coroutine
from typing import Any

from bot import log
from bot.settings import Settings, load


def settings() -> Settings:
    """Read the settings and let the log speak as they say."""
    found = load()
    log.set_up(found.log_level, found.log_format)
    return found


def until_stopped(work: Callable[[asyncio.Event], Coroutine[Any, Any, None]]) -> None:
    """Work until Ctrl-C or SIGTERM, on uvloop where there is one."""

    async def begin() -> None:
        stopping = asyncio.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(name, stopping.set)
        await work(stopping)

    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(begin())


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop  # noqa: PLC0415  # not to be had everywhere
    except ImportError:
        return None
    return uvloop.new_event_loop
