"""Files of JSON lines that commands write and read, with a progress bar."""

import gzip
import os
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO, cast

import orjson
from rich.console import Console
from rich.progress import Progress

from bot.cli.data import STREAM
from bot.services.operators.archive import ArchiveError

GZIP = b"\x1f\x8b"

# Not stdout: that may be the file.
console = Console(stderr=True, highlight=False, soft_wrap=True)


@contextmanager
def written(path: Path, *, packed: bool = False) -> Iterator[Callable[[Any], None]]:
    """Open a new file and yield what writes a line; it has its name only once it is whole."""
    if path == STREAM:
        yield lambda line: _put(path, sys.stdout.buffer, line)
        with _operator_errors(path):
            sys.stdout.buffer.flush()
        return
    if path.exists():
        raise ArchiveError(f"{path} is there already; name another file.")
    part = path.with_name(path.name + ".part")
    raw = _private(part)
    try:
        with _operator_errors(path), ExitStack() as stack:
            stack.enter_context(raw)
            packing = gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=6) if packed else raw
            file = stack.enter_context(cast(BinaryIO, packing))
            yield lambda line: _put(path, file, line)
        with _operator_errors(path):
            part.rename(path)
    finally:
        part.unlink(missing_ok=True)


def _private(path: Path) -> BinaryIO:
    """Make a file for its owner's eyes only: it holds what people told the bot.

    Never one that is there already, and never by a link: somebody may have laid it out for us.
    """
    try:
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    except FileExistsError:
        raise ArchiveError(
            f"{path} is there already; delete it if an earlier run was interrupted."
        ) from None
    except OSError as error:
        raise ArchiveError(f"{path} cannot be written: {error.strerror}.") from None
    return os.fdopen(number, "wb")


@contextmanager
def _operator_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:  # a full disk, for one
        raise ArchiveError(f"{path} cannot be written: {error.strerror or error}.") from None


def _put(path: Path, file: BinaryIO, line: Any) -> None:
    with _operator_errors(path):
        file.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))


@contextmanager
def read(path: Path) -> Iterator[Iterator[tuple[int, Any]]]:
    """Open a file, packed or not, read its first line, and yield all lines with their numbers."""
    if path == STREAM:
        yield _begun(_lines(path, sys.stdin.buffer))
        return
    try:
        raw = path.open("rb")
    except OSError as error:
        raise ArchiveError(f"{path} cannot be read: {error.strerror}.") from None
    with raw:
        is_packed = raw.peek(2)[:2] == GZIP
        file = cast(BinaryIO, gzip.GzipFile(fileobj=raw)) if is_packed else raw
        yield _begun(_lines(path, file))


def _begun(lines: Iterator[tuple[int, Any]]) -> Iterator[tuple[int, Any]]:
    """Read the first line: what cannot be read is noticed before anything is made for it."""
    return chain(list(islice(lines, 1)), lines)


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
    """Show a bar on a terminal; yield what moves it on."""
    with Progress(console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=total)
        yield lambda steps: bar.advance(task, steps)


def say(sentence: str) -> None:
    """Print how it ended to stderr, since stdout may be the file."""
    console.print(sentence)
