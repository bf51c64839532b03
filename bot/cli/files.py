"""Files of JSON lines that commands write and read, with a bar that shows how far they are."""

import gzip
import os
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

import orjson
from rich.console import Console
from rich.progress import Progress

from bot.services.archive import ArchiveError

STREAM = Path("-")
GZIP = b"\x1f\x8b"

# Not stdout: that may be the file.
console = Console(stderr=True, highlight=False, soft_wrap=True)


@contextmanager
def written(path: Path, *, packed: bool = False) -> Iterator[Callable[[Any], None]]:
    """Open a new file and give what writes a line; it has its name only once it is whole."""
    if path == STREAM:
        yield lambda line: _put(sys.stdout.buffer, line)
        sys.stdout.buffer.flush()
        return
    if path.exists():
        raise ArchiveError(f"{path} is there already; name another file.")
    part = path.with_name(path.name + ".part")
    try:
        with ExitStack() as stack:
            raw = stack.enter_context(_private(part))
            packing = gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=6) if packed else raw
            file = stack.enter_context(cast(BinaryIO, packing))
            yield lambda line: _put(file, line)
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)


def _private(path: Path) -> BinaryIO:
    """Open a file for its owner's eyes only: it holds what people told the bot."""
    try:
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError as error:
        raise ArchiveError(f"{path} cannot be written: {error.strerror}.") from None
    return os.fdopen(number, "wb")


def _put(file: BinaryIO, line: Any) -> None:
    file.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))


@contextmanager
def read(path: Path) -> Iterator[Iterator[tuple[int, Any]]]:
    """Open a file, packed or not, and give its lines with their numbers."""
    if path == STREAM:
        yield _lines(path, sys.stdin.buffer)
        return
    try:
        raw = path.open("rb")
    except OSError as error:
        raise ArchiveError(f"{path} cannot be read: {error.strerror}.") from None
    with raw:
        is_packed = raw.peek(2)[:2] == GZIP
        yield _lines(path, cast(BinaryIO, gzip.GzipFile(fileobj=raw)) if is_packed else raw)


def _lines(path: Path, file: BinaryIO) -> Iterator[tuple[int, Any]]:
    number = 0
    try:
        for number, line in enumerate(file, 1):
            yield number, orjson.loads(line)
    except orjson.JSONDecodeError:
        raise ArchiveError(f"Line {number}: this is not JSON.") from None
    except (OSError, EOFError, zlib.error):
        raise ArchiveError(f"{path} is damaged or cut short after line {number}.") from None


@contextmanager
def progress(what: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """Show a bar on a terminal; give what moves it on."""
    with Progress(console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=total)
        yield lambda steps: bar.advance(task, steps)


def say(sentence: str) -> None:
    """Say how it ended, beside the file."""
    console.print(sentence)
