"""HTTP for python-telegram-bot on aiohttp, at a small part of the CPU of its httpx back end.

The exception says what became of the request: `ConnectError` when it was never sent,
`ServerError` when it was rejected by Telegram or a proxy on the way, `TimedOut` or any other
`NetworkError` when it may have arrived. No error text contains the URL, because the token is
part of it.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from http import HTTPStatus
from typing import Any, Protocol, Self, cast

import aiohttp
import orjson
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

log = logging.getLogger(__name__)

JSON = {"Content-Type": "application/json"}
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

    rest: bytes

    @classmethod
    def of(cls, parameters: Mapping[str, Any]) -> Self:
        """Encode all parameters except the chat and the topic."""
        return cls(orjson.dumps(parameters)[1:])

    def to(self, chat_id: int, thread_id: int | None = None) -> bytes:
        """Return the body for one chat, or one of its topics."""
        if thread_id is None:
            return b'{"chat_id":%d,' % chat_id + self.rest
        return b'{"chat_id":%d,"message_thread_id":%d,' % (chat_id, thread_id) + self.rest


@dataclass(frozen=True, slots=True)
class _EncodedBody:
    """A request body that is encoded already; passed where PTB passes its RequestData."""

    body: bytes


async def send_body(request: BaseRequest, url: str, body: bytes) -> tuple[int, bytes]:
    """Post an encoded body through an AiohttpRequest; return status and answer."""
    return await request.do_request(url, "POST", cast(RequestData, _EncodedBody(body)))


class AiohttpRequest(BaseRequest):
    """PTB's public request interface on one aiohttp session; `gate` keeps pauses."""

    def __init__(
        self,
        connections: int = 256,
        on_answer: OnAnswer = ignore_answer,
        listen: Listen = ignore_dates,
        gate: Gate | None = None,
    ) -> None:
        self._connections = connections
        self._on_answer = on_answer
        self._listen = listen
        self.gate = gate
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Return the seconds to wait for an answer when a call sets no timeout."""
        return READ_SECONDS

    async def initialize(self) -> None:
        """Open the session."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=60),
                cookie_jar=aiohttp.DummyCookieJar(),  # Telegram sets no cookies; a jar costs time
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
        """Send one request; return status and body.

        Raise PausedError instead during a pause, and begin one when the answer asks for it.
        """
        if self._session is None:
            raise RuntimeError("the transport is not initialized")
        if self.gate is not None and (left := await self.gate.left()) > 0:
            raise PausedError(left)
        timeout = _timeout(
            _seconds(connect_timeout, CONNECT_SECONDS), _seconds(read_timeout, READ_SECONDS)
        )
        hear = self._listen()
        try:
            # Telegram never redirects; a redirect is the login page of some network.
            async with self._session.request(
                method, url, timeout=timeout, allow_redirects=False, **_body(request_data)
            ) as response:
                payload = await self._read(response)
                if response.content_type == "application/json":
                    hear(response.headers.get("Date", ""))
                return response.status, payload
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise ConnectError(f"no connection: {type(error).__name__}") from None
        except TimeoutError:
            raise TimedOut("no answer in time") from None
        except aiohttp.ClientError as error:
            raise NetworkError(f"connection lost: {type(error).__name__}") from None

    async def _read(self, response: aiohttp.ClientResponse) -> bytes:
        """Read an answer and report it; raise ServerError where it is not Telegram's."""
        payload, status = await response.read(), response.status
        if response.method == "POST":  # a call of the API, not a file download
            self._on_answer(response.url.path.rpartition("/")[2].lower(), status)
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            await self._pause(payload)
        if status >= 500 or (status >= 300 and not _is_json(payload)):
            raise ServerError(f"the server answered {status}")
        return payload

    async def _pause(self, payload: bytes) -> None:
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


class AnsweredRequest(AiohttpRequest):
    """A request that already has its answer, so that PTB turns it into a result or an error."""

    def __init__(self, answer: tuple[int, bytes]) -> None:
        super().__init__()
        self._answer = answer

    async def do_request(self, *_: Any, **__: Any) -> tuple[int, bytes]:
        """Return the answer."""
        return self._answer


async def date_at(url: str) -> datetime | None:
    """Return the time that a server reports, or None."""
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


@lru_cache(maxsize=16)
def _timeout(connect: float | None, read: float | None) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(sock_connect=connect, sock_read=read)


def _body(data: RequestData | _EncodedBody | None) -> Mapping[str, Any]:
    """Return aiohttp's arguments for the body: JSON, or a form if files are uploaded."""
    if isinstance(data, _EncodedBody):
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
