"""Compare a language's catalogue of messages with the template."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from textwrap import shorten

from babel.core import Locale, UnknownLocaleError
from babel.messages.catalog import Message
from babel.messages.pofile import PoFileError, read_po

from bot.chat.words import DOMAIN, LOCALE_DIR
from bot.texts.rules import differences, gaps_differ

LONGEST = 60
"""Letters of a message that are quoted: enough to find it by."""

Key = tuple[str | None, str]
"""A message's context and its English."""


def path_of(code: str, locale_dir: Path = LOCALE_DIR) -> Path:
    """Return where the catalogue of a language belongs: `pt_BR` for `pt-br`."""
    return locale_dir / str(Locale.parse(code, sep="-")) / "LC_MESSAGES" / f"{DOMAIN}.po"


def faults(code: str, locale_dir: Path = LOCALE_DIR) -> Iterator[str]:
    """Yield each fault of a language's catalogue, with file, line and message."""
    path = path_of(code, locale_dir)
    if not path.is_file():
        yield f"{path}: this file is missing."
        return
    try:
        own, template = _messages(path), _messages(locale_dir / f"{DOMAIN}.pot")
    except (PoFileError, UnknownLocaleError, ValueError) as error:
        yield f"{path}: {error}."
        return
    plurals = _plurals(path)
    for key in template:
        if key not in own:
            yield f"{path}: {_quoted(key)}: is missing."
    for key, message in own.items():
        where = f"{path}, line {message.lineno}: {_quoted(key)}"
        if key not in template:
            yield f"{where}: is not in the English."
        else:
            yield from (f"{where}: {fault}." for fault in _message(message, plurals))


def _quoted(key: Key) -> str:
    """Quote the beginning of a message; many have several lines, and a fault takes one."""
    return f"“{shorten(key[1], LONGEST, placeholder=' […]')}”"


def count(code: str, locale_dir: Path = LOCALE_DIR) -> tuple[int, int]:
    """Return how many messages a language has, and how many there are."""
    template, path = _messages(locale_dir / f"{DOMAIN}.pot"), path_of(code, locale_dir)
    try:
        own: Mapping[Key, Message] = _messages(path) if path.is_file() else {}
    except (PoFileError, ValueError):
        own = {}
    done = [key for key, message in own.items() if key in template and _is_done(message)]
    return len(done), len(template)


def _messages(path: Path) -> dict[Key, Message]:
    with path.open("rb") as file:
        found = read_po(file, abort_invalid=True)
    return {(one.context, _forms(one.id)[0]): one for one in found if one.id}


def _plurals(path: Path) -> int:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3]).num_plurals


def _is_done(message: Message) -> bool:
    return not message.fuzzy and all(_forms(message.string))


def _message(message: Message, plurals: int) -> Iterator[str]:
    """Yield what is wrong with one message."""
    if message.fuzzy:
        yield "is marked fuzzy, so it is not used"
    english, told = _forms(message.id), _forms(message.string)
    if not all(told):
        yield "is not translated"
        return
    if len(english) == 1:
        yield from (*differences(english[0], told[0]), *gaps_differ(english[0], told[0]))
        return
    if len(told) != plurals:
        yield f"has {len(told)} plural forms; the language has {plurals}"
    for form in told:  # "one day" needs no number
        yield from (*differences(english[1], form), *gaps_differ(english[1], form, may_lack="{n}"))


def _forms(texts: str | Sequence[str] | None) -> list[str]:
    return [texts] if isinstance(texts, str) else list(texts or ("",))
