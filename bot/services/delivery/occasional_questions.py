"""Questions that follow a day's exercise, now and then: is a reminder wanted, is there a chair?"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.coach.fitting import would_use
from bot.coach.library import Library
from bot.coach.next_practice import first_week_with
from bot.coach.positions import DAYS_A_WEEK
from bot.coach.sheets import Equipment
from bot.coach.streak import slipped
from bot.services.delivery.planning import Plan
from bot.services.delivery.reminder_offer import offered_time
from bot.services.people.trainees import trainee_of
from bot.store import completions, exercise_days, last_said
from bot.store.deliveries import DeliveryKind, NewDelivery

ASK_AFTER = timedelta(minutes=1)
"""How long after the exercise its question comes."""

ASK_AGAIN_AFTER = timedelta(days=30)
"""Nobody is asked more often whether a reminder would help."""

LOOK_BACK = timedelta(days=14)
"""How far back the days before a missed one are looked for."""


async def after_exercises(
    connection: AsyncConnection, library: Library, plans: Iterable[Plan], now: datetime
) -> list[NewDelivery]:
    """Return the questions that follow the exercises of some plans; each is asked once."""
    private = [plan for plan in plans if plan.person.kind == "private" and _brings_exercise(plan)]
    rows = []
    for kind, asked in (
        (DeliveryKind.REMINDER_OFFER, await _slipped(connection, private)),
        (DeliveryKind.CHAIR, await _chairless(connection, library, private)),
    ):
        days = {plan.due_row.id: plan.due.day for plan in asked if plan.due}
        await last_said.put_each(connection, days, kind)
        rows += [
            NewDelivery.waiting(owner, kind, day.isoformat(), day, now + ASK_AFTER)
            for owner, day in days.items()
        ]
    return rows


def _brings_exercise(plan: Plan) -> bool:
    return bool(plan.due and plan.practice and plan.practice.exercise) and not plan.is_done


async def _slipped(connection: AsyncConnection, plans: Sequence[Plan]) -> list[Plan]:
    """Return those who missed a day after some in a row, and have no reminder."""
    maybe = [
        plan
        for plan in plans
        if plan.person.unanswered == 1
        and plan.person.nudge is None
        and offered_time(plan.person.time) is not None
    ]
    maybe = await _unasked(connection, maybe, DeliveryKind.REMINDER_OFFER, ASK_AGAIN_AFTER)
    ids = [plan.due_row.id for plan in maybe]
    if not ids:
        return []
    since = min(plan.due.day for plan in maybe if plan.due) - LOOK_BACK
    done = await completions.of_many(connection, ids, since)
    with_exercise = await exercise_days.of_many(connection, ids, since)
    return [
        plan
        for plan, key in zip(maybe, ids, strict=True)
        if plan.due and slipped(done.get(key, set()), with_exercise.get(key, set()), plan.due.day)
    ]


async def _chairless(
    connection: AsyncConnection, library: Library, plans: Sequence[Plan]
) -> list[Plan]:
    """Return those who are active, near the first exercise with a chair, and were never asked."""
    maybe = [plan for plan in plans if _needs_chair(library, plan)]
    return await _unasked(connection, maybe, DeliveryKind.CHAIR)


def _needs_chair(library: Library, plan: Plan) -> bool:
    practice, person = plan.practice, plan.person
    if practice is None:
        return False
    if practice.position // DAYS_A_WEEK != first_week_with(library, Equipment.BENCH):
        return False
    if person.programme or not person.screened or person.unanswered:
        return False
    return would_use(library, trainee_of(library, person), Equipment.BENCH)


async def _unasked(
    connection: AsyncConnection,
    plans: Sequence[Plan],
    topic: DeliveryKind,
    apart: timedelta | None = None,
) -> list[Plan]:
    """Leave out those who were asked already, ever or lately."""
    if not plans:
        return []
    days = await last_said.days(connection, [plan.due_row.id for plan in plans], topic)
    return [plan for plan in plans if _may_ask(plan, days.get(plan.due_row.id), apart)]


def _may_ask(plan: Plan, last: date | None, apart: timedelta | None) -> bool:
    if last is None:
        return True
    return apart is not None and plan.due is not None and plan.due.day - last >= apart
