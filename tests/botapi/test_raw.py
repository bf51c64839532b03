"""Calls that bypass python-telegram-bot fail as its own do, and find the id of a message."""

from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.botapi import raw
from bot.botapi.transport import Encoded, HttpRequest, ServerError
from tests.botapi.servers import answering, connected, failure
from tests.chat.town import Town


async def test_a_body_encoded_once_reaches_each_chat(town: Town) -> None:
    letter = Encoded.of({"text": "Grüße <b>&amp;</b>", "parse_mode": "HTML"})
    chats = [town.person("Alice"), town.person("Bob")]
    for chat in chats:
        url = f"{town.bot.base_url}/sendmessage"
        key = await raw.send(town.bot.request, url, letter.to(chat.id))
        assert chat.posts[key].body["text"] == "Grüße &"

    assert [call["chat_id"] for call in town.calls("sendMessage")] == [c.id for c in chats]
    assert Encoded.of({"text": "x"}).to(-100123) == b'{"chat_id":-100123,"text":"x"}'


def test_a_body_goes_to_a_topic_where_one_is_named() -> None:
    body = Encoded.of({"text": "x"})

    assert body.to(-100123, 7) == b'{"chat_id":-100123,"message_thread_id":7,"text":"x"}'


@asynccontextmanager
async def telling(status: int, body: str) -> AsyncIterator[Awaitable[int]]:
    """Give the coroutine of one post to a server that answers so."""
    sent = f"HTTP/1.1 {status} So\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()
    async with answering(sent) as url, connected(url, HttpRequest) as bot:
        yield raw.send(bot.request, f"{bot.base_url}/sendmessage", b"{}")


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
    request = HttpRequest()

    assert isinstance(await failure(raw.send(request, town.url, b"{}")), NetworkError)


async def test_a_call_returns_plain_json_and_a_refusal_raises(town: Town) -> None:
    alice = town.person("Alice")
    found = await raw.call(town.bot, "getChat", chat_id=alice.id)

    assert found["id"] == alice.id
    town.refuse(400, "Bad Request: chat not found", "getChat")
    assert type(await failure(raw.call(town.bot, "getChat", chat_id=alice.id))) is BadRequest
