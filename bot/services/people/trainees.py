"""A subscriber's row seen as the coach sees a person, and the rows that others may look at."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar

from bot.coach.fitting import fitted, suited
from bot.coach.library import Library
from bot.coach.likely_places import likely
from bot.coach.next_practice import Progress, after, next_practice, progress_after
from bot.coach.positions import one_week_back
from bot.coach.programme import read
from bot.coach.schedule import (
    Due,
    Pause,
    Schedule,
    is_a_later_day,
    local_day,
    next_due,
    training_day,
)
from bot.coach.sheets import Avoided, Equipment, Flag
from bot.coach.trainee import Practice, Programme, Trainee, Tuning
from bot.store.deliveries import Delivery
from bot.store.subscribers import Subscriber, Training

T = TypeVar("T", bound=StrEnum)

SILENT_AFTER = 7
"""After so many unanswered exercises nothing gets harder, the routine goes a week back, and a
question follows; at three days a week they take more than two weeks."""


def schedule_of(subscriber: Subscriber) -> Schedule:
    """Return when a person wants their exercise.

    A pause that is over is left out, or those who once paused would share no plan.
    """
    pause, handled = pause_of(subscriber), subscriber.last_day or date.min
    is_over = pause is not None and pause.end <= handled
    rule = subscriber.time, subscriber.zone, subscriber.weekdays
    return Schedule(*rule, pause=None if is_over else pause)


def pause_of(subscriber: Subscriber) -> Pause | None:
    """Return a person's last pause, if there was one."""
    until = subscriber.paused_until
    return Pause(subscriber.paused_from or date.min, until) if until else None


def due_after(subscriber: Subscriber, now: datetime, *, today_too: bool = False) -> Due | None:
    """Return when a person's next exercise is due, past the days that are handled or paused.

    A day whose exercise /start has shown counts as handled, unless it is wanted too. While the
    time zone is only a guess, the next one waits for a later date in each likely zone.
    """
    handled = [subscriber.last_day, None if today_too else subscriber.shown_day]
    last = max((day for day in handled if day), default=None)
    found = next_due(schedule_of(subscriber), after=now, beyond=last)
    if today_too or subscriber.zone_told or not was_shown_today(subscriber, now):
        return found
    zones = [place.zone for place in likely(subscriber.language, now)]
    while found and not is_a_later_day(zones, now, found.at):
        found = next_due(schedule_of(subscriber), after=found.at, beyond=found.day)
    return found


def was_shown_today(subscriber: Subscriber, now: datetime) -> bool:
    """Return whether the day whose exercise /start has shown is under way."""
    zone = subscriber.zone
    return subscriber.shown_day in (training_day(zone, now), local_day(zone, now))


def is_up_late(subscriber: Subscriber, now: datetime) -> bool:
    """Return whether it's past midnight, and yesterday's exercise is there and still counts."""
    day = training_day(subscriber.zone, now)
    there = day in (subscriber.last_day, subscriber.shown_day)
    return there and day < local_day(subscriber.zone, now)


def with_today_shown(person: Subscriber, now: datetime) -> Subscriber:
    """Return a person as they are once today's exercise has been shown to them."""
    return person._replace(shown_day=local_day(person.zone, now))


def paused_until(subscriber: Subscriber, now: datetime) -> date | None:
    """Return the day on which a pause ends, while there is one."""
    until = subscriber.paused_until
    return until if until and until > local_day(subscriber.zone, now) else None


def trainee_of(library: Library, subscriber: Subscriber) -> Trainee:
    """Return a person as the routine sees them.

    A name that this version does not know (of a version after it) is left out.
    """
    return Trainee(
        position=subscriber.position,
        equipment=_known(Equipment, subscriber.equipment),
        days_a_week=len(subscriber.weekdays),
        last=subscriber.last_exercise,
        flags=_known(Flag, subscriber.flags),
        avoided=_known(Avoided, subscriber.avoided),
        tunings=tunings_of(subscriber),
        recent=subscriber.recent,
        last_strength=subscriber.last_strength,
        programme=_programme(library, subscriber),
        unscreened=not subscriber.screened,
        idle=subscriber.unanswered >= SILENT_AFTER,
    )


def _programme(library: Library, subscriber: Subscriber) -> Programme | None:
    """Return a person's programme; None for the routine, also if nothing of it is taught now."""
    found = read(library, subscriber.programme) if subscriber.programme else None
    return found.programme if found and found.programme.items else None


def tunings_of(subscriber: Subscriber) -> dict[str, Tuning]:
    """Return by exercise what a person's answers changed."""
    return {slug: decode_tuning(kept) for slug, kept in (subscriber.tuning or {}).items()}


def decode_tuning(stored: dict[str, Any]) -> Tuning:
    """Return the tuning of one exercise as a row keeps it."""
    until = stored.get("rests_until")
    return Tuning(
        step=stored.get("step", 0),
        paused_until=until and date.fromisoformat(until),
        never=stored.get("never", False),
        too_much=stored.get("too_much"),
        hard_round=stored.get("hard_round", 0),
    )


def encode_tunings(tunings: Mapping[str, Tuning]) -> dict[str, Any]:
    """Return tunings as the row keeps them; what changes nothing needs no place there."""
    return {
        slug: {
            "step": tuning.step,
            "rests_until": tuning.paused_until and tuning.paused_until.isoformat(),
            "never": tuning.never,
            "too_much": tuning.too_much,
            "hard_round": tuning.hard_round,
        }
        for slug, tuning in tunings.items()
        if tuning != Tuning()
    }


def practice_of(library: Library, subscriber: Subscriber, delivery: Delivery) -> Practice:
    """Return what a delivery gave, as it suits the person by now."""
    practice = Practice(delivery.position, delivery.exercise, delivery.version, delivery.step)
    trainee = trainee_of(library, subscriber)
    return fitted(library, trainee, suited(library, trainee, practice), delivery.day)


def training_after(
    library: Library, subscriber: Subscriber, practice: Practice, day: date
) -> Training:
    """Return the training columns of a person's row once a practice was given."""
    return _training(progress_after(library, trainee_of(library, subscriber), practice, day))


def _training(progress: Progress) -> Training:
    return {
        "position": progress.position,
        "last_exercise": progress.last,
        "recent": progress.recent,
        "last_strength": progress.last_strength,
    }


def swapped_for(
    library: Library, subscriber: Subscriber, practice: Practice, day: date
) -> Training:
    """Return the training columns after a swap.

    The swapped-out exercise is forgotten; a programme advances, the routine stays. If strength
    is taken away, the one before it was two days ago or more: no matter when.
    """
    strength = subscriber.last_strength
    without = subscriber._replace(
        recent=subscriber.recent[:-1],
        last_strength=None if strength == day else strength,
    )
    values = training_after(library, without, practice, day)
    if not subscriber.programme:
        values["position"] = subscriber.position
    return values


def practice_on(library: Library, subscriber: Subscriber, day: date) -> Practice:
    """Choose a person's practice for a local day that has no delivery yet.

    What /start showed on an earlier day counts as given, so that the first delivery is not
    the same again; on the day itself the delivery agrees with what was shown. After every
    SILENT_AFTER exercises without an answer, the routine goes a week back, or to the day after
    it if that was a rest.
    """
    return _practice_on(library, subscriber, trainee_of(library, subscriber), day)


def after_early(library: Library, person: Subscriber, day: date) -> Subscriber:
    """Return a person as they are once the hour of a day has passed that they did early."""
    if person.next_day != day or person.next_due_at is None:
        return person
    training = training_after(library, person, practice_on(library, person, day), day)
    training["last_day"] = day
    following = next_due(schedule_of(person), after=person.next_due_at, beyond=day)
    return person._replace(
        **training,
        next_day=following.day if following else None,
        next_due_at=following.at if following else None,
    )


def rests_next(library: Library, subscriber: Subscriber) -> bool:
    """Return whether the next delivery brings a rest day."""
    day = subscriber.next_day
    return day is not None and practice_on(library, subscriber, day).exercise is None


def practice_and_training_on(
    library: Library, subscriber: Subscriber, trainee: Trainee, day: date
) -> tuple[Practice, Training]:
    """Choose a person's practice for a day; return also what their row says once it was given."""
    practice = _practice_on(library, subscriber, trainee, day)
    return practice, _training(progress_after(library, trainee, practice, day))


def _practice_on(
    library: Library, subscriber: Subscriber, trainee: Trainee, day: date
) -> Practice:
    practice = _next_on(library, subscriber, trainee, day)
    if practice.exercise is None or not _goes_a_week_back(subscriber):
        return practice
    # A rest isn't counted as unanswered, and would take the routine back once more.
    for position in range(one_week_back(trainee.position), trainee.position):
        earlier = _next_on(library, subscriber, replace(trainee, position=position), day)
        if earlier.exercise is not None:
            return earlier
    return practice


def _goes_a_week_back(subscriber: Subscriber) -> bool:
    """Return whether the routine goes a week back now; a trainer's list has no weeks."""
    if subscriber.programme or subscriber.kind != "private":
        return False
    return subscriber.unanswered > 0 and subscriber.unanswered % SILENT_AFTER == 0


def _next_on(library: Library, subscriber: Subscriber, trainee: Trainee, day: date) -> Practice:
    shown = subscriber.shown_day
    if shown is None or not _was_shown_before(subscriber, day):
        return next_practice(library, trainee, day)
    first = next_practice(library, trainee, shown)
    return next_practice(library, after(library, trainee, first, shown), day)


def _was_shown_before(subscriber: Subscriber, day: date) -> bool:
    shown, delivered = subscriber.shown_day, subscriber.last_day
    return shown is not None and shown < day and (delivered is None or delivered < shown)


@lru_cache(maxsize=4096)
def _known(kind: type[T], names: frozenset[str]) -> frozenset[T]:
    return frozenset(member for member in kind if member.value in names)
