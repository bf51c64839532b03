"""Connections are kept and shared, and what is left of one request never answers another."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.botapi.connections import (
    IDLE_SECONDS,
    Connection,
    Connections,
    LostError,
    NotConnectedError,
    Origin,
)
from tests.botapi.servers import closed_port

CERTIFICATE = Path(__file__).with_name("localhost.pem")
"""For localhost, signed by itself, until 2126."""

REQUEST = b"POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 0\r\n\r\n"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

Answering = Callable[[int, asyncio.StreamWriter], Awaitable[None]]
"""Called with the number of a request, from 1, and where its answer goes."""


class Counter:
    """How many connections a server took."""

    def __init__(self) -> None:
        self.opened = 0


@asynccontextmanager
async def serving(
    answer: Answering, context: ssl.SSLContext | None = None
) -> AsyncIterator[tuple[Origin, Counter]]:
    counter, requests = Counter(), 0
    writers = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal requests
        counter.opened += 1
        writers.append(writer)
        while True:
            try:
                await reader.readuntil(b"\r\n\r\n")
            except (asyncio.IncompleteReadError, ConnectionError):
                writer.close()
                return
            requests += 1
            await answer(requests, writer)

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    try:
        yield Origin("127.0.0.1", server.sockets[0].getsockname()[1], is_secure=False), counter
    finally:
        for writer in writers:
            writer.close()
        server.close()
        await asyncio.sleep(0.01)


def always(raw: bytes) -> Answering:
    async def answer(_: int, writer: asyncio.StreamWriter) -> None:
        writer.write(raw)

    return answer


async def slow(_: int, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(0.02)
    writer.write(OK)


async def late_at_first(number: int, writer: asyncio.StreamWriter) -> None:
    """Answer the first request late, and each with its number."""
    await asyncio.sleep(0.1 if number == 1 else 0)
    writer.write(OK.replace(b"ok", b"%02d" % number))


async def asked(connections: Connections, origin: Origin, patience: float = 5) -> bytes:
    return (await connections.ask(origin, REQUEST, 5, patience)).body


async def test_one_connection_serves_one_request_after_another() -> None:
    async with serving(always(OK)) as (origin, counter):
        connections = Connections(8)
        bodies = [await asked(connections, origin) for _ in range(5)]
        connections.close()

    assert (bodies, counter.opened) == ([b"ok"] * 5, 1)


async def test_no_more_connections_are_open_than_allowed() -> None:
    async with serving(slow) as (origin, counter):
        connections = Connections(3)
        await asyncio.gather(*(asked(connections, origin) for _ in range(20)))
        connections.close()

    assert counter.opened == 3


async def test_an_answer_that_came_too_late_answers_no_other_request() -> None:
    async with serving(late_at_first) as (origin, counter):
        connections = Connections(8)
        with pytest.raises(TimeoutError):
            await asked(connections, origin, patience=0.02)
        body = await asked(connections, origin)
        connections.close()

    assert (body, counter.opened) == (b"02", 2)


async def test_a_request_that_was_cancelled_leaves_no_answer_behind() -> None:
    async with serving(late_at_first) as (origin, _):
        connections = Connections(8)
        cancelled = asyncio.create_task(asked(connections, origin))
        await asyncio.sleep(0.02)
        cancelled.cancel()
        body = await asked(connections, origin)
        connections.close()

    assert body == b"02"


async def test_patience_begins_anew_with_each_part_of_an_answer() -> None:
    async def in_parts(_: int, writer: asyncio.StreamWriter) -> None:
        for part in (OK[:10], OK[10:30], OK[30:]):
            await asyncio.sleep(0.06)
            writer.write(part)

    async with serving(in_parts) as (origin, _):
        connections = Connections(8)
        body = await asked(connections, origin, patience=0.1)
        connections.close()

    assert body == b"ok"


@pytest.mark.parametrize(
    ("raw", "body"),
    [
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\no\r\n1\r\nk\r\n0\r\n\r\n",
            b"ok",
        ),
        (b"HTTP/1.1 100 Continue\r\n\r\n" + OK, b"ok"),
        (b"HTTP/1.1 200 OK\r\ncontent-LENGTH: 0\r\n\r\n", b""),
    ],
    ids=["in chunks", "after a 100", "empty"],
)
async def test_every_kind_of_answer_is_read(raw: bytes, body: bytes) -> None:
    async with serving(always(raw)) as (origin, counter):
        connections = Connections(8)
        bodies = [await asked(connections, origin) for _ in range(2)]
        connections.close()

    assert (bodies, counter.opened) == ([body, body], 1)


@pytest.mark.parametrize(
    "raw",
    [
        b"HTTP/1.1 200 OK\r\n\r\nok",
        b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
    ],
    ids=["no length", "told to close"],
)
async def test_a_connection_that_the_server_ends_is_not_used_again(raw: bytes) -> None:
    async def answer(_: int, writer: asyncio.StreamWriter) -> None:
        writer.write(raw)
        writer.close()

    async with serving(answer) as (origin, counter):
        connections = Connections(8)
        bodies = [await asked(connections, origin) for _ in range(2)]
        connections.close()

    assert (bodies, counter.opened) == ([b"ok", b"ok"], 2)


async def test_an_answer_that_nobody_asked_for_ends_the_connection() -> None:
    async with serving(always(OK + OK)) as (origin, counter):
        connections = Connections(8)
        bodies = [await asked(connections, origin) for _ in range(2)]
        connections.close()

    assert (bodies, counter.opened) == ([b"ok", b"ok"], 2)


async def test_a_server_that_hangs_up_may_have_taken_the_request() -> None:
    async def hang_up(_: int, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async with serving(hang_up) as (origin, _):
        connections = Connections(8)
        with pytest.raises(LostError):
            await asked(connections, origin)
        connections.close()


async def test_nothing_was_sent_where_nobody_listens() -> None:
    connections = Connections(8)
    for host in ("127.0.0.1", "no-such-host.invalid", "a..b"):
        with pytest.raises(NotConnectedError):
            await asked(connections, Origin(host, closed_port(), is_secure=False))
    connections.close()


@pytest.mark.parametrize("is_trusted", [True, False])
async def test_a_certificate_is_checked(
    monkeypatch: pytest.MonkeyPatch, *, is_trusted: bool
) -> None:
    if is_trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    async with serving(always(OK), context) as (origin, counter):
        connections, secure = Connections(8), origin._replace(host="localhost", is_secure=True)
        if is_trusted:
            bodies = [await asked(connections, secure) for _ in range(2)]
            assert (bodies, counter.opened) == ([b"ok", b"ok"], 1)
        else:
            with pytest.raises(NotConnectedError, match="CertVerification"):
                await asked(connections, secure)
        connections.close()


async def test_a_connection_that_was_idle_for_long_is_not_trusted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with serving(always(OK)) as (origin, counter):
        connections = Connections(8)
        await asked(connections, origin)
        monkeypatch.setattr("bot.botapi.connections.IDLE_SECONDS", 0.0)
        await asked(connections, origin)
        connections.close()

    assert counter.opened == 2
    assert IDLE_SECONDS > 0


async def test_a_connection_that_never_opened_takes_no_request() -> None:
    with pytest.raises(LostError):
        await Connection().ask(REQUEST, None)


async def test_a_closed_set_keeps_no_connection() -> None:
    async with serving(slow) as (origin, _):
        connections = Connections(8)
        under_way = asyncio.create_task(asked(connections, origin))
        await asyncio.sleep(0.01)
        connections.close()
        body = await under_way

    assert body == b"ok"
    assert not connections._idle[origin]
