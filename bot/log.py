"""Logs for people on a terminal and JSON for machines; never a token in either."""

import logging
import re
import sys
from typing import Literal

import structlog

# No \b before the number: in an address of the Bot API the letters `bot` stand there.
TOKEN = re.compile(r"\d{5,}(:|%3A)[A-Za-z0-9_-]{20,}", re.IGNORECASE)
QUIET = ("httpx", "httpcore", "apscheduler", "aiosqlite", "aiohttp.access", "alembic", "telegram")


def scrub(text: str) -> str:
    """Take tokens out of a text."""
    return TOKEN.sub("<token>", text)


class Formatter(structlog.stdlib.ProcessorFormatter):
    """Scrub the finished line: message, fields and traceback alike."""

    def format(self, record: logging.LogRecord) -> str:
        """Render a record and take tokens out."""
        return scrub(super().format(record))


def set_up(level: str, style: Literal["auto", "console", "json"]) -> None:
    """Send every log line of this process to stderr in one form."""
    as_json = style == "json" or (style == "auto" and not sys.stderr.isatty())
    render: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if as_json
        # A plain traceback: the pretty one shows local variables, and breaks a token over lines.
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    )
    final = [structlog.processors.format_exc_info] if as_json else []
    formatter = Formatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *final, render],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLogger().level))
    # A tick that is still busy when the next comes is the plan, not a fault.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
