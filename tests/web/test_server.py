"""Strangers at the port: bombs, half-open requests and floods cost their neighbours nothing."""

import asyncio
import gzip
import logging
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from aiohttp import ClientSession, web

from bot.web import server
from bot.web.server import listening
from bot.web.webhook import Webhook
from tests.flows.test_webhook import free_port

PATIENT = 5.0
SLOWLY = b"GET /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


@dataclass
class Site:
    """What is served, and a neighbour who asks for it."""

    port: int
    http: ClientSession

    async def asks(self) -> float:
        """Ask whether the process lives; return how long the answer took."""
        began = time.monotonic()
        async with self.http.get(f"http://127.0.0.1:{self.port}/healthz") as answer:
            assert answer.status == 200
        return time.monotonic() - began

    async def sends(self, text: bytes) -> tuple[bytes, float]:
        """Send bytes and nothing more; return what came back until the end, and how soon."""
        began = time.monotonic()
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(text)
        try:
            answer = await asyncio.wait_for(reader.read(), PATIENT)
        except ConnectionError:
            answer = b""
        writer.close()
        return answer, time.monotonic() - began


async def healthz(_request: web.Request) -> web.Response:
    return web.json_response({"alive": True})


async def slow(_request: web.Request) -> web.Response:
    await asyncio.sleep(1)
    return web.Response(text="done")


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    port = free_port()
    routes = [web.get("/healthz", healthz), web.get("/slow", slow)]
    door = Webhook("/webhook/42", "a-secret").routes()
    async with listening(("127.0.0.1", port), [*routes, *door]), ClientSession() as http:
        yield Site(port, http)


@pytest.fixture(scope="module")
def bomb() -> bytes:
    """Return less than a megabyte that holds two hundred."""
    return gzip.compress(bytes(200_000_000), 1)


@pytest.mark.parametrize("path", ["/webhook/42", "/healthz", "/nowhere"])
async def test_a_compressed_bomb_is_never_unpacked(site: Site, path: str, bomb: bytes) -> None:
    url, headers = f"http://127.0.0.1:{site.port}{path}", {"Content-Encoding": "gzip"}

    async def throw() -> None:
        async with ClientSession() as http, http.post(url, data=bomb, headers=headers) as answer:
            assert answer.status >= 400

    await site.asks()
    began = time.process_time()
    bombs = asyncio.gather(*(throw() for _ in range(10)))
    await asyncio.sleep(0)
    slowest = max([await site.asks() for _ in range(20)])
    await bombs
    spent = time.process_time() - began

    # Unpacked, two gigabytes would take this processor seconds.
    assert spent < 1.5
    assert slowest < 1


async def test_half_open_requests_are_closed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "IDLE_SECONDS", 0.3)
    port = free_port()
    async with listening(("127.0.0.1", port), [web.get("/healthz", healthz)]):
        hasty = Site(port, site.http)
        ends = await asyncio.gather(
            *(hasty.sends(b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ") for _ in range(30)),
            *(hasty.sends(b"") for _ in range(30)),
            hasty.sends(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /hea"),
        )

    assert max(seconds for _, seconds in ends) < PATIENT
    assert b"alive" in ends[-1][0]


async def test_strangers_who_hold_every_connection_keep_nobody_out(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "MOST_CONNECTIONS", 20)
    port = free_port()
    routes = [web.get("/healthz", healthz), web.get("/slow", slow)]
    async with listening(("127.0.0.1", port), routes):
        crowded = Site(port, site.http)
        asked = asyncio.create_task(crowded.sends(SLOWLY))
        await asyncio.sleep(0.1)
        held = [await asyncio.open_connection("127.0.0.1", port) for _ in range(100)]
        await asyncio.sleep(0.1)

        assert await crowded.asks() < PATIENT
        ended = [reader for reader, _ in held if reader.at_eof()]
        assert len(ended) >= 80
        assert b"done" in (await asked)[0]
        for _, writer in held:
            writer.close()


async def test_a_connection_beyond_the_cap_is_refused_where_all_are_busy(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "MOST_CONNECTIONS", 2)
    port = free_port()
    async with listening(("127.0.0.1", port), [web.get("/slow", slow)]):
        full = Site(port, site.http)
        first = [asyncio.create_task(full.sends(SLOWLY)) for _ in range(2)]
        await asyncio.sleep(0.2)

        assert (await full.sends(SLOWLY))[0] == b""
        assert [b"done" in (await one)[0] for one in first] == [True, True]


@pytest.mark.parametrize(
    "text",
    [
        b"GET / HTTP/1.1\r\nbad header\r\n\r\n",
        b"GET / HTTP/9.9.9\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
        b"GET /%s HTTP/1.1\r\n\r\n" % (b"x" * 20_000),
    ],
)
async def test_a_malformed_request_is_one_line_in_the_log(
    site: Site, caplog: pytest.LogCaptureFixture, text: bytes
) -> None:
    answer, _ = await site.sends(text)

    assert answer.startswith((b"HTTP/1.1 400", b"HTTP/1.0 400"))
    (line,) = [one for one in caplog.records if one.levelno >= logging.WARNING]
    assert "refused a malformed request from 127.0.0.1" in line.getMessage()
    assert line.exc_info is None
