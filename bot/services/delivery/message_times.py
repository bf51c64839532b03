"""When messages beside the exercise are due: reminder, week summary, question after silence."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.coach.schedule import Due, Schedule, instant, local_day, training_day
from bot.coach.trainee import UNTUNED
from bot.services.delivery.planning import Plan
from bot.services.delivery.reminder_offer import REMIND_AFTER
from bot.services.people.trainees import SILENT_AFTER, pause_of, tunings_of
from bot.store import answers, completions, deliveries, other_deliveries
from bot.store.deliveries import DeliveryKind, NewDelivery, State
from bot.store.subscribers import Status, Subscriber

WEEK_AT = time(20)
WEEK_AFTER = timedelta(hours=1)
"""The week summary is sent in the evening, at least an hour after the last exercise."""

AWAY_AFTER = timedelta(minutes=10)
"""How long after the exercise the question to somebody silent follows (SILENT_AFTER)."""


def after_delivery(plan: Plan, now: datetime, *, after_emergency: bool) -> Iterable[NewDelivery]:
    """Yield the messages that follow a day's exercise; no reminder after an emergency."""
    person, due, practice = plan.person, plan.due, plan.practice
    if due is None or practice is None:
        return
    is_away = person.unanswered == SILENT_AFTER and person.kind == "private"
    if person.nudge is None and not person.weekly and not is_away:
        return
    person = person._replace(id=plan.due_row.id)
    came = Due(due.day, max(due.at, now))
    no_reminder = after_emergency or plan.is_done or practice.exercise is None
    yield from evening(person, came, now, no_reminder=no_reminder)
    if is_away and practice.exercise is not None:
        yield _row(person, DeliveryKind.AWAY, due.day, now + AWAY_AFTER)


def evening(
    person: Subscriber, came: Due, now: datetime, *, no_reminder: bool
) -> Iterable[NewDelivery]:
    """Yield the messages that end a day; `came` says when its exercise did."""
    pause = pause_of(person)
    if pause and came.day in pause:
        return
    if person.nudge is not None and not no_reminder:
        at = wall_instant(person, person.nudge, came.day)
        if at >= came.at + REMIND_AFTER and at > now:
            yield _row(person, DeliveryKind.REMINDER, came.day, at)
    if person.weekly and came.day.weekday() == max(person.weekdays):
        at = max(wall_instant(person, WEEK_AT, came.day), came.at + WEEK_AFTER)
        if at > now:
            yield _row(person, DeliveryKind.WEEK, came.day, at)


def leaves_time_for_reminder(person: Subscriber) -> bool:
    """Return whether the exercise comes early enough before the reminder that a person chose."""
    if person.nudge is None or person.next_day is None or person.next_due_at is None:
        return person.nudge is not None
    reminder_at = wall_instant(person, person.nudge, person.next_day)
    return reminder_at >= person.next_due_at + REMIND_AFTER


def wall_instant(person: Subscriber, wall: time, day: date) -> datetime:
    """Return the instant of a wall time on a day in a person's time zone."""
    return instant(Schedule(wall, person.zone, person.weekdays), day)


async def follow_change(
    connection: AsyncConnection, before: Subscriber, after: Subscriber, now: datetime
) -> None:
    """Plan the waiting messages anew after a change; drop them when the person leaves."""
    if after.state != Status.ACTIVE:
        await other_deliveries.drop(connection, after.id, other_deliveries.KINDS)
    elif any((before.nudge, after.nudge, before.weekly, after.weekly)):
        await plan_evening(connection, after, now)


async def follow_answer(connection: AsyncConnection, person: Subscriber, now: datetime) -> None:
    """Drop the reminder once the day is done, moved or hurts; restore it where that is undone."""
    if person.nudge is not None:
        await plan_evening(connection, person, now)


async def plan_evening(connection: AsyncConnection, person: Subscriber, now: datetime) -> None:
    """Write the evening's messages anew if the exercise has come; those sent stay sent.

    After midnight two days are under way, and the evening of the first may not be over.
    """
    await other_deliveries.drop(connection, person.id, (DeliveryKind.REMINDER, DeliveryKind.WEEK))
    zone = person.zone
    for day in dict.fromkeys((training_day(zone, now), local_day(zone, now))):
        await deliveries.insert_new_rows(
            connection, await _evening_of(connection, person, day, now)
        )


async def _evening_of(
    connection: AsyncConnection, person: Subscriber, day: date, now: datetime
) -> list[NewDelivery]:
    delivery = await deliveries.on_day(connection, person.id, day)
    if delivery is None or delivery.state == State.MISSED:
        return []
    done = day in await completions.days(connection, person.id, since=day)
    came = Due(day, max(delivery.due_at, delivery.sent_at or delivery.due_at))
    no_reminder = done or delivery.exercise is None or _hurt(person, delivery.exercise, day)
    no_reminder = no_reminder or await answers.is_emergency_on(connection, person.id, day)
    return list(evening(person, came, now, no_reminder=no_reminder))


def _hurt(person: Subscriber, exercise: str, day: date) -> bool:
    """Return whether the day's exercise is paused by now: nobody is reminded of what hurts."""
    until = tunings_of(person).get(exercise, UNTUNED).paused_until
    return until is not None and until > day


def _row(person: Subscriber, kind: DeliveryKind, day: date, at: datetime) -> NewDelivery:
    return NewDelivery.waiting(person.id, kind, day.isoformat(), day, at)
