"""Servers that answer anything, and a bot that talks to them through a chosen transport."""

import asyncio
import socket
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from telegram import Bot
from telegram.error import TelegramError
from telegram.request import BaseRequest

TOKEN = "1000000042:SANDBOX-a-token-for-your-machine-00"


def bot_at(url: str, backend: Callable[[], BaseRequest]) -> Bot:
    return Bot(
        TOKEN,
        base_url=f"{url}/bot",
        base_file_url=f"{url}/file/bot",
        request=backend(),
        get_updates_request=backend(),
    )


@asynccontextmanager
async def connected(url: str, backend: type[BaseRequest]) -> AsyncIterator[Bot]:
    """Open a bot's connections without asking the server who it is."""
    bot = bot_at(url, backend)
    for request in (bot.request, bot._request[0]):
        await request.initialize()
    try:
        yield bot
    finally:
        for request in (bot.request, bot._request[0]):
            await request.shutdown()


@asynccontextmanager
async def answering(raw: bytes | None) -> AsyncIterator[str]:
    """Listen, read a request, write raw bytes and hang up; write nothing at all for None."""
    silent = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        if raw is None:
            await silent.wait()
        else:
            writer.write(raw)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        silent.set()
        server.close()
        await server.wait_closed()
        await asyncio.sleep(0)


def closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


async def failure(call: Awaitable[object]) -> TelegramError:
    with pytest.raises(TelegramError) as caught:
        await call
    told = "".join(traceback.format_exception(caught.value)) + repr(caught.value)
    if "httpx" not in told:
        assert TOKEN not in told
        assert TOKEN.partition(":")[2] not in told
    return caught.value
