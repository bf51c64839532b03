"""Our HTTP keeps the contract of PTB's own, says more of what failed, and never the token."""

import asyncio
import socket
import traceback
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest, HTTPXRequest

from bot.chat.transport import AiohttpRequest, ConnectError, Encoded, ServerError, post
from tests.chat.town import Town

TOKEN = "1000000042:SANDBOX-a-token-for-your-machine-00"
BACKENDS = [AiohttpRequest, HTTPXRequest]


@pytest.fixture(params=BACKENDS, ids=["aiohttp", "httpx"])
def backend(request: pytest.FixtureRequest) -> type[BaseRequest]:
    """Every test that takes this holds for PTB's own transport too."""
    found: type[BaseRequest] = request.param
    return found


def bot_at(url: str, backend: type[BaseRequest]) -> Bot:
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
    request = AiohttpRequest()
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


async def test_no_answer_in_time_is_a_time_out(backend: type[BaseRequest]) -> None:
    async with answering(None) as url, connected(url, backend) as bot:
        error = await failure(bot.send_message(7, "hello", read_timeout=0.05))

    assert isinstance(error, TimedOut)
    assert not isinstance(error, ConnectError)


async def test_a_refused_connection_never_went_out(backend: type[BaseRequest]) -> None:
    async with connected(f"http://127.0.0.1:{closed_port()}", backend) as bot:
        error = await failure(bot.send_message(7, "hello"))

    assert isinstance(error, NetworkError)
    assert isinstance(error, ConnectError) == (backend is AiohttpRequest)


async def test_a_failed_handshake_never_went_out(town: Town) -> None:
    url = town.url.replace("http://", "https://")
    async with connected(url, AiohttpRequest) as bot:
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
    assert isinstance(error, ServerError) == (backend is AiohttpRequest)


@pytest.mark.parametrize("body", ["<html>hello</html>", "", "[1, 2]", "null", "{}", '{"ok": tru'])
async def test_an_answer_that_nobody_can_read_is_an_error_of_telegram(
    town: Town, body: str
) -> None:
    town.fault(method="sendMessage", body=body)
    async with bot_at(town.url, AiohttpRequest) as bot:
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


# --- one body for many ----------------------------------------------------------------------


async def test_a_body_encoded_once_reaches_each_chat(town: Town) -> None:
    letter = Encoded.of({"text": "Grüße <b>&amp;</b>", "parse_mode": "HTML"})
    chats = [town.person("Alice"), town.person("Bob")]
    for chat in chats:
        url = f"{town.bot.base_url}/sendmessage"
        key = await post(town.bot.request, url, letter.to(chat.id))
        assert chat.posts[key].body["text"] == "Grüße &"

    assert [call["chat_id"] for call in town.calls("sendMessage")] == [c.id for c in chats]
    assert Encoded.of({"text": "x"}).to(-100123) == b'{"chat_id":-100123,"text":"x"}'


def test_a_body_goes_to_a_topic_where_one_is_named() -> None:
    body = Encoded.of({"text": "x"})

    assert body.to(-100123, 7) == b'{"chat_id":-100123,"message_thread_id":7,"text":"x"}'


@asynccontextmanager
async def telling(status: int, body: str) -> AsyncIterator[Awaitable[int]]:
    """Give the coroutine of one post to a server that answers so."""
    raw = f"HTTP/1.1 {status} So\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()
    async with answering(raw) as url, connected(url, AiohttpRequest) as bot:
        yield post(bot.request, f"{bot.base_url}/sendmessage", b"{}")


@pytest.mark.parametrize(
    "body",
    [
        '{"ok":true,"result":{"message_id":42,"date":1}}',
        '{"ok": true, "result": {"message_id": 42}}',
        '{"result":{"text":"\\"message_id\\":7","message_id":42},"ok":true}',
    ],
)
async def test_the_id_of_a_new_message_is_read_wherever_it_stands(body: str) -> None:
    async with telling(200, body) as key:
        assert await key == 42


@pytest.mark.parametrize(
    ("status", "body", "meaning"),
    [
        (400, '{"ok":false,"description":"Bad Request: chat not found"}', BadRequest),
        (403, '{"ok":false,"description":"Forbidden: bot was blocked"}', Forbidden),
        (
            400,
            '{"ok":false,"parameters":{"migrate_to_chat_id":-9},"description":""}',
            ChatMigrated,
        ),
        (429, '{"ok":false,"parameters":{"retry_after":7},"description":""}', RetryAfter),
        (502, "<html>Bad Gateway</html>", ServerError),
        (200, "<html>hello</html>", TelegramError),
        (200, '{"ok":tru', TelegramError),
    ],
)
async def test_a_post_fails_as_every_other_call_does(
    status: int, body: str, meaning: type[TelegramError]
) -> None:
    async with telling(status, body) as key:
        assert type(await failure(key)) is meaning


@pytest.mark.parametrize("body", ['{"ok":true,"result":true}', '{"ok":true,"result":{}}'])
async def test_an_answer_without_a_message_is_none(body: str) -> None:
    async with telling(200, body) as key:
        with pytest.raises((LookupError, TypeError)):
            await key


async def test_a_closed_transport_is_a_lost_connection(town: Town) -> None:
    request = AiohttpRequest()

    assert isinstance(await failure(post(request, town.url, b"{}")), NetworkError)
