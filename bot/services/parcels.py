"""What a due subscriber gets: which days were missed, which goes out, when the next one is due."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.coach import schedule
from bot.coach.library import Library
from bot.coach.routine import Practice
from bot.coach.schedule import Due, Schedule
from bot.services.people import practice_on, schedule_of
from bot.store.deliveries import Addressed, State
from bot.store.subscribers import Subscriber

LATE_NOTICE = timedelta(minutes=10)
"""From how late on the message says so."""

LONGEST_ABSENCE = timedelta(days=14)
"""How far back missed days are written down one by one."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Parcel:
    """One delivery on its way to one chat."""

    delivery_id: int
    subscriber_id: int
    chat_id: int
    language: str
    practice: Practice
    day: date
    due_at: datetime
    late: bool
    silent: bool
    paid: bool = False
    tries: int = 0
    lease_until: datetime | None = None


@dataclass(frozen=True)
class Plan:
    """What a due subscriber's row turns into."""

    subscriber: Subscriber
    missed: Sequence[Due]
    due: Due | None
    practice: Practice | None
    following: Due | None


def plan(library: Library, subscriber: Subscriber, now: datetime) -> Plan:
    """Decide what a due subscriber gets, and when the next is due."""
    try:
        rule = schedule_of(subscriber)
        (*earlier, last), following = _dues(subscriber, rule, now)
        if schedule.too_late(rule, last, now):
            return Plan(subscriber, [*earlier, last], None, None, following)
        practice = practice_on(library, subscriber, last.day)
    except Exception:  # one bad row never stops the batch
        log.exception("subscriber %s cannot be planned; tried again later", subscriber.id)
        return Plan(subscriber, [], None, None, _postponed(subscriber, now))
    return Plan(subscriber, earlier, last, practice, following)


def rows(plan: Plan, worker: str, lease_until: datetime) -> Iterable[dict[str, Any]]:
    """Return the ledger rows of a plan: missed days, then the one to send."""
    key = {"subscriber_id": plan.subscriber.id, "position": plan.subscriber.position}
    blank = {"exercise": None, "form": None, "worker": None, "wake_at": None, "reason": None}
    for due in plan.missed:
        missed = {"day": due.day, "due_at": due.at, "state": State.MISSED}
        yield {**key, **blank, **missed, "reason": "too late"}
    if plan.due and plan.practice:
        yield {
            **key,
            "day": plan.due.day,
            "due_at": plan.due.at,
            "position": plan.practice.position,
            "exercise": plan.practice.exercise,
            "form": plan.practice.form,
            "state": State.CLAIMED,
            "worker": worker,
            "wake_at": lease_until,
            "reason": None,
        }


def _dues(subscriber: Subscriber, rule: Schedule, now: datetime) -> tuple[list[Due], Due | None]:
    """Return every due day up to now (several after an outage), and the next one after them."""
    assert subscriber.next_day and subscriber.next_due_at  # noqa: S101, PT018  # claimed by them
    stored = Due(subscriber.next_day, subscriber.next_due_at)
    due: Due | None = stored
    if now - stored.at > LONGEST_ABSENCE:
        due = schedule.next_due(rule, now - LONGEST_ABSENCE, subscriber.last_day) or stored
    dues = []
    while due is not None and due.at <= now:
        dues.append(due)
        due = schedule.next_due(rule, after=due.at, beyond=due.day)
    return dues or [stored], due


def is_over(due_at: datetime, zone: str, now: datetime) -> bool:
    rule = Schedule(due_at.time(), zone, frozenset())
    return schedule.too_late(rule, Due(due_at.date(), due_at), now)


def _postponed(subscriber: Subscriber, now: datetime) -> Due:
    return Due(subscriber.next_day or now.date(), now + timedelta(hours=1))


def moved(plan: Plan) -> dict[str, Any]:
    """Return the subscriber's new place in plan and calendar."""
    handled = [due.day for due in (*plan.missed, plan.due) if due]
    person, practice = plan.subscriber, plan.practice
    asked = practice is not None and practice.exercise is not None
    return {
        "key": person.id,
        "new_unanswered": person.unanswered + asked,
        "new_position": practice.position + 1 if practice else person.position,
        "new_last_exercise": (practice and practice.exercise) or person.last_exercise,
        "new_last_day": max(handled, default=person.last_day),
        "new_next_day": plan.following and plan.following.day,
        "new_next_due_at": plan.following and plan.following.at,
    }


def parcel(plan: Plan, ids: dict[tuple[int, date], int], now: datetime) -> Parcel | None:
    """Return the parcel of a plan, unless that day stood in the ledger already."""
    person = plan.subscriber
    if plan.due is None or plan.practice is None or (person.id, plan.due.day) not in ids:
        return None
    return Parcel(
        delivery_id=ids[person.id, plan.due.day],
        subscriber_id=person.id,
        chat_id=person.chat_id,
        language=person.language,
        practice=plan.practice,
        day=plan.due.day,
        due_at=plan.due.at,
        late=now - plan.due.at > LATE_NOTICE,
        silent=False,
    )


def parcel_again(addressed: Addressed, now: datetime, *, silent: bool) -> Parcel:
    delivery = addressed.delivery
    return Parcel(
        delivery_id=delivery.id,
        subscriber_id=delivery.subscriber_id,
        chat_id=addressed.chat_id,
        language=addressed.language,
        practice=Practice(delivery.position, delivery.exercise, delivery.form),
        day=delivery.day,
        due_at=delivery.due_at,
        late=now - delivery.due_at > LATE_NOTICE,
        silent=silent,
        tries=delivery.tries,
    )
