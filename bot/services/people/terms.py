"""What the use cases of this room share: answers, refusals, and when a day is under way."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.coach.schedule import local_day, training_day
from bot.store.subscribers import Subscriber

ONE_DAY = timedelta(days=1)


class NotSubscribedError(LookupError):
    """The chat has no subscription."""


class Refusal(StrEnum):
    """Why a tap changes nothing; its card says so."""

    STRANGER = "stranger"
    STOPPED = "stopped"
    ANOTHER_DAY = "another day"
    NOT_TODAYS = "not today's exercise"
    NOT_YET = "today's has not come yet"
    DONE = "done already"
    BEING_SENT = "on its way"
    NOTHING_ELSE = "nothing else fits"
    NEARLY_OVER = "the day is nearly over"
    RESTS = "it rests because it hurt"
    NOT_SAID = "never said"


class Answer(StrEnum):
    """What a person may say of an exercise besides done."""

    HARD = "hard"
    EASY = "easy"
    HURTS = "hurts"
    SWAP = "swap"


@dataclass(frozen=True)
class Responses:
    """What a person said of one exercise of a day.

    `streak` is the number of days done without a miss, counted once this one is done.
    `later` is the time of day for which they asked it again, `asks` whether it is time to ask
    if it was easy; `is_todays` says whether it is the exercise of that day, which alone can be
    moved or swapped, and `instead_of` the one that it took the place of.
    """

    done: bool = False
    streak: int = 0
    answers: frozenset[Answer] = frozenset()
    later: time | None = None
    asks: bool = False
    is_todays: bool = True
    instead_of: str | None = None


STRANGERS = Responses(is_todays=False)
"""The responses of somebody who never subscribed: they have nothing to move or swap."""


def is_current(person: Subscriber, day: date, now: datetime) -> bool:
    """Return whether a day is under way: from midnight to 03:00, two are.

    The card of the first day may name the date of a time zone that was only a guess.
    """
    days = (training_day(person.zone, now), local_day(person.zone, now))
    is_first = person.last_day is None and person.shown_day in days
    return day in days or (is_first and abs((person.shown_day or day) - day) <= ONE_DAY)
