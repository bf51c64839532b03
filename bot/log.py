"""Logs for people on a terminal and JSON for machines; never a token or a person's words.

A token is known by its form. A person's words are not: so of an exception the log has its type
and where it was raised, and its text only where no person can have written that.
"""

import logging
import sys
import traceback
from collections.abc import Iterator
from copy import copy
from typing import Any, Literal, TypeGuard

import structlog

from bot.redaction import scrub

QUIET = ("httpx", "httpcore", "apscheduler", "aiosqlite", "aiohttp.access", "alembic", "telegram")

WORDY = {"OSError", "TelegramError", "ClientError", "OperationalError", "InterfaceError"}
"""Exceptions, by name, whose text is the system's, Telegram's or the database's own."""

FIELDS = ("delivery_ids", "count", "kind", "outcome", "seconds_late")
"""What a log line may carry as fields of its own: never a person's text or name."""

CAUSED = "\nThe above exception was the direct cause of the following exception:\n\n"
MEANWHILE = "\nDuring handling of the above exception, another exception occurred:\n\n"


def describe(error: BaseException) -> str:
    """Describe an exception in one line, without words that a person may have written."""
    name = type(error).__qualname__
    wordy = any(one.__name__ in WORDY for one in type(error).__mro__)
    return f"{name}: {error}" if wordy and str(error) else name


def trace(error: BaseException) -> str:
    """Return a traceback: an exception, what led to it, and where each was raised."""
    return "".join(_traces(error, set()))


def _traces(error: BaseException, seen: set[int]) -> Iterator[str]:
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in seen:
        yield from _traces(before, seen)
        yield CAUSED if error.__cause__ else MEANWHILE
    yield "Traceback (most recent call last):\n"
    yield from traceback.format_tb(error.__traceback__)
    yield describe(error) + "\n"
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _traces(one, seen)


def _exception(_logger: object, _name: str, event: structlog.typing.EventDict) -> Any:
    """Put our description in place of an exception, also in the message: asyncio repeats it."""
    raised = event.pop("exc_info", None)
    error = raised[1] if isinstance(raised, tuple) else raised
    if isinstance(error, BaseException):
        event["event"] = str(event["event"]).replace(repr(error), describe(error))
        event["exception"] = trace(error).rstrip()
    return event


class Formatter(structlog.stdlib.ProcessorFormatter):
    """Scrub the finished line: message, fields and traceback alike."""

    def format(self, record: logging.LogRecord) -> str:
        """Render a record and take tokens out."""
        if isinstance(record.args, tuple) and any(map(_is_error, record.args)):
            record = copy(record)
            record.args = tuple(
                describe(one) if _is_error(one) else one for one in record.args or ()
            )
        return scrub(super().format(record))


def _is_error(value: object) -> TypeGuard[BaseException]:
    return isinstance(value, BaseException)


def set_up(level: str, style: Literal["auto", "console", "json"]) -> None:
    """Send every log line of this process to stderr in one form."""
    as_json = style == "json" or (style == "auto" and not sys.stderr.isatty())
    render: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if as_json
        # Our traceback as it is: the pretty one shows local variables.
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    )
    formatter = Formatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.ExtraAdder(allow=FIELDS),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _exception,
            render,
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLogger().level))
    # A tick that is still busy when the next comes is the plan, not a fault.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
