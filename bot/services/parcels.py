"""What a due subscriber gets: which days were missed, which goes out, when the next one is due."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from bot.coach import schedule
from bot.coach.library import Library
from bot.coach.routine import Practice
from bot.coach.schedule import Due, Schedule
from bot.services.people import once_given, practice_of, practice_on, schedule_of
from bot.store.deliveries import Addressed, Delivery, State
from bot.store.subscribers import Called, Subscriber, Traits, person_of

LATE_NOTICE = timedelta(minutes=10)
"""From how late on the message says so."""

LONGEST_ABSENCE = timedelta(days=14)
"""How far back missed days are written down one by one."""

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Parcel:
    """One delivery on its way to one chat; the courier notes on it how far it is."""

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
    kind: str = "private"
    topic_id: int | None = None


class Plan(NamedTuple):
    """What a due subscriber's row turns into; `person` has no id and no chat, `called` has.

    `given` are the columns of the row that follow from the practice.
    """

    called: Called
    person: Subscriber
    missed: Sequence[Due]
    due: Due | None
    practice: Practice | None
    following: Due | None
    given: Mapping[str, Any] = MappingProxyType({})


class Planner:
    """Decide what due subscribers get: many are alike, and each kind is thought about once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._practice = lru_cache(maxsize=4096)(self._chosen)

    def plan(self, called: Called, now: datetime) -> Plan:
        """Decide what a due subscriber gets, and when the next is due."""
        person = person_of(called.traits)
        try:
            missed, due, following = _calendar(
                schedule_of(person), _stored(person), person.last_day, now
            )
            practice, given = self._practice(called.traits, due.day) if due else (None, {})
        except Exception:  # one bad row never stops the batch
            log.exception("subscriber %s cannot be planned; tried again later", called.id)
            return Plan(called, person, (), None, None, _postponed(person, now))
        return Plan(called, person, missed, due, practice, following, given)

    def _chosen(self, traits: Traits, day: date) -> tuple[Practice, Mapping[str, Any]]:
        """Choose a practice, and say what it makes of the person's row."""
        person = person_of(traits)
        practice = practice_on(self._library, person, day)
        return practice, once_given(self._library, person, practice, day)


def rows(plan: Plan, worker: str, lease_until: datetime) -> Iterable[dict[str, Any]]:
    """Return the ledger rows of a plan: missed days, then the one to send."""
    key = {"subscriber_id": plan.called.id, "position": plan.person.position}
    blank: dict[str, Any] = {
        "exercise": None,
        "form": None,
        "worker": None,
        "wake_at": None,
        "reason": None,
        "step": 0,
    }
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
            "step": plan.practice.step,
            "state": State.CLAIMED,
            "worker": worker,
            "wake_at": lease_until,
            "reason": None,
        }


@lru_cache(maxsize=1024)
def _calendar(
    rule: Schedule, stored: Due, last_day: date | None, now: datetime
) -> tuple[Sequence[Due], Due | None, Due | None]:
    """Return the missed days (several after an outage), the one to send, and the next one."""
    due: Due | None = stored
    if now - stored.at > LONGEST_ABSENCE:
        due = schedule.next_due(rule, now - LONGEST_ABSENCE, last_day) or stored
    dues = []
    while due is not None and due.at <= now:
        dues.append(due)
        due = schedule.next_due(rule, after=due.at, beyond=due.day)
    *earlier, last = dues or [stored]
    if schedule.too_late(rule, last, now):
        return (*earlier, last), None, due
    return tuple(earlier), last, due


def _stored(person: Subscriber) -> Due:
    assert person.next_day and person.next_due_at  # noqa: S101, PT018  # called by them
    return Due(person.next_day, person.next_due_at)


def is_over(due_at: datetime, zone: str, now: datetime) -> bool:
    rule = Schedule(due_at.time(), zone, frozenset())
    return schedule.too_late(rule, Due(due_at.date(), due_at), now)


def _postponed(person: Subscriber, now: datetime) -> Due:
    return Due(person.next_day or now.date(), now + timedelta(hours=1))


def moved(plan: Plan) -> dict[str, Any]:
    """Return the subscriber's new place in plan and calendar."""
    handled = [due.day for due in (*plan.missed, plan.due) if due]
    person, practice = plan.person, plan.practice
    return {
        "key": plan.called.id,
        "position": person.position,
        "last_exercise": person.last_exercise,
        "recent": person.recent,
        "last_strength": person.last_strength,
        **plan.given,
        "unanswered": person.unanswered + bool(practice and practice.exercise),
        "last_day": max(handled, default=person.last_day),
        "next_day": plan.following and plan.following.day,
        "next_due_at": plan.following and plan.following.at,
    }


def parcel(plan: Plan, ids: dict[tuple[int, date], int], now: datetime) -> Parcel | None:
    """Return the parcel of a plan, unless that day stood in the ledger already."""
    called = plan.called
    if plan.due is None or plan.practice is None or (called.id, plan.due.day) not in ids:
        return None
    return Parcel(
        delivery_id=ids[called.id, plan.due.day],
        subscriber_id=called.id,
        chat_id=called.chat_id,
        language=plan.person.language,
        practice=plan.practice,
        day=plan.due.day,
        due_at=plan.due.at,
        late=now - plan.due.at > LATE_NOTICE,
        silent=False,
        kind=plan.person.kind,
        topic_id=plan.person.topic_id,
    )


def _given(library: Library, person: Subscriber, delivery: Delivery) -> Practice:
    try:
        return practice_of(library, person, delivery)
    except Exception:  # one bad row never stops the batch
        log.exception("delivery %s goes out as it was planned", delivery.id)
        return Practice(delivery.position, delivery.exercise, delivery.form, delivery.step)


def parcel_again(
    library: Library, addressed: Addressed, person: Subscriber, now: datetime, *, silent: bool
) -> Parcel:
    """Return the parcel of an open delivery, as it fits the person today."""
    delivery = addressed.delivery
    return Parcel(
        delivery_id=delivery.id,
        subscriber_id=delivery.subscriber_id,
        chat_id=addressed.chat_id,
        language=addressed.language,
        practice=_given(library, person, delivery),
        day=delivery.day,
        due_at=delivery.due_at,
        late=now - delivery.due_at > LATE_NOTICE,
        silent=silent,
        tries=delivery.tries,
        kind=addressed.kind,
        topic_id=addressed.topic_id,
    )
