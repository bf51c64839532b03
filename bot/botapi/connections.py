"""An HTTP/1.1 client for many small requests to one server.

aiohttp's client takes some 130 µs of CPU a request, which was a third of a delivery. This one does
what the Bot API needs and nothing else: no redirects, cookies, compression or proxies.
"""

import asyncio
import socket
import ssl
from collections import defaultdict, deque
from collections.abc import Sequence
from typing import NamedTuple, cast

import aiohappyeyeballs
import httptools
from aiohappyeyeballs import AddrInfoType

IDLE_SECONDS = 60.0
"""How long an unused connection is kept."""

ADDRESSES_SECONDS = 10.0
"""How long the addresses of a host are kept: a burst opens many connections at once."""

NEXT_ADDRESS_SECONDS = 0.25
"""How long the next address waits for the one before (RFC 8305): a network may lack IPv6."""


Addresses = Sequence[AddrInfoType]


class Origin(NamedTuple):
    """A server: what connections belong to."""

    host: str
    port: int
    is_secure: bool


class Answer(NamedTuple):
    """What a server answered; names of headers are in lower case."""

    status: int
    headers: dict[bytes, bytes]
    body: bytes


class NotConnectedError(Exception):
    """No connection could be opened: nothing was sent."""


class LostError(Exception):
    """The connection broke, or what came is not HTTP: the request may have arrived."""


class Connection(asyncio.Protocol):
    """A connection with one request at a time."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._parser = httptools.HttpResponseParser(self)
        self._headers: dict[bytes, bytes] = {}
        self._body = b""
        self._ends_with_connection = False
        self._answer: asyncio.Future[Answer] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._heard = self._loop.time()

    @property
    def is_usable(self) -> bool:
        """Return whether it can take another request."""
        return self._transport is not None and self._loop.time() - self._heard < IDLE_SECONDS

    async def ask(self, request: bytes, patience: float | None) -> Answer:
        """Send a request and return its answer.

        Raise TimeoutError after so many seconds in which nothing came, and LostError.
        """
        if self._transport is None:
            raise LostError("closed by the server")
        self._answer, self._heard = self._loop.create_future(), self._loop.time()
        if patience is not None:
            self._timer = self._loop.call_later(patience, self._look, patience)
        self._transport.write(request)
        try:
            return await self._answer
        except BaseException:
            self.close()  # or its answer would be taken for that to the next request
            raise
        finally:
            self._answer = None
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None

    def close(self) -> None:
        """Hang up at once."""
        if self._transport is not None:
            self._transport.abort()
            self._transport = None

    def _look(self, patience: float) -> None:
        """Give up, unless something came meanwhile."""
        left = self._heard + patience - self._loop.time()
        if left > 0:
            self._timer = self._loop.call_later(left, self._look, patience)
        else:
            self._fail(TimeoutError())

    def _fail(self, error: Exception) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(error)
        self.close()

    # --- called by the event loop -----------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Parse what came."""
        self._heard = self._loop.time()
        if self._answer is None or self._answer.done():  # more than was asked for
            self.close()
            return
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._fail(LostError("not HTTP"))

    def connection_lost(self, error: Exception | None) -> None:
        """End the request under way, if any."""
        self._transport = None
        if error is None and self._ends_with_connection:
            self.on_message_complete()
        self._fail(LostError(type(error).__name__ if error else "closed by the server"))

    # --- called by the parser ---------------------------------------------------------------

    def on_message_begin(self) -> None:
        """Begin an answer."""
        self._headers, self._body, self._ends_with_connection = {}, b"", False

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a header."""
        self._headers[name.lower()] = value

    def on_headers_complete(self) -> None:
        """Look whether the body says where it ends."""
        is_final = self._parser.get_status_code() >= 200
        told = self._headers.keys() & {b"content-length", b"transfer-encoding"}
        self._ends_with_connection = is_final and not told

    def on_body(self, body: bytes) -> None:
        """Keep a part of the body."""
        self._body += body

    def on_message_complete(self) -> None:
        """Hand over the answer."""
        status = self._parser.get_status_code()
        if status < 200:  # the answer is still to come
            return
        is_first = self._answer is not None and not self._answer.done()
        if self._answer is not None and is_first:
            self._answer.set_result(Answer(status, self._headers, self._body))
        if not is_first or not self._parser.should_keep_alive():
            self.close()


class Connections:
    """Connections to any server, at most so many in use; the one used last is taken first."""

    def __init__(self, limit: int) -> None:
        self._places = asyncio.Semaphore(limit)
        self._idle: defaultdict[Origin, deque[Connection]] = defaultdict(deque)
        self._addresses: dict[Origin, tuple[float, Addresses]] = {}
        self._tls: ssl.SSLContext | None = None
        self._is_closed = False

    async def ask(
        self, origin: Origin, request: bytes, connecting: float | None, patience: float | None
    ) -> Answer:
        """Send a request and return its answer; the two limits are in seconds.

        Raise NotConnectedError if nothing was sent; TimeoutError or LostError otherwise.
        """
        async with self._places:
            connection = self._unused(origin) or await self._open(origin, connecting)
            answer = await connection.ask(request, patience)
            if self._is_closed:
                connection.close()
            else:
                self._idle[origin].append(connection)
            return answer

    def close(self) -> None:
        """Hang up; a request under way does so when it has its answer."""
        self._is_closed = True
        for idle in self._idle.values():
            while idle:
                idle.pop().close()

    def _unused(self, origin: Origin) -> Connection | None:
        idle = self._idle[origin]
        while idle and not idle[0].is_usable:  # the first was used longest ago
            idle.popleft().close()
        while idle:
            connection = idle.pop()
            if connection.is_usable:
                return connection
            connection.close()
        return None

    async def _open(self, origin: Origin, seconds: float | None) -> Connection:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(seconds):
                opened = await aiohappyeyeballs.start_connection(
                    await self._addresses_of(origin),
                    happy_eyeballs_delay=NEXT_ADDRESS_SECONDS,
                    loop=loop,
                )
                connection = Connection()
                await loop.create_connection(
                    lambda: connection,
                    sock=opened,
                    ssl=self._context() if origin.is_secure else None,
                    server_hostname=origin.host if origin.is_secure else None,
                )
        except (OSError, UnicodeError) as error:  # TLS and time-outs among them
            raise NotConnectedError(type(error).__name__) from None
        return connection

    def _context(self) -> ssl.SSLContext:
        """Return what checks certificates; reading the system's takes some 20 ms."""
        if self._tls is None:
            self._tls = ssl.create_default_context()
        return self._tls

    async def _addresses_of(self, origin: Origin) -> Addresses:
        now = asyncio.get_running_loop().time()
        until, addresses = self._addresses.get(origin, (0.0, ()))
        if now > until:
            addresses = await asyncio.get_running_loop().getaddrinfo(
                origin.host, origin.port, type=socket.SOCK_STREAM
            )
            self._addresses[origin] = now + ADDRESSES_SECONDS, addresses
        return addresses
