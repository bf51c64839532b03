"""HTTP for python-telegram-bot, at a small part of the CPU of its httpx back end.

The exception says what became of the request: `ConnectError` when it was never sent,
`ServerError` when it was rejected by Telegram or a proxy on the way, `TimedOut` or any other
`NetworkError` when it may have arrived. No error text contains the URL, because the token is
part of it.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from http import HTTPStatus
from typing import Any, NamedTuple, Protocol, Self, cast

import aiohttp
import orjson
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot.botapi.connections import Answer, Connections, LostError, NotConnectedError, Origin

log = logging.getLogger(__name__)

JSON = b"application/json"
READ_SECONDS = 20.0
CONNECT_SECONDS = 10.0


OnAnswer = Callable[[str, int], None]
"""Called for each answer with the method's name in lower case and the HTTP status."""


def ignore_answer(_method: str, _status: int) -> None:
    """Do nothing with an answer; the default of `on_answer`."""


Listen = Callable[[], Callable[[str], None]]
"""Called when a request leaves; returns what is called with the Date of its answer."""


def ignore_dates() -> Callable[[str], None]:
    """Listen to no date; the default of `listen`."""
    return lambda _date: None


class ConnectError(NetworkError):
    """No connection: nothing was sent."""


class ServerError(NetworkError):
    """The server answered with an error of its own (5xx, or a page that is not JSON)."""


class PausedError(TelegramError):
    """Telegram asked for a pause of which some seconds are left: nothing was sent."""

    def __init__(self, seconds: float) -> None:
        super().__init__("Telegram asked for a pause")
        self.seconds = seconds


class Gate(Protocol):
    """What knows of the pauses that Telegram asked for (services/delivery/pace.SharedPace)."""

    async def left(self) -> float:
        """Return how many seconds of a pause are left."""
        ...

    async def hold(self, seconds: float) -> None:
        """Begin a pause."""
        ...


@dataclass(frozen=True, slots=True)
class Encoded:
    """A request body without its chat and topic, encoded once and sent to many chats."""

    remainder: bytes

    @classmethod
    def of(cls, parameters: Mapping[str, Any]) -> Self:
        """Encode all parameters except the chat and the topic."""
        return cls(orjson.dumps(parameters)[1:])

    def to(self, chat_id: int, thread_id: int | None = None) -> bytes:
        """Return the body for one chat, or one of its topics."""
        if thread_id is None:
            return b'{"chat_id":%d,' % chat_id + self.remainder
        return b'{"chat_id":%d,"message_thread_id":%d,' % (chat_id, thread_id) + self.remainder


@dataclass(frozen=True, slots=True)
class _EncodedBody:
    """A request body that is encoded already; passed where PTB passes its RequestData."""

    body: bytes


async def send_body(request: BaseRequest, url: str, body: bytes) -> tuple[int, bytes]:
    """Post an encoded body through an HttpRequest; return status and answer."""
    return await request.do_request(url, "POST", cast(RequestData, _EncodedBody(body)))


class HttpRequest(BaseRequest):
    """PTB's public request interface on connections of our own; `gate` keeps pauses."""

    def __init__(
        self,
        connections: int = 256,
        on_answer: OnAnswer = ignore_answer,
        listen: Listen = ignore_dates,
        gate: Gate | None = None,
    ) -> None:
        self._limit = connections
        self._on_answer = on_answer
        self._listen = listen
        self.gate = gate
        self._connections: Connections | None = None

    @property
    def read_timeout(self) -> float:
        """Return the seconds to wait for an answer when a call sets no timeout."""
        return READ_SECONDS

    async def initialize(self) -> None:
        """Make ready; connections are opened as they are needed."""
        if self._connections is None:
            self._connections = Connections(self._limit)

    async def shutdown(self) -> None:
        """Close all connections."""
        if self._connections is not None:
            self._connections.close()
            self._connections = None
            await asyncio.sleep(0)  # the loop closes them in its next turn

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
        """Send one request; return status and body.

        Raise PausedError instead during a pause, and begin one when the answer asks for it.
        """
        if self._connections is None:
            raise RuntimeError("the transport is not initialized")
        if self.gate is not None and (left := await self.gate.left()) > 0:
            raise PausedError(left)
        kind, body = await _body(request_data)
        target = _target(method, url, kind)
        request = b"%s%d\r\n\r\n%s" % (target.head, len(body), body)
        limits = _seconds(connect_timeout, CONNECT_SECONDS), _seconds(read_timeout, READ_SECONDS)
        hear = self._listen()
        try:
            answer = await self._connections.ask(target.origin, request, *limits)
        except NotConnectedError as error:
            raise ConnectError(f"no connection: {error}") from None
        except TimeoutError:
            raise TimedOut("no answer in time") from None
        except LostError as error:
            raise NetworkError(f"connection lost: {error}") from None
        if answer.headers.get(b"content-type", b"").startswith(b"application/json"):
            hear(answer.headers.get(b"date", b"").decode("latin-1"))
        if method == "POST":  # a call of the API, not a file download
            self._on_answer(target.api_method, answer.status)
        return answer.status, await self._read(answer)

    async def _read(self, answer: Answer) -> bytes:
        """Return the body of an answer; raise ServerError where it is not Telegram's."""
        status, payload = answer.status, answer.body
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            await self._begin_pause(payload)
        # Telegram never redirects; a redirect is the login page of some network.
        if status >= 500 or (status >= 300 and not _is_json(payload)):
            raise ServerError(f"the server answered {status}")
        if b"content-encoding" in answer.headers:  # which was not asked for
            raise NetworkError("the answer is compressed")
        return payload

    async def _begin_pause(self, payload: bytes) -> None:
        """Let nobody call Telegram for as long as it says."""
        try:
            seconds = float(orjson.loads(payload)["parameters"]["retry_after"])
        except (ValueError, LookupError, TypeError):
            return
        if self.gate is None:
            return
        try:
            await self.gate.hold(seconds)
        except Exception:  # this process knows; the message's own outcome counts more
            log.exception("could not tell the other workers to pause for %s s", seconds)

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Parse an answer; raise TelegramError unless it is a JSON object with a result."""
        try:
            answer = orjson.loads(payload)
        except orjson.JSONDecodeError:
            raise TelegramError("the server's answer is not JSON") from None
        if not isinstance(answer, dict):
            raise TelegramError("the server's answer is not a JSON object")
        if not answer.keys() & {"result", "description"}:  # PTB would raise KeyError
            raise TelegramError("the server's answer holds no result")
        return answer


class AnsweredRequest(HttpRequest):
    """A request that already has its answer, so that PTB turns it into a result or an error."""

    def __init__(self, answer: tuple[int, bytes]) -> None:
        super().__init__()
        self._answer = answer

    async def do_request(self, *_: Any, **__: Any) -> tuple[int, bytes]:
        """Return the answer."""
        return self._answer


async def date_at(url: str) -> datetime | None:
    """Return the time that a server reports, or None."""
    connections, target = Connections(1), _target("GET", url, b"")
    try:
        request = target.head + b"0\r\n\r\n"
        answer = await connections.ask(target.origin, request, CONNECT_SECONDS, CONNECT_SECONDS)
        return parsedate_to_datetime(answer.headers[b"date"].decode("latin-1"))
    except (NotConnectedError, LostError, TimeoutError, LookupError, ValueError):
        return None
    finally:
        connections.close()


def _is_json(payload: bytes) -> bool:
    """Return whether Telegram itself answered, not a proxy with a page of its own."""
    try:
        return isinstance(orjson.loads(payload), dict)
    except orjson.JSONDecodeError:
        return False


def _seconds(value: object, default: float) -> float | None:
    """Return one of PTB's timeouts in seconds; None means no limit, anything else the default."""
    if value is None or isinstance(value, int | float):
        return value
    return default


class _Target(NamedTuple):
    """Where a request goes, and its head up to the number of the body's bytes."""

    origin: Origin
    head: bytes
    api_method: str


@lru_cache(maxsize=256)
def _target(method: str, url: str, kind: bytes) -> _Target:
    at = URL(url)
    lines = [
        f"{method} {at.raw_path_qs} HTTP/1.1".encode(),
        f"Host: {at.host_port_subcomponent}".encode(),
        *([b"Content-Type: " + kind] if kind else []),
        b"User-Agent: psoas-bot",
        b"Content-Length: ",
    ]
    origin = Origin(at.raw_host or "", at.port or 0, at.scheme == "https")
    return _Target(origin, b"\r\n".join(lines), at.name.lower())


async def _body(data: RequestData | _EncodedBody | None) -> tuple[bytes, bytes]:
    """Return the content type and the body: JSON, or a form if files are uploaded."""
    if isinstance(data, _EncodedBody):
        return JSON, data.body
    if data is None:
        return b"", b""
    if not data.contains_files:
        return JSON, orjson.dumps(data.parameters)
    form = aiohttp.FormData(quote_fields=False)  # or file names arrive percent-encoded
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    payload = form()
    return payload.content_type.encode(), await payload.as_bytes()
