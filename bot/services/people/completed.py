"""What follows from a day that somebody has done."""

from dataclasses import dataclass
from datetime import date

from bot.coach.trainee import Practice
from bot.services.delivery.weeks import Week
from bot.store.subscribers import Subscriber


@dataclass(frozen=True)
class Completed:
    """A day that a person has done: the week it is part of, and what comes next.

    `today` is the date where they are: after midnight, `day` may be the one before. `is_new` is
    False where it was done already; `following` has no exercise on a rest day. The first reaction
    of all that says so is `is_first_reaction`.
    """

    person: Subscriber
    day: date
    today: date
    is_new: bool
    week: Week
    next_day: date | None
    following: Practice | None
    is_first_reaction: bool = False

    @property
    def is_yesterdays(self) -> bool:
        """Return whether the day is the one before, which goes on until 03:00."""
        return self.day < self.today
