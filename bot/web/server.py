"""One aiohttp application for everything this process serves, and the address it listens on."""

import asyncio
import logging
import resource
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager

from aiohttp import http_exceptions, web

from bot.errors import OperatorError
from bot.stop_times import SERVER_SECONDS
from bot.web.webhook import LARGEST

IDLE_SECONDS = 15
"""How long a client may take to send the headers of a request, its first or its next."""

LINGERING_SECONDS = 2
"""How long the rest of a body that nobody wanted is read and thrown away."""

MOST_CONNECTIONS = 512
"""Connections at a time, or half of the file descriptors that this process may open."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class ListenError(OperatorError):
    """The address to listen on is taken or not ours; the text is one sentence."""


@asynccontextmanager
async def listening(
    address: tuple[str, int] | None, routes: Iterable[web.RouteDef]
) -> AsyncIterator[None]:
    """Serve, where an address is set."""
    if address is None:
        yield
        return
    door = _Door(_most_connections())
    application = web.Application(client_max_size=LARGEST, middlewares=[door.attend])
    application.add_routes(routes)
    application.on_response_prepare.append(_anonymous)
    runner = _runner(application)
    await runner.setup()
    try:
        server = await asyncio.get_running_loop().create_server(
            lambda: door.admit(runner.server), *address, reuse_address=True
        )
    except OSError:
        await runner.cleanup()
        raise ListenError(listen_complaint(*address)) from None
    try:
        yield
    finally:
        server.close()
        await runner.cleanup()


def _runner(application: web.Application) -> web.AppRunner:
    return web.AppRunner(
        application,
        access_log=None,
        logger=_log(),
        shutdown_timeout=SERVER_SECONDS,
        # A small compressed body may hold gigabytes, and it would be unpacked before any handler
        # has looked at its headers. Telegram compresses nothing.
        auto_decompress=False,
        keepalive_timeout=IDLE_SECONDS,
        lingering_time=LINGERING_SECONDS,
    )


def _most_connections() -> int:
    """Leave descriptors for Telegram and the database, whatever strangers open."""
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST_CONNECTIONS if files < 0 else max(1, min(MOST_CONNECTIONS, files // 2))


class _Door:
    """Keeps the number of connections bounded: a new one takes the place of the oldest idle one.

    So nobody keeps others out by opening connections on which they never ask for anything.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._busy: set[asyncio.BaseProtocol] = set()

    def admit(self, server: web.Server | None) -> asyncio.BaseProtocol:
        """Return the protocol of a new connection."""
        if server is None:  # it is being shut down
            return _Refusal()
        held = [one for one in server.connections if one.transport is not None]
        if len(held) >= self._most:
            idle = next((one for one in held if one not in self._busy), None)
            if idle is None:
                return _Refusal()
            idle.force_close()
        return server()

    @web.middleware
    async def attend(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Mark a connection as busy while its request is handled."""
        self._busy.add(request.protocol)
        try:
            return await handler(request)
        finally:
            self._busy.discard(request.protocol)


class _Refusal(asyncio.Protocol):
    """A connection that is closed at once."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Close it."""
        transport.close()


def _log() -> logging.Logger:
    log = logging.getLogger(__name__)
    log.addFilter(_tell_malformed)  # adding it twice does nothing
    return log


def _tell_malformed(record: logging.LogRecord) -> bool:
    """Shorten what aiohttp says of a malformed request: strangers send these, no fault of ours.

    Its text may quote them, so only its kind is told.
    """
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, http_exceptions.HttpProcessingError):
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        record.msg = f"refused a malformed request from %s: {type(error).__name__}"
        record.exc_info = None
    return True


async def _anonymous(_request: web.Request, response: web.StreamResponse) -> None:
    """Hide which software serves here, and in which version."""
    response.headers.popall("Server", None)


def listen_complaint(host: str, port: int) -> str:
    """Return what to do about an address that cannot be listened on."""
    return f"Can't listen on {host}:{port}: it's in use or not allowed. Set LISTEN to another."
