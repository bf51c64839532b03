"""HTTP for python-telegram-bot on aiohttp: a small part of the CPU that its httpx back end takes.

A failure is told by what it means for the caller: `ConnectError` when the request never went
out, `ServerError` when it was turned away, by Telegram or by something on the way to it,
`TimedOut` and any other `NetworkError` when it may have arrived. No text of an error holds the
URL, since the token is part of it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from http import HTTPStatus
from typing import Any, Self, cast

import aiohttp
import orjson
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

JSON = {"Content-Type": "application/json"}
_SENT = re.compile(rb'\{"ok":true,"result":\{"message_id":(\d+),')
READ_SECONDS = 20.0
CONNECT_SECONDS = 10.0


OnAnswer = Callable[[str, int], None]
"""Hears of each answer: the method's name in lower case, and the status."""


def unheard(_method: str, _status: int) -> None:
    """Hear of no answer."""


class ConnectError(NetworkError):
    """No connection: nothing was sent."""


class ServerError(NetworkError):
    """The server answered, and the answer was that it is unwell."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A whole request body but for the chat and its topic: encoded once, sent to many."""

    rest: bytes

    @classmethod
    def of(cls, parameters: Mapping[str, Any]) -> Self:
        """Encode every parameter but those two."""
        return cls(orjson.dumps(parameters)[1:])

    def to(self, chat_id: int, thread_id: int | None = None) -> bytes:
        """Return the body for one chat, or one of its topics."""
        if thread_id is None:
            return b'{"chat_id":%d,' % chat_id + self.rest
        return b'{"chat_id":%d,"message_thread_id":%d,' % (chat_id, thread_id) + self.rest


@dataclass(frozen=True, slots=True)
class _Ready:
    """A body to which nothing is left to do, in the place of PTB's data of a request."""

    body: bytes


async def post(request: BaseRequest, url: str, body: bytes) -> int:
    """Post a complete message through an AiohttpRequest; return its id, raise TelegramError.

    An answer that makes no sense is a LookupError, TypeError or ValueError.
    """
    try:
        answer = await request.do_request(url, "POST", cast(RequestData, _Ready(body)))
    except TelegramError:
        raise
    except Exception as error:  # noqa: BLE001  # as PTB has it: whatever it is, it may have arrived
        raise NetworkError(f"no answer: {type(error).__name__}") from None
    # The id is all that is wanted of some 2 kB, and stands first.
    if answer[0] == HTTPStatus.OK and (sent := _SENT.match(answer[1])):
        return int(sent[1])
    return id_of(await _Answered(answer).post(url))


def id_of(message: object) -> int:
    """Return the id of a message as Telegram sends it."""
    if not isinstance(message, dict):
        raise TypeError("the answer to a message is no message")
    return int(message["message_id"])


class AiohttpRequest(BaseRequest):
    """PTB's public request interface on one aiohttp session."""

    def __init__(
        self,
        connections: int = 256,
        on_answer: OnAnswer = unheard,
    ) -> None:
        self._connections = connections
        self._on_answer = on_answer
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer where a call names none."""
        return READ_SECONDS

    async def initialize(self) -> None:
        """Open the session."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=60),
                cookie_jar=aiohttp.DummyCookieJar(),  # Telegram has none; looking takes its time
            )

    async def shutdown(self) -> None:
        """Close the session and its connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Send one request; return status and body."""
        if self._session is None:
            raise RuntimeError("the transport is not initialized")
        timeout = _timeout(
            _seconds(connect_timeout, CONNECT_SECONDS), _seconds(read_timeout, READ_SECONDS)
        )
        try:
            # Telegram redirects nobody: that is the login page of some network.
            async with self._session.request(
                method, url, timeout=timeout, allow_redirects=False, **_body(request_data)
            ) as response:
                payload = await response.read()
                if method == "POST":  # a call, and no file
                    self._on_answer(url.rpartition("/")[2].lower(), response.status)
                if response.status >= 500 or (response.status >= 300 and not _is_json(payload)):
                    raise ServerError(f"the server answered {response.status}")
                return response.status, payload
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise ConnectError(f"no connection: {type(error).__name__}") from None
        except TimeoutError:
            raise TimedOut("no answer in time") from None
        except aiohttp.ClientError as error:
            raise NetworkError(f"connection lost: {type(error).__name__}") from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read an answer; anything but a JSON object with a result is an error of the server."""
        try:
            answer = orjson.loads(payload)
        except orjson.JSONDecodeError:
            raise TelegramError("the server's answer is not JSON") from None
        if not isinstance(answer, dict):
            raise TelegramError("the server's answer is not a JSON object")
        if not answer.keys() & {"result", "description"}:  # PTB would stumble over a KeyError
            raise TelegramError("the server's answer holds no result")
        return answer


class _Answered(AiohttpRequest):
    """A request that has its answer already, for PTB to read what it means."""

    def __init__(self, answer: tuple[int, bytes]) -> None:
        super().__init__()
        self._answer = answer

    async def do_request(self, *_: Any, **__: Any) -> tuple[int, bytes]:
        """Return the answer."""
        return self._answer


async def date_at(url: str) -> datetime | None:
    """Ask a server what time it is; None where it does not say."""
    timeout = aiohttp.ClientTimeout(total=CONNECT_SECONDS)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.head(url, allow_redirects=False) as response,
        ):
            return parsedate_to_datetime(response.headers["Date"])
    except (aiohttp.ClientError, TimeoutError, LookupError, ValueError):
        return None


def _is_json(payload: bytes) -> bool:
    """Tell Telegram's own refusal from the page of a proxy, which says nothing about a chat."""
    try:
        return isinstance(orjson.loads(payload), dict)
    except orjson.JSONDecodeError:
        return False


def _seconds(value: object, default: float) -> float | None:
    """Read one of PTB's timeouts: a number, None for no limit, or its mark for `not given`."""
    if value is None or isinstance(value, int | float):
        return value
    return default


@lru_cache(maxsize=16)
def _timeout(connect: float | None, read: float | None) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(sock_connect=connect, sock_read=read)


def _body(data: RequestData | _Ready | None) -> Mapping[str, Any]:
    """Choose JSON, or a form where files go along."""
    if isinstance(data, _Ready):
        return {"data": data.body, "headers": JSON}
    if data is None:
        return {}
    if not data.contains_files:
        return {"data": orjson.dumps(data.parameters), "headers": JSON}
    form = aiohttp.FormData(quote_fields=False)  # or file names arrive percent-encoded
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return {"data": form}
