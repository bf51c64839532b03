"""The log holds no token, in any form or place, and its JSON can be read."""

import io
import json
import logging
import sys
from collections.abc import Iterator

import pytest
import structlog

from bot.log import scrub, set_up

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
