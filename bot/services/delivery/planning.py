"""What a due subscriber gets: which days were missed, which goes out, when the next one is due."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.coach import schedule
from bot.coach.library import Library
from bot.coach.schedule import Due, Schedule, local_day
from bot.coach.trainee import Practice, Trainee
from bot.services.delivery.content import DailyExercise
from bot.services.delivery.parcels import Parcel
from bot.services.delivery.policy import LATE_NOTICE
from bot.services.people.trainees import practice_and_training_on, schedule_of, trainee_of
from bot.store import completions
from bot.store.deliveries import DeliveryKind, NewDelivery, State
from bot.store.due import Advance, DueRow, PlanKey, person_of
from bot.store.rows import UNREADABLE, reason_of
from bot.store.subscribers import Subscriber

LONGEST_ABSENCE = timedelta(days=14)
"""How far back missed days are written down one by one."""

MOST_UNANSWERED = 2**15 - 1
"""What the column holds: a count that grows beyond it would stop every claim."""

REMEMBERED = 512
"""How many plans are kept for people who are alike: as many as one claim has.

Newcomers share theirs; after some weeks hardly anybody does.
"""

DONE_EARLY = "done before its hour"
"""The reason of a row that counts as sent, though nothing had to be."""

LAST_POSITION = 2**31 - 2
"""The last position that has one after it."""

log = logging.getLogger(__name__)


class UnreadableError(Exception):
    """A subscriber's row holds something that it never should; the text says what is wrong."""


class Plan(NamedTuple):
    """What a due subscriber's row turns into; `person` has no id and no chat, `due_row` has.

    `training` are the columns of the row that follow from the practice. What `is_done` before its
    hour isn't sent.
    """

    due_row: DueRow
    person: Subscriber
    missed: Sequence[Due]
    due: Due | None
    practice: Practice | None
    following: Due | None
    training: Mapping[str, Any] = MappingProxyType({})
    is_done: bool = False


class Planner:
    """Decide what due subscribers get; people who are alike are planned once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._decided = lru_cache(maxsize=REMEMBERED)(self._decide)

    def plan(self, due_row: DueRow, now: datetime) -> Plan:
        """Decide what a due subscriber gets, and when the next is due.

        Raise UnreadableError where the row cannot be read.
        """
        try:
            return Plan(due_row, *self._decided(due_row.plan_key, now))
        except UnreadableError:
            raise
        except Exception:  # one bad row never stops the batch
            log.exception("cannot plan subscriber %s; retrying in an hour", due_row.id)
            person, _ = _readable(self._library, due_row.plan_key)
            return Plan(due_row, person, (), None, None, _retry_in_an_hour(person, now))

    def _decide(self, plan_key: PlanKey, now: datetime) -> tuple[Any, ...]:
        """Return a plan without its due_row."""
        person, trainee = _readable(self._library, plan_key)
        missed, due, following = _calendar(
            schedule_of(person), _stored(person), person.last_day, now
        )
        if due is None:
            return person, missed, None, None, following
        practice, given = practice_and_training_on(self._library, person, trainee, due.day)
        return person, missed, due, practice, following, given


def _readable(library: Library, plan_key: PlanKey) -> tuple[Subscriber, Trainee]:
    """Return the person of a row whose every part can be worked with."""
    try:
        person = person_of(plan_key)
        trainee = trainee_of(library, person)
        local_day(person.zone, _stored(person).at)
        is_possible = (
            0 <= person.position <= LAST_POSITION
            and person.weekdays
            and person.weekdays <= frozenset(range(7))
            and isinstance(person.unanswered, int)
            and _stored(person).day
        )
    except (*UNREADABLE, AssertionError) as error:
        raise UnreadableError(reason_of(error)) from None
    if not is_possible:
        raise UnreadableError("its position or weekdays cannot be")
    return person, trainee


async def with_done(connection: AsyncConnection, plans: Sequence[Plan]) -> list[Plan]:
    """Mark what people have done before its hour, from /today."""
    # Whoever has done anything since the last exercise has none unanswered.
    maybe = {one.due_row.id: one.due.day for one in plans if one.due and not one.person.unanswered}
    if not maybe:
        return list(plans)
    done = await completions.of_many(connection, maybe.keys(), since=min(maybe.values()))
    return [
        plan._replace(is_done=True)
        if plan.due and plan.due.day in done.get(plan.due_row.id, ())
        else plan
        for plan in plans
    ]


def rows(plan: Plan, worker: str, lease_until: datetime, now: datetime) -> Iterable[NewDelivery]:
    """Yield the ledger rows of a plan: missed days, then the one to send."""
    owner, kind = plan.due_row.id, DeliveryKind.EXERCISE
    for day, at in ((one.day, one.at) for one in plan.missed):
        yield NewDelivery(
            *(owner, kind, day.isoformat(), day, at, State.MISSED),
            reason="too late",
            position=plan.person.position,
        )
    if plan.due and plan.practice:
        day, practice = plan.due.day, plan.practice
        row = NewDelivery(
            *(owner, kind, day.isoformat(), day, plan.due.at, State.CLAIMED),
            wake_at=lease_until,
            worker=worker,
            position=practice.position,
            exercise=practice.exercise,
            version=practice.version,
            step=practice.step,
        )
        yield _as_sent(row, now) if plan.is_done else row


def _as_sent(row: NewDelivery, now: datetime) -> NewDelivery:
    """Return the row of a day that was done before its hour: nothing is left to send."""
    return row._replace(
        state=State.SENT, wake_at=None, worker=None, sent_at=now, reason=DONE_EARLY
    )


def advance(plan: Plan) -> Advance:
    """Return the subscriber's new position and next due time."""
    handled = [due.day for due in (*plan.missed, plan.due) if due]
    person, practice, following = plan.person, plan.practice, plan.following
    is_unanswered = bool(practice and practice.exercise) and not plan.is_done
    values: dict[str, Any] = {
        "position": person.position,
        "last_exercise": person.last_exercise,
        "recent": person.recent,
        "last_strength": person.last_strength,
        **plan.training,
    }
    return Advance(
        id=plan.due_row.id,
        unanswered=min(person.unanswered + is_unanswered, MOST_UNANSWERED),
        last_day=max(handled, default=person.last_day),
        next_day=following.day if following else None,
        next_due_at=following.at if following else None,
        **values,
    )


def parcel_of_plan(
    plan: Plan, ids: Mapping[tuple[int, str, str], int], now: datetime
) -> Parcel | None:
    """Return the parcel of a plan, unless that day is done or stood in the ledger already."""
    if plan.due is None or plan.practice is None or plan.is_done:
        return None
    due_row, person, day = plan.due_row, plan.person, plan.due.day
    delivery_id = ids.get((due_row.id, DeliveryKind.EXERCISE, day.isoformat()))
    if delivery_id is None:
        return None
    late = now - plan.due.at > LATE_NOTICE
    return Parcel(
        delivery_id=delivery_id,
        subscriber_id=due_row.id,
        chat_id=due_row.chat_id,
        kind=DeliveryKind.EXERCISE,
        due_at=plan.due.at,
        content=DailyExercise(
            person.language,
            plan.practice,
            day,
            late,
            person.kind,
            asks_about_health=not person.screened,
        ),
        topic_id=person.topic_id,
    )


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
    if schedule.too_late(rule.zone, last.at, now):
        return (*earlier, last), None, due
    return tuple(earlier), last, due


def _stored(person: Subscriber) -> Due:
    assert person.next_day and person.next_due_at  # noqa: S101, PT018  # they are due
    return Due(person.next_day, person.next_due_at)


def _retry_in_an_hour(person: Subscriber, now: datetime) -> Due:
    return Due(person.next_day or now.date(), now + timedelta(hours=1))
