"""The methods of the Bot API, by name."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from bot.sandbox.forms import Form
from bot.sandbox.world import World

F = TypeVar("F", bound=Form)
Method = Callable[[World, Any], Awaitable[object]]

METHODS: dict[str, tuple[type[Form], Method]] = {}

SPELLINGS: dict[str, str] = {}
"""Each method as Telegram's documentation spells it, by its name in lower case."""


def takes(
    form: type[F],
) -> Callable[[Callable[[World, F], Awaitable[object]]], Callable[[World, F], Awaitable[object]]]:
    """Register a function as the API method of the same name; the API ignores case."""

    def register(
        method: Callable[[World, F], Awaitable[object]],
    ) -> Callable[[World, F], Awaitable[object]]:
        first, *others = method.__name__.split("_")
        spelling = first + "".join(word.capitalize() for word in others)
        METHODS[spelling.lower()] = (form, method)
        SPELLINGS[spelling.lower()] = spelling
        return method

    return register
