"""The door: who comes in, how much they bring, and what they are told."""

import asyncio
import json
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import pytest
from aiohttp import ClientSession
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.web import webhook
from bot.web.server import listening
from bot.web.webhook import HEADER, LARGEST, Webhook, _update
from tests.flows.test_webhook import free_port

SECRET = "a-secret"
UPDATE = {"update_id": 1, "message": {"text": "hello"}}


class Guest:
    """Somebody before the door, and who is behind it."""

    def __init__(self, url: str, http: ClientSession, door: Webhook) -> None:
        self.url, self.http, self.door = url, http, door
        self.brought: list[dict[str, Any]] = []
        self.answer = asyncio.get_running_loop().create_future()
        door.open(self.bring)

    async def bring(self, update: dict[str, Any]) -> bool:
        self.brought.append(update)
        is_answered: bool = await self.answer
        return is_answered

    async def knocks(self, body: bytes, secret: str | None = SECRET, verb: str = "POST") -> int:
        headers = {} if secret is None else {HEADER: secret}
        async with self.http.request(
            verb, self.url, data=BytesIO(body), headers=headers
        ) as answer:
            assert await answer.read() == b""
            assert set(answer.headers) <= {"Content-Length", "Content-Type", "Date", "Connection"}
            return answer.status


@pytest.fixture
async def guest() -> AsyncIterator[Guest]:
    door, port = Webhook("/webhook/42", SECRET), free_port()
    async with listening(("127.0.0.1", port), door.routes()), ClientSession() as http:
        yield Guest(f"http://127.0.0.1:{port}/webhook/42", http, door)


async def test_it_is_answered_only_after_the_update_was(guest: Guest) -> None:
    knock = asyncio.create_task(guest.knocks(json.dumps(UPDATE).encode()))
    while not guest.brought:
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)
    assert not knock.done()

    guest.answer.set_result(True)

    assert await knock == 200
    assert guest.brought == [UPDATE]


async def test_an_update_that_we_stopped_before_comes_again(guest: Guest) -> None:
    guest.answer.set_result(False)

    assert await guest.knocks(json.dumps(UPDATE).encode()) == 503


async def test_one_that_takes_too_long_comes_again(
    guest: Guest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "LONGEST", 0.05)

    assert await guest.knocks(json.dumps(UPDATE).encode()) == 503


@pytest.mark.parametrize(
    "secret", [None, "", "A-SECRET", "a-secre", "a-secret ", "a-secrét", "a-secret\u2003"]
)
async def test_without_the_secret_there_is_403_and_nothing_else(
    guest: Guest, secret: str | None
) -> None:
    if secret == "a-secret ":
        secret = "a-secret x"  # the space at the end of a header is not part of it

    for body in (json.dumps(UPDATE).encode(), b"junk", b""):
        assert await guest.knocks(body, secret) == 403
    assert guest.brought == []


async def test_a_closed_door_sends_telegram_away_and_strangers_all_the_same(guest: Guest) -> None:
    guest.door.close()

    assert await guest.knocks(json.dumps(UPDATE).encode()) == 503
    assert await guest.knocks(b"", "wrong") == 403


async def test_too_much_is_not_taken(guest: Guest) -> None:
    guest.answer.set_result(True)
    just = json.dumps(UPDATE | {"x": "y" * (LARGEST - 100)}).encode()

    assert await guest.knocks(just[:-2] + b'"}') == 200
    assert await guest.knocks(just + b" " * 200) == 413
    assert len(guest.brought) == 1


async def test_a_body_in_pieces_is_bounded_too(guest: Guest) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b" " * (LARGEST // 32)

    async with guest.http.post(guest.url, data=pieces(), headers={HEADER: SECRET}) as answer:
        assert answer.status == 413


async def test_a_body_that_trickles_in_is_not_waited_for(
    guest: Guest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "BODY_SECONDS", 0.1)

    async def pieces() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.sleep(1)
        yield b"}"

    async with guest.http.post(guest.url, data=pieces(), headers={HEADER: SECRET}) as answer:
        assert answer.status == 408


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=50).map(str.encode))
def test_any_bytes_are_an_update_or_none(body: bytes) -> None:
    found = _update(body)

    assert found is None or type(found["update_id"]) is int


@pytest.mark.parametrize("body", [b'{"update_id": true}', b'{"update_id": 1.0}', b"null", b"1"])
def test_what_has_no_number_is_no_update(body: bytes) -> None:
    assert _update(body) is None


def test_an_update_is_read() -> None:
    assert _update(json.dumps(UPDATE).encode()) == UPDATE
