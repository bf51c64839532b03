"""The data behind buttons: at most 64 bytes, versioned, and never trusted when it comes back."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.store.day_cards import DayExercise

VERSION = "1"
LIMIT = 64  # bytes, set by Telegram

POST_VERBS = frozenset({"count", "steps", "more", "care"})
"""The buttons under a group's daily post and behind its *More*, for all its members."""

GROUP_ADMIN_VERBS = frozenset(
    {
        *("join", "settings", "hour", "wall", "clock", "zone", "days", "day", "equipment", "own"),
        *("language", "speak"),
    }
)
"""The buttons in a group that only its admins may use."""

FOLLOW = "auto"
"""Stands for the language of the Telegram app where a language's code could stand."""

GROUP_VERBS = POST_VERBS | GROUP_ADMIN_VERBS


@dataclass(frozen=True)
class Callback:
    """A tapped button: a verb and its arguments."""

    verb: str
    args: tuple[str, ...] = ()


def args_of(ref: DayExercise) -> tuple[str, str]:
    """Return the two arguments of a button that name the exercise of a day."""
    return ref.exercise, f"{ref.day:%Y%m%d}"


def read_ref(exercise: str, day: str) -> DayExercise:
    """Read the two arguments of a button; raise ValueError if they are no card's."""
    local_day = datetime.strptime(day, "%Y%m%d").date()  # noqa: DTZ007  # a local date
    ref = DayExercise(local_day, exercise)
    if args_of(ref) != (exercise, day):  # strptime also takes 2026123
        raise ValueError("that day is written differently")
    return ref


def pack(verb: str, *args: str) -> str:
    """Return a button's data; raise ValueError if it is too long or would not read back."""
    data = ":".join((VERSION, verb, *args))
    if len(data.encode()) > LIMIT or unpack(data) != Callback(verb, args):
        raise ValueError(f"button data does not fit: {data}")
    return data


def unpack(data: str) -> Callback | None:
    """Read a button's data; return None if it is forged or of another version."""
    version, *parts = data.split(":")
    if version != VERSION or not parts or not parts[0]:
        return None
    return Callback(parts[0], tuple(parts[1:]))


def read_month(text: str) -> date:
    """Return the first day of a month as buttons and the Mini App name it: 202611."""
    return datetime.strptime(text, "%Y%m").date()  # noqa: DTZ007  # a calendar month
