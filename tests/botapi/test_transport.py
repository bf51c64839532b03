"""Our HTTP keeps the contract of PTB's own, says more of what failed, and never the token."""

import asyncio
from datetime import timedelta

import pytest
from telegram.error import (
    BadRequest,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest, HTTPXRequest

from bot.botapi.transport import ConnectError, HttpRequest, PausedError, ServerError
from tests.botapi.servers import TOKEN, answering, bot_at, closed_port, connected, failure
from tests.chat.town import Town

BACKENDS = [HttpRequest, HTTPXRequest]


@pytest.fixture(params=BACKENDS, ids=["aiohttp", "httpx"])
def backend(request: pytest.FixtureRequest) -> type[BaseRequest]:
    """Every test that takes this holds for PTB's own transport too."""
    found: type[BaseRequest] = request.param
    return found


# --- what works -----------------------------------------------------------------------------


async def test_a_message_goes_out_and_comes_back(town: Town, backend: type[BaseRequest]) -> None:
    alice = town.person("Alice")
    async with bot_at(town.url, backend) as bot:
        sent = await bot.send_message(alice.id, "Grüße 🏋️‍♀️ <b>&amp;</b>", parse_mode="HTML")

    assert sent.text == "Grüße 🏋️‍♀️ &"
    assert town.calls("sendMessage")[0]["text"] == "Grüße 🏋️‍♀️ <b>&amp;</b>"


async def test_a_file_goes_up_and_comes_down(town: Town, backend: type[BaseRequest]) -> None:
    alice, content = town.person("Alice"), bytes(range(256)) * 500
    async with bot_at(town.url, backend) as bot:
        sent = await bot.send_document(alice.id, content, filename="plan €.bin", caption="Größe")
        assert sent.document
        file = await bot.get_file(sent.document.file_id)
        fetched = await file.download_as_bytearray()

    assert bytes(fetched) == content
    assert (sent.caption, sent.document.file_name) == ("Größe", "plan €.bin")


async def test_several_files_go_in_one_request(town: Town, backend: type[BaseRequest]) -> None:
    alice = town.person("Alice")
    async with bot_at(town.url, backend) as bot:
        sent = await bot.send_animation(
            alice.id, b"film", filename="loop.mp4", thumbnail=b"still", width=320, height=240
        )

    assert sent.animation
    assert (sent.animation.width, sent.animation.file_size) == (320, 4)


async def test_many_calls_share_the_connections(town: Town, backend: type[BaseRequest]) -> None:
    alice = town.person("Alice")
    async with bot_at(town.url, backend) as bot:
        await asyncio.gather(*(bot.send_message(alice.id, str(n)) for n in range(40)))

    assert len(alice.posts) == 40


async def test_a_transport_may_be_opened_and_closed_twice(town: Town) -> None:
    request = HttpRequest()
    for _ in range(2):
        await request.initialize()
        await request.initialize()
        status, _body = await request.do_request(f"{town.url}/bot{TOKEN}/getMe", "POST")
        assert status == 200
        await request.shutdown()
        await request.shutdown()

    with pytest.raises(RuntimeError, match="not initialized"):
        await request.do_request(f"{town.url}/bot{TOKEN}/getMe", "POST")


# --- what fails, by its meaning -------------------------------------------------------------


async def test_a_refusal_keeps_telegram_s_words(town: Town, backend: type[BaseRequest]) -> None:
    town.refuse(400, "Bad Request: chat not found")
    async with bot_at(town.url, backend) as bot:
        error = await failure(bot.send_message(7, "hello"))

    assert type(error) is BadRequest
    assert "hat not found" in str(error)


async def test_a_pause_is_read(town: Town, backend: type[BaseRequest]) -> None:
    town.refuse(429, "Too Many Requests: retry after 7", retry_after=7)
    async with bot_at(town.url, backend) as bot:
        error = await failure(bot.send_message(7, "hello"))

    assert isinstance(error, RetryAfter)
    assert error.retry_after == timedelta(seconds=7)


class Barrier:
    """A gate that is closed by what Telegram asks for."""

    seconds = 0.0

    async def left(self) -> float:
        return self.seconds

    async def hold(self, seconds: float) -> None:
        self.seconds = seconds


async def test_a_pause_closes_the_gate_and_then_nothing_is_sent(town: Town) -> None:
    barrier = Barrier()
    town.refuse(429, "Too Many Requests: retry after 7", retry_after=7)
    async with bot_at(town.url, lambda: HttpRequest(gate=barrier)) as bot:
        refused = await failure(bot.send_message(7, "hello"))
        before = len(town.sandbox.world.calls)
        paused = await failure(bot.get_chat(7))
        calls = len(town.sandbox.world.calls) - before

    assert isinstance(refused, RetryAfter)
    assert isinstance(paused, PausedError)
    assert (barrier.seconds, paused.seconds, calls) == (7, 7, 0)


class Amnesiac(Barrier):
    """A gate whose database is away."""

    async def hold(self, seconds: float) -> None:
        raise ConnectionError("the database is away")


async def test_a_pause_that_cannot_be_noted_is_no_lost_answer(town: Town) -> None:
    town.refuse(429, "Too Many Requests: retry after 7", retry_after=7)
    async with bot_at(town.url, lambda: HttpRequest(gate=Amnesiac())) as bot:
        refused = await failure(bot.send_message(7, "hello"))

    assert isinstance(refused, RetryAfter)


async def test_no_answer_in_time_is_a_time_out(backend: type[BaseRequest]) -> None:
    async with answering(None) as url, connected(url, backend) as bot:
        error = await failure(bot.send_message(7, "hello", read_timeout=0.05))

    assert isinstance(error, TimedOut)
    assert not isinstance(error, ConnectError)


async def test_a_refused_connection_never_went_out(backend: type[BaseRequest]) -> None:
    async with connected(f"http://127.0.0.1:{closed_port()}", backend) as bot:
        error = await failure(bot.send_message(7, "hello"))

    assert isinstance(error, NetworkError)
    assert isinstance(error, ConnectError) == (backend is HttpRequest)


async def test_a_failed_handshake_never_went_out(town: Town) -> None:
    url = town.url.replace("http://", "https://")
    async with connected(url, HttpRequest) as bot:
        error = await failure(bot.send_message(7, "hello"))

    assert isinstance(error, ConnectError)


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_dropped_connection_may_have_arrived(
    town: Town, backend: type[BaseRequest], when: str
) -> None:
    alice = town.person("Alice")
    town.fault(method="sendMessage", drop=when)
    async with bot_at(town.url, backend) as bot:
        error = await failure(bot.send_message(alice.id, "hello"))

    assert isinstance(error, NetworkError)
    assert not isinstance(error, ConnectError | ServerError)
    assert len(alice.posts) == (when == "after")


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_an_unwell_server_is_told_apart(
    town: Town, backend: type[BaseRequest], status: int
) -> None:
    town.fault(method="sendMessage", status=status, body="<html>Bad Gateway</html>")
    async with bot_at(town.url, backend) as bot:
        error = await failure(bot.send_message(7, "hello"))

    assert isinstance(error, TelegramError)
    assert isinstance(error, ServerError) == (backend is HttpRequest)


@pytest.mark.parametrize("body", ["<html>hello</html>", "", "[1, 2]", "null", "{}", '{"ok": tru'])
async def test_an_answer_that_nobody_can_read_is_an_error_of_telegram(
    town: Town, body: str
) -> None:
    town.fault(method="sendMessage", body=body)
    async with bot_at(town.url, HttpRequest) as bot:
        error = await failure(bot.send_message(7, "hello"))

    assert not isinstance(error, ConnectError | ServerError | BadRequest)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.6\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd",
    ],
    ids=["nothing", "no http", "cut short", "bad chunk", "bad gzip"],
)
async def test_a_broken_answer_may_have_arrived(raw: bytes, backend: type[BaseRequest]) -> None:
    async with answering(raw) as url, connected(url, backend) as bot:
        error = await failure(bot.send_message(7, "hello"))

    assert isinstance(error, NetworkError)
    assert not isinstance(error, ConnectError | ServerError)
