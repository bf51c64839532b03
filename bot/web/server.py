"""One aiohttp application for all that this process serves, and the address it listens on."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from aiohttp import web

from bot.web.webhook import LARGEST

CLOSING_SECONDS = 2


class ListenError(Exception):
    """The address to listen on is taken or not ours; the text is one sentence."""


@asynccontextmanager
async def listening(
    address: tuple[str, int] | None, routes: Iterable[web.RouteDef]
) -> AsyncIterator[None]:
    """Serve, where an address is set."""
    if address is None:
        yield
        return
    application = web.Application(client_max_size=LARGEST)
    application.add_routes(routes)
    application.on_response_prepare.append(_anonymous)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=CLOSING_SECONDS)
    await runner.setup()
    try:
        await web.TCPSite(runner, *address).start()
    except OSError:
        await runner.cleanup()
        raise ListenError(listen_complaint(*address)) from None
    try:
        yield
    finally:
        await runner.cleanup()


async def _anonymous(_request: web.Request, response: web.StreamResponse) -> None:
    """Keep to ourselves what serves here, and in which version."""
    response.headers.popall("Server", None)


def listen_complaint(host: str, port: int) -> str:
    """Say what to do about an address that cannot be listened on."""
    return f"{host}:{port} is taken or not ours to listen on; set LISTEN to another, host:port."
