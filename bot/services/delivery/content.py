"""What a parcel says: everything its message depends on, except its recipient."""

from dataclasses import dataclass
from datetime import date, time

from bot.coach.trainee import Practice
from bot.services.delivery.weeks import Week


@dataclass(frozen=True, slots=True)
class DailyExercise:
    """The exercise of a day; in a group or channel it looks different.

    `asks_about_health` says that the question about the person's health, not answered yet, goes
    with it; `asks_after_emergency` that it first asks how they are, since they wrote of an
    emergency. `count` is how many members of a group did it before it came.
    """

    language: str
    practice: Practice
    day: date
    late: bool = False
    chat_kind: str = "private"
    asks_about_health: bool = False
    asks_after_emergency: bool = False
    count: int = 0


@dataclass(frozen=True, slots=True)
class Reminder:
    """Today's exercise is not done yet."""

    language: str


@dataclass(frozen=True, slots=True)
class WeekSummary:
    """How the week that ends with a day went; the rest is looked up at departure.

    `tip` is the week's tip with its number, if there are tips.
    """

    language: str
    day: date
    week: Week | None = None
    tip: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class AwayQuestion:
    """How to go on after many exercises without an answer.

    `has_weeks` is False for a person on a trainer's programme, which has none to go back to.
    """

    language: str
    day: date
    has_weeks: bool = True


@dataclass(frozen=True, slots=True)
class ReminderOffer:
    """Whether a reminder would help; `at` is looked up at departure."""

    language: str
    at: time | None = None


@dataclass(frozen=True, slots=True)
class ChairQuestion:
    """Whether there is a firm chair."""

    language: str


@dataclass(frozen=True, slots=True)
class Announcement:
    """An operator's message; `html` is looked up at departure, None where it is gone."""

    broadcast_id: int
    html: str | None = None


Content = (
    DailyExercise
    | Reminder
    | WeekSummary
    | AwayQuestion
    | ReminderOffer
    | ChairQuestion
    | Announcement
)
