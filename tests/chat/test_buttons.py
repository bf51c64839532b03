"""A handler gets a button's arguments typed, and forged ones never reach it."""

from collections.abc import Awaitable, Callable
from datetime import date, time
from functools import wraps
from typing import Any

import pytest

from bot.chat import buttons
from bot.chat.buttons import Argument, BadArgumentError, on_tap
from bot.chat.request import Request
from bot.coach.later import Wait
from bot.coach.library import Library
from bot.store.day_cards import DayExercise
from tests.chat.town import Household

DAY = date(2026, 11, 23)


def counted(handler: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """Decorate a handler as anybody might."""

    @wraps(handler)
    async def decorated(*args: Any) -> None:
        await handler(*args)

    return decorated


@pytest.fixture
def request_(household: Household) -> Request:
    services = household.services
    return Request(services, 1, "en", None, services.clock())  # type: ignore[arg-type]


async def test_a_decorated_handler_with_a_default_gets_its_typed_arguments(
    request_: Request, library: Library
) -> None:
    seen: list[object] = []

    @counted
    async def tap(_: Request, ref: DayExercise, wait: Wait, more: int = 7) -> None:
        seen.extend((ref, wait, more))

    button = on_tap(tap, buttons.CARD, buttons.member_of(Wait))
    await button.bind(library, ("lunge", "20261123", "30"))(request_)

    assert seen == [DayExercise(DAY, "lunge"), Wait.SHORT, 7]


VALID: list[tuple[Argument[Any], tuple[str, ...], object]] = [
    (buttons.EXERCISE, ("lunge",), "lunge"),
    (buttons.VERSION, ("lunge", "easier"), ("lunge", "easier")),
    (buttons.CARD, ("lunge", "20261123"), DayExercise(DAY, "lunge")),
    (buttons.ANY_CARD, ("long-gone", "20261123"), DayExercise(DAY, "long-gone")),
    (buttons.SESSION, ("lunge", "20261123", ""), (DayExercise(DAY, "lunge"), "")),
    (buttons.SESSION, ("lunge", "20261123", "easier"), (DayExercise(DAY, "lunge"), "easier")),
    (buttons.TIME, ("0730",), time(7, 30)),
    (buttons.TIME_OR_OFF, ("off",), None),
    (buttons.ZONE, ("Europe/London",), "Europe/London"),
    (buttons.MONTH, ("202611",), date(2026, 11, 1)),
    (buttons.ISO_DAY, ("2026-11-23",), "2026-11-23"),
    (buttons.WEEKDAY, ("6",), 6),
    (buttons.CHAT_ID, ("-1001234567890",), -1001234567890),
    (buttons.one_of("on", "off"), ("on",), "on"),
    (buttons.TEXT, ("",), ""),
]


@pytest.mark.parametrize(("argument", "parts", "value"), VALID)
def test_what_our_buttons_say_is_read(
    library: Library, argument: Argument[Any], parts: tuple[str, ...], value: object
) -> None:
    assert argument.read(library, *parts) == value


FORGED: list[tuple[Argument[Any], tuple[str, ...]]] = [
    (buttons.EXERCISE, ("hop",)),
    (buttons.EXERCISE, ()),
    (buttons.EXERCISE, ("lunge", "x")),
    (buttons.SIGN, ("hop",)),
    (buttons.VERSION, ("lunge", "hop")),
    (buttons.CARD, ("hop", "20261123")),
    (buttons.CARD, ("lunge", "2026123")),
    (buttons.CARD, ("lunge", "99999999")),
    (buttons.ANY_CARD, ("long-gone", "soon")),
    (buttons.SESSION, ("lunge", "20261123", "hop")),
    (buttons.TIME, ("2500",)),
    (buttons.TIME_OR_OFF, ("",)),
    (buttons.ZONE, ("../../etc/passwd",)),
    (buttons.MONTH, ("2026-11",)),
    (buttons.ISO_DAY, ("soon",)),
    (buttons.member_of(Wait), ("31",)),
    *((buttons.WEEKDAY, (text,)) for text in ("7", "-1", "01", "٣", "²", "", "9" * 5_000)),
]


@pytest.mark.parametrize(("argument", "parts"), FORGED)
def test_what_none_of_our_buttons_says_is_refused_before_the_handler(
    library: Library, argument: Argument[Any], parts: tuple[str, ...]
) -> None:
    async def tap(*_: object) -> None:
        raise AssertionError("a forged button reached its handler")

    with pytest.raises(BadArgumentError):
        on_tap(tap, argument).bind(library, parts)
