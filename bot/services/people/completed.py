"""What follows from a day that somebody has done."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from bot.coach.library import Library
from bot.coach.schedule import local_day
from bot.coach.trainee import Practice
from bot.services.delivery.weeks import Week
from bot.services.people.trainees import after_early, practice_on
from bot.store.completions import Done
from bot.store.subscribers import Subscriber


@dataclass(frozen=True)
class Completed:
    """A day that a person has done: the week it is part of, and what comes next.

    `today` is the date where they are: after midnight, `day` may be the one before. `is_new` is
    False where it was done already; `following` has no exercise on a rest day. The first reaction
    of all that says so is `is_first_reaction`; `is_guided` means that a session of it still runs,
    and `cards` are the messages that show it; who taps Done has both looked up.
    """

    person: Subscriber
    day: date
    today: date
    is_new: bool
    week: Week
    next_day: date | None
    following: Practice | None
    is_first_reaction: bool = False
    is_guided: bool = False
    cards: Collection[int] = ()

    @property
    def is_yesterdays(self) -> bool:
        """Return whether the day is the one before, which goes on until 03:00."""
        return self.day < self.today


def completed(
    library: Library, person: Subscriber, done: Done, week: Week, *, is_new: bool
) -> Completed:
    """Return a day that is done, with what comes after it."""
    later = after_early(library, person, done.day)
    following = later.next_day if later.next_day and later.next_day > done.day else None
    then = practice_on(library, later, following) if following else None
    today = local_day(person.zone, done.done_at)
    return Completed(person, done.day, today, is_new, week, following, then)
