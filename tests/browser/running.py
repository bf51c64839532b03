"""The bot as README starts it: without a token, with its sandbox."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import ClientSession

from tests.flows.conftest import monday_noon
from tests.flows.program import Program
from tests.flows.town import Town


@asynccontextmanager
async def running(folder: Path, **settings: str) -> AsyncIterator[str]:
    """Run the bot from a Monday noon on; yield the address of its chat page."""
    program = Program(folder, LISTEN="127.0.0.1:0", **settings)
    program.execute()
    try:
        url = await program.says(r"http://[\d.]+:\d+")
        await program.is_ready()
        async with ClientSession() as http:
            town = Town(url, http)
            await town.skip_to(monday_noon(await town.now()))
        yield url
        code, _ = await program.stop()
        assert code == 0
    finally:
        program.kill()
    assert '"error"' not in program.err
