"""Buttons and their typed arguments: forged ones are refused before a handler sees them."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Any, Generic, TypeVar, overload

from bot.chat.callbacks import FOLLOW, read_month, read_ref
from bot.chat.request import Handler, Request
from bot.coach import places
from bot.coach.library import Library
from bot.coach.schedule import parse_wall
from bot.coach.sheets import AS_IN_ROUTINE, version_named
from bot.store.day_cards import DayExercise

A = TypeVar("A")
B = TypeVar("B")
E = TypeVar("E", bound=StrEnum)
Answer = Awaitable[None]


class BadArgumentError(ValueError):
    """A button's arguments are forged, or about something that no longer exists."""


@dataclass(frozen=True)
class Argument(Generic[A]):
    """How one argument of a handler is read from one or more parts of a button's data.

    `read` gets the library and as many texts as `parts`; it raises ValueError for anything
    that no button of ours says. The last `optional` parts may be missing from a handler's last
    argument.
    """

    read: Callable[..., A]
    parts: int = 1
    optional: int = 0


@dataclass(frozen=True)
class Button:
    """A button's handler, and what its arguments have to be."""

    handler: Callable[..., Answer]
    arguments: tuple[Argument[Any], ...]

    def bind(self, library: Library, args: Sequence[str]) -> Handler:
        """Return the handler with its arguments read; raise BadArgumentError."""
        missing = sum(argument.parts for argument in self.arguments) - len(args)
        if not 0 <= missing <= (self.arguments[-1].optional if self.arguments else 0):
            raise BadArgumentError
        left, values = list(args), []
        for argument in self.arguments:
            mine, left = left[: argument.parts], left[argument.parts :]
            try:
                values.append(argument.read(library, *mine))
            except ValueError:
                raise BadArgumentError from None

        async def bound(request: Request) -> None:
            await self.handler(request, *values)

        return bound


@overload
def on_tap(handler: Callable[[Request], Answer], /) -> Button: ...
@overload
def on_tap(handler: Callable[[Request, A], Answer], one: Argument[A], /) -> Button: ...
@overload
def on_tap(
    handler: Callable[[Request, A, B], Answer], one: Argument[A], two: Argument[B], /
) -> Button: ...
def on_tap(handler: Callable[..., Answer], /, *arguments: Argument[Any]) -> Button:
    """Register a handler with its arguments; a type checker compares the two."""
    return Button(handler, arguments)


# --- arguments ------------------------------------------------------------------------------


def _wanted(value: A | None) -> A:
    """Return a value; raise ValueError for None."""
    if value is None:
        raise ValueError("that is nothing we know")
    return value


def one_of(*choices: str) -> Argument[str]:
    """Return an argument that is one of some texts."""
    return Argument(lambda _library, text: _wanted(text if text in choices else None))


def member_of(kind: type[E]) -> Argument[E]:
    """Return an argument that is a member of an enumeration."""
    return Argument(lambda _library, text: kind(text))


def number(least: int, most: int) -> Argument[int]:
    """Return an argument that is a whole number within bounds, written as Python writes it."""

    def read(_library: Library, text: str) -> int:
        if len(text) > len(str(-(10**18))) or text != str(int(text)):
            raise ValueError("that number is written differently")
        return _wanted(int(text) if least <= int(text) <= most else None)

    return Argument(read)


def _exercise(library: Library, slug: str) -> str:
    return _wanted(slug if slug in library.exercises else None)


def _version(library: Library, slug: str, version: str) -> tuple[str, str]:
    versions = library.exercises[_exercise(library, slug)].sheet.versions
    return slug, _wanted(version if version in versions else None)


def _card(library: Library, slug: str, day: str) -> DayExercise:
    return read_ref(_exercise(library, slug), day)


def _session(
    library: Library, slug: str, day: str, version: str = AS_IN_ROUTINE
) -> tuple[DayExercise, str]:
    if version_named(version):
        _version(library, slug, version)
    return _card(library, slug, day), version


def _time_or_off(_library: Library, text: str) -> time | None:
    return None if text == "off" else _wanted(parse_wall(text))


def _iso_day(_library: Library, text: str) -> str:
    return date.fromisoformat(text).isoformat()


def _month(_library: Library, text: str) -> date:
    return read_month(text)


STATE = one_of("on", "off")
"""The state that a switch sets."""

TEXT: Argument[str] = Argument(lambda _library, text: text)
"""Any text: the handler has to check it."""

EXERCISE = Argument(_exercise)
"""The slug of an exercise."""

SIGN: Argument[str] = Argument(
    lambda library, slug: _wanted(slug if slug in library.signs else None)
)
"""The slug of a sign."""

VERSION = Argument(_version, parts=2)
"""The slug of an exercise, and one of its versions."""

CARD = Argument(_card, parts=2)
"""The card of an exercise that still exists."""

ANY_CARD: Argument[DayExercise] = Argument(lambda _library, *parts: read_ref(*parts), parts=2)
"""A card whose exercise may be gone: whoever is in pain gets an answer all the same."""

SESSION = Argument(_session, parts=3)
"""A card, and the version to be led through; empty for the one that the routine chose."""

STEPS = Argument(_session, parts=3, optional=1)
"""A card, and the version whose steps to show; buttons of older cards don't name one."""

TIME: Argument[time] = Argument(lambda _library, text: _wanted(parse_wall(text)))
TIME_OR_OFF = Argument(_time_or_off)
ZONE: Argument[str] = Argument(
    lambda _library, text: _wanted(text if places.is_zone(text) else None)
)
LANGUAGE: Argument[str] = Argument(
    lambda library, code: _wanted(code if code in (*library.languages.codes, FOLLOW) else None)
)
"""The code of a language that is offered, or "auto"."""

ISO_DAY = Argument(_iso_day)
MONTH = Argument(_month)
WEEKDAY = number(0, 6)
KEY = number(0, 10**18)
"""The number of a database row, or of a stage of a session."""

CHAT_ID = number(-(2**52), 2**52)
