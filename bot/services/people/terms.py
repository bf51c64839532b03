"""What the use cases of this package share: answers, refusals, and when a day is under way."""

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
    `later` is the time of day for which they asked it again, `asks_if_easy` whether it is time to
    ask; `is_todays` says whether it is the exercise of that day, which alone can be moved or
    swapped, and `instead_of` the one that it took the place of.
    """

    done: bool = False
    streak: int = 0
    answers: frozenset[Answer] = frozenset()
    later: time | None = None
    asks_if_easy: bool = False
    is_todays: bool = True
    instead_of: str | None = None

    @property
    def hurt_today(self) -> bool:
        """Return whether the exercise hurt, so that another may come in its place."""
        return Answer.HURTS in self.answers and self.is_todays and not self.done


STRANGERS = Responses(is_todays=False)
"""The responses of somebody who never subscribed: they have nothing to move or swap."""


def day_of(person: Subscriber, now: datetime) -> date:
    """Return the day for which a person practises now: it ends at 03:00.

    Whoever has begun after midnight has no day before it to finish.
    """
    today = local_day(person.zone, now)
    return today if person.shown_day == today else training_day(person.zone, now)


def is_current(person: Subscriber, day: date, now: datetime) -> bool:
    """Return whether a day is under way: from midnight to 03:00, two are."""
    days = (training_day(person.zone, now), local_day(person.zone, now))
    return meant(person, day, now) in days


def meant(person: Subscriber, day: date, now: datetime) -> date:
    """Return the day that a card is about.

    The card of the first day may name the date of a time zone that was only a guess.
    """
    first = person.shown_day
    if first is None or person.last_day is not None or abs(first - day) > ONE_DAY:
        return day
    return first if first in (day_of(person, now), local_day(person.zone, now)) else day
