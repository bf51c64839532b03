"""When a note is called for: a nudge, the week's line, the question after days of silence."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.coach.schedule import Due, Schedule, instant, local_day, training_day
from bot.coach.trainee import AS_PLANNED
from bot.services.parcels import Plan
from bot.services.people import tunings_of
from bot.store import completions, deliveries, notes
from bot.store.deliveries import State
from bot.store.notes import Kind
from bot.store.subscribers import Standing, Subscriber

NUDGE_AFTER = timedelta(minutes=30)
"""A nudge comes only if the exercise has been there that long: else none that day."""

WEEK_AT = time(20)
WEEK_AFTER = timedelta(hours=1)
"""The week's line comes in the evening, but not before the last exercise has had an hour."""

MISSED_DAYS = 7
AWAY_AFTER = timedelta(minutes=10)
"""After so many exercises without an answer, one question follows the next exercise."""


def after_delivery(plan: Plan, now: datetime) -> Iterable[dict[str, Any]]:
    """Return the notes that a day's delivery brings along."""
    like, due, practice = plan.person, plan.due, plan.practice
    if due is None or practice is None:
        return
    is_away = like.unanswered == MISSED_DAYS and like.kind == "private"
    if like.nudge is None and not like.weekly and not is_away:
        return
    person = replace(like, id=plan.called.id)
    came = Due(due.day, max(due.at, now))
    yield from evening(person, came, now, rests=practice.exercise is None)
    if is_away and practice.exercise is not None:
        yield _row(person, Kind.AWAY, due.day, now + AWAY_AFTER)


def evening(
    person: Subscriber, came: Due, now: datetime, *, rests: bool
) -> Iterable[dict[str, Any]]:
    """Return the notes that end a day: `came` says when its exercise did."""
    if person.paused_until is not None and person.paused_until > came.day:
        return
    if person.nudge is not None and not rests:
        at = wall_instant(person, person.nudge, came.day)
        if at >= came.at + NUDGE_AFTER and at > now:
            yield _row(person, Kind.NUDGE, came.day, at)
    if person.weekly and came.day.weekday() == max(person.weekdays):
        at = max(wall_instant(person, WEEK_AT, came.day), came.at + WEEK_AFTER)
        if at > now:
            yield _row(person, Kind.WEEK, came.day, at)


def nudge_comes(person: Subscriber) -> bool:
    """Say whether a day's exercise leaves time for the nudge that a person chose."""
    if person.nudge is None or person.next_day is None or person.next_due_at is None:
        return person.nudge is not None
    return wall_instant(person, person.nudge, person.next_day) >= person.next_due_at + NUDGE_AFTER


def wall_instant(person: Subscriber, wall: time, day: date) -> datetime:
    """Return when a wall time falls on a day by a person's clock."""
    return instant(Schedule(wall, person.zone, person.weekdays), day)


async def follow_change(
    connection: AsyncConnection, before: Subscriber, after: Subscriber, now: datetime
) -> None:
    """Keep the notes to come right through a change; who leaves takes them along."""
    if after.state != Standing.ACTIVE:
        await notes.drop(connection, after.id)
    elif any((before.nudge, after.nudge, before.weekly, after.weekly)):
        await plan_evening(connection, after, now)


async def follow_answer(connection: AsyncConnection, person: Subscriber, now: datetime) -> None:
    """Take the nudge back once the day is done, moved or hurts; bring it where that is undone."""
    if person.nudge is not None:
        await plan_evening(connection, person, now)


async def plan_evening(connection: AsyncConnection, person: Subscriber, now: datetime) -> None:
    """Write the notes to come anew, if the exercise has come; one that is out stays out.

    After midnight two days are under way, and the evening of the first may not be over.
    """
    await notes.drop(connection, person.id, Kind.NUDGE, Kind.WEEK)
    zone = person.zone
    for day in dict.fromkeys((training_day(zone, now), local_day(zone, now))):
        await notes.open_many(connection, await _evening_of(connection, person, day, now))


async def _evening_of(
    connection: AsyncConnection, person: Subscriber, day: date, now: datetime
) -> list[dict[str, Any]]:
    delivery = await deliveries.on_day(connection, person.id, day)
    if delivery is None or delivery.state == State.MISSED:
        return []
    done = day in await completions.days(connection, person.id, since=day)
    came = Due(day, max(delivery.due_at, delivery.sent_at or delivery.due_at))
    rests = delivery.exercise is None or _hurt(person, delivery.exercise, day)
    return list(evening(person, came, now, rests=rests or done))


def _hurt(person: Subscriber, exercise: str, day: date) -> bool:
    """Say whether the day's exercise rests by now: nobody is reminded of what hurts."""
    until = tunings_of(person).get(exercise, AS_PLANNED).rests_until
    return until is not None and until > day


def _row(person: Subscriber, kind: Kind, day: date, at: datetime) -> dict[str, Any]:
    key = {"subscriber_id": person.id, "kind": kind, "key": day.isoformat()}
    return {**key, "due_at": at}
