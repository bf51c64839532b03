"""A subscriber's row seen as the coach sees a person, and the rows that others may look at."""

from dataclasses import replace
from datetime import date

from bot.coach.library import Library
from bot.coach.routine import Practice, Trainee, next_practice
from bot.coach.schedule import Schedule
from bot.coach.sheets import Equipment
from bot.store.deliveries import Delivery, State
from bot.store.notes import Kind as NoteKind
from bot.store.subscribers import Standing, Subscriber

__all__ = ["Delivery", "NoteKind", "Standing", "State", "Subscriber", "practice_on", "schedule_of"]


def schedule_of(subscriber: Subscriber) -> Schedule:
    """Return when a person wants their exercise."""
    return Schedule(subscriber.wall, subscriber.zone, subscriber.weekdays)


def practice_on(library: Library, subscriber: Subscriber, day: date) -> Practice:
    """Choose a person's practice for a local day that has no delivery yet.

    What /start showed on an earlier day counts as given, so that the first delivery is not
    the same again; on the day itself the delivery agrees with what was shown.
    """
    trainee = Trainee(
        position=subscriber.position,
        equipment=frozenset(Equipment(name) for name in subscriber.equipment),
        days_a_week=len(subscriber.weekdays),
        last=subscriber.last_exercise,
    )
    practice = next_practice(library, trainee)
    if not _was_shown_before(subscriber, day):
        return practice
    last = practice.exercise or trainee.last
    return next_practice(library, replace(trainee, position=practice.position + 1, last=last))


def _was_shown_before(subscriber: Subscriber, day: date) -> bool:
    shown, delivered = subscriber.shown_day, subscriber.last_day
    return shown is not None and shown < day and (delivered is None or delivered < shown)
