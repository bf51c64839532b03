"""The log holds no token and no person's words, in any form or place; its JSON can be read."""

import asyncio
import gc
import io
import json
import logging
import re
import sys
from collections.abc import Callable, Iterator

import pytest
import structlog
from sqlalchemy.exc import SQLAlchemyError
from telegram.error import BadRequest

from bot.log import describe, set_up
from bot.redaction import scrub
from bot.settings import Settings
from bot.store.database import Database
from bot.store.tables import subscribers

TOKEN = "1234567890:AAE-x_yZ0123456789abcdefghijklmnop"
SECRET = TOKEN.partition(":")[2]
ENCODED = TOKEN.replace(":", "%3A")


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers, root.level = handlers, level


@pytest.fixture(params=["json", "console", "terminal"])
def written(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """Set logging up in each form; return what it writes to."""
    stream = Terminal() if request.param == "terminal" else io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("COLUMNS", "50")
    set_up("debug", "json" if request.param == "json" else "console")
    return stream


def fail(url: str) -> None:
    """Fail deep inside, with the token in a local variable and in the exception."""
    token, _password = url.rpartition("bot")[2], "open sesame"
    raise ConnectionError(f"cannot reach {url} {token!r}")


# --- tokens ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        TOKEN,
        f"https://api.telegram.org/bot{TOKEN}/getMe",
        f"https://api.telegram.org/file/bot{TOKEN}/photos/1.jpg",
        f"/bot{ENCODED}/getMe?x=1",
        f"/bot{ENCODED.replace('%3A', '%3a')}/getMe",
        f"next=/bot{ENCODED.replace('%', '%25')}/getMe",
        f"{{'token': '{TOKEN}'}}",
        f"BOT_TOKEN={TOKEN}\n",
        f"x{TOKEN}x",
        f"{TOKEN} and {ENCODED}",
    ],
)
def test_a_token_is_taken_out_wherever_it_stands(text: str) -> None:
    found = scrub(text)

    assert "<token>" in found
    assert SECRET not in found


@pytest.mark.parametrize(
    "text", ["08:30", "2026-11-23T08:00:00+00:00", "10.0.0.1:8080", "chat 5000001: hello", ""]
)
def test_what_is_no_token_stays(text: str) -> None:
    assert scrub(text) == text


def test_a_message_and_its_arguments_are_scrubbed(written: io.StringIO) -> None:
    log = logging.getLogger("bot.test")
    log.info("calling https://api.telegram.org/bot%s/getMe", TOKEN)
    log.info("calling %s", {"url": f"/bot{ENCODED}/getMe"})
    log.warning(f"plain {TOKEN}")  # noqa: G004

    assert written.getvalue().count("<token>") == 3
    assert SECRET not in written.getvalue()


def test_an_exception_and_its_traceback_are_scrubbed(written: io.StringIO) -> None:
    try:
        fail(f"https://api.telegram.org/bot{TOKEN}")
    except ConnectionError:
        logging.getLogger("bot.test").exception("no luck")

    assert "ConnectionError" in written.getvalue()
    assert SECRET not in written.getvalue()
    assert SECRET[:20] not in written.getvalue(), "a part of the token is left"
    assert SECRET[-16:] not in written.getvalue(), "a part of the token is left"
    assert "sesame" not in written.getvalue().replace('"open sesame"', "")


def test_structlog_s_own_fields_are_scrubbed(written: io.StringIO) -> None:
    record = {"event": "calling", "url": f"/bot{TOKEN}/getMe"}
    logging.getLogger("bot.test").info(record)
    structlog.stdlib.get_logger("bot.test").warning("calling", url=f"/bot{TOKEN}/getMe")

    assert SECRET not in written.getvalue()


# --- a person's words -----------------------------------------------------------------------

WORDS = "my left hip hurts since Tuesday"
LEVELS = (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR, logging.CRITICAL)


class Several(ExceptionGroup[Exception]):
    """A group by another name."""


def plain() -> None:
    raise ValueError(f"cannot read {WORDS!r} of {TOKEN}")


def chained() -> None:
    try:
        plain()
    except ValueError as error:
        raise RuntimeError(f"{WORDS} {ENCODED}") from error


def in_passing() -> None:
    try:
        chained()
    except RuntimeError:
        raise KeyError(WORDS)  # noqa: B904


def in_a_group() -> None:
    raise Several(
        WORDS, [ValueError(WORDS), UnicodeDecodeError("utf-8", WORDS.encode(), 0, 1, WORDS)]
    )


def with_a_note() -> None:
    error = LookupError()
    error.add_note(WORDS)
    raise error


def in_the_address() -> None:
    request = {"url": f"https://api.telegram.org/bot{TOKEN}/x?text={WORDS}", "data": WORDS}
    raise AssertionError(request)


def in_a_validation() -> None:
    Settings.model_validate({"send_rate": WORDS})


FAULTS = [plain, chained, in_passing, in_a_group, with_a_note, in_the_address, in_a_validation]
LOGGERS = ["bot.botapi.inbox", "telegram.ext.Application", "aiohttp.server", "asyncio", "root"]


@pytest.mark.parametrize("name", LOGGERS)
@pytest.mark.parametrize("fault", FAULTS)
def test_no_exception_brings_a_person_s_words_along(
    written: io.StringIO, fault: Callable[[], None], name: str
) -> None:
    logger = logging.getLogger(name)
    for level in LEVELS:
        try:
            fault()
        except Exception as error:
            logger.log(level, "no luck", exc_info=True)
            logger.log(level, "no luck: %s", error)
            logger.log(level, "no luck: %r", error, exc_info=error)

    said = written.getvalue()
    assert fault.__name__ in said
    assert "no luck" in said
    assert WORDS[:11] not in without_sources(said)
    assert SECRET[:20] not in said


def without_sources(said: str) -> str:
    """Leave out the lines of this file that a traceback quotes."""
    return said.replace("{WORDS", "")


async def test_nor_does_a_task_that_nobody_waited_for(written: io.StringIO) -> None:
    async def answer() -> None:
        chained()

    task = asyncio.create_task(answer())
    await asyncio.wait([task])
    del task
    gc.collect()

    said = written.getvalue()
    assert "Task exception was never retrieved" in said
    assert "RuntimeError" in said
    assert WORDS[:11] not in without_sources(said)
    assert SECRET[:20] not in said


async def test_nor_does_the_database(written: io.StringIO, database: Database) -> None:
    row = {"chat_id": 1, "state": WORDS, "language": None}
    try:
        async with database.write() as connection:
            await connection.execute(subscribers.insert(), row)
    except SQLAlchemyError:
        logging.getLogger("bot.test").exception("no luck")

    assert re.search(r"(Integrity|DBAPI)Error", written.getvalue())
    assert WORDS not in written.getvalue()


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(28, "No space left on device"), "OSError: [Errno 28] No space left on device"),
        (BadRequest("Message is too long"), "BadRequest: Message is too long"),
        (ConnectionResetError("by the peer"), "ConnectionResetError: by the peer"),
        (ValueError(WORDS), "ValueError"),
    ],
    ids=str,
)
def test_what_the_system_says_is_described(error: Exception, said: str) -> None:
    assert describe(error) == said


# --- form -----------------------------------------------------------------------------------


def test_each_line_of_json_is_json(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    set_up("info", "auto")
    log = logging.getLogger("bot.test")
    log.info('a "quoted"\nsecond line é 😀 \x00')
    log.info("calling /bot%s/getMe", TOKEN)
    log.info("%s", object())
    log.debug("not at this level")
    try:
        fail(f"/bot{TOKEN}")
    except ConnectionError:
        log.exception("no luck")
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]

    assert [line["level"] for line in lines] == ["info", "info", "info", "error"]
    assert lines[0]["event"] == 'a "quoted"\nsecond line é 😀 \x00'
    assert lines[0]["timestamp"].endswith("Z")
    assert lines[1]["event"] == "calling /bot<token>/getMe"
    assert "Traceback" in lines[3]["exception"]


@pytest.mark.parametrize(("stream", "is_json"), [(io.StringIO(), True), (Terminal(), False)])
def test_a_terminal_gets_words_and_a_machine_gets_json(
    monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, is_json: bool
) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    set_up("info", "auto")
    logging.getLogger("bot.test").info("ready")

    assert stream.getvalue().startswith("{") == is_json


def test_chatty_libraries_are_quiet(written: io.StringIO) -> None:
    for name in ("httpx", "apscheduler.executors.default", "aiosqlite", "telegram.ext"):
        logging.getLogger(name).info("calling /bot%s/getMe", TOKEN)
    logging.getLogger("telegram.ext").warning("worth a line")

    assert "worth a line" in written.getvalue()
    assert "calling" not in written.getvalue()


@pytest.mark.parametrize("level", ["debug", "info", "warning", "error"])
def test_a_level_is_kept(monkeypatch: pytest.MonkeyPatch, level: str) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    set_up(level, "json")
    for name in ("debug", "info", "warning", "error"):
        logging.getLogger("bot.test").log(getattr(logging, name.upper()), name)
        logging.getLogger("httpx").log(getattr(logging, name.upper()), name)
    levels = ["debug", "info", "warning", "error"]
    wanted = levels[levels.index(level) :]
    quiet = [name for name in wanted if name in ("warning", "error")]

    assert len(stream.getvalue().splitlines()) == len(wanted) + len(quiet)
