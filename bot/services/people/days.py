"""Which day is under way for a person, and which one a card is about."""

from datetime import date, datetime, timedelta

from bot.coach.schedule import local_day, training_day
from bot.store.subscribers import Subscriber

ONE_DAY = timedelta(days=1)


def day_of(person: Subscriber, now: datetime) -> date:
    """Return the day for which a person practises now: it ends at 03:00.

    Whoever has begun after midnight has no day before it to finish.
    """
    today = local_day(person.zone, now)
    return today if person.shown_day == today else training_day(person.zone, now)


def is_under_way(person: Subscriber, day: date, now: datetime) -> bool:
    """Return whether a day is under way: from midnight to 03:00, two are."""
    days = (training_day(person.zone, now), local_day(person.zone, now))
    return day_of_card(person, day, now) in days


def day_of_card(person: Subscriber, day: date, now: datetime) -> date:
    """Return the day that a card is about.

    The card of the first day may name the date of a time zone that was only a guess.
    """
    first = person.shown_day
    if first is None or person.last_day is not None or abs(first - day) > ONE_DAY:
        return day
    return first if first in (day_of(person, now), local_day(person.zone, now)) else day
